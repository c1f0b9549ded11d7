"""Speakers in the marks of other sites; cities, people and words are invented."""

from __future__ import annotations

import pytest

from pipelines.turns import segment_turns


def said(*paragraphs: str) -> list[str]:
    return [f"{turn.speaker} {turn.kind}: {turn.text}" for turn in segment_turns(paragraphs)]


def test_speakers_in_parentheses():
    assert said(
        "（主持人江月）各位媒体朋友，大家上午好！", "（云岭晚报记者）请问粮价是否平稳？", "（林远山）总体平稳。"
    ) == [
        "主持人江月 moderation: 各位媒体朋友，大家上午好！",
        "云岭晚报记者 question: 请问粮价是否平稳？",
        "林远山 answer: 总体平稳。",
    ]


def test_an_outlet_in_title_marks_asks():
    assert said(
        "记者：请问良种有没有保障？", "江月：有保障。", "《云岭日报》：请问补贴何时发放？", "江月：12月底前。"
    ) == [
        "记者 question: 请问良种有没有保障？",
        "江月 answer: 有保障。",
        "《云岭日报》 question: 请问补贴何时发放？",
        "江月 answer: 12月底前。",
    ]


def test_a_host_who_says_qing_nin_interviews_even_where_the_public_asks_too():
    found = said(
        "主持人：各位网友，大家好！",
        "方芷：网友们好。",
        "主持人：首先请您介绍一下参保情况。",
        "方芷：全市参保312万人。",
        "网友：异地就医怎么备案？",
        "方芷：可以在网上备案。",
    )
    assert found[2] == "主持人 question: 首先请您介绍一下参保情况。"


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("读者来信：我家楼下的路灯坏了，能否尽快维修？", "云岭市城管局回复：路灯已修复。"),
        ("咨询内容：请问居住证如何续签？", "回复内容：请到派出所办理。", "回复单位：云岭市公安局"),
        ("（一）总体要求。请问如何落实？", "（二）重点任务。抓好落实。"),
        ("（此件公开发布）请问如何办理？", "（联系人：江月）到窗口办理。"),
    ],
)
def test_letters_with_replies_and_numbered_parts_are_no_transcripts(paragraphs: tuple[str, ...]):
    assert said(*paragraphs) == []


def test_two_wide_spaces_set_a_speaker_apart_as_one_does():
    found = segment_turns(
        [
            "江月（青砚市政协大会新闻组副组长）　　各位媒体朋友，下午好！首先有请林远山委员。",
            "云岭融媒体记者　　林远山委员您好，请问今年带来了什么提案？",
            "林远山　　大家好。我来自沙漠边上的青砚。",
            "Qingyan Daily　　How do you see it? 请问您怎么看青年工匠？",
            "林远山　　技术工人要有舞台，也要有奔头。",
        ]
    )
    assert [(turn.speaker, turn.kind) for turn in found] == [
        ("江月（青砚市政协大会新闻组副组长）", "moderation"),
        ("云岭融媒体记者", "question"),
        ("林远山", "answer"),
        ("Qingyan Daily", "question"),
        ("林远山", "answer"),
    ]


def test_stage_directions_and_rows_of_signs_are_nobodys_words():
    assert said(
        "(片头音乐)",
        "主持人：听众朋友，上午好！",
        "方芷：大家好。",
        "（插播广告）",
        "记者：请问何时发放？",
        "方芷：下月。",
        "* * *",
        "（完）",
    ) == [
        "主持人 moderation: 听众朋友，上午好！",
        "方芷 statement: 大家好。",
        "记者 question: 请问何时发放？",
        "方芷 answer: 下月。",
    ]


def test_a_caller_known_by_a_number_asks_and_one_who_thanks_does_not():
    found = said(
        "主持人：听众朋友，上午好！",
        "尾号3371的听众：廉租房今年还能申请吗？",
        "方芷：能。明天我们的同志到现场。",
        "尾号3371的听众：好，谢谢局长。",
    )
    assert found[1:] == [
        "尾号3371的听众 question: 廉租房今年还能申请吗？",
        "方芷 answer: 能。明天我们的同志到现场。",
        "尾号3371的听众 statement: 好，谢谢局长。",
    ]


def test_what_is_asked_after_a_briefing_is_a_turn_of_it():
    assert said("记者：有何评论？", "江月：请保持关注。", "会后有记者问：是否属实？", "江月：我们注意到报道。")[2:] == [
        "会后有记者问 question: 是否属实？",
        "江月 answer: 我们注意到报道。",
    ]


def test_question_and_answer_may_stand_in_parentheses():
    assert said("（问）请问粮价是否平稳？", "（答）总体平稳。", "（追问）何时公布？", "（答）下月。") == [
        "问 question: 请问粮价是否平稳？",
        "答 answer: 总体平稳。",
        "追问 question: 何时公布？",
        "答 answer: 下月。",
    ]
