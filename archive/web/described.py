"""What Datasette is told about an archive's tables: titles, descriptions, facets, sort orders, the search index."""

from __future__ import annotations

import json
from typing import Any

from archive import about
from archive.web.opened import alone, archives
from archive.web.tallied import KIND

PUBLIC = (
    *("articles", "versions", "changes", "turns", "attachments", "version_files", "files", "captures", "payloads"),
    *("readings", "runs", "markup_changes", "delisted", "due", "about"),
)
"""The names that people query; all other tables are hidden, though they can still be opened by address."""

HIDDEN = (
    "absences",
    "addresses",
    "articles_fts",
    "connections",
    "dictionaries",
    "exchanges",
    "files_fts",
    "header_sets",
    "ledger",
    "ledgers",
    "items",
    "listed",
    "listings",
    "pages",
    "purposes",
    "requests",
    "spells",
    "turn_places",
    "walks",
    "_sqlite_migrations",
)

TITLE = "govpress archive"
_ABOUT = (
    "What government press pages said, every state of it that was seen, and the captures that prove it. "
    "Times are UTC; a time printed on a page is read as Asia/Shanghai."
)
_URL = "The page's address"
_INTERVAL = {
    "observed_after": "The last capture that did not show the change yet",
    "observed_by": "The first capture that showed it; it happened between the two",
}


