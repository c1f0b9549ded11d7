"""An article: what it says, who said it, where each fact comes from, and everything that was seen to happen to it."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from itertools import pairwise
from typing import Any

from archive.article import Article
from archive.errors import CaptureNotFound, VersionNotFound
from archive.readings import Articles
from archive.version import Version
from archive.web import attached
from archive.web.asked import Asked, BadArgument, Told, asking, rows
from archive.web.citation import Citation
from archive.web.further_pages import further_pages, proof
from archive.web.speech import passages, roster

PAGE = """
SELECT url, site, section, state, reason, first_seen, last_seen, last_asked, moved_to, moved_from FROM pages
WHERE id = :page
"""
SPELLS = """
SELECT state, reason, observed_after, observed_by, after_capture, by_capture FROM spells
WHERE page = :page ORDER BY position
"""
PRINTED = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S", None: "%Y-%m-%d %H:%M"}
FACTS = ("source", "author", "editor", "column", "doc_number", "site_name")


def told(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The article at `url`: as it is now, in the version that `capture` first showed, or on the day `as_of`."""
    url = asked.words("url")
    if not url:
        raise BadArgument("url takes the address of a page")
    moment, capture = asked.moment("as_of"), asked.number("capture")
    archive = asking(connection)
    versions = archive.versions(url)
    number = archive.page(url)
    (page,) = rows(connection, PAGE, {"page": number})
    spells = rows(connection, SPELLS, {"page": number})
    version = version_at(versions, url, captured(connection, capture) if capture else moment)
    article = Articles(connection).article(version.reading)
    proven = proof(connection, version.first_capture)
    state = _state(spells, moment) if moment else page["state"]
    return {
        "page": page,
        "state": state,
        "as_of": moment.isoformat() if moment else None,
        "day": asked.words("as_of")[:10],
        "current": version == versions[-1],
        "version": version_told(version),
        "versions": [version_told(each) for each in versions],
        "changes": [_change(change) for change in archive.changes(url=url)],
        "spells": spells,
        "copies": archive.copies(url),
        "article": _article(article) | {"attachments": attached.of_version(connection, number, version, article)},
        "facts": facts(article),
        "passages": passages(article),
        "roster": roster(article),
        "proof": proven,
        "further_pages": further_pages(connection, version.reading),
        "citations": Citation(article=article, seen=version.last_seen, digest=proven["digest"]).forms,
        "timeline": timeline(versions, spells, datetime.fromisoformat(page["last_asked"])),
        "json": asked.at.page("article.json", **asked.arguments),
    }


def facts(article: Article) -> list[dict[str, str | None]]:
    """What the page says of itself, each fact with what told it."""
    origins = dict(article.origins)
    found = [{"name": name, "value": getattr(article, name), "origin": origins.get(name)} for name in FACTS]
    if article.published_at:
        when = article.published_at.strftime(PRINTED[article.published_precision])
        found.insert(0, {"name": "published_at", "value": when, "origin": origins.get("published_at")})
    if article.keywords:
        found.append({"name": "keywords", "value": "、".join(article.keywords), "origin": origins.get("keywords")})
    found += [{"name": "flag", "value": flag, "origin": origins.get(f"flags.{flag}")} for flag in article.flags]
    return [fact for fact in found if fact["value"]]


def timeline(versions: list[Version], spells: list[dict[str, Any]], until: datetime) -> dict[str, Any]:
    """When the page was seen in which version, and when it was not live, as stretches of 1,000 equal parts."""
    start = versions[0].first_seen
    whole = max((until - start).total_seconds(), 1.0)

    def at(moment: datetime) -> float:
        return round(1000 * max(0.0, min(1.0, (moment - start).total_seconds() / whole)), 1)

    seen = [
        {"number": each.number, "capture": each.first_capture, "x": at(each.first_seen), "end": at(each.last_seen)}
        for each in versions
    ]
    ends = [*(datetime.fromisoformat(spell["observed_by"]) for spell in spells), until]
    absent = [
        {"state": spell["state"], "x": at(begin), "end": at(end)}
        for spell, (begin, end) in zip(spells, pairwise(ends), strict=True)
        if spell["state"] != "live"
    ]
    return {"seen": seen, "absent": absent, "from": start.isoformat(), "until": until.isoformat()}


def version_at(versions: list[Version], url: str, moment: datetime | None) -> Version:
    """The version that was there at a moment, by all known today; the latest for None. Raises VersionNotFound."""
    begun = [each for each in versions if moment is None or each.first_seen <= moment]
    if not begun:
        first = versions[0].first_seen
        raise VersionNotFound(f"{url} was not seen by then; it was first seen {first:%Y-%m-%d %H:%M} UTC")
    return begun[-1]


def captured(connection: sqlite3.Connection, capture: int) -> datetime:
    """When a capture was made; raises CaptureNotFound.

    Versions are asked for by a capture that showed them: their numbers may change when a page is read anew or older
    captures come in, what was on the page at that moment does not.
    """
    row = connection.execute("SELECT captured_at FROM exchanges WHERE id = ?", (capture,)).fetchone()
    if row is None:
        raise CaptureNotFound(f"there is no capture {capture}")
    return datetime.fromisoformat(row[0])


def _state(spells: list[dict[str, Any]], moment: datetime) -> str:
    known = [spell["state"] for spell in spells if datetime.fromisoformat(spell["observed_by"]) <= moment]
    return str(known[-1]) if known else "live"


def version_told(version: Version) -> dict[str, Any]:
    """A version as plain data."""
    return {
        "number": version.number,
        "first_capture": version.first_capture,
        "last_capture": version.last_capture,
        "first_seen": version.first_seen.isoformat(),
        "last_seen": version.last_seen.isoformat(),
        "fingerprint": version.fingerprint,
        "returns_to": version.returns_to,
    }


def _change(change: Any) -> dict[str, Any]:
    return {
        "id": change.id,
        "kind": change.kind,
        "url": change.url,
        "observed_after": change.observed_after.isoformat() if change.observed_after else None,
        "observed_by": change.observed_by.isoformat(),
        "from_version": change.from_version,
        "to_version": change.to_version,
        "summary": change.summary,
        "reason": change.reason,
        "after_capture": change.after_capture,
        "by_capture": change.by_capture,
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "published_precision": article.published_precision,
        **{name: getattr(article, name) for name in FACTS},
        "flags": list(article.flags),
        "method": article.method,
    }
