"""Verdicts: pages that hold no article are refused by name, so that nobody keeps garbage as text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.attachments import is_file
from pipelines.body import Body
from pipelines.dates import find_stamp
from pipelines.errors import BlockPage, EmptyShell, LeadsOn, ListPage, MissingPage, NotAnArticle, NotAPage
from pipelines.facts import Facts
from pipelines.furniture import normalised, why_furniture
from pipelines.layout import Layout, Line
from pipelines.page import Page
from pipelines.sent_on import sent_on

_CHALLENGE = re.compile(
    r"\$_ts\s*=\s*window\[|window\.\$_ts|\$_ts\.(?:cd|nsd)|__jsl_clearance|acw_sc__v2|aliyun_waf|_cf_chl_"
    r"|cf-browser-verification"
    r"|challenge-platform|cdn-cgi/challenge|yundun|wzws-waf|WZWSRELw|wzwschallenge|safedog|_guard/(?:auto|slide"
    r"|click)|captcha-?delivery"
    r"|document\.cookie\s*=[^;]{0,400};[^<]{0,400}location\.(?:href|reload|replace)"
)
"""In the source of pages that run a test instead of answering: 瑞数, 加速乐, 阿里云, Cloudflare, 网宿, 安全狗."""

_BLOCKED = re.compile(
    r"(?:访问|请求|操作|IP(?:地址)?).{0,24}(?:被|已|遭)(?:\S{0,4})(?:拦截|阻断|阻止|拒绝|禁止|限制|封禁|屏蔽)"
    r"|访问被拒绝|拒绝访问|禁止访问|访问(?:过于|太)频繁"
    r"|(?:网站|应用|Web\s*应用)?防火墙|创宇盾|云防护|安全(?:验证|检测|防护)(?:中|平台|系统)?|人机(?:验证|识别|校验)"
    r"|滑动(?:验证|滑块|解锁)|(?:输入|完成|点击).{0,8}(?:验证码|验证)"
    r"|疑似(?:黑客|恶意|非法)?攻击|(?:不合法|非法|恶意|危险)的?(?:参数|请求|字符|攻击)|Access Denied|403 Forbidden"
    r"|Request(?:ed)? (?:blocked|rejected|URL was rejected)|Just a moment|Checking your browser"
    r"|Attention Required|DDoS protection|verify you are (?:a )?human|Web Application Firewall",
    re.I,
)

_BLOCKED_HINT = re.compile(
    "拦截|阻断|阻止|拒绝|禁止|限制|封禁|屏蔽|过于|太频繁|防火墙|创宇盾|防护|验证|检测|人机|滑动|攻击|参数|字符|非法"
    "|[Dd]enied|[Ff]orbidden"
    "|[Bb]locked|[Rr]ejected|[Mm]oment|Checking|Attention|DDoS|human|Firewall"
)
_THING = "(?:页面?|网页|内容|信息|文章|新闻|稿件|资源|地址|网址|链接|栏目|文件|公告)"
_GONE = (
    "(?:不存在|(?:已经?)?(?:被)?(?:删除|下线|下架|撤销|撤回|移除|屏蔽|失效|过期|关闭|迁移)|找不到|未找到|没有找到"
    "|无法找到"
    "|不可用|未发布)"
)
_MISSING = re.compile(
    rf"(?:您|你|所)(?:要|想|需要)?(?:访问|查看|浏览|请求|查找|打开|找)的{_THING}.{{0,14}}{_GONE}|(?:该|此|本|这个?"
    rf"|当前|相关)(?:条|篇)?{_THING}.{{0,8}}{_GONE}"
    rf"|^\W*{_THING}{_GONE}|(?:找不到|无法找到|没有找到|未找到|无法显示)(?:该|此|您|相关|这个)?.{{0,10}}{_THING}"
    rf"|(?:抱歉|对不起|很遗憾).{{0,24}}{_GONE}|HTTP\s*(?:错误\s*)?404|404\s*(?:错误|页面|Not Found)"
    r"|(?:Page|File|Resource|Object)\s+(?:was\s+)?not\s+found|^\W*404\W*$|^\W*Not Found\W*$|(?:走|跑)丢了"
    r"|您访问的.{0,6}飞走了",
    re.I,
)
_MISSING_TITLE = re.compile(
    rf"^\W*(?:404|{_THING}{_GONE}|错误(?:页面|提示)|出错|提示信息|系统提示|Not Found|Error)\b|404\s*(?:Not Found|错误"
    rf"|页面)|页面(?:不存在|未找到|找不到)",
    re.I,
)
_TEMPLATE = re.compile(r"\{\{.{0,80}?\}\}|\$\{.{0,80}?\}|<%.{0,80}?%>")
_NEEDS_SCRIPT = re.compile(r"(?:启用|开启|打开|支持|enable)\s*(?:浏览器的?)?\s*Java\s*Script|without JavaScript", re.I)

_PUBLISHED = re.compile(r"(?:发布|发表|发稿|更新)(?:时间|日期)\s*[:：]\s*(?:19|20)\d\d|来源\s*[:：]\s*[\u4e00-\u9fff]")
"""What only an article prints: a firewall's page gives its time, but names no source."""
_RECORDS = re.compile(r"<datastore|<recordset|createPageHTML\s*\(|pageControl\s*\(|dataproxy\.jsp")
_LITTLE = 40
_RUNNING = 15
_LOADING = re.compile("加载|跳转|请稍[候后等]|[Ll]oading|[Rr]edirect")
_SHORT = 160
_NOTICE = 60


