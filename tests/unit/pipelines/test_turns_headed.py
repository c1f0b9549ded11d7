"""Speakers set apart by a wide space, or by a line of post and name, where surnames are rare."""

from __future__ import annotations

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
