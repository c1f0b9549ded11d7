"""The index against the plain truth: is the word in the text or not?"""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from archive import search

# Few characters, so that random words often occur, and nearly occur, in random texts.
CHINESE = "公安诈骗案電云𠮷〇"
TEXT = st.text(alphabet=CHINESE + "，。 \n\tａ1２x-\u200b（", max_size=30)
WORD = st.text(alphabet=CHINESE, min_size=1, max_size=5)
# The tables of characters are made when they are first needed, which is in no example's time.
search.excerpt("案", "案")


def finds(words: str, *pages: tuple[str, str]) -> list[int]:
    connection = sqlite3.connect(":memory:")
    connection.execute(search.CREATE_INDEX)
    for rowid, (title, text) in enumerate(pages):
        search.index(connection, rowid, title, text)
    rows = connection.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (search.query(words),))
    result = sorted(row[0] for row in rows)
    connection.close()
    return result


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5), WORD)
def test_a_run_of_characters_is_found_exactly_where_it_stands(pages, word):
    wanted = search.fold(word)
    truth = [rowid for rowid, page in enumerate(pages) if any(wanted in search.fold(part) for part in page)]
    assert finds(word, *pages) == truth


@given(TEXT, st.data())
def test_every_stretch_of_a_text_that_begins_and_ends_with_a_chinese_character_is_found(text, data):
    ends = [place for place, char in enumerate(text) if char in CHINESE]
    if not ends:
        return
    start, end = sorted((data.draw(st.sampled_from(ends)), data.draw(st.sampled_from(ends))))
    words = " ".join(text[start : end + 1].split())
    assert finds(words, ("", text)) == [0]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_input_breaks_the_query_or_the_snippet(text, words):
    finds(words, ("", text))
    pieces = search.excerpt(text, words, width=20)
    assert "".join(piece for piece, _ in pieces).strip("…") in text.replace("\n", " ") or "…" in text


@given(TEXT, TEXT)
def test_taking_a_page_out_leaves_no_trace(title, text):
    connection = sqlite3.connect(":memory:")
    connection.execute(search.CREATE_INDEX)
    search.index(connection, 7, title, text)
    search.unindex(connection, 7, title, text)
    connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(articles_fts, 'row')")
    assert connection.execute("SELECT count(*) FROM terms").fetchone() == (0,)
    connection.execute("INSERT INTO articles_fts(articles_fts) VALUES ('integrity-check')")
    connection.close()