def refuse_at_sight(page: Page) -> None:
    """Raise the verdict on pages that show what they are before anything is read: data, challenges, empty shells."""
    source = page.document.text
    if source.lstrip()[:1] in "{[" and re.match(r"\s*(?:\{\s*\"|\[\s*[\[{\"\d]|\{\s*\}|\[\s*\])", source):
        raise NotAPage("the body is JSON, not a page")
    if re.match(r"\s*<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<(?!html|!DOCTYPE html)", source[:2000], re.I | re.S):
        raise NotAPage("the body is XML, not a page")
    if page.layout.size < 400 and _CHALLENGE.search(source):
        raise BlockPage("a challenge that a browser would have to run")
    if page.layout.size < 1200:
        _refuse_small(page)


def _refuse_small(page: Page) -> None:
    shown = [line for line in page.layout.lines if not line.hidden]
    size = sum(len(line.text) for line in shown)
    words = " ".join([page.document.title_tag, *(line.text for line in shown)])
    running = page.layout.weights.get(page.document.tree, 0)
    published = any(_PUBLISHED.search(line.text) for line in shown)
    blocked = _BLOCKED.search(words) if not published and _BLOCKED_HINT.search(words) else None
    if blocked is not None and (running < _SHORT or _BLOCKED.search(page.document.title_tag)):
        missing = _MISSING.search(words)
        if missing is None or missing.start() > blocked.start():
            raise BlockPage(f"「{blocked[0][:40]}」")
    if size >= _LITTLE:
        return
    if _MISSING.search(words):
        raise MissingPage(f"「{words[:60].strip()}」")
    if running >= _RUNNING and not _LOADING.search(words):
        return
    if _RECORDS.search(page.document.text):
        raise ListPage("records that scripts would show")
    scripts = "\n".join(script.text or "" for script in page.document.tree.iter("script"))
    for target in map(page.document.absolute, sent_on(page.document.tree, scripts)):
        # One that comes back to itself waits for something, a cookie or a sum.
        if target is not None and target != page.document.url:
            raise LeadsOn(f"it only sends its visitor on to {target[:200]}")
    if next(page.document.tree.iter("img"), None) is None or _NEEDS_SCRIPT.search(page.document.text):
        filled = next(page.document.tree.iter("script", "iframe", "frame"), None) is not None
        if filled or size < 5:
            raise EmptyShell(f"{size} characters without running the page's scripts")


def refuse_reading(page: Page, body: Body, facts: Facts) -> None:
    """Raise the verdict on what was read: soft 404s, lists, templates, nothing."""
    text = body.text
    if _MISSING_TITLE.search(page.document.title_tag) and len(text) < 2 * _SHORT:
        raise MissingPage(f"the title says 「{page.document.title_tag[:40]}」")
    if len(text) < _SHORT and not _is_published(facts):
        missing = _MISSING.search(text) or _MISSING.search(facts.title)
        if missing is not None:
            raise MissingPage(f"「{missing[0][:40]}」")
    if body.method.startswith("density") and not _is_published(facts):
        notice = _missing_among(lines := _lines_of(page, body))
        # What else was taken for text is the menus around the notice.
        if notice is not None and sum(map(_own_words, lines)) < _SHORT:
            raise notice
    if text and len(_TEMPLATE.sub("", text)) < min(_LITTLE, len(text)) // 2:
        raise EmptyShell("the body is a template that scripts would fill")
    if _is_list(page, body, facts):
        raise _missing_in_frame(page) or ListPage("links to other pages, and no article")
    if not text and not any(
        True for element in body.elements for _ in element.iter("img", "video", "iframe", "embed", "object")
    ):
        raise NotAnArticle("the body's container is empty")


def _own_words(line: Line) -> int:
    return 0 if line.linked or why_furniture(line.text) is not None else len(line.text)


def _lines_of(page: Page, body: Body) -> list[Line]:
    return page.layout.lines[body.top : body.last]


def _is_published(facts: Facts) -> bool:
    """Whether a page prints when and by whom it was published: then 网页已被删除 is what its article says."""
    when = facts.origins.get("published_at", "").startswith(("label 发", "label 更新", "date above"))
    return when and facts.origins.get("source", "").startswith("label")


