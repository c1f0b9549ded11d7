"""What hangs on an article: its files and its images."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, unquote

from lxml.html import HtmlElement

from archive.article import Attachment
from pipelines.blocks import fold
from pipelines.document import Document, split_address

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|rtf|txt|csv|zip|rar|7z|tar|gz|ceb|cebx|tif|tiff|mp4|mp3|wmv|flv|avi)$",
    re.I,
)
_MAY_BE_FILE = re.compile(
    r"\.(?:pdf|doc|xls|ppt|wps|et|dps|ofd|rtf|txt|csv|zip|rar|7z|tar|gz|ceb|tif|mp[34]|wmv|flv|avi)|down|attach"
    r"|getfile|showfile"
)
_DOWNLOAD = re.compile(
    r"(?:^|[/_.?&])(?:down(?:load|file)?|attach(?:ment)?|getfile|fileDown\w*|showfile)(?:[/_.?&=]|$)", re.I
)
_FRAMES = ("iframe", "embed", "object", "video", "audio", "source")
"""What shows a file, or plays it, in its place."""
_QUOTED_FILE = re.compile(
    r"['\"](?P<file>[^'\"\s]{1,300}\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|txt|zip|rar|7z|ceb))['\"]", re.I
)
_LONGEST_CALL = 1_000
_PAGE = re.compile(r"\.s?html?$", re.I)
_ICON = re.compile(
    r"filetypeimages|/icon?[_\-]?\w*\.(?:gif|png|jpg)|space\.|spacer|blank\.|pixel\.|loading"
    r"|icon_(?:doc|pdf|xls|rar|zip|txt|ppt)|/(?:emotion|face|smiley)/|next_?page|prev_?page|arrow|btn_|button|tracker"
    r"|counter|qrcode|ewm|erweima"
)
_LAZY = ("data-original", "data-src", "data-lazy-src", "data-url", "original", "_src", "oldsrc")
_NOT_LOADED = re.compile(r"blank|loading|placeholder|grey\.|lazy")
_LEVELS = 3
"""How far above the body's container a list of files may stand: most systems put it beside, not inside."""


def find_files(document: Document, elements: Sequence[HtmlElement]) -> tuple[Attachment, ...]:
    """The files that an article offers, in page order, with their printed names."""
    found: dict[str, str] = {}
    for element in elements:
        inside = set(element.iter("a"))
        for link in _around(element).iter("a"):
            href = link.get("href")
            if href is None or href.startswith(("#", "javascript")):
                href = _called(link)
            address = document.absolute(href) if href and _MAY_BE_FILE.search(href.lower()) else None
            if address is not None and is_file(address):
                label = fold("".join(link.itertext())) or fold(link.get("title") or link.get("download") or "")
                # Beside the body stand buttons and the leaves of e-papers too; a file that is meant has a name.
                if (link in inside or label) and not found.get(address):
                    found[address] = label
        for shown in element.iter(*_FRAMES):
            address = document.absolute(_shown(shown.get("data" if shown.tag == "object" else "src") or ""))
            if address is not None and is_file(address):
                found.setdefault(address, fold(shown.get("title") or ""))
    return tuple(Attachment(href=href, label=label) for href, label in found.items())


def _called(link: HtmlElement) -> str | None:
    """The file that a link gets by a script: `onclick="down('/u/1.doc')"`, `data-href="/u/1.doc"`."""
    for name in ("data-href", "data-url", "data-file"):
        if value := link.get(name):
            return value
    script = f"{link.get('href') or ''} {link.get('onclick') or ''}"[:_LONGEST_CALL]
    called = _QUOTED_FILE.search(script) if _MAY_BE_FILE.search(script) else None
    return called["file"] if called is not None else None


def _shown(source: str) -> str:
    """The file that a frame shows: of `viewer.html?file=/u/1.pdf` the file itself."""
    query = parse_qs(split_address(source).query) if "?" in source else {}
    return next((value for values in query.values() for value in values if _FILE.search(value)), source)


def _around(element: HtmlElement) -> HtmlElement:
    for _ in range(_LEVELS):
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "html"):
            break
        element = parent
    return element


def is_file(address: str) -> bool:
    """Whether an address is that of a file to download rather than of a page."""
    parts = split_address(address)
    if _FILE.search(unquote(parts.path)):
        return True
    if _FILE.search(unquote(parts.query)):
        return True
    return _DOWNLOAD.search(f"{parts.path}?{parts.query}") is not None and not _PAGE.search(parts.path)


def find_images(document: Document, elements: Sequence[HtmlElement]) -> tuple[Attachment, ...]:
    """The images of the body, in page order; no icons, no counters."""
    found: dict[str, str] = {}
    for element in elements:
        for image in element.iter("img"):
            source = _source(image)
            address = document.absolute(source) if source else None
            if address is not None and not _ICON.search(address.lower()) and not _is_tiny(image):
                found.setdefault(address, _alt(image) or _caption(image))
    return tuple(Attachment(href=href, label=label, kind="image") for href, label in found.items())


def _caption(image: HtmlElement) -> str:
    """What the figure around an image says below it."""
    figure = next(image.iterancestors("figure"), None)
    caption = next(figure.iter("figcaption"), None) if figure is not None else None
    return fold("".join(caption.itertext())) if caption is not None else ""


def _source(image: HtmlElement) -> str | None:
    source = (image.get("src") or "").strip()
    if not source or _is_placeholder(source.lower()):
        source = next((value for name in _LAZY if (value := (image.get(name) or "").strip())), source)
    return source or None


def _is_placeholder(source: str) -> bool:
    return source.startswith(("data:", "about:")) or _NOT_LOADED.search(source) is not None


def _alt(image: HtmlElement) -> str:
    text = fold(image.get("alt") or image.get("title") or "")
    # Editors fill in the file's name by themselves.
    return "" if re.fullmatch(r"[\w\-.()（）]+\.(?:jpe?g|png|gif|bmp|webp)", text, re.I) else text


def _is_tiny(image: HtmlElement) -> bool:
    sizes = [re.match(r"\s*(\d+)", image.get(name) or "") for name in ("width", "height")]
    return any(size is not None and int(size[1]) <= 16 for size in sizes)
