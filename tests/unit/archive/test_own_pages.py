"""Which answers for the later pages of an article belong to which look at its first page."""

from datetime import UTC, datetime, timedelta

from archive.own_pages import GONE, FirstLook, LaterAnswer, Leaves, OwnPages

TWO, THREE = "http://yunling.example/1_2.html", "http://yunling.example/1_3.html"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def look(capture: int, hours: float, run: int | None, body: int = 1) -> FirstLook:
    return FirstLook(capture=capture, at=at(hours), run=run, body=body)


def answer(hours: float, run: int | None, body: int) -> LaterAnswer:
    return LaterAnswer(at=at(hours), run=run, body=body)


def leaves(*looks: FirstLook, **answers: list[LaterAnswer]) -> Leaves:
    return Leaves(looks, lambda url: answers.get({TWO: "two", THREE: "three"}[url], []))


def pages(*parts: int, following: str | None = None, later: tuple[str, ...] = (TWO,)) -> OwnPages:
    return OwnPages(later=later, following=following, parts=parts)


def test_an_answer_belongs_to_the_look_of_its_own_run():
    found = leaves(look(1, 0, 1), look(5, 24, 2), two=[answer(0.1, 1, 2), answer(24.1, 2, 6)])
    assert [found.part(1, TWO), found.part(5, TWO)] == [2, 6]


def test_without_a_run_an_answer_belongs_to_the_nearest_look_before_or_after_it():
    found = leaves(look(1, 0, None), look(5, 24, None), two=[answer(-0.1, None, 2), answer(23.9, None, 6)])
    assert [found.part(1, TWO), found.part(5, TWO)] == [2, 6]


def test_an_answer_that_a_resumed_crawl_got_belongs_to_the_look_of_the_killed_one():
    found = leaves(look(1, 0, 1), two=[answer(5, 2, 7)])
    assert found.part(1, TWO) == 7


def test_an_unanswered_page_is_as_it_was_while_the_first_one_is_byte_for_byte_the_same():
    found = leaves(look(1, 0, 1), look(5, 24, 2), look(9, 48, 3, body=9), two=[answer(0.1, 1, 2)])
    assert [found.part(5, TWO), found.part(9, TWO)] == [2, None]


def test_a_page_is_gone_only_when_a_second_run_says_so_too():
    missing = [answer(24.1, 2, GONE), answer(24.2, 2, GONE), answer(48.1, 3, GONE)]
    found = leaves(look(1, 0, 1), look(5, 24, 2), look(9, 48, 3), look(11, 72, 4), two=[answer(0.1, 1, 2), *missing])
    assert [found.part(each, TWO) for each in (1, 5, 9, 11)] == [2, None, GONE, GONE]


def test_an_answer_in_between_takes_the_first_witness_away():
    told = [answer(0.1, 1, GONE), answer(24.1, 2, 6), answer(48.1, 3, GONE)]
    found = leaves(look(1, 0, 1), look(5, 24, 2), look(9, 48, 3), two=told)
    assert found.part(9, TWO) is None


def test_a_look_that_brought_what_an_earlier_one_brought_stands_for_its_reading():
    found = leaves(look(1, 0, 1), look(5, 24, 2), look(9, 48, 3), two=[answer(0.1, 1, 2), answer(24.1, 2, 6)])
    assert found.readings({1: pages(2), 5: pages(6)}) == {1: 1, 5: 5, 9: 5}
    assert found.unread({1: pages(2)}) == [5, 9]
    assert found.unread({1: pages(2), 5: pages(6)}) == []


def test_half_an_article_stands_only_for_looks_that_had_no_more():
    found = leaves(look(1, 0, 1), look(5, 24, 2), look(9, 48, 3), two=[answer(48.1, 3, 6)])
    half = {1: pages(following=TWO, later=())}
    assert found.readings(half) == {1: 1, 5: 1}
    assert found.unread(half) == [9]


def test_a_page_that_was_had_and_could_not_be_read_is_not_read_again_and_again():
    found = leaves(look(1, 0, 1), look(5, 24, 2), two=[answer(0.1, 1, 2)])
    assert found.unread({1: pages(2, following=TWO, later=())}) == []


def test_an_answer_that_comes_to_light_later_makes_the_look_due_and_leaves_its_reading_for_now():
    found = leaves(look(1, 0, None), two=[answer(0.1, None, 2)])
    half = {1: pages(following=TWO, later=())}
    assert found.readings(half) == {1: 1}
    assert found.unread(half) == [1]


def test_a_body_that_is_one_page_needs_nothing_else():
    found = leaves(look(1, 0, 1), two=[answer(0.1, 1, 2)])
    assert (found.readings({}), found.unread({})) == ({}, [])
