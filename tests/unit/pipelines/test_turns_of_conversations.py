"""Conversations of several people, chats of a site, and briefings whose spokesman opens alone."""

from __future__ import annotations

import pytest

from pipelines import segment_turns


def spoken(paragraphs: list[str]) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in segment_turns(paragraphs)]


@pytest.mark.parametrize("stamp", ["2021-10-13 14:31:00", " [10-13 14:31]", " [2021-10-13 14:31:00]"])
def test_a_stamp_behind_the_last_word_is_nobodys(stamp: str) -> None:
    words = [("主持人", "各位网友下午好！林局长您好！"), ("林若川", "主持人好。"), ("主持人", "缴费标准是多少？")]
    assert spoken([f"{name}：{text}{stamp}" for name, text in words]) == words


def test_two_people_of_the_lead_who_talk_with_each_other() -> None:
    turns = segment_turns(
        [
            "八十四岁的老教授郑远山与青年教师陶然有了一次对话。",
            "陶然：郑先生，您第一次上高原时多大？",
            "郑远山：二十三岁。",
            "陶然：条件这么好了，还用得着自己走吗？",
            "郑远山：石头不会自己跑到电脑里。",
        ]
    )
    assert [(turn.speaker, turn.kind) for turn in turns] == [("陶然", "question"), ("郑远山", "answer")] * 2


def test_guests_by_their_surnames_alone() -> None:
    words = [
        ("主持人", "各位网友好。冼研究员、皮师傅，欢迎二位！"),
        ("冼", "大家好！"),
        ("皮", "大家好，我是个木匠。"),
        ("主持人", "第一步做什么？"),
        ("冼", "脱盐。\n展厅分三期开放：第一期是船，第二期是货。"),
        ("主持人", "最后请二位寄语年轻人。"),
        ("皮", "手别停。"),
    ]
    turns = segment_turns([line for name, text in words for line in f"{name}：{text}".split("\n")])
    assert [(turn.speaker, turn.text) for turn in turns] == words
    assert [turn.kind for turn in turns][-2:] == ["question", "answer"]


def test_a_quoted_heading_between_turns_is_nobodys() -> None:
    paragraphs = [
        "青砚新闻：后来怎么留下了？",
        "叶海生：船上的人看得见灯。",
        "“最怕的是生病”",
        "青砚新闻：台风来的时候怕不怕？",
    ]
    assert spoken([*paragraphs, "叶海生：不怕，塔结实。"])[1] == ("叶海生", "船上的人看得见灯。")


def test_one_of_the_public_named_behind_a_colon_in_brackets() -> None:
    paragraphs = [
        "【主持人】：各位网友，大家好！",
        "【何首志】：各位网友下午好。",
        "【网友：老农问事】：晚稻还能打药吗？",
    ]
    assert spoken([*paragraphs, "【何首志】：可以。"])[2] == ("网友：老农问事", "晚稻还能打药吗？")


def test_taxpayers_in_the_cells_of_a_table() -> None:
    paragraphs = ["主持人\t各位朋友，下午好！今天我们请来秦关老师。", "秦关\t大家好，很高兴和大家交流。"]
    paragraphs += ["纳税人138****6621\t子女在国外读书能扣吗？", "秦关\t可以。留存录取通知书，留学签证等资料备查。"]
    assert [speaker for speaker, _ in spoken(paragraphs)] == ["主持人", "秦关", "纳税人138****6621", "秦关"]


def test_the_last_of_the_guests_opens() -> None:
    paragraphs = ["嘉宾：", "市卫生健康委副主任 林若川", "北城医院主任 田七", "宣传处副处长、新闻发言人 宋词"]
    paragraphs += [
        "各位媒体朋友，大家上午好！首先请林主任。",
        "林若川",
        "谢谢主持人，媒体朋友们好。",
        "宋词",
        "下面进入提问环节。",
    ]
    paragraphs += ["青砚日报记者", "请问怎样预防跌倒？", "田七", "记住三句话：起身慢一点，灯光亮一点。"]
    found = spoken(paragraphs)
    assert [speaker for speaker, _ in found] == ["宋词", "林若川", "宋词", "青砚日报记者", "田七"]
    assert found[-1][1] == "记住三句话：起身慢一点，灯光亮一点。"


def test_a_spokesman_who_opens_alone_is_no_host() -> None:
    paragraphs = [
        "发言人齐向东主持例行记者会。",
        "齐向东：大家好！欢迎出席记者会。现在我愿回答大家的提问。",
        "问：有何评论？",
    ]
    assert [turn.kind for turn in segment_turns([*paragraphs, "答：没有评论。"])] == ["statement", "question", "answer"]


def test_an_interpreter_states() -> None:
    paragraphs = ["主持人：各位记者，大家好。现在请提问。", "路透社记者：What about the rate?", "翻译：汇率会调整吗？"]
    kinds = [turn.kind for turn in segment_turns([*paragraphs, "林若川：没有计划。", "翻译：We have no plan."])]
    assert kinds[2] == kinds[4] == "statement"
