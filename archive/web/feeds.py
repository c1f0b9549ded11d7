"""Feeds: Atom 1.0 (RFC 4287) of changes and of searches, with what changed in each entry."""

from __future__ import annotations

import csv
import io
import re
import uuid
import xml.etree.ElementTree as ET  # only to write
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from archive.web.asked import Asked, Told
from archive.web.wording import marked

ATOM = "http://www.w3.org/2005/Atom"
# XML 1.0, section 2.2: characters that no document may hold, however they are written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOTHING_YET = "1970-01-01T00:00:00+00:00"
_COLUMNS = (
    "url",
    "site",
    "section",
    "title",
    "published_at",
    "source",
    "state",
    "versions",
    "first_seen",
    "excerpt",
    "file",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed."""

    key: str
    """What it is known by for ever."""
    title: str
    link: str
    updated: str
    content: Markup


def of_changes(told: Told, asked: Asked) -> Response:
    """The feed of `changes_page.latest`."""
    wanted = told["asked"]
    entries = [
        Entry(
            key=change["id"],
            title=f"[{change['kind']}] {change['title'] or change['url']}",
            link=asked.origin + _target(change, asked.at),
            updated=change["observed_by"],
            content=_told(change),
        )
        for change in told["changes"]
    ]
    named = " · ".join(wanted[name] for name in ("site", "kind", "q") if wanted[name])
    return _atom("changes", f"Changes{': ' if named else ''}{named}", asked, wanted, entries)


def of_search(told: Told, asked: Asked) -> Response:
    """The feed of `search_page.newest`."""
    wanted = told["asked"]
    entries = [_hit(result, asked) for result in told["results"]]
    return _atom("search", f"Search: {told['words']}", asked, wanted, entries)


def _hit(result: dict[str, Any], asked: Asked) -> Entry:
    """An article that holds the words, or a file that hangs on one; a file is new when it was first had."""
    link = asked.origin + asked.at.article(result["url"])
    content = Markup("").join(
        Markup("<mark>{}</mark>").format(words) if hit else escape(words) for words, hit in result["excerpt"]
    )
    if "href" not in result:
        return Entry(key=result["url"], title=result["title"], link=link, updated=result["first_seen"], content=content)
    said = Markup("<p>In the attached file {}, {}:</p>{}").format(result["name"], result["href"], content)
    return Entry(
        key=f"{result['url']} {result['href']}",
        title=f"{result['name']} – {result['title']}",
        link=link,
        updated=result["held"]["captured_at"] if result["held"] else result["first_seen"],
        content=said,
    )


def as_csv(told: Told, _: Asked) -> Response:
    """Results as CSV, with a byte order mark for spreadsheets; what they would take for a formula is text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for result in told["results"]:
        excerpt = "".join(words for words, _ in result["excerpt"])
        row = {**result, "excerpt": excerpt, "file": result.get("href", "")}
        writer.writerow([_cell(row[name]) for name in _COLUMNS])
    headers = {"content-disposition": 'attachment; filename="search.csv"'}
    return Response("\ufeff" + out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _target(change: dict[str, Any], at: Any) -> str:
    versions = change["from_version"], change["to_version"]
    if change["kind"] in ("edited", "retitled") and None not in versions and change["after_capture"]:
        return str(at.diff(change["url"], change["after_capture"], change["by_capture"]))
    return str(at.article(change["url"]))


def _told(change: dict[str, Any]) -> Markup:
    """A change in a reader's window: the summary, then the paragraphs it touched."""
    parts = [Markup("<p>{}</p>").format(marked(change["summary"] or ""))] if change["summary"] else []
    if change["reason"]:
        parts.append(Markup("<p>{}</p>").format(change["reason"]))
    for row in change["rows"]:
        inner = Markup("").join(_piece(piece) for piece in row["pieces"])
        parts.append(Markup("<blockquote>{}</blockquote>").format(inner))
    after = change["observed_after"]
    between = (
        Markup("{} – {}").format(after[:16], change["observed_by"][:16])
        if after
        else escape(change["observed_by"][:16])
    )
    parts.append(Markup("<p><small>{} UTC · {}</small></p>").format(between, change["url"]))
    return Markup("").join(parts)


def _piece(piece: dict[str, str]) -> Markup:
    tag = {"removed": "del", "added": "ins"}.get(piece["op"])
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), piece["text"]) if tag else escape(piece["text"])  # noqa: S704  ours


def _atom(name: str, title: str, asked: Asked, wanted: dict[str, str], entries: Sequence[Entry]) -> Response:
    page, own = (asked.origin + asked.at.page(kind, **wanted) for kind in (name, f"{name}.atom"))
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _text(feed, "id", _urn(f"{name} {sorted(wanted.items())}"))
    _text(feed, "title", title)
    _text(feed, "updated", max((entry.updated for entry in entries), default=_NOTHING_YET))
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=_clean(page))
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=_clean(own))
    _text(ET.SubElement(feed, f"{{{ATOM}}}author"), "name", "govpress")
    for entry in entries:
        node = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _text(node, "id", _urn(entry.key))
        _text(node, "title", entry.title)
        _text(node, "updated", entry.updated)
        ET.SubElement(node, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=_clean(entry.link))
        _text(node, "content", str(entry.content)).set("type", "html")
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _text(parent: ET.Element, name: str, words: str) -> ET.Element:
    node = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    node.text = _clean(words)
    return node


def _clean(words: str) -> str:
    return _NO_XML.sub(" ", words)


def _urn(key: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"govpress {_clean(key)}").urn
