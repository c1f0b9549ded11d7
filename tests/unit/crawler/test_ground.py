from datetime import UTC, datetime, timedelta

import pytest

from archive.capture import Capture
from archive.store import Archive
from crawler.ground import Ground, covering

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
COMPLETE = {"complete": True, "ended": True, "grounded": False, "wanted": False}
ENDED = COMPLETE | {"complete": False}
GROUNDED = {"complete": False, "ended": False, "grounded": True, "wanted": True}
FAILED = {"complete": False, "ended": False, "grounded": False, "wanted": False}
LIMITED = FAILED | {"wanted": True}


def covered(*newest_first):
    walks = [(-age, NOW - timedelta(days=age), walk) for age, walk in enumerate(newest_first)]
    runs, walked_at = covering(walks)
    return [-run for run in runs], walked_at and (NOW - walked_at).days


@pytest.mark.parametrize(
    ("walks", "expected"),
    [
        ([COMPLETE, FAILED], ([0], 0)),
        ([GROUNDED, GROUNDED, COMPLETE, COMPLETE], ([0, 1, 2], 2)),
        # What only a walk with a hole below it listed is no ground.
        ([GROUNDED, FAILED, COMPLETE], ([0, 2], 2)),
        ([LIMITED, COMPLETE], ([1], 1)),
        ([FAILED, LIMITED], ([], None)),
        # A list that never keeps what it advertises is relied on when it ended so twice.
        ([ENDED], ([], None)),
        ([GROUNDED, ENDED, ENDED], ([0, 1, 2], 1)),
        ([ENDED, FAILED, ENDED], ([], None)),
        ([ENDED, COMPLETE], ([1], 1)),
        ([], ([], None)),
    ],
)
def test_only_walks_without_a_hole_below_them_make_known_ground(walks, expected):
    assert covered(*walks) == expected


@pytest.mark.parametrize(("days", "old"), [(6, False), (6.8, True), (8, True)])
def test_a_list_is_walked_to_its_end_again_after_a_week(days, old):
    assert Ground(walked_at=NOW - timedelta(days=days)).is_old(NOW, 7.0) is old


def test_a_list_that_was_never_walked_to_its_end_is_walked_there():
    assert Ground().is_old(NOW, 7.0)


LATE = "/xwfbh/202610/t20261001_9.shtml"


def put_pages(desk, articles):
    pages = [articles[start : start + 4] for start in range(0, len(articles), 4)]
    for number, page in enumerate(pages):
        following = f"/xwfbh/index_{number + 1}.html" if number + 1 < len(pages) else None
        desk.web.put_list("/xwfbh/" if number == 0 else f"/xwfbh/index_{number}.html", page, following=following)


def start_visit(desk, listed, fetched=()):
    """What a visit leaves behind that listed these articles, fetched these, and did not end."""
    with Archive(desk.db) as archive:
        fetch = {"run": archive.start_run(site="yunling"), "site": "yunling", "section": "新闻发布会"}
        page = Capture(
            url=desk.web.url("/xwfbh/?"), captured_at=datetime.now(UTC), status=200, body=repr(listed).encode()
        )
        number = archive.add_capture(page, purpose="list", **fetch)
        archive.add_listing(number, reader="test", items=[(desk.web.url(path), title, None) for path, title in listed])
        for path, _ in fetched:
            body = desk.web.routes[path].body.encode()
            capture = Capture(url=desk.web.url(path), captured_at=datetime.now(UTC), status=200, body=body)
            archive.add_capture(capture, purpose="article", **fetch)
    return fetch["run"]


@pytest.fixture(scope="module")
def days(open_desk):
    """Four visits to a section of four articles a page; two known articles in a row end a walk."""
    desk = open_desk()
    articles = desk.titles(12)
    new = [(f"/xwfbh/202611/t20261120_{2000 + n}.shtml", f"云岭市举行第{n}次新的新闻发布会") for n in range(7)]
    late = (LATE, "云岭市举行迟到的新闻发布会")
    desk.site(more="[walk]\nknown = 2\n")
    put_pages(desk, articles)
    desk.web.put_articles([*articles, *new, late])
    visits = []

    def crawl(*more):
        desk.web.log.clear()
        visits.append((desk.crawl(*more), desk.web.paths()))

    crawl()
    # A page that an earlier visit listed further down, and that did not answer then.
    with_late = start_visit(desk, [late])
    with Archive(desk.db) as archive:
        archive.finish_run(with_late, outcome="partial", stats={})
    put_pages(desk, new[:1] + articles)
    crawl()
    # Six new articles: a killed visit had seen four of them on the first page, and fetched one.
    put_pages(desk, new[::-1] + articles)
    start_visit(desk, new[:2:-1], fetched=new[:5:-1])
    crawl()
    del desk.web.routes[articles[5][0]]
    put_pages(desk, new[::-1] + articles[:5] + articles[6:])
    crawl("--full")
    return desk, articles, new, visits


def test_an_ordinary_visit_stops_at_known_ground_with_what_is_new(days):
    _desk, _articles, new, [_, (crawl, asked), *_later] = days
    assert crawl.code == 0
    assert sorted(asked) == sorted(["/robots.txt", "/xwfbh/", new[0][0], LATE])
    assert crawl.site["notes"][0] == "12 known pages not due again (--revisit all asks for every one)"
    assert crawl.site["notes"][1].startswith(
        "section 新闻发布会: stopped at known ground after 1 list page; last walked to its end on"
    )


def test_an_article_that_did_not_answer_is_asked_for_again_though_it_stands_below_known_ground(days):
    asked = [paths for _crawl, paths in days[3]]
    assert [LATE in paths for paths in asked] == [False, True, False, False]


def test_what_a_killed_visit_listed_and_did_not_fetch_is_fetched_and_nothing_twice(days):
    _desk, _articles, new, [_, _, (crawl, asked), *_later] = days
    assert sorted(path for path in asked if "t20261120" in path) == [path for path, _ in new[1:6]]
    assert (crawl.site["resumed"], crawl.site["changes"]) == (3, {"new": 6})


def test_what_a_killed_visit_listed_hides_nothing_below_it(days):
    _desk, _articles, new, [_, _, (_crawl, asked), *_later] = days
    # The two articles on the second page, which the killed one never saw.
    assert "/xwfbh/index_1.html" in asked
    assert {path for path, _ in new[1:3]} <= set(asked)


def test_it_is_said_that_a_killed_visit_is_resumed(days):
    desk, _articles, _new, [_, _, (crawl, _asked), *_later] = days
    assert crawl.site["notes"][0].startswith("resuming: 1 list page and 1 article already fetched in the run of")
    assert desk.rows("SELECT count(*) AS n FROM runs WHERE outcome = 'lost'") == [{"n": 1}]


def test_a_full_walk_asks_at_once_for_known_articles_that_are_no_longer_listed(days):
    _desk, articles, _new, [*_, (crawl, asked)] = days
    assert articles[5][0] in asked
    assert crawl.site["changes"] == {"removed": 1}
