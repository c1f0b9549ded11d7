"""What holds for the turns of any text: nothing is lost, doubled, moved or invented."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.turns import segment_turns

LABELS = st.sampled_from(
    [
        "主持人：", "主持人", "央金：", "央金各位朋友们，", "何永平：各位，大家好。", "云岭日报记者：",
        "[主持人]", "【何永平】", "问：", "答：",
        "追问：", "Q1：", "A1：", "记者：李四", "市公安局局长　何永平", "市公安局局长 何永平",
        "市公安局副局长", "何永平", "（一）基础建设方面：",
        "来源：", "11:35", "1、总体情况。", "责任编辑：", "网友“清风”：", "问：为什么？答：因为。",
        "■ 何永平（局长）：", "：",
        "[ 2018-03-08 10:02 ]", "\n",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "各位媒体朋友们，大家好！", "请问为什么？", "因为形势变化。", "请何永平局长介绍。", "一、主要做法",
        "谢谢。", "（责任编辑：赵六）", "图为发布会现场",
        "[09:30]", "", "　", "？", ":",
    ]
)  # fmt: skip
LINES = st.one_of(
    st.tuples(LABELS, WORDS).map("".join),
    st.tuples(LABELS, WORDS, WORDS).map("".join),
    WORDS,
    st.text(max_size=40),
    st.text(alphabet="问答主持人记者：:。？ 　\t\n[]【】（）张王李12局长", max_size=30),
)
PAGES = st.lists(LINES, max_size=25)


@given(PAGES, st.data())
@settings(max_examples=400)
def test_every_character_belongs_to_one_turn_at_most_and_none_is_invented(page: list[str], data: st.DataObject):
    bold = data.draw(
        st.lists(st.one_of(st.none(), WORDS, st.sampled_from(["央金", "何永平", "主持人"])), max_size=len(page))
    )
    turns = segment_turns(page, bold=bold)
    # The words of all turns, in order, are the page with parts left out.
    remaining = iter("\n".join(page))
    for character in "".join(turn.text for turn in turns):
        if character == "\n":
            continue
        assert any(character == there for there in remaining), f"{character!r} is lost, doubled or invented"


@given(PAGES)
def test_turns_come_in_page_order_each_with_words_and_a_speaker(page: list[str]):
    turns = segment_turns(page)
    places = [turn.paragraph for turn in turns]
    assert places == sorted(places)
    for turn in turns:
        assert turn.speaker
        assert turn.text.strip()
        assert turn.text.split("\n")[0] in page[turn.paragraph]


@given(PAGES)
def test_the_same_page_has_the_same_turns(page: list[str]):
    assert segment_turns(page) == segment_turns(tuple(page), bold=[None] * len(page))


@given(st.lists(st.sampled_from(["问：为什么？", "答：因为。", "第二点。", ""]), min_size=1, max_size=30))
def test_in_a_plain_exchange_no_word_after_the_first_question_is_lost(lines: list[str]):
    page = ["问：为什么？", "答：因为。", *lines]
    words = [line.removeprefix("问：").removeprefix("答：") for line in page if line]
    assert [line for turn in segment_turns(page) for line in turn.text.split("\n")] == words
