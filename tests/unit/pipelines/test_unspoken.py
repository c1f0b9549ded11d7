"""What stands between, behind and before the words of a transcript and is nobody's."""

from __future__ import annotations

from pipelines.turns import segment_turns

ASKED = ("青砚日报记者：请问今年新增了多少个车位？", "白云飞：今年新增车位两千一百个，明年再增一千个。")


def said(*paragraphs: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in segment_turns(paragraphs)]


def test_a_line_that_tells_of_the_speaker_by_name_is_not_said_by_him() -> None:
    assert said(*ASKED, "最后，白云飞预告了下一场发布会的时间。")[-1][1].endswith("明年再增一千个。")


def test_a_line_that_tells_of_the_host_is_said_by_nobody() -> None:
    assert said(*ASKED, "主持人宣布下一位局长到场。")[-1][1].endswith("明年再增一千个。")


def test_words_about_somebody_else_remain_the_speaker_s() -> None:
    words = "程予安介绍了情况，我再补充一点。"
    assert said(*ASKED, words)[-1][1].endswith(words)


def test_credits_and_links_behind_the_last_words_are_left_out() -> None:
    behind = (
        "[15:43] 直播结束，感谢关注。",
        "《青砚市停车场管理办法》",
        "青砚日报记者 林远山 实习生 周舟",
        "编辑 程予安 校对 白露",
        "推荐给朋友： 打印",
    )
    assert said(*ASKED, *behind)[-1][1].endswith("明年再增一千个。")


def test_the_title_of_a_law_between_two_sentences_stays() -> None:
    assert "《青砚市停车场管理办法》" in said(*ASKED, "《青砚市停车场管理办法》", "其中写得很清楚。")[-1][1]


def test_there_is_no_speaker_in_somebody_asks() -> None:
    found = said(*ASKED, "有人问：车位收费会不会涨？我们的答复是，不会。", ASKED[1], *ASKED)
    assert "有人问" not in {speaker for speaker, _ in found}


def test_a_reporter_with_a_name_in_latin_letters_asks() -> None:
    question = "Qingyan News记者 Lin Yuan：请问停车费什么时候调整？"
    assert said(*ASKED, question, "白云飞：明年。")[2] == ("Qingyan News记者 Lin Yuan", "请问停车费什么时候调整？")


def test_a_name_of_no_known_surname_before_its_post_is_known_when_it_comes_back_alone() -> None:
    found = said(
        "糜小莉 新闻局副局长：各位记者朋友，大家好。下面请白云飞局长介绍情况。",
        "白云飞：各位记者朋友，今年新增车位两千一百个。",
        "糜小莉：现在开始提问。",
        *ASKED,
    )
    assert [speaker for speaker, _ in found] == ["糜小莉 新闻局副局长", "白云飞", "糜小莉", "青砚日报记者", "白云飞"]


def test_a_policeman_is_a_speaker_by_his_post() -> None:
    answer = "刑侦支队反诈中心民警白云飞：刷单返利占六成。"
    assert said(ASKED[0], answer)[1] == ("刑侦支队反诈中心民警白云飞", "刷单返利占六成。")


def test_a_report_below_the_name_of_who_gave_it_is_no_transcript() -> None:
    report = (
        "政府工作报告",
        "青砚市市长 白云飞",
        "各位代表：",
        "现在，我向大会报告工作，请予审议。",
        "一、过去一年的工作",
    )
    assert said(*report) == []
