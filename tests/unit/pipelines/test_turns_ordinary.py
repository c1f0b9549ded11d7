"""Ordinary pages have no turns, however much of a transcript's looks they borrow."""

from __future__ import annotations

import pytest

from pipelines.turns import segment_turns

NOTICE = """
云岭市教育局关于招生的通知
各县区教育局：
报名时间：2023年5月1日
联系人：李明
一、报名条件：年满六周岁。
二、注意事项：带好证件，谢谢配合！
"""
DUTIES = """
各单位职责分工如下，如何处置见附件。
市公安局：负责道路交通安全，怎么处置见附件一。
市教育局：负责学校安全。
张伟：统筹协调。
"""
BYLINES = """
“今年的收成怎么样？”6月3日，记者来到云岭县。
“很好！”村民张三说。
记者：李四
编辑：王五
"""
REPORTED = """
有记者问：“对此有何评论？”
朱晓莲表示：“我们注意到有关报道。”
张伟主持召开会议强调：大家要提高认识，怎么干就怎么评。
李明：带头落实。
"""
LETTER_BOX = """
来信时间：2023年5月6日
来信内容：请问我家门口的路什么时候修？
答复单位：市交通局
答复内容：您好！计划年内开工。感谢您的关注。
"""
ANNOUNCED = """
云岭市将举行防汛新闻发布会
时间：2023年5月6日上午10时
主持人：市政府新闻办副主任 邓明
发布人：市水利局局长 周晴
出席媒体：云岭日报、云岭电视台
"""
QUIZ = """
1.遇到诈骗电话怎么办？
A：挂断
B：接听
2.下列哪项正确？
A：甲
B：乙
"""
REPORT = """
问题：部分企业怎么转型仍不清楚？
措施：加强指导。
问题：资金从哪里来？
措施：专项债。
"""
COMMENTS = """
网友“晨曦”：太好了！
网友“清风”：支持！
"""
SIGNED_ESSAY = """
让城市更美好
云岭市委书记 张伟
城市是人民的城市。我们要怎样建设城市？
要坚持以人民为中心。
"""
DIGEST = """
江苏：新增企业三千家
安徽：如何破解用工难？
国家发展改革委：今年如何促消费？
商务部：外贸稳中向好
"""
OPEN_LETTER = """
亲爱的市民朋友们：
大家好！新春佳节来临之际，向大家致以节日问候。
"""
COLUMNS = """
【新春走基层】
【解读】为什么要修路？
【数说】全市公路里程达3000公里。
【打印】【关闭】
"""
PRESENT = """
出席人员：
市卫生健康委主任 周晴
市疾控中心主任 陆平
会议内容如下：
一、通报情况。
"""
VERSES = """
春天：为什么这样美？
夏天：热情似火。
"""
TIMES = """
开放时间：9：00—17：00
11:35 到达
比分为 3：2，谁能获胜？
"""

REACTIONS = """
书画展由市文联主席田永平主持，市规划委干部张静、市税务局干部李慧参加。
市规划委干部张静：书画是什么？是镜子，映出干部的精神。
市税务局干部李慧：展览好在哪里？我们得到了展示的机会。
市文联主席田永平：希望大家常来。
"""

PAGES = {
    "a notice": NOTICE,
    "a list of duties": DUTIES,
    "bylines": BYLINES,
    "reported speech": REPORTED,
    "a letter box": LETTER_BOX,
    "an announcement": ANNOUNCED,
    "a quiz": QUIZ,
    "a report by headings": REPORT,
    "comments": COMMENTS,
    "a signed essay": SIGNED_ESSAY,
    "a digest of headlines": DIGEST,
    "an open letter": OPEN_LETTER,
    "column marks in brackets": COLUMNS,
    "a list of people": PRESENT,
    "verses": VERSES,
    "times and ratios": TIMES,
    "people quoted under their names": REACTIONS,
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_no_turn_is_found_in(page: str):
    assert segment_turns(page.strip().split("\n")) == ()


def test_nothing_has_no_turns():
    assert segment_turns([]) == ()
    assert segment_turns(["", "　", "\n"]) == ()


def test_bold_section_words_are_no_speakers():
    page = ["强化保障全市投入三亿元。", "施工进度已完成六成，何时完工？", "张贴公告共三百份。"]
    assert segment_turns(page, bold=["强化保障", "施工进度", "张贴公告"]) == ()
