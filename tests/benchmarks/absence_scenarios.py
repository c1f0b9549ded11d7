"""The faults: what goes wrong with a site on which visit, and what truly happens to its pages meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.benchmarks.absence_site import FIRST_DAY, Answer, Serve, World, frame, honest

MISSING = Answer(status=404, body="<html><title>404 Not Found</title><h1>Not Found</h1></html>")
REFUSED = Answer(status=None)
BLOCKED = Answer(status=403, body="<html><title>403 Forbidden</title></html>")
CHALLENGE = Answer(body="<html><script>window.$_ts={};$_ts.cd='x';</script></html>")
MAINTENANCE = Answer(body=frame("系统维护公告", "<p>网站正在进行系统升级维护，给您带来不便敬请谅解，请稍后访问。</p>"))
PARKED = Answer(
    body="<html><title>yunling.example</title><body><h1>This domain is for sale</h1><p>The domain yunling.example may"
    " be for sale by its owner. Buy this domain today. Related searches: travel, insurance, loans.</p></body></html>"
)
CDN = Answer(
    body="<html><title>522: Connection timed out</title><body><h1>Error 522</h1><p>Connection timed out. The origin web"
    " server is not reachable. Ray ID: 7f3b07092750. Please try again in a few minutes.</p></body></html>"
)
LOGIN = Answer(
    body=frame("统一身份认证", '<form><input name="user"><input type="password"></form><p>请登录后访问。</p>')
)
HOME = Answer(status=302, location="/")
SOFT = ("您访问的页面不存在或已删除", "抱歉，您要查看的内容已被删除", "该信息已下线，请返回首页")

Happen = Callable[[World, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One fault."""

    name: str
    serve: Serve = honest
    happen: Happen = lambda _world, _visit: None
    pages: int = 40
    columns: int = 2


def is_article(path: str) -> bool:
    """Whether a path is an article's."""
    return "/t2" in path


def everywhere(answer: Answer, visits: Collection[int]) -> Serve:
    """The whole site says something else on some visits."""
    return lambda world, path: answer if world.visit in visits else world.honest(path)


def articles(answer: Answer, visits: Collection[int]) -> Serve:
    """All articles say something else on some visits; the lists are as ever."""
    return lambda world, path: answer if world.visit in visits and is_article(path) else world.honest(path)


