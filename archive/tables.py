"""The SQL of the tables: evidence, which is only ever added to, and what is derived from it, which may be dropped."""

from __future__ import annotations

EVIDENCE = """
CREATE TABLE ledgers (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE ledger (
    ledger INTEGER NOT NULL REFERENCES ledgers(id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('run', 'capture', 'walk', 'end')),
    object INTEGER NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    PRIMARY KEY (ledger, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    sections TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sections)),
    planned_at TEXT,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT CHECK (outcome IN ('ok', 'partial', 'blocked', 'failed', 'lost')),
    options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options)),
    stats TEXT CHECK (stats IS NULL OR json_valid(stats)),
    ledger INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CHECK ((finished_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX runs_site ON runs(site, started_at);

CREATE TABLE addresses (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL
) STRICT;
CREATE INDEX addresses_key ON addresses(key);

CREATE TABLE purposes (
    id INTEGER PRIMARY KEY,
    site TEXT,
    section TEXT,
    purpose TEXT NOT NULL CHECK (purpose IN ('article', 'list', 'robots', 'page')),
    UNIQUE (site, section, purpose)
) STRICT;

CREATE TABLE connections (
    id INTEGER PRIMARY KEY,
    ip_address TEXT,
    protocol TEXT,
    UNIQUE (ip_address, protocol)
) STRICT;

CREATE TABLE header_sets (
    id INTEGER PRIMARY KEY,
    pairs TEXT NOT NULL UNIQUE CHECK (json_valid(pairs))
) STRICT;

CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    site TEXT,
    purpose TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE payloads (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    encoding TEXT NOT NULL CHECK (encoding IN ('zstd', 'identity')),
    dictionary INTEGER REFERENCES dictionaries(id),
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE exchanges (
    id INTEGER PRIMARY KEY,
    ledger INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    run INTEGER REFERENCES runs(id),
    address INTEGER NOT NULL REFERENCES addresses(id),
    purpose INTEGER NOT NULL REFERENCES purposes(id),
    captured_at TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL,
    payload INTEGER REFERENCES payloads(id),
    revisit_of INTEGER REFERENCES exchanges(id),
    target INTEGER REFERENCES addresses(id),
    connection INTEGER REFERENCES connections(id),
    request_set INTEGER REFERENCES header_sets(id),
    header_set INTEGER REFERENCES header_sets(id),
    request_values TEXT,
    header_values TEXT,
    failure TEXT
) STRICT;
CREATE INDEX exchanges_address ON exchanges(address);
CREATE INDEX exchanges_run ON exchanges(run);
CREATE INDEX exchanges_target ON exchanges(target) WHERE target IS NOT NULL;

CREATE TABLE walks (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs(id),
    site TEXT NOT NULL,
    section TEXT NOT NULL,
    walked_at TEXT NOT NULL,
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    pages INTEGER NOT NULL,
    items INTEGER NOT NULL,
    advertised INTEGER,
    ledger INTEGER NOT NULL,
    seq INTEGER NOT NULL
) STRICT;
CREATE INDEX walks_section ON walks(site, section);
"""

