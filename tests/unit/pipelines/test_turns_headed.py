"""Speakers set apart by a wide space, or by a line of post and name, where surnames are rare."""

from __future__ import annotations

import pytest

from pipelines.turns import segment_turns


def test_a_wide_space_sets_speakers_apart() -> None:
    page = (
        "市中级人民法院新闻办主任龙渊　各位记者朋友，大家上午好！欢迎参加今天的发布会。",
        "市中级人民法院民一庭庭长尉迟敬　各位媒体朋友，大家好！现在介绍《意见》的主要内容。",
        "其中，收费后失联的，消费者可以主张赔偿。",
        "龙渊　感谢尉迟敬庭长。下面请记者朋友提问。",
        "青砚早报记者　请问，办卡七日内反悔，能不能退？",
        "尉迟敬　谢谢你的提问。可以请求返还全部预付款。",
        "龙渊　今天的发布会到此结束，谢谢大家！",
    )
    turns = [(turn.speaker, turn.kind) for turn in segment_turns(page)]
    assert turns == [
        ("市中级人民法院新闻办主任龙渊", "moderation"),
        ("市中级人民法院民一庭庭长尉迟敬", "statement"),
        ("龙渊", "moderation"),
        ("青砚早报记者", "question"),
        ("尉迟敬", "answer"),
        ("龙渊", "moderation"),
    ]


def test_names_before_a_wide_space_on_a_page_without_questions_are_no_speakers() -> None:
    page = (
        "现将拟任职人员情况公示如下：",
        "龙渊　男，汉族，1980年5月生，大学学历，现任青砚市水文局科长。",
        "方芷　女，汉族，1982年6月生，大学学历，现任青砚市教育局科长。",
    )
    assert segment_turns(page) == ()


def test_a_rare_name_below_its_post_heads_a_speech_where_others_do() -> None:
    page = (
        "市政府新闻办副主任 海云亭",
        "各位媒体朋友：",
        "大家上午好！请市农业农村局副局长方芷先生作情况通报。",
        "市农业农村局副局长 方芷",
        "十年禁渔实施以来，全市退捕渔船1680艘。",
        "市政府新闻办副主任 海云亭",
        "现在请大家提问。",
        "青砚早报记者",
        "一人一杆怎么界定，请问有没有统一标准？",
        "市渔政处处长 鱼照",
        "这是全省统一的标准。",
    )
    assert [turn.speaker for turn in segment_turns(page)] == ["海云亭", "方芷", "海云亭", "青砚早报记者", "鱼照"]


def test_a_compound_surname_with_the_post_in_brackets_answers() -> None:
    page = (
        "青砚早报：夜间经济场所有哪些具体做法？",
        "闻人朗（市公安局治安支队副支队长）：我们设立了37个小蓝亭。",
        "青砚晚报：暑期怎么防溺水？",
        "闻人朗：会同水务、学校排查了216处水域。",
    )
    speakers = [turn.speaker for turn in segment_turns(page)]
    assert speakers == ["青砚早报", "闻人朗（市公安局治安支队副支队长）", "青砚晚报", "闻人朗"]


ASKED = (
    ("主持人", "各位网友，大家好！今天我们请到了市水文局局长顾言。"),
    ("顾言", "主持人好，各位网友大家好。"),
    ("主持人", "请您先介绍一下今年的汛情。"),
    ("顾言", "今年入汛较早，全市降雨量比常年多两成。"),
)


@pytest.mark.parametrize(
    "form",
    [
        "【{0}：】{1}",
        "[{0}: ]{1}",
        "{0}｜{1}",
        "{0}丨{1}",
        "[10:02:33] {0}：{1}",
        "2023-05-06 10:02 {0}：{1}",
        "{0}　{1}",
    ],
)
def test_speakers_behind_stamps_and_before_bars_and_brackets(form: str) -> None:
    turns = segment_turns([form.format(*each) for each in ASKED])
    assert [(turn.speaker, turn.text) for turn in turns] == list(ASKED)


@pytest.mark.parametrize(
    "page",
    [
        (
            "要闻｜市政府召开防汛会议，各位委员出席。",
            "民生｜老旧小区怎么改？看这里。",
            "文旅｜五一假期接待游客八十万人次。",
        ),
        ("10:30 各位代表入场，大会准备就绪。", "11:00 会议听取报告：全市经济稳中向好。", "12:00 休会，下午继续审议。"),
    ],
)
def test_bars_and_hours_alone_make_no_transcript(page: tuple[str, ...]) -> None:
    assert segment_turns(page) == ()


def test_a_sentence_keeps_the_hour_it_begins_with() -> None:
    page = [f"{speaker}：{words}" for speaker, words in ASKED]
    turns = segment_turns([*page, "10:30 水位开始回落，预计明天退到警戒线以下。"])
    assert turns[-1].text.endswith("10:30 水位开始回落，预计明天退到警戒线以下。")


def test_a_name_alone_on_its_line_answers_where_it_comes_back() -> None:
    page = (
        "外事办发言人主持例行记者会",
        "青砚通讯社记者",
        "请问对此有何评论？",
        "耿衡",
        "我们注意到有关报道，已经作出回应。",
        "青砚通讯社记者追问",
        "下一步有何打算？",
        "耿衡",
        "我们将继续同各方保持沟通。",
    )
    assert [turn.speaker for turn in segment_turns(page)] == [
        "青砚通讯社记者",
        "耿衡",
        "青砚通讯社记者追问",
        "耿衡",
    ]


def test_a_caption_of_one_name_below_a_question_is_no_speaker() -> None:
    page = ("青砚通讯社记者", "请问对此有何评论？", "耿衡", "图片由主办方提供，转载请联系。")
    assert segment_turns(page) == ()
