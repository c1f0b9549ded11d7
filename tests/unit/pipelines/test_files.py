"""Files in, their text or an honest reason out."""

import io
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter

from crawler.practice.made_files import make_docx, make_pdf
from pipelines.files import MOST_ENTRIES, extension_of, read_file

LINES = ["云岭市养老机构名录", "第一福利院床位320张，联系人方芷。"]
AT = "http://yunling.example/files/1"


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(LINES))))
    writer.encrypt(user_password=password, owner_password="keeper", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(("extension", "make"), [("pdf", make_pdf), ("docx", make_docx)])
def test_the_text_of_a_file_is_read(extension: str, make):
    found = read_file(make(LINES), url=f"{AT}.{extension}")
    assert (found.text, found.error_kind) == ("\n".join(LINES), None)
    assert found.digest.startswith("sha256:")


def test_the_same_lines_make_the_same_file():
    assert (make_pdf(LINES), make_docx(LINES)) == (make_pdf(LINES), make_docx(LINES))


def test_a_page_in_the_place_of_a_file_says_nothing_of_the_file():
    found = read_file("<!DOCTYPE html><p>您访问的文件不存在</p>".encode(), url=f"{AT}.pdf")
    assert (found.digest, found.error_kind) == (None, "NotAFile")


@pytest.mark.parametrize("body", [b"", b"\n\n", b"<html><p>404"])
def test_nothing_and_a_page_are_no_files_whatever_they_are_called(body: bytes):
    assert read_file(body, url="http://yunling.example/download?id=7").error_kind == "NotAFile"


def test_a_file_that_wants_a_password_says_so_and_has_a_digest():
    found = read_file(locked("secret"), url=f"{AT}.pdf")
    assert (found.error_kind, found.text) == ("LockedFile", None)
    assert found.digest is not None


def test_a_file_that_is_locked_against_changes_alone_is_read():
    assert read_file(locked(""), url=f"{AT}.pdf").text == "\n".join(LINES)


@pytest.mark.parametrize(
    ("body", "extension"),
    [(b"%PDF-1.4\n" + b"\xff" * 500, "pdf"), (make_docx(LINES)[:300], "docx"), (b"PK\x03\x04" + bytes(60), "docx")],
)
def test_a_broken_file_says_so(body: bytes, extension: str):
    found = read_file(body, url=f"{AT}.{extension}")
    assert (found.error_kind, found.text) == ("BrokenFile", None)
    assert found.digest is not None


def test_a_file_that_is_too_large_inside_is_not_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p/>" * 12_000_000)
    assert "larger inside" in read_file(packed.getvalue(), url=f"{AT}.docx").error
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(MOST_ENTRIES + 1):
            archive.writestr(f"word/{number}.xml", b"")
        archive.writestr("word/document.xml", b"")
    assert "larger inside" in read_file(packed.getvalue(), url=f"{AT}.docx").error


def test_a_spreadsheet_has_a_digest_and_no_text():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    found = read_file(packed.getvalue(), url=f"{AT}.xlsx")
    assert (found.text, found.error_kind) == (None, None)
    assert found.digest is not None


@pytest.mark.parametrize(
    ("address", "extension"),
    [("/1.PDF", "pdf"), ("/1.docx?v=1.25", "docx"), ("/down.jsp?f=P01.xls", "xls"), ("/1", ""), ("/名录.pdf#2", "pdf")],
)
def test_the_extension_of_an_address(address: str, extension: str):
    assert extension_of(f"http://yunling.example{address}") == extension