DERIVED = """
CREATE TABLE readings (
    id INTEGER GENERATED ALWAYS AS (capture) VIRTUAL,
    capture INTEGER PRIMARY KEY REFERENCES exchanges(id),
    reader TEXT NOT NULL,
    fingerprint TEXT,
    words TEXT,
    error_kind TEXT,
    error TEXT,
    url TEXT,
    title TEXT,
    published_at TEXT,
    published_precision TEXT CHECK (published_precision IN ('day', 'minute', 'second')),
    source TEXT,
    author TEXT,
    editor TEXT,
    column_name TEXT,
    doc_number TEXT,
    keywords TEXT CHECK (keywords IS NULL OR json_valid(keywords)),
    site_name TEXT,
    site_code TEXT,
    next_page TEXT,
    flags TEXT CHECK (flags IS NULL OR json_valid(flags)),
    method TEXT,
    attachments TEXT CHECK (attachments IS NULL OR json_valid(attachments)),
    images TEXT CHECK (images IS NULL OR json_valid(images)),
    origins TEXT CHECK (origins IS NULL OR json_valid(origins)),
    removed TEXT CHECK (removed IS NULL OR json_valid(removed)),
    turns TEXT CHECK (turns IS NULL OR json_valid(turns)),
    text TEXT,
    CHECK ((title IS NULL) = (error_kind IS NOT NULL))
) STRICT;

CREATE TABLE pages (
    id INTEGER PRIMARY KEY REFERENCES addresses(id),
    key TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    address INTEGER NOT NULL REFERENCES addresses(id),
    site TEXT,
    section TEXT,
    title TEXT NOT NULL,
    published_at TEXT,
    published_precision TEXT,
    source TEXT,
    author TEXT,
    editor TEXT,
    column_name TEXT,
    doc_number TEXT,
    flags TEXT,
    reading INTEGER NOT NULL REFERENCES readings(capture),
    indexed INTEGER REFERENCES readings(capture),
    state TEXT NOT NULL CHECK (state IN ('live', 'suspect', 'gone', 'moved', 'blocked')),
    reason TEXT,
    version INTEGER NOT NULL,
    versions INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    last_asked TEXT NOT NULL,
    moved_to TEXT,
    moved_from TEXT
) STRICT;
CREATE INDEX pages_site ON pages(site, section);
CREATE INDEX pages_url ON pages(url);
CREATE INDEX pages_published_at ON pages(published_at);
CREATE INDEX pages_first_seen ON pages(first_seen);
CREATE INDEX pages_source ON pages(source);
CREATE INDEX pages_state ON pages(state) WHERE state <> 'live';
CREATE INDEX pages_moved_from ON pages(moved_from) WHERE moved_from IS NOT NULL;

CREATE TABLE versions (
    id INTEGER PRIMARY KEY REFERENCES exchanges(id),
    page INTEGER NOT NULL REFERENCES pages(id),
    url TEXT NOT NULL,
    number INTEGER NOT NULL,
    first_capture INTEGER NOT NULL REFERENCES exchanges(id),
    last_capture INTEGER NOT NULL REFERENCES exchanges(id),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    reading INTEGER NOT NULL REFERENCES readings(capture),
    fingerprint TEXT NOT NULL,
    returns_to INTEGER,
    CHECK (id = first_capture)
) STRICT;
CREATE UNIQUE INDEX versions_page ON versions(page, number);
CREATE INDEX versions_url ON versions(url);

CREATE TABLE changes (
    id TEXT PRIMARY KEY,
    page INTEGER NOT NULL REFERENCES pages(id),
    url TEXT NOT NULL,
    site TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'retitled', 'removed', 'moved', 'restored')),
    observed_after TEXT,
    observed_by TEXT NOT NULL,
    from_version INTEGER,
    to_version INTEGER,
    from_reading INTEGER REFERENCES readings(capture),
    to_reading INTEGER REFERENCES readings(capture),
    title TEXT,
    summary TEXT,
    reason TEXT,
    chars_added INTEGER NOT NULL DEFAULT 0,
    chars_removed INTEGER NOT NULL DEFAULT 0,
    after_capture INTEGER REFERENCES exchanges(id),
    by_capture INTEGER NOT NULL REFERENCES exchanges(id),
    run INTEGER REFERENCES runs(id)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_page ON changes(page);
CREATE INDEX changes_observed_by ON changes(observed_by);
CREATE INDEX changes_kind ON changes(kind, observed_by);
CREATE INDEX changes_run ON changes(run);

CREATE TABLE spells (
    page INTEGER NOT NULL REFERENCES pages(id),
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    observed_after TEXT,
    observed_by TEXT NOT NULL,
    after_capture INTEGER REFERENCES exchanges(id),
    by_capture INTEGER NOT NULL REFERENCES exchanges(id),
    PRIMARY KEY (page, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE turns (
    page INTEGER NOT NULL REFERENCES pages(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    speaker TEXT NOT NULL,
    role TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('statement', 'question', 'answer', 'moderation')),
    paragraph INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (page, position)
) STRICT;
CREATE INDEX turns_url ON turns(url);
CREATE INDEX turns_speaker ON turns(speaker);

CREATE TABLE attachments (
    page INTEGER NOT NULL REFERENCES pages(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    href TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'image')),
    digest TEXT,
    PRIMARY KEY (page, position)
) STRICT;
CREATE INDEX attachments_url ON attachments(url);
CREATE INDEX attachments_href ON attachments(href);

CREATE TABLE listings (
    capture INTEGER PRIMARY KEY REFERENCES exchanges(id),
    run INTEGER REFERENCES runs(id),
    site TEXT,
    section TEXT,
    stands_for INTEGER NOT NULL REFERENCES exchanges(id),
    reader TEXT NOT NULL,
    items INTEGER NOT NULL DEFAULT 0,
    next_url TEXT,
    total_pages INTEGER,
    total_records INTEGER,
    error TEXT
) STRICT;
CREATE INDEX listings_run ON listings(run, section);
CREATE INDEX listings_section ON listings(site, section);

CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT
) STRICT;
CREATE INDEX items_key ON items(key);

CREATE TABLE listed (
    listing INTEGER NOT NULL REFERENCES listings(capture),
    position INTEGER NOT NULL,
    item INTEGER NOT NULL REFERENCES items(id),
    PRIMARY KEY (listing, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX listed_item ON listed(item);

CREATE TABLE absences (
    run INTEGER PRIMARY KEY REFERENCES runs(id),
    met INTEGER NOT NULL,
    absent INTEGER NOT NULL,
    outage INTEGER NOT NULL CHECK (outage IN (0, 1))
) STRICT;
"""
