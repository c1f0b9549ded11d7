"""Versions, changes and states, through the archive's own methods on a simulated site."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from archive.article import Attachment, Turn
from archive.errors import ArchiveError, CaptureNotFound, VersionNotFound
from archive.kept import NewReading
from tests.unit.archive.simulated_site import HOME, READER, address, article, fingerprint, kinds

CHINA = timezone(timedelta(hours=8))


def test_a_first_reading_is_a_new_page(site):
    site.begin()
    kept = site.read("a", source="云岭日报")
    assert kept.version == 1
    assert kinds(kept.changes) == [("a", "new")]
    assert kept.changes[0].observed_after is None
    assert kept.changes[0].summary == "通报a"
    row = site.article("a")
    assert (row["state"], row["version"], row["versions"], row["source"]) == ("live", 1, 1, "云岭日报")
    assert row["text"] == "全市破获案件2251起。"


def test_the_same_bytes_again_are_a_revisit_and_no_version(site):
    site.begin()
    site.read("a")
    site.begin()
    kept = site.read("a")
    assert kept.changes == ()
    captures = site.archive.captures(address("a"))
    assert site.archive.payload_capture(captures[1]) == captures[0]
    (version,) = site.archive.versions(address("a"))
    assert (version.first_capture, version.last_capture) == (captures[0], captures[1])
    assert site.article("a")["last_seen"] == version.last_seen.isoformat()


def test_a_304_extends_the_version_it_stands_for(site):
    site.begin()
    site.read("a")
    site.begin()
    kept = site.answer("a", 304)
    assert kept.changes == ()
    assert site.archive.versions(address("a"))[0].last_capture == site.archive.captures(address("a"))[1]


def test_a_304_for_a_page_never_kept_says_nothing(site):
    site.begin()
    kept = site.answer("a", 304)
    assert kept.version == 0
    with pytest.raises(VersionNotFound):
        site.archive.versions(address("a"))


def test_other_bytes_with_the_same_words_are_no_version(site):
    site.begin()
    site.read("a", template="old")
    site.begin()
    kept = site.read("a", template="new")
    assert (kept.version, kept.changes) == (1, ())


def test_an_edit_is_a_version_and_says_what_changed(site):
    site.begin()
    site.read("a", "全市破获案件2251起。")
    first = site.now
    site.begin()
    kept = site.read("a", "全市破获案件2215起。")
    assert kept.version == 2
    (change,) = kept.changes
    assert (change.kind, change.from_version, change.to_version) == ("edited", 1, 2)
    assert (change.observed_after, change.observed_by) == (first, site.now)
    assert change.summary == "2251起 → 2215起"
    assert change.chars_added
    assert change.chars_removed
    assert site.archive.article(address("a")).text == "全市破获案件2215起。"
    assert site.archive.article(address("a"), 1).text == "全市破获案件2251起。"


def test_another_title_is_a_retitling(site):
    site.begin()
    site.read("a", title="本周有大风降温")
    site.begin()
    kept = site.read("a", title="本周气温略有下降")
    (change,) = kept.changes
    assert (change.kind, change.summary) == ("retitled", "本周有大风降温 → 本周气温略有下降")


def test_title_and_text_changed_at_once_are_two_changes_of_one_version(site):
    site.begin()
    site.read("a", "甲", title="旧")
    site.begin()
    kept = site.read("a", "乙", title="新")
    assert kept.version == 2
    assert kinds(kept.changes) == [("a", "edited"), ("a", "retitled")]


def test_white_space_and_width_are_no_edit(site):
    site.begin()
    site.read("a", "全市 破获案件\n2251起。", title="通报（一）")
    site.begin()
    kept = site.read("a", "全市破获案件\u200b２２５１起。", title="通报(一)")
    assert kept.changes == ()


@pytest.mark.parametrize("fact", ["source", "author", "editor", "doc_number"])
def test_a_fact_with_another_value_is_an_edit(site, fact):
    site.begin()
    site.read("a", **{fact: "云岭日报"})
    site.begin()
    kept = site.read("a", **{fact: "草原日报"})
    assert kinds(kept.changes) == [("a", "edited")]


def test_a_fact_that_disappears_and_comes_back_is_no_edit(site):
    site.begin()
    site.read("a", source="云岭日报")
    site.begin()
    assert site.read("a").changes == ()
    site.begin()
    assert site.read("a", source="云岭日报").changes == ()


def test_a_fact_that_comes_back_with_another_value_is_an_edit(site):
    site.begin()
    site.read("a", source="云岭日报")
    site.begin()
    site.read("a")
    site.begin()
    assert kinds(site.read("a", source="草原日报").changes) == [("a", "edited")]


def test_attachments_are_compared_by_address_and_label(site):
    site.begin()
    site.read("a", attachments=(Attachment(href=f"{HOME}/1.pdf", label="附件1"),))
    site.begin()
    kept = site.read("a", attachments=(Attachment(href=f"{HOME}/2.pdf", label="附件1"),))
    assert kinds(kept.changes) == [("a", "edited")]
    rows = list(site.archive.db.query("SELECT url, href FROM attachments"))
    assert rows == [{"url": address("a"), "href": f"{HOME}/2.pdf"}]


@pytest.mark.parametrize(
    ("old", "new", "edited"),
    [
        ((2, 0, 0, "day"), (2, 11, 35, "minute"), False),
        ((2, 11, 35, "minute"), (2, 0, 0, "day"), False),
        ((2, 11, 35, "minute"), (2, 11, 36, "minute"), True),
        ((2, 0, 0, "day"), (3, 11, 35, "minute"), True),
    ],
)
def test_times_are_compared_as_coarsely_as_they_were_printed(site, old, new, edited):
    for day, hour, minute, precision in (old, new):
        site.begin()
        kept = site.read(
            "a", published_at=datetime(2024, 2, day, hour, minute, tzinfo=CHINA), published_precision=precision
        )
    assert kinds(kept.changes) == ([("a", "edited")] if edited else [])


def test_a_time_keeps_the_zone_it_was_printed_in(site):
    site.begin()
    site.read("a", published_at=datetime(2021, 12, 2, 11, 35, tzinfo=CHINA), published_precision="minute")
    assert site.article("a")["published_at"] == "2021-12-02T11:35:00+08:00"
    assert next(site.archive.known(site="yunling")).published_at == datetime(2021, 12, 2, 3, 35, tzinfo=UTC)


def test_an_edit_taken_back_returns_to_the_version_before(site):
    for text in ("甲", "乙", "甲"):
        site.begin()
        site.read("a", text)
    versions = site.archive.versions(address("a"))
    assert [(each.number, each.returns_to) for each in versions] == [(1, None), (2, None), (3, 1)]


def test_readers_are_never_compared(site):
    site.begin()
    site.read("a", "正文 打印 关闭")
    site.reader = "test 2"
    site.begin()
    kept = site.read("a", "正文", template="x")
    assert (kept.version, kept.changes) == (1, ())


def test_the_captures_of_another_reader_are_stale(site):
    site.begin()
    site.read("a", "甲")
    site.begin()
    site.read("a", "乙")
    assert site.archive.stale(address("a"), reader="test 2") == site.archive.captures(address("a"))
    assert site.archive.stale(address("a"), reader=READER) == []


def test_rereading_a_history_at_once_changes_nothing_but_the_words(site):
    site.begin()
    site.read("a", "甲 打印")
    site.begin()
    site.read("a", "乙 打印")
    before = site.changes("a")
    captures = site.archive.stale(address("a"), reader="test 2")
    readings = [
        NewReading(capture=capture, reader="test 2", article=said, fingerprint=fingerprint(said))
        for capture, said in zip(captures, (article("a", "甲"), article("a", "乙")), strict=True)
    ]
    kept = site.archive.add_readings(readings)
    assert (kept.version, kept.changes) == (2, ())
    assert site.changes("a") == before
    assert site.article("a")["text"] == "乙"
    assert list(site.archive.db.query("SELECT rowid FROM articles_fts WHERE articles_fts MATCH '\"打印\"'")) == []


def test_a_reading_of_a_revisit_is_filed_under_the_bytes(site):
    site.begin()
    site.capture(address("a"), 200, b"bytes")
    again = site.capture(address("a"), 200, b"bytes")
    said = article("a")
    site.archive.add_reading(again, reader=READER, article=said, fingerprint=fingerprint(said))
    assert [row["id"] for row in site.archive.db.query("SELECT id FROM readings")] == [again - 1]
    assert list(site.archive.unread(site="yunling")) == []


def test_what_a_killed_crawl_left_unread_is_found(site):
    site.begin()
    site.read("a")
    unread = site.capture(address("b"), 200, b"never read")
    site.capture(address("c"), 404)
    assert list(site.archive.unread(site="yunling")) == [unread]
    assert list(site.archive.unread(site="yunling", reader="test 2")) == [unread - 1, unread]
    assert list(site.archive.unread(site="other")) == []


def test_half_a_reading_is_refused(site):
    site.begin()
    capture = site.capture(address("a"), 200, b"bytes")
    with pytest.raises(ValueError, match="an article, or an error"):
        site.archive.add_reading(capture, reader=READER)
    with pytest.raises(ValueError, match="fingerprint"):
        site.archive.add_reading(capture, reader=READER, article=article("a"))
    with pytest.raises(ValueError, match="no readings"):
        site.archive.add_readings([])


def test_a_reading_of_no_capture_is_refused(site):
    with pytest.raises(CaptureNotFound):
        site.archive.add_reading(7, reader=READER, error="x", error_kind="NotAPage")
    with pytest.raises(CaptureNotFound):
        site.archive.capture(7)
    with pytest.raises(CaptureNotFound):
        site.archive.touch(7)


def test_turns_of_the_current_version_are_rows(site):
    said = article(
        "a",
        "主持人：现在开始。\n李明：谢谢。\n第二段。",
        turns=(
            Turn(speaker="主持人", kind="moderation", text="现在开始。", paragraph=0),
            Turn(speaker="李明", role="局长", kind="statement", text="谢谢。\n第二段。", paragraph=1),
        ),
    )
    site.begin()
    site.read_as("a", said)
    rows = list(site.archive.db.query("SELECT url, position, speaker, role, kind, text FROM turns ORDER BY position"))
    assert rows[1] == {
        "url": address("a"),
        "position": 1,
        "speaker": "李明",
        "role": "局长",
        "kind": "statement",
        "text": "谢谢。\n第二段。",
    }
    assert site.archive.article(address("a")) == said
    site.begin()
    site.read("a", "没有发言")
    assert list(site.archive.db.query("SELECT 1 FROM turns")) == []


def test_words_of_turns_are_cut_out_of_the_text_wherever_they_stand(site):
    words = ["𠮷野：Good morning, 各位。", "不在正文里。", "现在开始。", "谢谢。", "谢谢。\n再见。"]
    turns = tuple(
        Turn(speaker="李明", kind="answer", text=said, paragraph=paragraph)
        for said, paragraph in zip(words, (1, 0, 0, 9, 2), strict=True)
    )
    site.begin()
    site.read_as("a", article("a", f"主持人：{words[2]}\n{words[0]}\n谢谢。\n再见。\n{words[3]}", turns=turns))
    db = site.archive.db
    assert [row[0] for row in db.execute("SELECT text FROM turns ORDER BY position")] == words
    kept = "SELECT count(*) FROM turn_places WHERE text IS NULL"
    assert db.execute(kept).fetchone() == (4,)
    assert site.archive.article(address("a")).turns == turns


def test_search_finds_the_current_words_only(site):
    site.begin()
    site.read("a", "破获电信诈骗案件")
    site.begin()
    site.read("a", "开展养老服务")
    found = site.archive.db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", ['"养老"']).fetchall()
    assert found == [(site.article("a")["id"],)]
    assert not site.archive.db.execute("SELECT 1 FROM articles_fts WHERE articles_fts MATCH ?", ['"诈骗"']).fetchall()


def test_known_pages_say_when_they_were_asked_and_how_often_they_changed(site):
    site.begin()
    site.read("a", "甲")
    first = site.now
    site.begin()
    site.read("a", "乙")
    second = site.now
    site.begin()
    site.answer("a", 500)
    (known,) = site.archive.known(site="yunling")
    assert (known.first_seen, known.last_seen, known.last_asked, known.edits) == (first, second, site.now, 1)
    assert list(site.archive.known(site="yunling", section="其他")) == []


def test_known_pages_are_asked_at_the_address_that_last_answered(site):
    site.begin()
    site.read("a", "甲")
    secure = address("a").replace("http:", "https:")
    capture = site.capture(secure, 200, b"secure")
    said = article("a", "甲")
    site.archive.add_reading(capture, reader=READER, article=said, fingerprint=fingerprint(said))
    (known,) = site.archive.known(site="yunling")
    assert known.url == secure
    assert site.article("a")["url"] == address("a")


def test_validators_are_those_of_the_last_body_of_the_very_address(site):
    site.begin()
    assert site.archive.validators(address("a")) is None
    site.capture(address("a"), 200, b"1", headers=[("ETag", '"1"'), ("Last-Modified", "yesterday")])
    second = site.capture(address("a"), 200, b"2", headers=[("Etag", '"2"')])
    site.capture(address("a"), 404)
    found = site.archive.validators(address("a"))
    assert (found.capture, found.etag, found.last_modified) == (second, '"2"', None)
    assert site.archive.validators(address("a").replace("http:", "https:")) is None


def test_a_challenge_page_is_never_asked_for_by_its_validators(site):
    site.begin()
    capture = site.capture(address("a"), 200, b"challenge", headers=[("ETag", '"waf"')])
    site.archive.add_reading(capture, reader=READER, error="a challenge", error_kind="BlockPage")
    assert site.archive.validators(address("a")) is None


def test_as_of_tells_the_version_of_a_moment(site):
    site.begin()
    site.read("a", "甲")
    first = site.now
    site.begin()
    site.read("a", "乙")
    assert site.archive.as_of(address("a"), first - timedelta(seconds=1)).state is None
    moment = site.archive.as_of(address("a"), site.now - timedelta(seconds=1))
    assert (moment.state, moment.version.number, moment.article.text) == ("live", 1, "甲")
    assert site.archive.as_of(address("a"), site.now).version.number == 2


def test_changes_are_found_by_kind_site_time_run_and_page(site):
    first = site.begin()
    site.read("a", "甲")
    site.read("b", "甲")
    second = site.begin()
    site.read("a", "乙")
    archive = site.archive
    assert [change.kind for change in archive.changes()] == ["edited", "new", "new"]
    assert len(archive.changes(kind="new")) == 2
    assert len(archive.changes(run=first)) == 2
    assert kinds(archive.changes(run=second)) == [("a", "edited")]
    assert archive.changes(site="other") == []
    assert kinds(archive.changes(since=site.now)) == [("a", "edited")]
    assert len(archive.changes(until=site.now)) == 2
    assert [change.kind for change in archive.changes(url=address("a"))] == ["edited", "new"]
    assert len(archive.changes(limit=1)) == 1


def test_what_was_never_read_is_not_found(site):
    site.begin()
    site.capture(address("a"), 404)
    with pytest.raises(VersionNotFound):
        site.archive.article(address("a"))
    with pytest.raises(CaptureNotFound):
        site.archive.captures(address("b"))
    site.read("b")
    with pytest.raises(VersionNotFound):
        site.archive.article(address("b"), 2)


def test_a_run_ends_once_and_in_a_known_way(site):
    run = site.begin()
    with pytest.raises(ValueError, match="none of"):
        site.archive.finish_run(run, outcome="fine", stats={})
    site.archive.finish_run(run, outcome="ok", stats={"pages": 1})
    with pytest.raises(ArchiveError, match="has ended"):
        site.archive.finish_run(run, outcome="ok", stats={})
    with pytest.raises(ArchiveError, match="no run"):
        site.archive.finish_run(99, outcome="ok", stats={})
