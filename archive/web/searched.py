"""The search box of Datasette's table of articles: words that many of them hold are looked for another way.

Datasette asks for the articles whose numbers are among those found, and SQLite looks up each of them. Where a fifth of
a hundred thousand articles hold the words, to go through an index and leave out the others takes half as long.
"""

from __future__ import annotations

from typing import Any

from datasette.filters import FilterArguments

from archive import search
from archive.ranked import more_than

TABLE = "articles"
MOST_LOOKED_UP = 20_000
"""Articles that are looked up one by one."""
_HELD = "id in (select rowid from articles_fts where articles_fts match {words})"


async def filters(datasette: Any, database: str, arguments: Any) -> Any:
    """What Datasette's own search would add to a query for articles, its box and its words included."""
    shown = {"supports_search": True, "search": arguments.get("_search") or ""}
    if "_search" not in arguments:
        return FilterArguments([], extra_context=shown)
    words = arguments["_search"]
    if arguments.get("_searchmode") == "raw":
        clause = _HELD.format(words=":search")
    else:
        query = search.query(words)
        many = await datasette.databases[database].execute_fn(lambda db: more_than(db, MOST_LOOKED_UP, query))
        # A plus keeps SQLite from looking up each of many.
        clause = ("+" if many else "") + _HELD.format(words="escape_fts(:search)")
    return FilterArguments([clause], {"search": words}, [f'search matches "{words}"'], shown)
