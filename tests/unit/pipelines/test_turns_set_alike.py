"""Speakers whom only the way the rest of the page sets its speakers tells."""

from __future__ import annotations

import pytest

from pipelines import segment_turns

WORDS = [
    ("主持人", "女士们、先生们，大家好！今天我们邀请到市水利局负责同志。"),
    ("殳向晚", "谢谢主持人。下面我向大家通报有关情况。"),
    ("主持人", "感谢发布人的介绍。下面进入提问环节。"),
    ("青砚晚报", "近期降雨较多，防汛形势怎么样？"),
    ("强巴", "谢谢你的问题。目前各项工作进展顺利。"),
    ("青砚电视台记者", "请介绍一下水利工程建设的进展情况。"),
    ("殳向晚", "去年全市共建成项目一百二十个。"),
    ("主持人", "由于时间关系，今天的发布会就到这里，谢谢大家！"),
]


@pytest.mark.parametrize("between", ["　　", " ", "　"])
def test_names_and_media_before_a_space(between: str) -> None:
    turns = segment_turns([f"{name}{between}{words}" for name, words in WORDS])
    assert [(turn.speaker, turn.text) for turn in turns] == WORDS


def test_names_and_media_alone_on_their_lines() -> None:
    turns = segment_turns([line for turn in WORDS for line in turn])
    assert [(turn.speaker, turn.text) for turn in turns] == WORDS


def test_a_host_who_closes_by_name_alone() -> None:
    lines = ["主持人 何绍仁", "各位记者朋友，大家上午好。", "市水利局局长 林若川", "各位记者朋友，大家上午好。"]
    lines += ["青砚日报记者", "请问防汛形势如何？", "林若川", "形势总体平稳。", "新华社记者", "工程进展怎样？"]
    lines += ["林若川", "进展顺利。", "何绍仁", "本场记者会到此结束。"]
    spoken = [(turn.speaker, turn.kind) for turn in segment_turns(lines)]
    assert spoken[0][1] == "moderation"
    assert spoken[-1] == ("何绍仁", "moderation")


def test_media_alone_among_headings_of_posts_and_names() -> None:
    lines = ["市水利局局长 林若川", "各位记者朋友，大家上午好。", "青砚晚报", "防汛形势怎么样？", "市水利局局长 林若川"]
    lines += ["形势总体平稳。", "青砚网", "工程进展怎样？", "市水利局局长 林若川", "进展顺利。"]
    assert [turn.speaker for turn in segment_turns(lines)] == ["林若川", "青砚晚报", "林若川", "青砚网", "林若川"]


def test_a_short_word_before_a_space_is_nobody_without_a_question_above() -> None:
    lines = [f"{name}　{words}" for name, words in WORDS[:4] + WORDS[6:]]
    lines.insert(2, "其中　重点项目开工六十二个，完成投资八十五亿元。")
    assert "其中" not in [turn.speaker for turn in segment_turns(lines)]