def _missing_in_frame(page: Page) -> MissingPage | None:
    """The verdict on a soft 404 inside the site's whole frame: one line, no link, among menus and lists of links."""
    return _missing_among(page.layout.lines)


def _missing_among(lines: Sequence[Line]) -> MissingPage | None:
    for line in lines:
        if not line.hidden and not line.linked and len(line.text) <= _NOTICE and _MISSING.search(line.text):
            return MissingPage(f"「{line.text[:40]}」")
    return None


# --- lists ----------------------------------------------------------------------------------------------------------

_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}|\d{1,2}\s*[-/.月]\s*\d{1,2}")
_ITEM = 8
"""Linked characters; the steps of a menu are shorter."""
_FEW = 4
_CLOSE, _LONGEST_FACTS = 5, 90


def verdict_on_nothing(page: Page) -> NotAnArticle:
    """What to say of a page that holds no running text."""
    missing = _missing_in_frame(page)
    if missing is not None:
        return missing
    is_full_of_links = sum(map(_is_item, page.layout.lines)) > 2 * _FEW
    if _RECORDS.search(page.document.text) or is_full_of_links or len(_longest_list(page.layout)) > _FEW:
        return ListPage("links to other pages, and no running text")
    return NotAnArticle("the page holds no running text")


def _is_list(page: Page, body: Body, facts: Facts) -> bool:
    """Links to many other pages and hardly a word besides; or items that are each a link with an excerpt."""
    lines = _lines_of(page, body)
    items = [line for line in lines if _is_item(line) and not why_furniture(line.text)]
    # Each element once: a page that breaks its lines with <br> has all of them in one.
    leading = {element: _leads_to_a_page(element) for element in {line.element for line in items}}
    items = [line for line in items if leading[line.element]]
    if len(items) >= _FEW:
        size = sum(len(line.text) for line in lines if why_furniture(line.text) is None)
        if sum(line.linked for line in items) * 10 >= size * (9 if _is_published(facts) else 6):
            return True
        if any(_each_child_is_an_item(element) for element in body.elements):
            return True
    if len(body.text) >= _SHORT or not body.method.startswith("density"):
        return False
    titled = facts.origins.get("title", "").endswith(("as printed", "in the title tag"))
    dated = (facts.published is not None and titled) or _is_published(facts) or _is_headed(page, facts)
    return not dated and len(_longest_list(page.layout)) > _FEW


def _is_headed(page: Page, facts: Facts) -> bool:
    """Whether a headline stands right above a date, or a label gives a date once.

    A list has many dates, under the names of its columns.
    """
    lines = page.layout.lines
    label = facts.origins.get("published_at", "").removeprefix("label ")
    if label.startswith(("发布", "发表", "更新")) and sum(label in line.text for line in lines) == 1:
        return True
    wanted = normalised(facts.title)
    if len(wanted) < _ITEM or facts.title == facts.column:
        return False
    for position, line in enumerate(lines):
        if line.linked or normalised(line.text) != wanted:
            continue
        for below in lines[position + 1 : position + _CLOSE]:
            if _is_item(below):
                break
            if below.linked * 2 <= len(below.text) <= _LONGEST_FACTS and find_stamp(below.text) is not None:
                return True
    return False


def _is_item(line: Line) -> bool:
    return line.linked >= _ITEM and line.linked * 2 > len(line.text)


def _each_child_is_an_item(element: HtmlElement) -> bool:
    children = [child for child in element if child.tag in ("li", "div", "dl", "tr", "dd", "article")]
    linking = [child for child in children if any(len("".join(a.itertext())) >= _ITEM for a in child.iter("a"))]
    return len(children) >= _FEW and len(linking) * 10 >= len(children) * 8


def _longest_list(layout: Layout) -> list[Line]:
    """The longest run of dated links with one parent."""
    groups: dict[HtmlElement, list[Line]] = {}
    for position, line in enumerate(layout.lines):
        if _is_item(line):
            around = layout.lines[max(0, position - 1) : position + 2]
            if any(_DATE.search(near.text) for near in around):
                groups.setdefault(_list_of(line.element), []).append(line)
    return max(groups.values(), key=len, default=[])


def _list_of(element: HtmlElement) -> HtmlElement:
    """The list that an item stands in: the list element where there is one, else the parent."""
    for above in (element, *element.iterancestors()):
        if above.tag in ("ul", "ol", "table", "tbody", "dl"):
            return above
        if above.tag == "body":
            break
    parent = element.getparent()
    return parent if parent is not None else element


def _leads_to_a_page(element: HtmlElement) -> bool:
    for link in element.iter("a"):
        href = (link.get("href") or "").strip()
        if href and not href.startswith(("#", "javascript:", "mailto:")) and not is_file(href):
            return True
    return False
