"""What of a page could do something: the scripts, handlers, styles and addresses that hostile text may have made."""

import re

from lxml import html

_DEAD = re.compile(r"(https?://|/|#|[?]|[\w.-]+(/|$|[?]))")


def inert(page, *, styles=False):
    """Everything on a page that runs, styles or leads where no page of ours may lead; empty where all is well."""
    found = []
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.lower()
        source = element.get("src") or ""
        if name == "script" and not source.startswith(("/-/static", "/archive/-/static")):
            found.append(html.tostring(element)[:200])
        if name in ("object", "embed", "base", "meta") and (name != "meta" or element.get("http-equiv")):
            found.append(name)
        if name == "style" and not styles:
            found.append(name)
        if name == "iframe" and not (source.startswith("/press/-/capture/") and element.get("sandbox") == ""):
            found.append(name)
        if name in ("img", "svg", "video", "audio") and (element.get("src") or element.get("onload")):
            found.append(name)
        for attribute, value in element.items():
            if attribute.startswith("on") or (attribute == "style" and not styles):
                found.append(f"{name} {attribute}")
            if attribute in ("href", "src", "action", "formaction", "xlink:href") and not _DEAD.match(value.strip()):
                found.append(f"{name} {attribute}={value[:80]}")
    return found
