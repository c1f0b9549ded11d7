import pytest

from crawler.health import Tally, judge
from crawler.walk_report import WalkReport


def walk(**fields) -> WalkReport:
    usual = {"section": "要闻", "pages": 3, "items": 40, "advertised": 40, "complete": True, "wanted": False}
    return WalkReport(**({"stopped": None} | usual | fields))


def test_a_visit_that_found_what_it_should_is_ok():
    assert judge(Tally(lists=3, read=40), [walk()], {"要闻": 41}, "finished") == ("ok", ())


def test_a_section_without_articles_is_a_finding_and_no_success():
    outcome, findings = judge(Tally(lists=1), [walk(items=0)], {"要闻": 41}, "finished")
    assert outcome == "partial"
    assert findings == ("section 要闻 lists no articles; it listed 41",)


def test_a_section_that_shrank_by_more_than_half_is_a_finding():
    outcome, findings = judge(Tally(lists=1, read=15), [walk(items=15)], {"要闻": 41}, "finished")
    assert (outcome, findings) == ("partial", ("section 要闻 lists 15 articles; it listed 41",))


def test_a_section_that_shrank_a_little_is_none():
    assert judge(Tally(lists=1, read=30), [walk(items=30)], {"要闻": 41}, "finished")[0] == "ok"


def test_a_walk_that_broke_off_is_a_finding():
    outcome, [finding] = judge(
        Tally(lists=1, read=15), [walk(stopped="page 2 answered 500", complete=False)], {}, "finished"
    )
    assert outcome == "partial"
    assert "page 2 answered 500" in finding


def test_a_walk_that_stopped_where_it_was_told_to_is_none():
    report = walk(stopped="3 list pages were asked for", complete=False, wanted=True, items=3)
    assert judge(Tally(lists=3, read=3), [report], {"要闻": 41}, "finished") == ("ok", ())


def test_pages_without_an_answer_make_a_visit_partial():
    tally = Tally(lists=1, read=39)
    tally.fault("http://www.yunling.example/1.shtml")
    tally.fault("http://www.yunling.example/2.shtml")
    assert judge(tally, [walk()], {}, "finished") == (
        "partial",
        ("2 pages without an answer after every retry, such as http://www.yunling.example/1.shtml",),
    )


def test_a_visit_that_was_ended_early_is_partial():
    outcome, findings = judge(Tally(lists=1, read=5), [walk()], {}, "shutdown")
    assert (outcome, findings) == ("partial", ("the visit was ended early: shutdown",))


@pytest.mark.parametrize(
    ("tally", "reason"),
    [
        (Tally(lists=1, read=9, blocked=5), "blocked"),
        (Tally(blocked=1), "finished"),
        (Tally(answers=1, refused=2), "finished"),
    ],
)
def test_a_site_that_does_not_let_us_in_is_blocked(tally, reason):
    assert judge(tally, [walk(items=0, stopped="x", complete=False)], {}, reason)[0] == "blocked"


def test_a_site_that_does_not_answer_is_a_failure():
    report = walk(items=0, pages=0, stopped="no answer", complete=False)
    assert judge(Tally(errors=1), [report], {}, "finished")[0] == "failed"


def test_errors_in_a_row_are_counted_host_by_host_and_end_with_any_answer():
    tally = Tally()
    for number in range(9):
        tally.fault(f"http://www.yunling.example/{number}.shtml")
        tally.fault(f"http://news.yunling.example/{number}.shtml")
    assert tally.hopeless() is None
    tally.answered("http://news.yunling.example/list/")
    tally.fault("http://news.yunling.example/9.shtml")
    tally.fault("")
    assert tally.hopeless() is None
    tally.fault("http://www.yunling.example/9.shtml")
    assert tally.hopeless() == "failed: 10 pages of www.yunling.example in a row came to nothing"


def test_unreadable_and_missing_pages_are_no_fault_of_the_visit():
    assert judge(Tally(lists=1, read=38, unreadable=1, missing=1), [walk()], {}, "finished")[0] == "ok"
