"""How a diff and an article look at a terminal, and as data."""

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from rich.console import Console

from archive.article import Article, Turn
from archive.diff import diff_articles
from archive.pieces import Piece
from archive.render import diff_data, render_article, render_diff, short_pieces

LEAD = "云岭市公安局今天上午召开新闻发布会。"
FIGURES = "今年以来，全市共破获电信网络诈骗案件2251起。"
ASKED = "草原日报记者：请问破案率是多少？"
OLD = Article(
    url="http://yunling.example/1.html",
    title="云岭市召开新闻发布会",
    text="\n".join([LEAD, FIGURES, "第三段。", "第四段。", "第五段。", ASKED]),
    source="云岭日报",
    turns=(Turn(speaker="草原日报记者", kind="question", text="请问破案率是多少？", paragraph=5),),
)
NEW = replace(OLD, text=OLD.text.replace("2251", "2215"), source="云岭发布")


def printed(renderable, *, colour=False, width=200) -> str:
    console = Console(
        file=io.StringIO(), force_terminal=colour, width=width, color_system="standard" if colour else None
    )
    console.print(renderable, soft_wrap=not colour)
    return console.file.getvalue()


def test_without_colour_the_edit_stands_between_marks():
    assert "电信网络诈骗案件[-2251-]{+2215+}起" in printed(render_diff(diff_articles(OLD, NEW), colour=False))


def test_with_colour_there_are_no_marks():
    shown = printed(render_diff(diff_articles(OLD, NEW)), colour=True)
    assert "\x1b[" in shown
    assert "[-" not in shown


def test_fields_and_numbers_stand_above_the_text():
    lines = printed(render_diff(diff_articles(OLD, NEW), colour=False)).splitlines()
    assert lines[:2] == ["source [-云岭日报-] → {+云岭发布+}", "number [-2251起-] → {+2215起+}"]


def test_unchanged_paragraphs_are_counted_beyond_the_context():
    lines = printed(render_diff(diff_articles(OLD, NEW), context=1, colour=False)).splitlines()
    assert lines[-1] == "… 3 unchanged paragraphs"


def test_nothing_that_differs_is_said_so():
    assert printed(render_diff(diff_articles(OLD, OLD))) == "Nothing differs.\n"


def test_a_terminal_is_never_steered_by_a_page():
    hostile = replace(OLD, title="标题\x1b]0;owned\x07", text="正文\x1b[2J\x9b1m\u202e文正", source="来源\x1b[31m")
    for shown in (
        printed(render_article(hostile)),
        printed(render_diff(diff_articles(OLD, hostile), colour=False)),
        printed(render_diff(diff_articles(hostile, hostile), colour=False)),
    ):
        assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_an_article_shows_its_facts_and_the_time_as_precisely_as_it_was_printed():
    moment = datetime(2026, 3, 5, tzinfo=timezone(timedelta(hours=8)))
    shown = printed(render_article(replace(OLD, published_at=moment, published_precision="day")))
    assert shown.startswith("云岭市召开新闻发布会\npublished 2026-03-05\nsource 云岭日报\n")
    assert ASKED in shown


def test_the_middle_of_a_long_unchanged_stretch_is_left_out():
    pieces = [Piece(op="same", text="天" * 200), Piece(op="removed", text="地"), Piece(op="same", text="玄" * 200)]
    assert [piece.text for piece in short_pieces(pieces, 5)] == ["…天天天天天", "地", "玄玄玄玄玄…"]


def test_the_data_of_a_diff_is_json_with_changed_paragraphs_only():
    data = json.loads(json.dumps(diff_data(diff_articles(OLD, NEW))))
    assert [paragraph["kind"] for paragraph in data["paragraphs"]] == ["changed"]
    assert data["numbers"] == [{"old": "2251起", "new": "2215起"}]
    assert {"op": "removed", "text": "2251"} in data["paragraphs"][0]["pieces"]
