"""Transcripts in the styles of official sites; cities, people and words are invented."""

from __future__ import annotations

from pipelines.turns import segment_turns


def said(page: str, *, bold: tuple[str | None, ...] = (), title: str | None = None) -> list[str]:
    """The turns of a page given one paragraph a line, each as one line: speaker, role, kind, words."""
    turns = segment_turns(page.strip().split("\n"), bold=bold, title=title)
    return [
        " | ".join([turn.speaker, *([turn.role] if turn.role else []), turn.kind, turn.text.replace("\n", " / ")])
        for turn in turns
    ]


def test_a_press_conference_has_host_statement_questions_and_answers():
    page = """
6月3日，云岭市政府新闻办举行新闻发布会，发布会由市委宣传部副部长央金主持，邀请市公安局副局长何永平同志出席。
央金：各位媒体朋友们，大家上午好。首先，请何永平同志介绍情况。
何永平：各位新闻界的朋友：
今年以来，全市共立案300起。
一、打击工作
（一）案件侦破方面：破案率稳步上升。
谢谢大家。
央金：感谢何永平副局长的介绍。下面，请记者提问。
云岭晚报：请问群众得到了什么实惠？
何永平：11月1日，我们举办了退赃大会。
央金：今天的发布会到此结束。
"""
    assert said(page) == [
        "央金 | moderation | 各位媒体朋友们，大家上午好。首先，请何永平同志介绍情况。",
        "何永平 | statement | 各位新闻界的朋友： / 今年以来，全市共立案300起。 / 一、打击工作"
        " / （一）案件侦破方面：破案率稳步上升。 / 谢谢大家。",
        "央金 | moderation | 感谢何永平副局长的介绍。下面，请记者提问。",
        "云岭晚报 | question | 请问群众得到了什么实惠？",
        "何永平 | answer | 11月1日，我们举办了退赃大会。",
        "央金 | moderation | 今天的发布会到此结束。",
    ]


def test_a_name_known_from_the_lead_needs_no_colon_before_a_greeting():
    page = """
发布会由市委宣传部副部长央金主持，市公安局副局长何永平介绍情况。
央金各位媒体朋友们，同志们
大家上午好！首先，请何永平介绍情况。
何永平：谢谢主持人。全市治安平稳。
"""
    assert said(page)[0] == "央金 | moderation | 各位媒体朋友们，同志们 / 大家上午好！首先，请何永平介绍情况。"


def test_a_bold_name_needs_no_colon():
    page = """
会议现场
扎西各位朋友，大家好。请达娃介绍。
达娃今年以来，全市植树三百万株。
扎西感谢达娃局长。请提问。
云岭商报请问明年有何打算？
达娃明年植树五百万株。
"""
    bold = (None, "扎西", "达娃", "扎西", "云岭商报", "达娃")
    assert said(page, bold=bold) == [
        "扎西 | moderation | 各位朋友，大家好。请达娃介绍。",
        "达娃 | statement | 今年以来，全市植树三百万株。",
        "扎西 | moderation | 感谢达娃局长。请提问。",
        "云岭商报 | question | 请问明年有何打算？",
        "达娃 | answer | 明年植树五百万株。",
    ]


def test_one_exchange_is_enough_where_both_labels_are_bold():
    page = "座谈会侧记\n云岭商报：请问如何防范电信诈骗？\n扎西：谢谢提问。不要转账。"
    assert said(page) == []
    assert said(page, bold=(None, "云岭商报：", "扎西：")) == [
        "云岭商报 | question | 请问如何防范电信诈骗？",
        "扎西 | answer | 谢谢提问。不要转账。",
    ]


def test_a_line_with_post_and_name_heads_a_speech_and_its_title_belongs_to_no_turn():
    page = """
云岭市公安局召开发布会，市公安局刑侦支队支队长张志安、禁毒支队政委赵景明介绍情况。
重拳出击 守护平安
云岭市公安局刑侦支队支队长 张志安
2020年，全市打击犯罪成效明显。
一、主要做法
开展专项行动。
持续发布 铲除毒害
云岭市公安局禁毒支队政委 赵景明
2020年，全市禁毒形势持续向好。
发布会答记者问
云岭新报记者：请问下一步有何打算？
张志安：打好五个战役。
"""
    assert said(page) == [
        "张志安 | 云岭市公安局刑侦支队支队长 | statement | 2020年，全市打击犯罪成效明显。"
        " / 一、主要做法 / 开展专项行动。",
        "赵景明 | 云岭市公安局禁毒支队政委 | statement | 2020年，全市禁毒形势持续向好。",
        "云岭新报记者 | question | 请问下一步有何打算？",
        "张志安 | answer | 打好五个战役。",
    ]


