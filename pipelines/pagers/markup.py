"""XML answers read as data: nothing is fetched, no entity is expanded, what is broken is passed over."""

from __future__ import annotations

from lxml import etree


def parse_xml(text: str) -> etree._Element | None:
    """The root of an XML text; None when there is nothing in it."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, encoding="utf-8")
    try:
        root: etree._Element | None = etree.fromstring(text.strip().encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError:
        return None
    return root


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace, lower-cased; empty for comments and entities."""
    # Not etree.QName: what a broken page has for a name may be none.
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def words(element: etree._Element) -> str:
    """An element's own text; an unexpanded entity is a child, and the words after it are its tail."""
    return "".join((element.text or "", *(part.tail or "" for part in element))).strip()
