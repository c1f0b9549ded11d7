"""The pure half: what makes a version, and what makes two looks the same."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.absence import Tally, credit_of, judge
from archive.observation import Facts, Observation, Sighting, differing_facts, merged, normalised, words_digest
from archive.version import derive_history

START = datetime(2024, 3, 1, tzinfo=UTC)


def facts(text="正文", **fields):
    return Facts(**({"reader": "r1", "fingerprint": repr((text, fields)), "title": "标题", "words": text} | fields))


def seen(number, said, **fields):
    return Observation(
        **(
            {
                "capture": number,
                "at": START + timedelta(days=number),
                "page": 1,
                "sighting": Sighting.SEEN,
                "run": number,
                "facts": said,
                "reading": number,
            }
            | fields
        )
    )


def test_no_looks_make_no_history():
    history = derive_history([])
    assert (history.versions, history.events, history.state) == ((), (), None)


def test_looks_are_told_in_the_order_of_time_however_they_are_given():
    looks = [seen(number, facts(text)) for number, text in enumerate("甲乙乙丙")]
    assert derive_history(reversed(looks)) == derive_history(looks)
    assert [version.first_capture for version in derive_history(looks).versions] == [0, 1, 3]


def test_a_late_look_in_the_middle_parts_a_version_in_two():
    looks = [seen(1, facts("甲")), seen(3, facts("甲"))]
    assert len(derive_history(looks).versions) == 1
    history = derive_history([*looks, seen(2, facts("乙"))])
    assert [(version.number, version.returns_to) for version in history.versions] == [(1, None), (2, None), (3, 1)]


def test_a_reader_that_comes_second_is_compared_with_itself():
    looks = [
        seen(1, facts("甲 打印")),
        seen(2, facts("甲", reader="r2")),
        seen(3, facts("乙", reader="r2")),
    ]
    history = derive_history(looks)
    assert [version.first_capture for version in history.versions] == [1, 3]


def test_an_equal_fingerprint_needs_no_closer_look():
    looks = [seen(1, facts("甲", fingerprint="same")), seen(2, facts("乙", fingerprint="same"))]
    assert len(derive_history(looks).versions) == 1


def test_facts_that_contradict_nothing_are_gathered():
    known = merged(facts(source="云岭日报"), facts(author="林晓岚"))
    assert (known.source, known.author) == ("云岭日报", "林晓岚")


@pytest.mark.parametrize(
    ("old", "new", "differing"),
    [
        ({}, {"source": "甲"}, ()),
        ({"source": "甲"}, {}, ()),
        ({"source": "甲"}, {"source": "乙"}, ("source",)),
        ({"doc_number": "1号", "editor": "甲"}, {"doc_number": "2号", "editor": "乙"}, ("editor", "doc_number")),
        ({"attachments": (("a", ""),)}, {"attachments": (("a", ""), ("b", ""))}, ("attachments",)),
    ],
)
def test_a_fact_differs_when_it_has_two_values(old, new, differing):
    assert differing_facts(facts(**old), facts(**new)) == differing


@pytest.mark.parametrize(
    "text", ["正文 一", "正文\n一", "正\u200b文一", "\ufeff正文一\u3000", "正文\u00ad一", "正文⼀"], ids=ascii
)
def test_what_cannot_be_seen_makes_no_difference(text):
    assert normalised(text) == "正文一"
    assert words_digest(text) == words_digest("正文一")


def test_numbers_and_punctuation_make_a_difference():
    assert len({words_digest(text) for text in ("2251起", "2215起", "2251起。", "2251 件")}) == 4


@pytest.mark.parametrize(
    ("answer", "sighting"),
    [
        (("ok", 200, None, True), Sighting.SEEN),
        (("unmodified", 304, None, True), Sighting.SEEN),
        (("ok", 200, None, False), Sighting.UNKNOWN),
        (("ok", 200, "MissingPage", True), Sighting.ABSENT),
        (("ok", 200, "BlockPage", True), Sighting.BLOCKED),
        (("ok", 200, "EmptyShell", True), Sighting.UNKNOWN),
        (("ok", 200, "ListPage", True), Sighting.UNKNOWN),
        (("missing", 410, None, False), Sighting.ABSENT),
        (("blocked", 412, None, False), Sighting.BLOCKED),
        (("error", 500, None, False), Sighting.UNKNOWN),
        (("failed", None, None, False), Sighting.UNKNOWN),
        (("forbidden", None, None, False), Sighting.UNKNOWN),
    ],
)
def test_an_answer_says_what_it_says_and_no_more(answer, sighting):
    outcome, status, kind, read = answer
    assert judge(outcome, status, kind, read=read)[0] is sighting


@pytest.mark.parametrize(
    ("met", "credit"),
    [
        ({"absent": 1, "alive": 1}, "sure"),
        ({"absent": 1, "items": 1}, "sure"),
        ({"absent": 1}, "none"),
        ({"absent": 2, "items": 1}, "sure"),
        ({"absent": 3, "items": 1}, "half"),
        ({"absent": 5, "alive": 5}, "full"),
        ({"absent": 6, "alive": 5}, "half"),
        ({"absent": 6, "alive": 5, "items": 9, "listed_absent": 2, "listed_alive": 1}, "none"),
        ({"absent": 6, "alive": 9, "items": 9, "listed_absent": 2, "listed_alive": 2}, "full"),
        ({"absent": 4, "alive": 90, "again": 4, "returned": 1}, "none"),
        ({"absent": 2, "alive": 90, "again": 2, "returned": 1}, "sure"),
        ({"absent": 5, "alive": 90, "again": 5, "returned": 1}, "sure"),
        ({"absent": 20, "alive": 90}, "full"),
        ({"absent": 90, "alive": 900, "again": 90, "returned": 2}, "sure"),
    ],
)
def test_absences_are_believed_by_what_else_their_run_met(met, credit):
    nothing = dict.fromkeys(Tally.__slots__, 0)
    assert credit_of(Tally(**nothing | met)) == credit


def test_looks_outside_of_any_run_are_two_witnesses_when_an_hour_apart():
    def absent(number, **fields):
        return seen(number, None, sighting=Sighting.ABSENT, reading=None, run=None, **fields)

    first = seen(1, facts())
    near = derive_history([first, absent(2), absent(3, at=START + timedelta(days=2, minutes=59))])
    far = derive_history([first, absent(2), absent(3, at=START + timedelta(days=2, minutes=60))])
    assert (near.state, far.state) == ("suspect", "gone")
