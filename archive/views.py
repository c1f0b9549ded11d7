"""The SQL of the views: two public names whose tables name addresses, headers and texts by number."""

from __future__ import annotations

from sqlite_utils import Database

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

ARTICLES = """
CREATE VIEW articles AS
SELECT
    p.id, p.url, p.site, p.section, p.title, p.published_at, p.source, p.author, p.editor, p.column_name, p.doc_number,
    p.state, p.version, p.versions, p.first_seen, p.last_seen, p.last_asked, p.moved_to, p.moved_from, p.reason,
    p.flags, p.key, p.reading,
    (SELECT r.text FROM readings AS r WHERE r.capture = p.reading) AS text
FROM pages AS p
"""

VIEWS = {"captures": CAPTURES, "articles": ARTICLES}


def create_views(db: Database) -> None:
    """Create every view anew, and with `captures` its guards are gone."""
    for name, sql in VIEWS.items():
        db.execute(f"DROP VIEW IF EXISTS {name}")
        db.execute(sql)
