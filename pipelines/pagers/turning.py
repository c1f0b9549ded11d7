"""Pages that a reader turns by a script: a form that is sent with a page number, or an address put together from one.

`javascript:__doPostBack('pager','2')` of ASP.NET, `javascript:goPage(2)` with the page's own `function goPage(n)`, and
`onclick="document.f.pageNo.value=2;document.f.submit()"`. The scripts are read, never run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from pipelines.pagers.list_document import ListDocument
from pipelines.pagers.numbered import PAGE_KEYS
from pipelines.pagers.paging import PageRequest
from pipelines.pagers.scripts import text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_POSTBACK = re.compile(r"__doPostBack\s*\(\s*[\"']([^\"']{1,300})[\"']\s*,\s*[\"']([^\"']{0,100})[\"']\s*\)")
_CALL = re.compile(r"(?:^|javascript:|[;\s])\s*([A-Za-z_$][\w$]{0,60})\s*\(\s*[\"']?(\d{1,6})[\"']?\s*\)", re.I)
_OPENING = re.compile(r"(?:^|javascript:|[;\s])\s*([A-Za-z_$][\w$]{0,60})\s*\(\s*[\"']?([\w-]{1,64})[\"']?\s*\)", re.I)
_OPENED = re.compile(
    r"(?:location(?:\.href)?\s*=|(?:location\.(?:replace|assign)|window\.open)\s*\()\s*([^;,\n]{1,500})"
)
_SET = re.compile(r"([A-Za-z_$][\w$]{0,60})(?:[\"']\s*[\])]){0,2}\.value\s*=\s*[\"']?(\d{1,6})[\"']?")
_SUBMIT = re.compile(r"submit\s*\(")
_BODY = r"\{{([^{{}}]{{0,1500}}(?:\{{[^{{}}]{{0,600}}\}}[^{{}}]{{0,600}}){{0,3}})"
_FUNCTION = rf"function\s+{{name}}\s*\(\s*([A-Za-z_$][\w$]{{{{0,60}}}})?[^()]{{{{0,200}}}}\)\s*{_BODY}"
LOCATION: Final = re.compile(r"location(?:\.href)?\s*(?:=|\.(?:replace|assign)\s*\()\s*([^;\n]{1,500})")
_FIRST_PAGE = re.compile(r"\s*\(?\s*[A-Za-z_$][\w$]{0,60}\s*(?:===?|<=?)\s*[012]\s*\)?\s*\?[^:;]{1,200}:")
_PIECE = re.compile(
    r"\s*(?:([\"'])((?:(?!\1).){0,500})\1|\(?\s*([A-Za-z_$][\w$]{0,60})\s*(?:([+-])\s*(\d{1,3})\s*\))?\)?)\s*(?:\+|[)\s]*$)"
)
_MOST_FIELDS = 200
_MOST_OPENERS, _LONGEST_CALL = 20, 400
_FORM = "application/x-www-form-urlencoded"


def turned_by(page: ListDocument, script: str) -> PageRequest | None:
    """The request that a link's script makes; None where it cannot be told from the page."""
    if match := _POSTBACK.search(script):
        form = next((form for form in page.tree.iter("form") if _fields(form).get("__VIEWSTATE") is not None), None)
        setting = {"__EVENTTARGET": match[1], "__EVENTARGUMENT": match[2]}
        return None if form is None else sent_with(page, form, setting)
    if (match := _SET.search(script)) and _SUBMIT.search(script):
        return _numbered(page, script, match[2], match[1])
    for match in _CALL.finditer(script):
        written = re.search(_FUNCTION.format(name=re.escape(match[1])), page.scripts)
        if written is not None:
            return _called(page, written, match[2])
    return None


def _called(page: ListDocument, written: re.Match[str], number: str) -> PageRequest | None:
    """The request that a function makes with a page number: its parameter is the first group, its body the second."""
    places = [place[1] for place in LOCATION.finditer(written[2])] if written[1] else []
    if places:
        # `if (n == 1) location.href = "index.html"; else location.href = "index_" + n + ".html"`
        addresses = (put_together(place, written[1], number, page.scripts) for place in places)
        target = next((page.address(address) for address in addresses if address), None)
        return PageRequest(url=target) if target is not None else None
    return _numbered(page, written[2], number) if _SUBMIT.search(written[2]) else None