def test_headings_of_several_lines_without_a_colon_are_one_heading():
    page = """
云岭市就夏季防汛举行发布会
主持人
云岭市应急管理局新闻发言人、宣传处处长
米青峰
各位媒体朋友：
大家下午好！下面，请各位记者朋友提问。
云岭广播电视台记者
请问今年水库蓄水情况如何？
云岭市水利局副局长 傅文博
谢谢您的提问。今年蓄水总体平稳。
云岭晚报记者
群众转移有哪些措施？
庄晓月
云岭市应急管理局二级调研员
我们准备了三百处避难场所。
"""
    assert said(page) == [
        "米青峰 | 云岭市应急管理局新闻发言人、宣传处处长 | moderation | 各位媒体朋友："
        " / 大家下午好！下面，请各位记者朋友提问。",
        "云岭广播电视台记者 | question | 请问今年水库蓄水情况如何？",
        "傅文博 | 云岭市水利局副局长 | answer | 谢谢您的提问。今年蓄水总体平稳。",
        "云岭晚报记者 | question | 群众转移有哪些措施？",
        "庄晓月 | 云岭市应急管理局二级调研员 | answer | 我们准备了三百处避难场所。",
    ]


def test_labels_may_stand_alone_with_a_colon_and_come_back_in_a_live_report():
    page = """
记者会现场（云岭日报 李望 摄）
主持人 何绍安：
各位记者朋友，大家上午好。有请王部长。
[ 2018-03-08 10:02 ]
云岭省外事办主任 王益：
各位记者朋友，大家好。现在我愿意回答大家的问题。
[ 2018-03-08 10:03 ]
云岭日报社记者：
外事工作有哪些亮点？谢谢。
[ 2018-03-08 10:04 ]
王益：
今年有四大活动。
[ 2018-03-08 10:06 ]
王益：
总之，大幕已经拉开。谢谢。
[ 2018-03-08 10:07 ]
何绍安：
记者会到此结束。
"""
    assert said(page) == [
        "主持人 何绍安 | moderation | 各位记者朋友，大家上午好。有请王部长。",
        "云岭省外事办主任 王益 | statement | 各位记者朋友，大家好。现在我愿意回答大家的问题。",
        "云岭日报社记者 | question | 外事工作有哪些亮点？谢谢。",
        "王益 | answer | 今年有四大活动。 / 总之，大幕已经拉开。谢谢。",
        "何绍安 | moderation | 记者会到此结束。",
    ]


def test_brackets_are_delimiters_and_a_time_stamp_is_nobodys_words():
    page = """
[云岭网]：今天上午九点，新闻发布厅座无虚席。[09:25]
[主持人]：各位网友，大家好！今天请到了市教育局副局长郑维。[09:30]
[郑维]各位网友好。[09:31]
【网友 清风】请问局长，入学年龄有什么规定？[09:33]
【郑维】年满六周岁即可入学。[09:35]
"""
    assert said(page) == [
        "主持人 | moderation | 各位网友，大家好！今天请到了市教育局副局长郑维。",
        "郑维 | statement | 各位网友好。",
        "网友 清风 | question | 请问局长，入学年龄有什么规定？",
        "郑维 | answer | 年满六周岁即可入学。",
    ]


def test_questions_and_answers_without_names():
    page = """
《云岭市养犬管理条例》答记者问
秦明：大家下午好！下面请大家提问。
问：条例的出台背景是什么？
答：近年来，养犬数量增长较快。（台下笑）
主要有两点：
追问：罚款是多少？
答：五百元。
"""
    assert said(page) == [
        "秦明 | statement | 大家下午好！下面请大家提问。",
        "问 | question | 条例的出台背景是什么？",
        "答 | answer | 近年来，养犬数量增长较快。（台下笑） / 主要有两点：",
        "追问 | question | 罚款是多少？",
        "答 | answer | 五百元。",
    ]


