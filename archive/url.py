"""Which address is which page: the canonical URL, and the SURT key a page is filed under.

`canonical_url` is an address that can still be asked; it loses only what no server looks at. `surt` is a key and no
address: it also folds http and https, `www.`, `index.html` and the order of parameters. The case of a path is kept,
for a wrong merge of two pages mixes their histories and a missed one only doubles a row.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}

TRACKING = frozenset(
    {
        # Campaigns and click identifiers.
        *("gclid", "fbclid", "msclkid", "yclid", "bd_vid", "hmsr", "hmpl", "hmcu", "hmkw", "hmci"),
        # 微信, 微博, 今日头条 and 支付宝 add these when a page is shared.
        *("isappinstalled", "nsukey", "wxshare_count", "weibo_id", "share_token", "sharefrom", "spm", "scm"),
        # Sessions.
        *("jsessionid", "phpsessid", "aspsessionid"),
    }
)
TRACKING_PREFIX = "utm_"
# `from` means a department on some sites; only the values that 微信 writes are tracking.
WECHAT_FROM = frozenset({"timeline", "singlemessage", "groupmessage"})

_FORBIDDEN = re.compile(r"[\t\r\n]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9._-]+")
_INDEX = re.compile(r"(?i)/(?:index|default)\.(?:s?html?|php|jspx?|aspx?)$")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# RFC 3986 pchar without the percent sign; the query may also hold slashes and question marks.
_PATH = _UNRESERVED | frozenset(b"!$&'()*+,;=:@/")
_QUERY = _PATH | frozenset(b"?")
# What may have to be written otherwise; most addresses hold nothing of the kind.
_IRREGULAR = {allowed: re.compile(f"[^{re.escape(bytes(sorted(allowed)).decode())}]") for allowed in (_PATH, _QUERY)}
_TAIL = re.compile(r"[?#]")
# What one CMS calls an article wherever it lists it: TRS, Hanweb (whose first number is the column's), UCAP and others.
_ARTICLE_ID = re.compile(
    r"/(?:(t\d{8}_\d{4,})|art_\d+_(\d{2,})|(?:art_)?([0-9a-f]{32})(?:/c)?|(content_\d{5,}))\.s?html?$", re.IGNORECASE
)


def canonical_url(url: str) -> str:
    """The address without what no server looks at: fragment, default port, tracking, dots, needless escapes.

    Raises ValueError, and nothing else, for whatever is not an http or https address.
    """
    scheme, host, port, path, query = _parts(url)
    return f"{scheme}://{_bracketed(host)}{port}{path}{'?' + query if query else ''}"


# A page is met in its list, as a request and as a capture, each time within seconds.
@lru_cache(maxsize=8192)
def surt(url: str) -> str:
    """The key of a page: host reversed, as in `cn,gov,lasa)/lasa/xwfbh/a.shtml`; raises like `canonical_url`."""
    _scheme, host, port, path, query = _parts(url)
    host = host.removeprefix("www.") or host
    if not _is_ip(host):
        host = ",".join(reversed(host.split(".")))
    path = _INDEX.sub("/", path).rstrip("/") or "/"
    query = "&".join(sorted(query.split("&"))) if query else ""
    return f"{host}{port}){path}{'?' + query if query else ''}"


def article_id(key: str) -> str | None:
    """What the CMS of a host calls an article in whatever column it lists it, with the host; None where no id is.

    `art_12_3456.html` under column 12 and `art_78_3456.html` under 78 are one article of that host, and so are
    `/xwfb/t20211202_1234567.html` and `/zwyw/t20211202_1234567.html`. A key without an id of its own (`index.html`, a
    bare number) has none. Two pages with one id may still be two articles: compare their words too.
    """
    found = _ARTICLE_ID.search(key)
    if not found:
        return None
    host, _, _ = key.partition(")")
    return f"{host}){next(filter(None, found.groups())).lower()}"


def is_home(url: str) -> bool:
    """Whether an address is the front page of its site."""
    try:
        return surt(url).endswith(")/")
    except ValueError:
        return False


def resolve(base: str, href: str) -> str | None:
    """The canonical address that a Location header or a link means on a page; None where it means none."""
    try:
        return canonical_url(urljoin(base, _cleaned(href)))
    except ValueError:
        return None


def _parts(url: str) -> tuple[str, str, str, str, str]:
    split = urlsplit(_cleaned(url))
    scheme = split.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise ValueError(f"not an http or https address: {url[:200]!r}")
    host = _host(split.hostname or "", url)
    port = f":{split.port}" if split.port not in (None, DEFAULT_PORTS[scheme]) else ""
    path = _without_dots(_escaped(_SESSION.sub("", split.path), _PATH))
    query = "&".join(part for part in split.query.split("&") if part and not _is_tracking(part))
    return scheme, host, port, path, _escaped(query, _QUERY)


def _cleaned(url: str) -> str:
    """What a browser's address bar would make of it: no white space around or line breaks within, no backslashes."""
    url = _FORBIDDEN.sub("", url.strip(" \t\r\n\f\v\u3000\ufeff"))
    address, mark, rest = _cut(url)
    return address.replace("\\", "/") + mark + rest


def _cut(url: str) -> tuple[str, str, str]:
    found = _TAIL.search(url)
    return (url[: found.start()], found[0], url[found.end() :]) if found else (url, "", "")


def _host(host: str, url: str) -> str:
    host = host.lower().rstrip(".")
    if not host or len(host) > 253:
        raise ValueError(f"no host in {url[:200]!r}")
    if _is_ip(host):
        return host
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower().rstrip(".")
    if not _HOST.fullmatch(host):
        raise ValueError(f"not a host name: {host[:100]!r}")
    return host


def _is_ip(host: str) -> bool:
    # Asking costs ten times as much as the rest of an address; a name ends with a letter.
    if ":" not in host and not host[-1:].isdigit():
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _escaped(text: str, allowed: frozenset[int]) -> str:
    """Percent-encoding made regular: upper-case digits, nothing escaped that need not be, everything else escaped.

    Escapes of other bytes stay as they are, so that a query in GB18030 keeps its meaning.
    """
    if not _IRREGULAR[allowed].search(text):
        return text
    pieces: list[str] = []
    for index, piece in enumerate(_ESCAPE.split(text)):
        if index % 2:
            byte = int(piece, 16)
            pieces.append(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}")
        else:
            pieces.extend(chr(byte) if byte in allowed else f"%{byte:02X}" for byte in piece.encode("utf-8"))
    return "".join(pieces)


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4, with empty steps kept: `//` is a path of its own on some servers."""
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            if kept:
                kept.pop()
        elif step != ".":
            kept.append(step)
    if steps and steps[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _is_tracking(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    name = name.lower()
    if name == "from":
        return value.lower() in WECHAT_FROM
    return name in TRACKING or name.startswith(TRACKING_PREFIX)
