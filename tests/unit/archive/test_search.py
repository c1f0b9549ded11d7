"""What the search index finds, and what it does not."""

import sqlite3

import pytest

from archive import search
from archive.variants import SIMPLIFIED, TRADITIONAL

PAGES = {
    1: ("云岭市召开打击电信网络诈骗新闻发布会", "全市公安机关共破获案件2251起，抓获犯罪嫌疑人120名。\n请拨打110报警。"),
    2: ("云岭市养老服务条例", "第一条　为了规范养老服务，制定本条例。\n金额3.8亿元，占ＧＤＰ的2%。"),
    3: ("草原新聞：電信詐騙案告破", "警方於二○二一年破獲此案，公\u200b安機關提醒。"),
}


@pytest.fixture
def db():
    connection = sqlite3.connect(":memory:")
    connection.execute(search.CREATE_INDEX)
    for rowid, (title, text) in PAGES.items():
        search.index(connection, rowid, title, text)
    yield connection
    connection.close()


def found(db: sqlite3.Connection, words: str) -> set[int]:
    rows = db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (search.query(words),))
    return {row[0] for row in rows}


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("公安", {1, 3}),
        ("诈骗", {1, 3}),
        ("詐騙", {1, 3}),
        ("案", {1, 3}),
        ("电信网络诈骗", {1}),
        ("安机", {1, 3}),
        ("骗新", {1}),
        ("会全", set()),
        ("起抓", set()),
        ("2251", {1}),
        ("225", set()),
        ("案件2251起", {1}),
        ("件2251起", {1}),
        ("件2251", {1}),
        ("件225", set()),
        ("２２５１", {1}),
        ("gdp", {2}),
        ("GDP的2%", {2}),
        ("3.8亿元", {2}),
        ("养老 服务", {2}),
        ("养老 诈骗", set()),
        ('"新闻发布会"', {1}),
        ('"发布 会"', set()),
        ("2251起，抓获", {1}),
        ("2251起抓获", set()),
        ("二〇二一", {3}),
        ("诈骗。", {1, 3}),
    ],
)
def test_words_find_exactly_the_pages_that_hold_them(db, words, pages):
    assert found(db, words) == pages


@pytest.mark.parametrize("words", ["", " ", "*", '"', '""', "（）", "!!! ???", "\ud800", "\x00"])
def test_words_without_a_letter_digit_or_character_find_nothing(db, words):
    assert found(db, words) == set()


@pytest.mark.parametrize(
    "words", ["AND", "公安 AND", 'NEAR("公安" 2)', "title:公安", "-公安", "公安)", '公"安', "^公安", "公安*"]
)
def test_operators_are_plain_text(db, words):
    found(db, words)


def test_a_page_taken_out_is_no_longer_found(db):
    search.unindex(db, 1, *PAGES[1])
    assert found(db, "2251") == set()
    assert found(db, "公安") == {3}


def test_an_emptied_index_finds_nothing(db):
    search.clear(db)
    assert found(db, "公安") == set()


def test_a_word_in_the_title_ranks_before_one_in_the_text(db):
    search.index(db, 4, "通知", "养老服务条例即将施行。养老服务很重要。")
    rows = db.execute(
        f"SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY {search.RANKING}", (search.query("条例"),)
    )
    assert [row[0] for row in rows] == [2, 4]


def test_no_traditional_character_folds_into_another_traditional_one():
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)


def test_a_character_of_simplified_texts_is_never_folded():
    assert search.fold("乾隆 折摺 合夥 著作 瞭望") == "乾隆 折摺 合夥 著作 瞭望"


def test_a_snippet_marks_the_words_in_the_texts_own_characters():
    assert search.snippet(PAGES[3][0], "电信诈骗", width=8, marks=("<", ">")) == "…聞：<電信詐騙>案告…"


def test_a_snippet_marks_its_words_beside_a_character_that_vanishes_and_one_that_becomes_two():
    assert search.snippet("\u200b公安\ufb01", "公安") == "\u200b[公安]\ufb01"


def test_a_snippet_shows_the_place_with_most_of_the_words():
    text = "公安。" + "其他内容" * 40 + "公安机关打击诈骗。" + "其他内容" * 40
    assert "[公安]机关打击[诈骗]" in search.snippet(text, "公安 诈骗")


def test_a_snippet_cuts_no_word_in_half():
    text = "公安" + "天" * 3 + "公安机关" + "地" * 20
    assert search.snippet(text, "公安 公安机关", width=7) == "[公安]天天天[公安机关]…"


def test_a_snippet_without_a_hit_is_the_beginning():
    assert search.snippet("天" * 100, "地", width=10) == "天" * 10 + "…"


def test_a_snippet_marks_whole_numbers_only():
    assert search.snippet("22510起和2251起", "2251") == "22510起和[2251]起"


def test_a_snippet_keeps_to_one_line():
    assert search.snippet("第一段\n第二段", "第二") == "第一段 [第二]段"


def test_a_snippet_of_a_text_with_ligatures_and_invisible_characters_is_in_place():
    assert search.snippet("㎡公\u200b安ﬁ", "公安 fi") == "㎡[公\u200b安][ﬁ]"


def test_a_pasted_page_as_a_query_is_no_more_than_its_first_terms(db):
    assert search.query("公安 " * 200_000) == search.query("公安 " * search.MOST_TERMS)
    assert found(db, "公安 " * 200_000) == {1, 3}
    assert found(db, "公安机关" * 50_000) == set()