def test_numbered_questions_lose_their_number_only():
    page = """
1. 问：谁可以申请？
答：本市户籍居民。
二、记者问：怎样申请？
答：登录网站。
问题3：何时申请？
答：全年均可。
"""
    assert [line.rpartition(" | ")[0] for line in said(page)] == [
        "问 | question",
        "答 | answer",
        "记者问 | question",
        "答 | answer",
        "问题3 | question",
        "答 | answer",
    ]


def test_questions_printed_as_headings_are_turns_where_their_answers_are_labelled():
    page = """
一、怎样理解“从5月1日起”？
答：指缴费义务发生时间。
需要提醒的是，补开须注明。
二、在哪里办理？
答：各办事大厅。
"""
    assert said(page) == [
        "问 | question | 一、怎样理解“从5月1日起”？",
        "答 | answer | 指缴费义务发生时间。 / 需要提醒的是，补开须注明。",
        "问 | question | 二、在哪里办理？",
        "答 | answer | 各办事大厅。",
    ]


def test_an_answer_in_the_paragraph_of_its_question_is_a_turn_of_its_own():
    assert said("问：为什么要修订？答：因为形势变化。\n问：何时施行？答：明年。") == [
        "问 | question | 为什么要修订？",
        "答 | answer | 因为形势变化。",
        "问 | question | 何时施行？",
        "答 | answer | 明年。",
    ]


def test_an_interview_has_greetings_moderated_and_questions_asked_by_the_host():
    page = """
访谈嘉宾：云岭市医保局副局长 王慧
主持人：李晓
开场语：各位网友大家好，欢迎收看在线访谈。
主持人：王局长，您好！
王慧：主持人好，各位网友大家好。
主持人：请您介绍一下今年参保政策有哪些变化？
王慧：主要有三个变化。
一、缴费标准：每人每年380元。
主持人：今天的访谈就到这里，再见。
"""
    assert said(page) == [
        "开场语 | moderation | 各位网友大家好，欢迎收看在线访谈。",
        "主持人 | moderation | 王局长，您好！",
        "王慧 | answer | 主持人好，各位网友大家好。",
        "主持人 | question | 请您介绍一下今年参保政策有哪些变化？",
        "王慧 | answer | 主要有三个变化。 / 一、缴费标准：每人每年380元。",
        "主持人 | moderation | 今天的访谈就到这里，再见。",
    ]


def test_an_office_answers_where_no_name_is_given():
    page = """
■记者：《办法》出台的背景是什么？
有关负责人：近年来，就业形势复杂。
■记者：还有其他考虑吗？
云岭市人社局负责人答：有三点。
"""
    assert [line.rpartition(" | ")[0] for line in said(page)] == [
        "记者 | question",
        "有关负责人 | answer",
        "记者 | question",
        "云岭市人社局负责人答 | answer",
    ]


def test_a_post_in_parentheses_stays_in_the_label_and_the_caption_above_it_goes():
    page = """
主持人邓远（云岭市政府新闻办副主任）：各位，大家下午好！特别邀请到市卫健委主任周晴女士。
主持人邓远：首先，请周晴主任作介绍。
云岭市卫生健康委主任周晴
周晴（云岭市卫生健康委主任）：各位媒体朋友，大家好。情况平稳。
李望（云岭日报记者）：请问供应如何保障？
周晴：供应充足。
"""
    assert said(page) == [
        "主持人邓远（云岭市政府新闻办副主任） | moderation | 各位，大家下午好！特别邀请到市卫健委主任周晴女士。"
        " / 首先，请周晴主任作介绍。",
        "周晴（云岭市卫生健康委主任） | statement | 各位媒体朋友，大家好。情况平稳。",
        "李望（云岭日报记者） | question | 请问供应如何保障？",
        "周晴 | answer | 供应充足。",
    ]


def test_a_medium_without_a_known_ending_is_known_by_its_question():
    page = """
记者会由市政府秘书长何远主持，副市长林岚回答提问。
何远：各位记者朋友，大家上午好。下面开始提问。
CGTN：请问外贸形势如何？
林岚：外贸稳中向好。
高原之窗：文旅方面有什么新举措？
林岚：有三项举措：
第一项：免门票。
《云岭周末》记者：谢谢主持人。发言人有何评论？
林岚：年底见分晓。
云岭晚报·云岭壹点：高铁何时开通？
林岚：年底开通。
"""
    assert said(page)[1:] == [
        "CGTN | question | 请问外贸形势如何？",
        "林岚 | answer | 外贸稳中向好。",
        "高原之窗 | question | 文旅方面有什么新举措？",
        "林岚 | answer | 有三项举措： / 第一项：免门票。",
        "《云岭周末》记者 | question | 谢谢主持人。发言人有何评论？",
        "林岚 | answer | 年底见分晓。",
        "云岭晚报·云岭壹点 | question | 高铁何时开通？",
        "林岚 | answer | 年底开通。",
    ]


