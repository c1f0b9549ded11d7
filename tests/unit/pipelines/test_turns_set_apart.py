"""Speakers set apart by a time, a cell, a line or a mark, and pages that set other things apart in the same ways."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipelines.turns import segment_turns

LEAD = "日前，市教育局局长林若川做客政府网站在线访谈，就招生政策与网友交流。"
TALK = (
    ("主持人", "各位网友，大家好！今天我们请到了市教育局局长林若川。林局长，您好！"),
    ("林若川", "主持人好，各位网友大家好。"),
    ("主持人", "外来务工人员子女怎么报名？"),
    ("林若川", "只要有居住证，就可以在居住地所在区报名。"),
)
QUESTIONS = (
    ("问", "出台办法的背景是什么？"),
    ("答", "近年来门诊费用持续增长，群众反映较为集中。"),
    ("追问", "下一步如何抓好落实？"),
    ("答", "我们将加强宣传培训，强化督导检查。"),
)
CLOCK = "10:0{}:12"


@pytest.mark.parametrize("talk", [TALK, QUESTIONS])
@pytest.mark.parametrize(
    "printed",
    [
        lambda speaker, words, time: [speaker, words],
        lambda speaker, words, time: [f"{speaker} 2021-06-01 {time}", words],
        lambda speaker, words, time: [f"{speaker}： 2021-06-01 {time}", words],
        lambda speaker, words, time: [f"{speaker}{time}", words],
        lambda speaker, words, time: [f"{time} {speaker}", words],
        lambda speaker, words, time: [f"2021-06-01 {time} {speaker}：{words}"],
        lambda speaker, words, time: [f"{speaker}（{time}）：{words}"],
        lambda speaker, words, time: [f"{time}\t{speaker}\t{words}"],
        lambda speaker, words, time: [f"{speaker}\t{words}"],
        lambda speaker, words, time: [f"{speaker} | {words}"],
        lambda speaker, words, time: [f"<{speaker}>{words}"],
        lambda speaker, words, time: [f"「{speaker}」{words}"],
    ],
)
def test_each_way_to_set_a_speaker_apart_is_heard(
    talk: tuple[tuple[str, str], ...], printed: Callable[[str, str, str], list[str]]
) -> None:
    page = [
        LEAD,
        *(line for n, (speaker, words) in enumerate(talk) for line in printed(speaker, words, CLOCK.format(n))),
    ]
    assert [(turn.speaker, turn.text) for turn in segment_turns(page)] == list(talk)


def test_several_speakers_in_one_paragraph_are_told_apart() -> None:
    page = [LEAD, "".join(f"[{speaker}]:{words} [10:0{n}] " for n, (speaker, words) in enumerate(TALK))]
    assert [(turn.speaker, turn.text) for turn in segment_turns(page)] == list(TALK)


def test_a_person_of_the_lead_who_speaks_once_heads_an_answer_where_others_do() -> None:
    page = (
        "市政府新闻办举行发布会，市商务局局长白云飞出席，市委宣传部副部长徐静主持。",
        "徐静",
        "各位媒体朋友，大家上午好！下面请大家提问。",
        "青砚日报记者",
        "请问扩大内需有哪些举措？",
        "白云飞",
        "我们将从三个方面发力。",
        "青砚晚报记者",
        "我关注夜间经济。",
        "白云飞",
        "夜间经济是重点。",
        "徐静",
        "今天的发布会到此结束，谢谢大家！",
    )
    assert [turn.speaker for turn in segment_turns(page)] == [
        "徐静",
        "青砚日报记者",
        "白云飞",
        "青砚晚报记者",
        "白云飞",
        "徐静",
    ]


def test_members_of_the_public_head_their_questions() -> None:
    page = (
        LEAD,
        "主持人",
        "网友们好，欢迎参与今天的在线交流。",
        "网友“小城故事”",
        "请问什么时候报名？",
        "林若川",
        "六月十五日开始。",
        "网友春暖花开",
        "可以在网上报名吗？",
        "林若川",
        "可以。",
        "主持人",
        "本次交流到此结束。",
    )
    assert [turn.speaker for turn in segment_turns(page)][1::2] == ["网友“小城故事”", "网友春暖花开", "主持人"]


@pytest.mark.parametrize(
    "lines",
    [
        ("林若川", "会上，林若川指出，要加快建设。", "白云飞", "会上，白云飞问，什么时候完成？必须有时间表。"),
        ("林若川", "男，汉族，现任市教育局局长。", "白云飞", "女，汉族，现任市商务局局长。") * 2,
        ("10:03 林若川到达现场，询问存在什么问题？", "10:30 白云飞查看进度，要求加快施工。"),
        ("09:00\t主持人\t宣布会议开始，介绍到会领导。", "09:10\t林若川\t作报告，通报进展，怎么干？"),
        ("林若川\t扎根教育三十年，为什么？因为真心实意。", "白云飞\t服务企业，助力发展。"),
        ("小城故事 2021-06-01 10:03:22", "这个项目什么时候完工？", "春暖花开 2021-06-01 10:08:22", "支持！"),
        ("青砚日报 | 全市经济工作会议召开，怎么干？", "青砚发布 | 市教育局发布招生公告，明确范围。"),
        ("网友热议", "点赞！", "网友“小城故事”", "什么时候完工？"),
        ("问", "答"),
    ],
)
def test_other_things_set_apart_in_the_same_ways_are_no_turns(lines: tuple[str, ...]) -> None:
    assert segment_turns((LEAD, *lines)) == ()


def test_media_alone_on_their_lines_ask_where_others_are_set_so() -> None:
    page = (
        LEAD,
        "主持人",
        "各位媒体朋友，大家上午好！下面请大家提问。",
        "央视",
        "请问扩大内需有哪些举措？",
        "林若川",
        "我们将从三个方面发力。",
        "青砚晚报",
        "防汛形势怎么样？",
        "王强",
        "目前形势平稳。",
        "主持人",
        "今天的发布会到此结束，谢谢大家！",
    )
    speakers = [turn.speaker for turn in segment_turns(page)]
    assert speakers == ["主持人", "央视", "林若川", "青砚晚报", "王强", "主持人"]


@pytest.mark.parametrize(
    "printed",
    [
        lambda post, name, words: [name, words],
        lambda post, name, words: [f"{post}{name}", words],
        lambda post, name, words: [f"{post}{name}：{words}"],
        lambda post, name, words: [f"【{post} {name}】{words}"],
        lambda post, name, words: [f"{name}\t{words}"],
        lambda post, name, words: [f"{name} 10:05:17", words],
    ],
)
@pytest.mark.parametrize("name", ["强巴", "尼玛次仁", "殳向晚"])
def test_a_name_of_no_known_shape_that_the_lead_vouches_for_is_heard(
    name: str, printed: Callable[[str, str, str], list[str]]
) -> None:
    post = "市教育局局长"
    page = [
        f"日前，{post}{name}做客政府网站在线访谈，就招生政策与网友交流。",
        "主持人：各位网友，大家好！请问外来务工人员子女怎么报名？",
        *printed(post, name, "只要有居住证，就可以在居住地所在区报名。"),
        "主持人：报名从什么时候开始？",
        *printed(post, name, "六月十五日开始，家长可以在网上办理。"),
    ]
    if printed("", "", "")[0] == "":
        # A name alone heads its words where the host does.
        page = [part for line in page for part in line.replace("主持人：", "主持人\n").split("\n")]
    turns = segment_turns(page)
    assert len(turns) == 4
    assert all(name in turn.speaker for turn in turns[1::2])
