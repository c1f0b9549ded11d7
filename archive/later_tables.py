"""The SQL of what schemas after the first one added or changed, in order; what is released is never edited."""

from __future__ import annotations

# What a request sent, where it was no plain GET.
REQUESTS = """
CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    method TEXT NOT NULL,
    digest TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (method, digest)
) STRICT;
ALTER TABLE exchanges ADD COLUMN request INTEGER REFERENCES requests(id);
"""
# How far the absences of each run are believed, and why.
ABSENCES = """
DELETE FROM items WHERE id NOT IN (SELECT item FROM listed);
DROP TABLE absences;
CREATE TABLE absences (
    run INTEGER PRIMARY KEY REFERENCES runs(id),
    alive INTEGER NOT NULL,
    absent INTEGER NOT NULL,
    listed_alive INTEGER NOT NULL,
    listed_absent INTEGER NOT NULL,
    items INTEGER NOT NULL,
    again INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    credit TEXT NOT NULL CHECK (credit IN ('sure', 'full', 'half', 'none'))
) STRICT;
"""
# In the order in which people read them.
CHANGES = """
DROP TABLE changes;
CREATE TABLE changes (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'retitled', 'removed', 'moved', 'restored')),
    title TEXT,
    summary TEXT,
    observed_after TEXT,
    observed_by TEXT NOT NULL,
    site TEXT,
    url TEXT NOT NULL,
    reason TEXT,
    chars_added INTEGER NOT NULL DEFAULT 0,
    chars_removed INTEGER NOT NULL DEFAULT 0,
    from_version INTEGER,
    to_version INTEGER,
    page INTEGER NOT NULL REFERENCES pages(id),
    run INTEGER REFERENCES runs(id),
    after_capture INTEGER REFERENCES exchanges(id),
    by_capture INTEGER NOT NULL REFERENCES exchanges(id),
    from_reading INTEGER REFERENCES readings(capture),
    to_reading INTEGER REFERENCES readings(capture)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_page ON changes(page);
CREATE INDEX changes_observed_by ON changes(observed_by);
CREATE INDEX changes_kind ON changes(kind, observed_by);
CREATE INDEX changes_run ON changes(run);
"""

OWN_PAGES = """
ALTER TABLE readings ADD COLUMN later_pages TEXT CHECK (later_pages IS NULL OR json_valid(later_pages));
ALTER TABLE readings ADD COLUMN parts TEXT CHECK (parts IS NULL OR json_valid(parts));
CREATE INDEX readings_going_on ON readings(capture) WHERE later_pages IS NOT NULL OR next_page IS NOT NULL;
"""
# The check of `purposes` as it was, and as it is.
PURPOSES = ("'robots', 'page')", "'robots', 'page', 'continuation', 'attachment')")

INTRODUCED = """
ALTER TABLE readings ADD COLUMN introduced TEXT CHECK (introduced IS NULL OR json_valid(introduced));
"""

DIGESTS = """
ALTER TABLE readings ADD COLUMN metadata TEXT;
ALTER TABLE readings ADD COLUMN structure TEXT;
"""

# All that overviews count, in one index: no page of a hundred thousand articles reads their rows. Nothing in it changes
# with a visit that changed nothing.
FIGURES = """
DROP INDEX pages_site;
CREATE INDEX pages_figures ON pages(site, section, state, versions, first_seen);
"""

FILES = """
CREATE TABLE files (
    capture INTEGER PRIMARY KEY REFERENCES exchanges(id),
    reader TEXT NOT NULL,
    digest TEXT,
    text TEXT,
    error TEXT,
    error_kind TEXT
) STRICT;
CREATE INDEX files_digest ON files(digest);
CREATE TABLE version_files (
    page INTEGER NOT NULL REFERENCES pages(id),
    number INTEGER NOT NULL,
    href TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (page, number, href)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_digest ON attachments(digest) WHERE digest IS NOT NULL;
CREATE VIRTUAL TABLE files_fts USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2');
"""

# Which pages say the same words: an echo is told by it.
ECHOES = """
CREATE INDEX readings_words ON readings(words, title) WHERE words IS NOT NULL;
"""

# What the CMS calls an article, in whatever column it lists it.
ARTICLE_IDS = """
ALTER TABLE pages ADD COLUMN article_id TEXT;
CREATE INDEX pages_article_id ON pages(article_id) WHERE article_id IS NOT NULL;
"""

# The digest of all that a reader made of a body; what was read before there was any has none.
SEALS = """
ALTER TABLE readings ADD COLUMN seal BLOB;
ALTER TABLE files ADD COLUMN seal BLOB;
"""

# Segments of the index are merged sixteen at a time, not four: each word is written half as often, and a search looks
# into some dozens of segments, which takes a millisecond. What nobody merges at once must stay possible: 32.
MERGED_LATER = """
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 16);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('crisismerge', 32);
"""

# Turns as places in the text of their page's reading, counted in bytes of UTF-8: `turns` is a view that cuts the words
# out of it.
TURN_PLACES = """
CREATE TABLE turn_places (
    page INTEGER NOT NULL REFERENCES pages(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    speaker TEXT NOT NULL,
    role TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('statement', 'question', 'answer', 'moderation')),
    paragraph INTEGER NOT NULL,
    start INTEGER,
    length INTEGER,
    text TEXT,
    PRIMARY KEY (page, position),
    CHECK ((start IS NULL) = (length IS NULL) AND (start IS NULL) = (text IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO turn_places
SELECT t.page, t.position, t.url, t.speaker, t.role, t.kind, t.paragraph,
    length(CAST(substr(r.text, 1, j.value ->> 'start') AS BLOB)),
    iif(j.value ->> 'start' IS NULL, NULL, length(CAST(t.text AS BLOB))),
    iif(j.value ->> 'start' IS NULL, t.text, NULL)
FROM pages AS p JOIN readings AS r ON r.capture = p.reading
JOIN json_each(r.turns) AS j JOIN turns AS t ON t.page = p.id AND t.position = j.key;
DROP TABLE turns;
CREATE INDEX turn_places_url ON turn_places(url);
CREATE INDEX turn_places_speaker ON turn_places(speaker);
"""

# What `due` asks of a page's past, without looking at how each page came to be.
EVENTS = """
CREATE INDEX changes_events ON changes(page, observed_by, observed_after, kind)
    WHERE kind IN ('edited', 'retitled', 'removed');
"""

# Which pages are transcripts, an entry each: where thousands are told apart, their turns need not be looked at.
FIRST_TURNS = """
CREATE INDEX turn_places_first ON turn_places(page) WHERE position = 0;
"""

# Of all readings, so that to count them, and those that failed, reads no text. What was read without an error had its
# entry before.
COUNTED = """
DROP INDEX readings_words;
CREATE INDEX readings_words ON readings(words, title, error_kind);
"""

# What happened, when and where: whoever counts it reads no change.
HAPPENED = """
DROP INDEX changes_kind;
CREATE INDEX changes_kind ON changes(kind, observed_by, site);
"""

# Leaves of twice the size are written with fewer pages of the file, and 64 segments are merged at a time, not 16: an
# article costs a fourteenth less. When a run has ended, what piled up is merged from 16 on (`archive.search.tidy`).
MERGED_AFTER_RUNS = """
INSERT INTO articles_fts (articles_fts, rank) VALUES ('pgsz', 8000);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 64);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('crisismerge', 128);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('usermerge', 16);
"""