TABLES: dict[str, dict[str, Any]] = {
    "articles": {
        "title": "Articles",
        "description": about.TABLES["articles"],
        "sort_desc": "published_at",
        "size": 40,
        "facets": ["site", "section", "state"],
        "columns": {
            "url": _URL,
            "published_at": "When the page says it was published",
            "source": "来源: who published it first, as printed",
            "editor": "责任编辑, as printed",
            "column_name": "栏目: the column it stands in",
            "doc_number": "文号",
            "state": "live, suspect (once not found), gone, moved or blocked",
            "version": "The number of its current version",
            "versions": "How many distinct states were seen",
            "copy_of": "The same article under another column of the site, which was seen first",
            "first_seen": "When it was first seen",
            "last_seen": "When it was last seen",
        },
    },
    "versions": {
        "title": "Versions",
        "description": about.TABLES["versions"],
        "sort_desc": "id",  # the number of the first capture: sorted as they are stored
        "size": 50,
        "columns": {
            "url": _URL,
            "number": "1 is the first state that was seen",
            "fingerprint": "Digest of the words and facts: the same fingerprint says the same",
            "first_capture": "The capture in which it first appeared",
            "last_capture": "The last capture that still said so",
        },
    },
    "changes": {
        "title": "Changes",
        "description": about.TABLES["changes"],
        "sort_desc": "observed_by",
        "size": 50,
        "facets": ["kind", "site"],
        "columns": {
            "url": _URL,
            "kind": "new, edited, retitled, removed, moved or restored",
            **_INTERVAL,
            "summary": "What changed, shortly; removed words before the arrow, added ones behind it",
            "chars_added": "Characters that came",
            "chars_removed": "Characters that went",
        },
    },
    "turns": {
        "title": "Turns",
        "description": about.TABLES["turns"],
        "facets": ["speaker"],
        "facet_size": 10,
        "columns": {
            "url": _URL,
            "speaker": "As printed",
            "role": "Post and organisation, as the page gives them",
            "kind": "statement, question, answer or moderation",
        },
    },
    "attachments": {
        "title": "Attachments",
        "description": about.TABLES["attachments"],
        "facets": ["kind"],
        "columns": {
            "url": "The article's address",
            "href": "The file's address",
            "digest": "sha256 of the file as last fetched; empty where the site file does not ask for it",
        },
    },
    "files": {
        "title": "Attached files",
        "description": about.TABLES["files"],
        "fts_table": "files_fts",
        "fts_pk": "capture",
        "searchmode": "escaped",
        "columns": {
            "capture": "The capture that carries it",
            "digest": "sha256 of the file; empty where something else came in its place",
            "text": "Of PDF and Word files",
            "error": "Why there is no text",
        },
    },
    "version_files": {
        "title": "Files of versions",
        "description": about.TABLES["version_files"],
        "columns": {"number": "The version's number", "href": "The file's address"},
    },
    "captures": {
        "title": "Captures",
        "description": about.TABLES["captures"],
        "sort_desc": "id",
        "size": 50,
        "facets": ["site", "outcome", "purpose"],
        # Not by time: ids run with it, and each later row would be made whole before the next one takes its place.
        "sortable_columns": ["id", "run", "url", "status", "outcome", "site", "section", "purpose"],
        "columns": {
            "captured_at": "When the answer had arrived; ids run in this order",
            "digest": "sha256 of the body as received",
            "revisit_of": "The earlier capture that holds these bytes",
            "chain": "The ledger's hash at this capture",
        },
    },
    "payloads": {
        "title": "Payloads",
        "description": about.TABLES["payloads"],
        "sort_desc": "id",
    },
    "readings": {
        "title": "Readings",
        "description": about.TABLES["readings"],
        "sort_desc": "capture",
        "size": 20,
        "facets": ["error_kind"],
        "label_column": "title",
    },
    "runs": {
        "title": "Runs",
        "description": about.TABLES["runs"],
        "sort_desc": "started_at",
        "facets": ["site", "outcome"],
        "label_column": "started_at",
    },
    "markup_changes": {
        "title": "Other source, same words",
        "description": about.TABLES["markup_changes"],
        "sort_desc": "capture",  # in the order in which they are stored
        "size": 50,
        "facets": ["differs"],
        "columns": {
            "differs": "facts (title, time, source …), template (other elements), or markup (a counter, a token)",
            "digest": "sha256 of the body as received",
            "structure": "Digest of the kinds of elements that the page is made of",
            "metadata": "Digest of title, time, source, author, editor, column, number, keywords and files",
            "words": "Digest of the text without white space",
        },
    },
    "delisted": {
        "title": "Off their list, and alive",
        "description": about.TABLES["delisted"],
        "sort_desc": "observed_by",
        "size": 50,
        "facets": ["site", "state"],
        "columns": {
            "url": _URL,
            "observed_after": "The last list that named it",
            "observed_by": "The last complete walk, which did not",
            "last_seen": "When the page itself was last seen",
        },
    },
    "due": {
        "title": "Due",
        "description": about.TABLES["due"],
        "sort_desc": "gain",
        "size": 50,
        "facets": ["site", "section"],
        "columns": {
            "url": _URL,
            "edits": "How many versions followed the first",
            "days_waited": "Days since it was last asked for",
            "rate": "How many edits a day are to be expected of it, by what was seen of it, its section and its site",
            "gain": "rate x days x days: edits unnoticed, times how long they have been; a second look comes first",
        },
    },
    "about": {"title": "About this file", "description": about.TABLES["about"]},
    "pages": {"hidden": True, "label_column": "title"},
    "exchanges": {"hidden": True, "label_column": "captured_at"},
    "addresses": {"hidden": True, "label_column": "url"},
    **{name: {"hidden": True} for name in HIDDEN if name not in ("pages", "exchanges", "addresses")},
}
"""Datasette's metadata of each table."""
_COPIED = json.dumps(
    {
        name: {**told, "facets": [{KIND: column} for column in told["facets"]]} if "facets" in told else told
        for name, told in TABLES.items()
    }
)


def metadata(datasette: Any) -> dict[str, Any]:
    """Datasette's metadata for every archive that is open; a fresh one each time, as Datasette merges into it."""
    told: dict[str, Any] = {
        "databases": {name: {"description": _ABOUT, "tables": json.loads(_COPIED)} for name in archives(datasette)}
    }
    if alone(datasette):
        told["title"] = TITLE
    return told