class Openers:
    """The functions of a page that open addresses: `openInfo('50712')` with its own `function openInfo(id)`."""

    __slots__ = ("_known", "_page")

    def __init__(self, page: ListDocument) -> None:
        self._page = page
        self._known: dict[str, tuple[str, str] | None] = {}
        """Parameter and address of each function that was looked for."""

    def address(self, script: str) -> str | None:
        """The address that a link's script opens; None where it cannot be told from the page."""
        match = _OPENING.search(script[:_LONGEST_CALL])
        found = self._function(match[1]) if match is not None else None
        address = put_together(found[1], found[0], match[2]) if found is not None and match is not None else None
        return self._page.address(address) if address else None

    def _function(self, name: str) -> tuple[str, str] | None:
        if name not in self._known and len(self._known) < _MOST_OPENERS:
            written = re.search(_FUNCTION.format(name=re.escape(name)), self._page.scripts)
            place = _OPENED.search(written[2]) if written is not None else None
            known = written is not None and place is not None and written[1]
            self._known[name] = (written[1], place[1]) if known and written and place else None
        return self._known.get(name)


def _numbered(page: ListDocument, script: str, number: str, named: str = "") -> PageRequest | None:
    """The form that a script sends with a page number: the one that it names, else the only one with such a field."""
    found = []
    for form in page.tree.iter("form"):
        keys = [key for key in _fields(form) if key == named or key.lower().rpartition(".")[2] in PAGE_KEYS]
        written = [key for key in keys if re.search(rf"\b{re.escape(key)}\b", script)]
        if keys:
            names = [name for name in (form.get("name"), form.get("id")) if name]
            is_named = any(re.search(rf"\b{re.escape(name)}\b", script) for name in names)
            found.append((is_named, form, (written or keys)[0]))
    chosen = [one for one in found if one[0]] or found
    return sent_with(page, chosen[0][1], {chosen[0][2]: number}) if len(chosen) == 1 else None


def sent_with(page: ListDocument, form: HtmlElement, setting: dict[str, str]) -> PageRequest | None:
    """The request of a form as it stands, with some of its fields set."""
    target = page.address(form.get("action") or "") or page.url
    body = urlencode(_fields(form) | setting)
    if not target:
        return None
    if (form.get("method") or "get").lower() != "post":
        parts = urlsplit(target)
        return PageRequest(url=urlunsplit((parts.scheme, parts.netloc, parts.path, body, "")))
    return PageRequest(url=target, method="POST", body=body, headers=(("Referer", page.url), ("Content-Type", _FORM)))


def _fields(form: HtmlElement) -> dict[str, str]:
    """What a browser would send of a form that nobody filled in; buttons are not sent."""
    fields: dict[str, str] = {}
    for _, field in zip(range(_MOST_FIELDS), form.iter("input", "select"), strict=False):
        name, kind = field.get("name"), (field.get("type") or "text").lower()
        if not name or kind in ("submit", "button", "image", "reset", "file"):
            continue
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = next((one for one in options if one.get("selected") is not None), options[0] if options else None)
            fields[name] = "" if chosen is None else chosen.get("value") or (chosen.text or "").strip()
        elif kind not in ("checkbox", "radio") or field.get("checked") is not None:
            fields[name] = field.get("value") or ""
    return fields


def put_together(source: str, parameter: str, number: str, scripts: str = "") -> str | None:
    """What a sum of texts, a function's own parameter and known variables comes to; None where it holds anything else.

    Of `n==1 ? "list.html" : "list_"+n+".html"` it is what stands for later pages.
    """
    choice = _FIRST_PAGE.match(source)
    source = source[choice.end() :] if choice is not None and number != "1" else source
    found, position, used = "", 0, False
    while position < len(source) and (match := _PIECE.match(source, position)):
        position = match.end()
        if match[3] is not None and match[3] != parameter:
            known = text(scripts, match[3]) if not match[4] else None
            if known is None:
                return None
            found += known
            continue
        if match[4] and not number.isdecimal():
            return None
        if match[4]:
            found += str(int(number) + int(f"{match[4]}{match[5]}"))
        else:
            found += number if match[3] else match[2]
        used = used or match[3] is not None
    return found if used and not source[position:].strip(" )") else None
