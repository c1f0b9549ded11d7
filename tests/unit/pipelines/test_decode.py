"""Bytes to text: the right text or an honest error."""

from __future__ import annotations

import pytest

from pipelines.decode import decode
from pipelines.errors import NotAPage, UndecodableBody

TEXT = (
    "<html><head><title>青砚市</title></head><body>"
    + "<p>各县人民政府要加强领导，落实责任。</p>" * 20
    + "</body></html>"
)


def page(charset: str) -> str:
    return TEXT.replace("<head>", f'<head><meta charset="{charset}">')


@pytest.mark.parametrize("label", [None, "utf-8", "gb2312", "iso-8859-1", "no-such-charset", "UTF8", '"gbk"'])
def test_utf_8_is_utf_8_whatever_the_header_says(label: str | None) -> None:
    assert decode(TEXT.encode(), label).text == TEXT


@pytest.mark.parametrize("label", [None, "utf-8", "gb2312", "GBK", "iso-8859-1", "big5"])
def test_gb18030_is_gb18030_whatever_the_header_says(label: str | None) -> None:
    assert decode(TEXT.encode("gb18030"), label).text == TEXT


def test_characters_outside_gb2312_are_read_under_its_label() -> None:
    text = page("gb2312") + "朱镕德㛃"
    assert decode(text.encode("gb18030")).text == text


def test_a_byte_order_mark_is_believed_before_any_label_and_left_out() -> None:
    assert decode(b"\xef\xbb\xbf" + page("gb2312").encode(), "gbk").text == page("gb2312")


@pytest.mark.parametrize(
    ("mark", "charset"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"", "utf-16-le")]
)
def test_utf_16_is_read_with_and_without_its_mark(mark: bytes, charset: str) -> None:
    found = decode(mark + TEXT.encode(charset), "utf-8")
    assert (found.text, found.charset) == (TEXT, charset)


def test_a_false_utf_16_mark_before_utf_8_is_passed_over() -> None:
    assert decode(b"\xff\xfe" + TEXT.encode()).text == TEXT


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_one_bad_byte_costs_one_character_and_is_counted(charset: str) -> None:
    whole = TEXT.encode(charset)
    place = whole.index("加强".encode(charset))
    found = decode(whole[:place] + b"\xff" + whole[place:])
    assert (found.text, found.dropped, found.charset) == (TEXT, 1, charset)


def test_a_page_cut_within_a_character_keeps_the_rest() -> None:
    found = decode(TEXT.encode() + "完".encode()[:2])
    assert (found.text, found.dropped) == (TEXT, 1)


def test_the_second_of_two_labels_is_believed_where_the_first_is_false() -> None:
    text = '<meta charset="big5"><meta charset="gbk">' + TEXT
    assert decode(text.encode("gb18030")).text == text


def test_a_few_gbk_characters_that_happen_to_be_utf_8_are_read_by_their_label() -> None:
    body = '<meta charset="gb2312">陆拢'.encode("gb18030")
    body.decode("utf-8")
    assert decode(body).text.endswith("陆拢")


def test_big5_is_read_by_its_label() -> None:
    text = '<meta charset="big5">' + "臺灣的學校發動學生參加農民的活動，這個國家的人們都來了。" * 5
    assert decode(text.encode("cp950")).text == text


def test_noise_is_refused() -> None:
    noise = bytes((value * 7919 + value // 3) % 251 + 4 for value in range(9000)).replace(b"<", b"\xff")
    with pytest.raises(UndecodableBody, match="broken places"):
        decode(noise)


def test_control_characters_are_left_out_and_white_space_stays() -> None:
    assert decode("青\x00砚\x0b市\t\r\n\f!".encode()).text == "青砚市\t\r\n\f!"


def test_a_replacement_character_of_the_page_itself_is_kept_for_its_flag() -> None:
    found = decode(("青\ufffd砚" + TEXT).encode())
    assert (found.text.count("\ufffd"), found.dropped) == (1, 0)


@pytest.mark.parametrize(
    "head",
    [b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"\x1f\x8b\x08", b"RIFF....WEBP",
     b"\x00\x00\x00\x18ftypmp42", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
)  # fmt: skip
def test_files_served_as_pages_are_refused(head: bytes) -> None:
    with pytest.raises(NotAPage):
        decode(head + b"\x00" * 64)


def test_nothing_is_nothing() -> None:
    assert decode(b"").text == ""
