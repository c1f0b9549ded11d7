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


def test_notes_on_the_interview_are_no_part_of_it() -> None:
    behind = ("采访手记：离开村子时，天已经黑了。", "路灯亮了。", "视频制作：顾言 文字：方芷")
    assert said(*ASKED, *behind)[-1][1].endswith("明年再增一千个。")


def test_what_happened_afterwards_is_told_by_nobody_on_the_page() -> None:
    assert said(*ASKED, "随后，青砚队领队许琦也接受了记者的采访。")[-1][1].endswith("明年再增一千个。")


def test_the_number_of_a_question_above_it_is_not_said() -> None:
    found = said("白云飞：各位记者朋友，大家好。现在请提问。", "问题一：", *ASKED)
    assert found[0] == ("白云飞", "各位记者朋友，大家好。现在请提问。")


def test_an_answer_may_begin_with_a_year() -> None:
    found = said("Q1：今年的招生计划是多少？", "A1：2023年，学校计划招收六千人。", "Q2：学费多少？", "A2：每年五千元。")
    assert [speaker for speaker, _ in found] == ["Q1", "A1", "Q2", "A2"]


def test_who_is_asked_to_answer_by_office_is_a_speaker() -> None:
    found = said(
        *ASKED, ASKED[0], "白云飞：这个问题请水务局的同志回答。", "市水务局局长何毅：我说明一下。水位正在下降。"
    )
    assert found[-1] == ("市水务局局长何毅", "我说明一下。水位正在下降。")


def test_a_speaker_may_have_a_name_in_latin_letters_or_come_from_a_chat() -> None:
    talk = (
        "主持人：各位网友大家好！Michael Brandt先生，您第一次来青砚是什么时候？",
        "Michael Brandt：2007年。那时候还没有这么多高楼。",
        "投资者guest_8Kx：请问分红比例会不会提高？",
        "Michael Brandt：会的。",
    )
    assert [speaker for speaker, _ in said(*talk)] == ["主持人", "Michael Brandt", "投资者guest_8Kx", "Michael Brandt"]


def test_an_interpreter_speaks_for_himself() -> None:
    talk = ("范德维尔：Mesdames et messieurs, merci.", "翻译：女士们、先生们，谢谢。", *ASKED, "翻译：谢谢大家。")
    assert "翻译" in [speaker for speaker, _ in said(*talk)]


def test_a_name_without_a_surname_behind_its_post_is_a_speaker() -> None:
    opening = "省委宣传部对外推广处处长 才让卓玛：各位媒体朋友，大家下午好！"
    assert said(opening, *ASKED)[0][0] == "省委宣传部对外推广处处长 才让卓玛"
