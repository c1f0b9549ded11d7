"""What a file says of itself, for whoever has nothing else: the view `about`, one row a subject.

An archive outlives programs. With these rows, SQLite and zstandard its bodies can be unpacked, its ledger
recomputed and its tables understood; a test does so with nothing of ours.
"""

from __future__ import annotations

from typing import Final

SUBJECTS: Final = {
    "this file": (
        "An archive of pages of Chinese government and news sites, written by govpress: every HTTP answer that a crawl"
        " received (evidence, only ever added to), and what follows from it (derived, may be dropped and made again)."
        " SELECT * FROM about tells the rest; names in quotation marks are tables or views."
    ),
    "times": (
        "UTC, ISO 8601 with offset. A time that a page prints is read as Asia/Shanghai and kept with +08:00"
        " (published_at); published_precision says how precisely it is printed."
    ),
    "names of pages": (
        "url is an address as it was asked for. key files addresses of the same page together: host reversed (SURT),"
        " without scheme, www., default port, tracking parameters, index.html and fragment, parameters in order."
    ),
    "digests": "sha256:<hex> of bytes. A capture's digest is that of its body as received, content-encoding and all.",
    "bodies": (
        "'payloads'.bytes holds a body: as it is where encoding is identity, else as one Zstandard frame (RFC 8878)."
        " Where dictionary is not NULL, 'dictionaries'.bytes of that id is its raw content dictionary, an earlier page."
        " size and digest are those of the body as received; what a Content-Encoding header (see 'captures'.headers)"
        " says of it is still to be undone. A capture without a body has digest NULL."
    ),
    "the ledger": (
        "Everything observed is chained by hash. Row seq of 'ledger' has chain = SHA-256(chain of seq - 1,"
        " then the entry). Before seq 1 stands SHA-256 of 'ledgers'.uid in UTF-8; where uid is"
        " TRUNK@PLACE:HASH:FIRST, a branch that came in by merging, its rows follow on PLACE with HASH in the"
        " ledger TRUNK. The entry is JSON in UTF-8, names sorted, no spaces, nothing escaped that need not be."
        " kind and object say what it is of. Of kind capture: kind, url, captured_at, status, outcome, headers"
        " and request_headers (lists of [name, value], [] where there are none), digest, failure, ip_address,"
        " protocol, site, section, purpose as in 'captures'; run, the seq of its run's beginning or null;"
        " revisit_of, the chain in hex of the capture it repeats or null; and only where the request was no"
        " GET without a body, method and request_digest. Of kind run: kind, site, sections, planned_at,"
        " started_at, options. Of kind end, the same run's end: kind, run (seq of the beginning), finished_at,"
        " outcome, stats. Of kind walk: kind, run (likewise), site, section, walked_at, complete (true or"
        " false), pages, items, advertised. The last chain, published elsewhere, proves everything before it."
    ),
}

TABLES: Final = {
    "about": "One row is one subject, and what is to be known of it.",
    "articles": "One row is one page, as it is now. Search for any Chinese characters, words or numbers.",
    "versions": "One row is one distinct state of one article, and the captures between which it was seen.",
    "changes": "One row is one observed event on one page.",
    "turns": "One row is the uninterrupted words of one person in a press conference or an interview.",
    "attachments": "One row is one file or image that an article carries.",
    "files": "One row is one body of an attached file. The search finds words in files, not in articles.",
    "version_files": "One row is one file as it was in one version of an article.",
    "captures": "One row is one HTTP answer, or the failure to get one: the evidence, never changed.",
    "payloads": "One row is one distinct body, compressed. unzstd(bytes) gives it back as it was received.",
    "readings": "One row is one reader's article for one capture, or why it could not be read.",
    "runs": "One row is one crawl of one site.",
    "markup_changes": "One row is a capture whose bytes differ from those before while the words do not.",
    "delisted": "One row is a page that the last complete walk through its section no longer named.",
    "due": "One row is one known page that the next visit would ask for again, the highest gain first.",
    "exchanges": "The rows of 'captures', with addresses, headers and connections by number.",
    "addresses": "One row is one address, and the key it is filed under.",
    "purposes": "What captures were asked for: of which site and section; article, list, robots.txt, file …",
    "connections": "From which IP address and by which protocol answers came.",
    "header_sets": "Headers that many answers share; a whole number stands for a value in the answer's own row.",
    "requests": "What was sent with requests that were no plain GET.",
    "dictionaries": "Earlier pages that bodies are packed against.",
    "walks": "One row is one walk through the list pages of a section: how many items, and whether it was complete.",
    "ledgers": "The archive's own ledger (1), and those that came in by merging.",
    "ledger": "One row is one link of the chain of everything observed.",
    "pages": "The rows of 'articles', without their texts.",
    "turn_places": "Where in its page's text each of the 'turns' stands, in bytes of UTF-8; words not in it, whole.",
    "spells": "From when to when a version of a page was seen; a version that returned has several.",
    "absences": "How far the absences that a run met are believed, and the counts it follows from.",
    "listings": "One row is what a reader made of one list page.",
    "listed": "Which items a list page names, in order.",
    "items": "One row is one entry of a list: address, title, date.",
    "articles_fts": "The search index of titles and texts: pairs of neighbouring characters, Latin words, numbers.",
    "files_fts": "The search index of attached files.",
    "_sqlite_migrations": "Which changes of the schema were made, and when.",
}
"""What one row of each table or view is."""


def about_view() -> str:
    """The SQL of the view `about`."""
    rows = ", ".join(f"({_quoted(name)}, {_quoted(says)})" for name, says in (SUBJECTS | TABLES).items())
    return f"CREATE VIEW about (subject, says) AS VALUES {rows}"


def _quoted(text: str) -> str:
    # A view takes no parameters; the texts are our own.
    return "'" + text.replace("'", "''") + "'"
