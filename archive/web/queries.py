"""The questions people bring to an archive, as Datasette's canned queries."""

from __future__ import annotations

from typing import Any

_CHANGED = """
SELECT kind, title, summary, observed_after, observed_by, site, url, chars_added, chars_removed,
  from_version, to_version
FROM changes
WHERE (:site = '' OR site = :site)
  AND (CASE WHEN :kind = '' THEN kind <> 'new' ELSE kind = :kind END)
  AND (:since = '' OR observed_by >= :since)
ORDER BY observed_by DESC, id
LIMIT 100
"""

_DISAPPEARED = """
SELECT a.title, a.site, a.section, a.published_at, c.observed_after, c.observed_by, c.reason, a.url
FROM articles AS a
JOIN changes AS c ON c.page = a.id AND c.kind = 'removed'
WHERE a.state = 'gone' AND (:site = '' OR a.site = :site)
  AND c.observed_by = (SELECT max(observed_by) FROM changes WHERE page = a.id AND kind = 'removed')
ORDER BY c.observed_by DESC
LIMIT 200
"""

_SAID = """
SELECT a.published_at, t.kind, t.speaker, t.role, t.text, a.title, t.url
FROM turns AS t
JOIN articles AS a ON a.id = t.page
WHERE :speaker <> '' AND t.speaker LIKE '%' || :speaker || '%'
  AND (:words = '' OR t.text LIKE '%' || :words || '%')
ORDER BY a.published_at DESC, t.page, t.position
LIMIT 100
"""

# A bare date means the end of that day in China, 16:00 UTC.
_AS_OF = """
WITH asked AS (
  SELECT CASE WHEN length(:date) = 10 THEN :date || 'T16:00:00' ELSE replace(:date, ' ', 'T') END AS moment
)
SELECT v.url, v.number, r.title, r.published_at, r.source, v.first_seen, v.last_seen, v.first_capture, r.text
FROM asked
JOIN versions AS v
JOIN readings AS r ON r.capture = v.reading
JOIN pages AS p ON p.id = v.page
WHERE :date <> '' AND (:site = '' OR p.site = :site) AND (:url = '' OR p.key = page_key(:url))
  AND v.number = (
    SELECT max(w.number) FROM versions AS w WHERE w.page = v.page AND w.first_seen <= asked.moment
  )
  AND coalesce((
    SELECT s.state FROM spells AS s WHERE s.page = v.page AND s.observed_by <= asked.moment
    ORDER BY s.position DESC LIMIT 1
  ), 'live') NOT IN ('gone', 'moved')
ORDER BY r.published_at DESC
LIMIT 100
"""

_SECTION = """
SELECT l.site, l.section, x.captured_at AS listed_at, d.position, i.date, i.title, i.url, p.state, p.versions
FROM listings AS l
JOIN captures AS x ON x.id = l.capture
JOIN listed AS d ON d.listing = l.stands_for
JOIN items AS i ON i.id = d.item
LEFT JOIN pages AS p ON p.key = i.key
WHERE (:site = '' OR l.site = :site) AND (:section = '' OR l.section = :section)
  AND l.run = (SELECT max(m.run) FROM listings AS m WHERE m.site = l.site AND m.section = l.section)
ORDER BY l.site, l.section, l.capture, d.position
LIMIT 200
"""

# From the newest version back, so that a phrase that stands everywhere is answered at once.
_BACKED = """
SELECT v.url, v.number, r.title, cn_snippet(r.text, :words) AS statement,
  v.first_seen, v.last_seen, v.first_capture, v.last_capture, x.digest, x.chain
FROM versions AS v
CROSS JOIN pages AS p ON p.id = v.page
CROSS JOIN readings AS r ON r.capture = v.reading
CROSS JOIN captures AS x ON x.id = v.first_capture
WHERE :words <> '' AND (:url = '' OR p.key = page_key(:url))
  AND (v.number < p.versions
       OR p.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH escape_fts('"' || :words || '"')))
  AND instr(r.text, :words)
ORDER BY v.id DESC
LIMIT 100
"""

_HISTORY = """
SELECT v.number, v.first_seen, v.last_seen, r.title, c.kind, c.summary, v.first_capture, v.last_capture, v.url
FROM versions AS v
JOIN readings AS r ON r.capture = v.reading
LEFT JOIN changes AS c ON c.page = v.page AND c.to_version = v.number AND c.kind IN ('new', 'edited', 'restored')
WHERE v.page = (SELECT id FROM articles WHERE key = page_key(:url))
ORDER BY v.number DESC
"""

_ARTICLE = """
WITH a AS (SELECT * FROM articles WHERE key = page_key(:url))
SELECT 'title' AS fact, title AS value FROM a
UNION ALL SELECT 'published_at', published_at FROM a WHERE published_at IS NOT NULL
UNION ALL SELECT 'source', source FROM a WHERE source IS NOT NULL
UNION ALL SELECT 'author', author FROM a WHERE author IS NOT NULL
UNION ALL SELECT 'editor', editor FROM a WHERE editor IS NOT NULL
UNION ALL SELECT 'column_name', column_name FROM a WHERE column_name IS NOT NULL
UNION ALL SELECT 'doc_number', doc_number FROM a WHERE doc_number IS NOT NULL
UNION ALL SELECT 'text', text FROM a
UNION ALL SELECT 'state', state FROM a
UNION ALL SELECT 'seen', first_seen || ' – ' || last_seen FROM a
UNION ALL SELECT 'versions', versions FROM a
UNION ALL SELECT 'history', url FROM a
UNION ALL SELECT 'captures', url FROM a
"""


def canned() -> dict[str, dict[str, Any]]:
    """The canned queries of any archive; fresh ones each time, as Datasette adds to them."""
    return {
        "what_changed": _query(
            "What changed lately",
            _CHANGED,
            "Edits, new titles, removals, moves and returns, the latest first. kind: edited, retitled, removed, moved, "
            "restored, or new; since: 2026-05-01.",
        ),
        "what_disappeared": _query(
            "What disappeared",
            _DISAPPEARED,
            "Pages that are gone, with the two captures between which they went. One failed visit is not enough to be "
            "listed here.",
        ),
        "said_by": _query(
            "What one person said", _SAID, "A speaker's turns in press conferences and interviews; words narrows them."
        ),
        "as_of": _query(
            "As of a date",
            _AS_OF,
            "What the pages said at the end of a day in China (2026-05-01), or at a moment in UTC "
            "(2026-05-01T08:00:00). Pages that were gone by then are left out.",
        ),
        "section_list": _query(
            "What a section lists", _SECTION, "The items of each section as its latest walk found them, in page order."
        ),
        "captures_behind": _query(
            "Which captures back a statement",
            _BACKED,
            "Every version that holds these very words, with the first and the last capture that showed them.",
        ),
        "history": _query("History of one page", _HISTORY, "Each state that was seen, and what changed to it."),
        "article": _query("One article", _ARTICLE, "The current version of one page."),
    }


def _query(title: str, sql: str, description: str) -> dict[str, Any]:
    return {"title": title, "sql": sql.strip(), "hide_sql": True, "description": description}
