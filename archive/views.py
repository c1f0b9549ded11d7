"""The SQL of the views: public names whose tables name addresses, headers and texts by number, and what follows."""

from __future__ import annotations

from sqlite_utils import Database

from archive.about import about_view
from archive.due import due_query

# One set of headers is stored once; the values that differ from answer to answer stand in the row, and a whole number
# in the set says which of them belongs there.
_HEADERS = """(
    SELECT json_group_array(json_array(
        s.value ->> 0,
        CASE json_type(s.value, '$[1]')
            WHEN 'integer' THEN json_extract(e.{values}, '$[' || (s.value ->> 1) || ']')
            ELSE s.value ->> 1
        END))
    FROM header_sets AS h, json_each(h.pairs) AS s WHERE h.id = e.{set}
)"""

# ruff: noqa: S608  the only text put in is our own
CAPTURES = f"""
CREATE VIEW captures AS
SELECT
    e.id,
    e.run,
    a.url,
    a.key || ifnull('#' || s.method || ' ' || s.digest, '') AS key,
    e.captured_at,
    e.status,
    e.outcome,
    {_HEADERS.format(values="header_values", set="header_set")} AS headers,
    (SELECT digest FROM payloads WHERE id = e.payload) AS digest,
    (SELECT size FROM payloads WHERE id = e.payload) AS size,
    e.revisit_of,
    u.site,
    u.section,
    u.purpose,
    (SELECT url FROM addresses WHERE id = e.target) AS location,
    e.failure,
    {_HEADERS.format(values="request_values", set="request_set")} AS request_headers,
    (SELECT ip_address FROM connections WHERE id = e.connection) AS ip_address,
    (SELECT protocol FROM connections WHERE id = e.connection) AS protocol,
    (SELECT 'sha256:' || lower(hex(chain)) FROM ledger WHERE ledger = e.ledger AND seq = e.seq) AS chain,
    ifnull(s.method, 'GET') AS method,
    s.body AS request_body
FROM exchanges AS e
JOIN addresses AS a ON a.id = e.address
JOIN purposes AS u ON u.id = e.purpose
LEFT JOIN requests AS s ON s.id = e.request
"""

# One article that a CMS files under several columns has one id and, in some version of each page, the same words; the
# page that was seen first is the article, the others are copies of it.
_COPY_OF = """(
    SELECT o.url FROM pages AS o
    WHERE o.article_id = p.article_id AND o.id <> p.id AND (o.first_seen, o.url) < (p.first_seen, p.url)
      AND EXISTS (
        SELECT 1 FROM versions AS v
        JOIN readings AS r ON r.capture = v.reading
        JOIN versions AS w ON w.page = p.id
        JOIN readings AS s ON s.capture = w.reading AND s.words = r.words
        WHERE v.page = o.id)
    ORDER BY o.first_seen, o.url LIMIT 1)"""

ARTICLES = f"""
CREATE VIEW articles AS
SELECT
    p.id, p.url, p.site, p.section, p.title, p.published_at, p.source, p.author, p.editor, p.column_name, p.doc_number,
    p.state, p.version, p.versions, p.first_seen, p.last_seen, p.last_asked, p.moved_to, p.moved_from, p.reason,
    {_COPY_OF} AS copy_of,
    p.flags, p.key, p.reading,
    (SELECT r.text FROM readings AS r WHERE r.capture = p.reading) AS text
FROM pages AS p
"""

# The words of a turn are cut out of the text that its page shows: who asks for none reads no page.
TURNS = """
CREATE VIEW turns AS
SELECT t.page, t.position, t.url, t.speaker, t.role, t.kind, t.paragraph,
    coalesce(t.text, (
        SELECT CAST(substr(CAST(r.text AS BLOB), t.start + 1, t.length) AS TEXT)
        FROM pages AS p JOIN readings AS r ON r.capture = p.reading WHERE p.id = t.page)) AS text
FROM turn_places AS t
"""