def removing(number: int, *, visit: int = 3, unlist: bool = True) -> Happen:
    """So many pages truly go at a visit, spread over the list."""

    def happen(world: World, now: int) -> None:
        if now == visit:
            world.remove(*list(world.there)[:: max(1, len(world.there) // number)][:number], unlist=unlist)

    return happen


def together(*happenings: Happen) -> Happen:
    """Several things happen."""

    def happen(world: World, visit: int) -> None:
        for each in happenings:
            each(world, visit)

    return happen


def news(world: World, visit: int) -> None:
    """Two new articles a day."""
    for number in range(2):
        world.publish(1000 + visit * 2 + number, FIRST_DAY + timedelta(days=visit, minutes=number + 1))


def every_day(world: World, visit: int) -> None:
    """One page goes each day."""
    if 0 < visit < 7:
        world.remove(sorted(world.there)[visit * 3])


def column_goes(world: World, visit: int) -> None:
    """A whole column is taken away, its list too."""
    if visit == 3:
        world.remove(*[path for path in world.there if path.startswith("/c1/")])


def column_home(world: World, path: str) -> Answer:
    """What is left of a column leads home."""
    return HOME if world.visit >= 3 and path.startswith("/c1/") else world.honest(path)


def small_site(world: World, visit: int) -> None:
    """Most of a small site goes."""
    if visit == 3:
        world.remove(*list(world.there)[-4:])


def newest_go(world: World, visit: int) -> None:
    """The newest pages of a small site go."""
    if visit == 3:
        world.remove(*list(world.there)[:4])


def restored(world: World, visit: int) -> None:
    """Three pages go and come back, for good."""
    paths = list(world.there)[2:5] if visit == 2 else [path for path in world.removed if path not in world.there]
    if visit == 2:
        world.remove(*paths)
    if visit == 6:
        for path in paths:
            world.there[path] = FIRST_DAY - timedelta(days=3)
            world.listed[path.split("/")[1]].append(path)


def soft(world: World, path: str) -> Answer:
    """A missing page says so with status 200, in other words each time."""
    answer = world.honest(path)
    if answer.status == 404 and is_article(path):
        words = SOFT[(world.visit + len(path)) % len(SOFT)]
        return Answer(body=frame(f"提示信息{world.visit}", f"<p>{words}。编号{world.visit}{path[-11:-5]}</p>"))
    return answer


def to_404_page(world: World, path: str) -> Answer:
    """A missing page leads to one that says so with status 200."""
    if path == "/404.html":
        return Answer(body=frame("页面不存在", "<p>您访问的页面不存在。</p>"))
    answer = world.honest(path)
    return Answer(status=302, location="/404.html") if answer.status == 404 and is_article(path) else answer


def status_410(world: World, path: str) -> Answer:
    """A missing page answers 410."""
    answer = world.honest(path)
    return replace(answer, status=410) if answer.status == 404 and is_article(path) else answer


def half_walked(world: World, path: str) -> Answer:
    """The second page of each list fails on every other visit."""
    return Answer(status=500) if world.visit % 2 and path.endswith("index_1.html") else world.honest(path)


def half_listed(world: World, path: str) -> Answer:
    """A list that shows half of its column on some visits, as if that were all."""
    column = path.split("/")[1]
    if world.visit in (3, 4, 7) and column in world.listed and "index" in path:
        return world.list_page(column, path, world.listed[column][::2])
    return world.honest(path)


def replica(world: World, path: str) -> Answer:
    """For one visit the site runs on a copy that lacks a third of its articles, in lists and pages alike."""
    column = path.split("/")[1]
    if world.visit == 4 and column in world.listed:
        lacking = set(world.listed[column][::3])
        if "index" in path:
            return world.list_page(column, path, [each for each in world.listed[column] if each not in lacking])
        return MISSING if path in lacking else world.honest(path)
    return world.honest(path)


def trimmed(world: World, path: str) -> Answer:
    """From the third visit on lists show the newest ten, and one page beyond fails once."""
    column = path.split("/")[1]
    if world.visit >= 3 and column in world.listed and "index" in path:
        return world.list_page(column, path, world.listed[column][:10])
    if world.visit == 4 and path == world.listed["c0"][-1]:
        return MISSING
    return world.honest(path)


def resorted(world: World, path: str) -> Answer:
    """Lists come in another order each time, and one page is missing each time."""
    column = path.split("/")[1]
    if column in world.listed and "index" in path:
        start = world.visit * 5 % len(world.listed[column])
        return world.list_page(column, path, world.listed[column][start:] + world.listed[column][:start])
    return MISSING if path == world.listed["c0"][world.visit % 7] else world.honest(path)


def flapping(world: World, path: str) -> Answer:
    """One page is missing on every third visit."""
    return MISSING if world.visit % 3 == 1 and path == world.listed["c1"][4] else world.honest(path)


def rate_limited(share: float) -> Serve:
    """So many of the articles, others each time, answer 404."""
    return lambda world, path: (
        MISSING if world.visit and is_article(path) and world.chance.random() < share else world.honest(path)
    )


def shard(world: World, path: str) -> Answer:
    """The disk with a third of the articles is away for two visits; lists name them all."""
    return MISSING if world.visit in (4, 5) and is_article(path) and int(path[-11:-5]) % 3 == 0 else world.honest(path)


def https(world: World, path: str) -> Answer:
    """The site moves to https."""
    if world.visit >= 3 and world.scheme == "http":
        return Answer(status=301, location=f"https://{world.host}{path}")
    return world.honest(path)


def new_host(world: World, path: str) -> Answer:
    """The site moves to another host."""
    if world.visit >= 3 and not world.host.startswith("new."):
        return Answer(status=301, location=f"http://new.yunling.example{path}")
    return world.honest(path)


def moved(status: int, then: int | None = None) -> Serve:
    """Five pages move to another folder, and perhaps are missing there from some visit on."""

    def serve(world: World, path: str) -> Answer:
        old = path.replace("/zt/", "/c0/")
        if world.visit < 3 or old not in world.listed["c0"][:5]:
            return world.honest(path)
        if path == old:
            return Answer(status=status, location=path.replace("/c0/", "/zt/"))
        return MISSING if then is not None and world.visit >= then else world.honest(old)

    return serve


def moved_then_gone(world: World, visit: int) -> None:
    """Five pages that moved are gone from where they went."""
    if visit == 5:
        world.removed.update({path.replace("/c0/", "/zt/"): visit for path in world.listed["c0"][:5]})


def errors(world: World, path: str) -> Answer:
    """A fifth of everything is a server error."""
    return Answer(status=500) if world.visit and world.chance.random() < 0.2 else world.honest(path)


def lists_gone(world: World, path: str) -> Answer:
    """The lists have moved away, the articles are where they were."""
    return MISSING if world.visit >= 3 and "index" in path else world.honest(path)


def delisted(world: World, visit: int) -> None:
    """Six pages leave their list and stay."""
    if visit == 3:
        for column in world.listed:
            del world.listed[column][2:5]


def beyond(world: World, visit: int) -> None:
    """Old pages that no list names any more truly go."""
    if visit == 5:
        world.remove(*world.listed["c0"][-3:], *world.listed["c1"][-3:])


WEEK = range(3, 10)
SCENARIOS = (
    Scenario(name="nothing is wrong", happen=together(news, removing(4))),
    Scenario(name="a firewall for a day", serve=everywhere(BLOCKED, {3}), happen=news),
    Scenario(name="a firewall for a week", serve=everywhere(BLOCKED, WEEK), happen=news),
    Scenario(name="a challenge page for two days", serve=everywhere(CHALLENGE, {3, 4})),
    Scenario(name="maintenance with status 200", serve=everywhere(MAINTENANCE, {3, 4})),
    Scenario(name="maintenance of the articles only", serve=articles(MAINTENANCE, {3, 4, 5})),
    Scenario(name="a list half walked", serve=half_walked, happen=removing(4)),
    Scenario(name="a list that shows half", serve=half_listed),
    Scenario(name="a copy of the site lacks a third for a day", serve=replica),
    Scenario(name="nobody answers any more", serve=everywhere(REFUSED, WEEK)),
    Scenario(name="the domain is parked, status 200", serve=everywhere(PARKED, WEEK)),
    Scenario(name="the domain answers 404 to everything", serve=everywhere(MISSING, WEEK)),
    Scenario(name="the domain answers 404, four pages", serve=everywhere(MISSING, WEEK), pages=4, columns=1),
    Scenario(name="everything leads home for two days", serve=everywhere(HOME, {3, 4})),
    Scenario(name="articles lead home for a week, lists do not", serve=articles(HOME, WEEK)),
    Scenario(name="articles answer 404 to us, lists do not", serve=articles(MISSING, WEEK)),
    Scenario(name="articles answer 404 to us, two pages", serve=articles(MISSING, WEEK), pages=2, columns=1),
    Scenario(name="http becomes https", serve=https),
    Scenario(name="the site has a new host", serve=new_host),
    Scenario(name="lists trimmed to the newest", serve=trimmed),
    Scenario(name="old pages beyond the lists go", serve=trimmed, happen=beyond),
    Scenario(name="lists re-sorted, one page flapping", serve=resorted),
    Scenario(name="one page flapping", serve=flapping),
    Scenario(name="one in ten answers 404 by chance", serve=rate_limited(0.1)),
    Scenario(name="one in three answers 404 by chance", serve=rate_limited(0.34)),
    Scenario(name="four in five answer 404 by chance", serve=rate_limited(0.8)),
    Scenario(name="one in ten by chance, and four truly", serve=rate_limited(0.1), happen=removing(4)),
    Scenario(name="a third away for two days, still listed", serve=shard),
    Scenario(name="errors of a CDN with status 200", serve=articles(CDN, {3, 4})),
    Scenario(name="a login page", serve=articles(LOGIN, WEEK)),
    Scenario(name="empty bodies", serve=articles(Answer(), {3, 4, 5})),
    Scenario(name="a fifth of everything answers 500", serve=errors, happen=removing(4)),
    Scenario(name="pages go on the day of an outage", serve=everywhere(MISSING, {3}), happen=removing(4)),
    Scenario(name="pages go in a firewall's week", serve=everywhere(BLOCKED, {4}), happen=removing(4)),
    Scenario(name="a column goes, 404", happen=column_goes),
    Scenario(name="a column goes, to the home page", serve=column_home, happen=column_goes),
    Scenario(name="four of six pages go, the oldest", happen=small_site, pages=6, columns=1),
    Scenario(name="four of six pages go, the newest", happen=newest_go, pages=6, columns=1),
    Scenario(name="pages go and come back", happen=restored),
    Scenario(name="pages go, still listed", happen=removing(4, unlist=False)),
    Scenario(name="most pages go, off the lists", happen=removing(30)),
    Scenario(name="pages go with 410", serve=status_410, happen=removing(4)),
    Scenario(name="pages go with soft 404s in changing words", serve=soft, happen=removing(6)),
    Scenario(name="pages go to a 404 page with status 200", serve=to_404_page, happen=removing(6)),
    Scenario(name="a page goes each day", happen=every_day),
    Scenario(name="pages move with 301", serve=moved(301)),
    Scenario(name="pages move with 302", serve=moved(302)),
    Scenario(name="pages move, then go", serve=moved(301, then=5), happen=moved_then_gone),
    Scenario(name="lists gone, articles there", serve=lists_gone),
    Scenario(name="pages delisted but alive", happen=delisted),
)