def test_a_name_of_unknown_shape_is_known_by_how_a_host_calls_its_owner():
    page = """
主持人：有请次仁局长。
次仁：各位好。今天通报情况。
主持人：请记者提问。
云岭日报记者：请问牧民搬迁怎么补助？
次仁：每户三万元。
达娃：我补充一下。还有安置房。
主持人：谢谢达娃处长。
"""
    assert [line.rpartition(" | ")[0] for line in said(page)] == [
        "主持人 | moderation",
        "次仁 | statement",
        "主持人 | moderation",
        "云岭日报记者 | question",
        "次仁 | answer",
        "达娃 | answer",
        "主持人 | moderation",
    ]


def test_of_two_people_the_one_who_asks_hosts():
    page = """
崔远：各位朋友好，欢迎收看《会客》。今天的客人是副市长黄启帆。
黄启帆：谢谢。
崔远：面条涨价怎么解决，您吃过吗？
黄启帆：对，到处都有。
崔远：这个能解决吗？
黄启帆：市场会调节的。
"""
    assert [line.rpartition(" | ")[0] for line in said(page)] == [
        "崔远 | moderation",
        "黄启帆 | statement",
        "崔远 | question",
        "黄启帆 | answer",
        "崔远 | question",
        "黄启帆 | answer",
    ]


def test_the_traditional_script_is_read_and_kept():
    page = """
市政府新聞辦於3月14日舉行新聞發佈會，請市統計局局長毛盛遠介紹情況。
市政府新聞辦新聞發言人 胡凱明：
女士們、先生們，大家上午好。首先請毛盛遠局長發佈。
市統計局局長 毛盛遠：
謝謝主持人。女士們、先生們，大家上午好。
雲嶺電視台記者：
請問如何看待當前經濟形勢？
毛盛遠：
經濟運行平穩。
"""
    assert said(page) == [
        "市政府新聞辦新聞發言人 胡凱明 | moderation | 女士們、先生們，大家上午好。首先請毛盛遠局長發佈。",
        "市統計局局長 毛盛遠 | statement | 謝謝主持人。女士們、先生們，大家上午好。",
        "雲嶺電視台記者 | question | 請問如何看待當前經濟形勢？",
        "毛盛遠 | answer | 經濟運行平穩。",
    ]


def test_headings_between_questions_and_editor_lines_belong_to_no_turn():
    page = """
市商务局局长林岚：各位记者朋友，大家好。
谈外贸
云岭日报记者：外贸形势如何？
林岚：稳中向好。
图为发布会现场
谈消费
云岭晚报记者：消费怎么样？
林岚：持续恢复。
（责任编辑：赵六）
"""
    assert said(page) == [
        "市商务局局长林岚 | statement | 各位记者朋友，大家好。",
        "云岭日报记者 | question | 外贸形势如何？",
        "林岚 | answer | 稳中向好。",
        "云岭晚报记者 | question | 消费怎么样？",
        "林岚 | answer | 持续恢复。",
    ]


def test_a_list_at_the_end_of_an_answer_is_no_heading():
    page = """
问：需要哪些材料？
答：需要以下材料：
1.身份证
2.户口簿
问：在哪里办理？
答：政务大厅。
"""
    assert said(page)[1] == "答 | answer | 需要以下材料： / 1.身份证 / 2.户口簿"


def test_a_list_of_those_present_inside_a_speech_is_no_heading():
    page = """
主持人 邓远：
女士们、先生们，大家好。出席今天发布会的有：
市卫生健康委主任 周晴
市疾控中心主任 陆平
下面，请周晴主任介绍情况。
市卫生健康委主任 周晴：
谢谢主持人。情况如下。
"""
    assert [line.partition(" | ")[0] for line in said(page)] == ["主持人 邓远", "市卫生健康委主任 周晴"]


def test_a_turn_knows_the_paragraph_in_which_its_words_begin():
    turns = segment_turns(["导语", "问：", "为什么？", "答：因为。"])
    assert [(turn.speaker, turn.paragraph) for turn in turns] == [("问", 2), ("答", 3)]