# A page is compared with the body before it, by the same reader; words are the normalised text. What nothing else says
# is compared with nothing: of the words, an index tells it.
MARKUP_CHANGES = """
CREATE VIEW markup_changes AS
SELECT
    a.url, e.captured_at,
    CASE WHEN r.metadata <> q.metadata THEN 'facts'
         WHEN r.structure <> q.structure THEN 'template'
         ELSE 'markup' END AS differs,
    r.capture, q.capture AS capture_before, p.digest, o.digest AS digest_before,
    r.structure, q.structure AS structure_before, r.metadata, q.metadata AS metadata_before, r.words, r.reader
FROM readings AS c
CROSS JOIN readings AS r ON r.capture = c.capture
CROSS JOIN exchanges AS e ON e.id = r.capture
CROSS JOIN addresses AS a ON a.id = e.address
CROSS JOIN readings AS q ON q.capture = (
    SELECT f.id FROM addresses AS b
    CROSS JOIN exchanges AS f ON f.address = b.id
    CROSS JOIN readings AS s ON s.capture = f.id
    WHERE b.key = a.key AND (f.captured_at, f.id) < (e.captured_at, e.id) AND f.payload IS NOT NULL
      AND s.error_kind IS NULL
    ORDER BY f.captured_at DESC, f.id DESC LIMIT 1)
CROSS JOIN exchanges AS g ON g.id = q.capture
CROSS JOIN payloads AS p ON p.id = e.payload
CROSS JOIN payloads AS o ON o.id = g.payload
WHERE c.error_kind IS NULL AND EXISTS (SELECT 1 FROM readings AS w WHERE w.words = c.words AND w.capture <> c.capture)
  AND e.payload <> g.payload AND r.words = q.words AND r.reader = q.reader
"""

# Pages that are there although the last complete walk through their section no longer names them, and still names
# something that is as old: a list of the newest hundred drops pages at its end.
DELISTED = """
CREATE VIEW delisted AS
WITH walked AS (
    SELECT w.site, w.section, w.run, max(w.walked_at) AS at FROM walks AS w JOIN runs AS r ON r.id = w.run
    WHERE w.complete AND w.items > 0 AND r.outcome IS NOT NULL GROUP BY w.site, w.section
),
named AS (
    SELECT w.site, w.section, i.key FROM walked AS w
    JOIN listings AS l ON l.run = w.run AND l.section = w.section
    JOIN listed AS d ON d.listing = l.stands_for
    JOIN items AS i ON i.id = d.item
),
reach AS (
    SELECT n.site, n.section, min(coalesce(p.published_at, p.first_seen)) AS oldest
    FROM named AS n JOIN pages AS p ON p.key = n.key GROUP BY n.site, n.section
)
SELECT p.url, p.site, p.section, p.title, p.state,
    (SELECT max(e.captured_at) FROM items AS i
     JOIN listed AS d ON d.item = i.id
     JOIN listings AS l ON l.stands_for = d.listing AND l.section = p.section
     JOIN exchanges AS e ON e.id = l.capture
     WHERE i.key = p.key AND e.captured_at < w.at) AS observed_after,
    w.at AS observed_by,
    w.run,
    p.last_seen
FROM walked AS w
JOIN reach AS o ON o.site = w.site AND o.section = w.section
JOIN pages AS p ON p.site = w.site AND p.section = w.section
WHERE p.state NOT IN ('gone', 'moved') AND p.first_seen < w.at
  AND coalesce(p.published_at, p.first_seen) >= o.oldest
  AND p.key NOT IN (SELECT n.key FROM named AS n WHERE n.site = w.site AND n.section = w.section)
"""

DUE = f"""
CREATE VIEW due AS
SELECT url, site, section, title, state, published_at, first_seen, last_asked, edits, days_waited, rate, gain
FROM ({due_query()}) WHERE due
"""

VIEWS = {
    "about": about_view(),
    "captures": CAPTURES,
    "articles": ARTICLES,
    "turns": TURNS,
    "markup_changes": MARKUP_CHANGES,
    "delisted": DELISTED,
    "due": DUE,
}


def create_views(db: Database) -> None:
    """Create every view anew, and with `captures` its guards are gone."""
    for name, sql in VIEWS.items():
        db.execute(f"DROP VIEW IF EXISTS {name}")
        db.execute(sql)
