"""Transcripts that go on in English, and those that only translate."""

from __future__ import annotations

from pipelines import segment_turns

LEAD = "以下為衞生局局長林若川今日（五月六日）會見傳媒的談話內容："
CHINESE = [
    "衞生局局長：各位傳媒朋友，今日我想交代最新安排。",
    "記者︰想問下局長，會唔會有補貼？",
    "衞生局局長：有關補貼會由相關政策局檢視。",
]
ENGLISH = [
    "Reporter: Will you consider a further scheme? And how many places are there?",
    "Secretary for Health: At this stage we are focusing on clinics.",
    "We will make use of laboratories to further enlarge the capacity.",
    "Reporter: Are restaurants affected?",
    "Secretary for Health: No. Takeaway services will go on.",
]


def speakers(paragraphs: list[str]) -> list[str]:
    return [turn.speaker for turn in segment_turns(paragraphs)]


def test_an_exchange_in_english_below_one_in_chinese() -> None:
    turns = segment_turns([LEAD, *CHINESE, *ENGLISH, "完", "2020年5月6日（星期三）", "香港時間20時17分"])
    assert [(turn.speaker, turn.kind) for turn in turns] == [
        ("衞生局局長", "statement"),
        ("記者", "question"),
        ("衞生局局長", "answer"),
        ("Reporter", "question"),
        ("Secretary for Health", "answer"),
        ("Reporter", "question"),
        ("Secretary for Health", "answer"),
    ]
    assert turns[4].text == "\n".join([ENGLISH[1].partition(": ")[2], ENGLISH[2]])
    assert turns[6].text == "No. Takeaway services will go on."


def test_chinese_below_english_is_heard_again() -> None:
    assert speakers([LEAD, *CHINESE, *ENGLISH[:2], *CHINESE[1:]])[-3:] == ["Secretary for Health", "記者", "衞生局局長"]


def test_a_transcript_in_english_alone() -> None:
    lead = "Following is the transcript of remarks by the Secretary for Health, Mr Lam, at a media session today:"
    assert speakers([lead, *ENGLISH, "Ends/Wednesday, May 6, 2020"]) == ["Reporter", "Secretary for Health"] * 2


def test_questions_and_answers_by_their_letters() -> None:
    turns = segment_turns(["Q1: What is new in the measure?", "A1: It covers all the outpatient clinics of the city."])
    assert [(turn.speaker, turn.kind) for turn in turns] == [("Q1", "question"), ("A1", "answer")]


def test_a_translation_below_each_turn_is_nobody_else() -> None:
    paragraphs = [
        "青砚电视台记者：会议昨天举行，能否介绍成果？",
        "Qingyan TV: The meeting was held yesterday. Can you share the outcomes with us?",
        "林若川：会议达成了三项共识。",
        "Lin Ruochuan: The meeting reached three points of agreement.",
        "青砚日报记者：下一步有何安排？",
        "Qingyan Daily: What are the next steps to be taken?",
        "林若川：我们将抓紧落实。",
        "Lin Ruochuan: We will carry them out without delay.",
    ]
    assert speakers(paragraphs) == ["青砚电视台记者", "林若川", "青砚日报记者", "林若川"]


def test_an_address_in_english_is_no_speech() -> None:
    paragraphs = [
        "本次活动报名方式如下，请各位注意？",
        "Email: press@qingyan.gov.cn",
        "Address: 1 Renmin Road, Qingyan",
    ]
    assert speakers(paragraphs) == []
