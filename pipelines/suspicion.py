"""What is suspicious about a page: hijacked and re-registered copies, and words that the page itself does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.attachments import is_file
from pipelines.document import Document
from pipelines.facts import Facts
from pipelines.page import Page
from pipelines.published import GUESS, SIGNATURE
from pipelines.spam import strip_spam

_PINYIN_GLOSS = re.compile(
    "[\u4e00-\u9fff][(（][a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü' ]*[)）]"
)
_TONED = re.compile("[(（][a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_FOREIGN_IDS = re.compile(
    r"/(?:art_\d+_\d+|t20\d{6}_\d+)[^/]*/.*(?:art_\d+_\d+|t20\d{6}_\d+)|/[a-z]{3,4}20\d{4}/t\d{5,}\.html"
)
_GUESSED = {GUESS: "only htmldate found it", SIGNATURE: "only the text is dated"}
_FRAMES = ("iframe", "frame", "embed", "object")
_SAYS_NOTHING = 40
"""Characters; what stands beside a frame that holds the text: （此件公开发布）."""
_NO_NAME = re.compile(r"[\d.]+|[0-9a-f:]+|[^.]*")
# Characters that only a mechanical change of script leaves in a simplified text.
_SIMPLIFIED = re.compile(
    "[问题责确粮导记议讲认证设该团员产党创办务义乡当现环济经给统继续维级组线结农众优传体价则广应庆际阳队"
    "项领风顾预头马验万与东两严个丰临举们这为国会发时动过说对开关无处区县业书长门实标权条来杂气汉灾点爱"
    "电监种类红职联节药规观计许论评诉语请调谈财货质费资赛车转边达运进远连选铁银镇间闻难须飞养鱼龙]"
)
_TRADITIONAL = re.compile(
    "[問題責確糧導記議講認證設該團員產黨創辦務義鄉當現環濟經給統繼續維級組線結農眾優傳體價則廣應慶際陽隊"
    "項領風顧預頭馬驗萬與東兩嚴個豐臨舉們這為國會發時動過說對開關無處區縣業書長門實標權條來雜氣漢災點愛"
    "電監種類紅職聯節藥規觀計許論評訴語請調談財貨質費資賽車轉邊達運進遠連選鐵銀鎮間聞難須飛養魚龍]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One flag and its reason."""

    flag: str
    reason: str


def suspect(page: Page, *, facts: Facts, text: str, elements: Iterable[HtmlElement]) -> tuple[Suspicion, ...]:
    """What is suspicious about a page, whose body stands in some elements."""
    document = page.document
    found = [
        ("spam_title", _spam(facts.titles)),
        ("foreign_site_domain", _foreign_domain(document.parts.hostname or "", page.guideline.site_domain)),
        ("pinyin_gloss", _pinyin(text)),
        ("mixed_script", _mixed_script(text)),
        ("foreign_path", _first_match(_FOREIGN_IDS, document.parts.path, "{} belongs to another site's system")),
        ("tag_date_differs", f"PubDate says {facts.tag_date.moment:%Y-%m-%d}" if facts.tag_date is not None else None),
        ("guessed_date", _GUESSED.get(facts.origins.get("published_at", ""))),
        ("damaged_text", _damage(document)),
        ("text_in_frame", _framed(document, elements) if len(text) < _SAYS_NOTHING else None),
    ]
    return tuple(Suspicion(flag=flag, reason=reason) for flag, reason in found if reason is not None)


def _pinyin(text: str) -> str | None:
    # Letters with tones in brackets are rare; looking for them alone is ten times faster than behind every character.
    return _first_match(_PINYIN_GLOSS, text, "「{}」 in the text") if _TONED.search(text) else None


def _spam(titles: tuple[str, ...]) -> str | None:
    tails = (strip_spam(title)[1] for title in titles)
    return next((f"「{tail}」 in the title" for tail in tails if tail is not None), None)


def _foreign_domain(host: str, domains: str | None) -> str | None:
    if _NO_NAME.fullmatch(host):
        # An intranet, or the practice web.
        return None
    return f"SiteDomain says {domains[:80]}" if domains and host and not _same_site(host, domains) else None


def _first_match(pattern: re.Pattern[str], text: str, reason: str) -> str | None:
    match = pattern.search(text)
    return reason.format(match[0]) if match is not None else None


def _mixed_script(text: str) -> str | None:
    traditional = len(_TRADITIONAL.findall(text)) if _TRADITIONAL.search(text) else 0
    if traditional < 3:
        return None
    simplified = len(_SIMPLIFIED.findall(text))
    if not 0.02 < traditional / (traditional + simplified) < 0.98:
        return None
    return f"{traditional} traditional characters among {simplified} simplified"


def _damage(document: Document) -> str | None:
    if document.dropped:
        return f"{document.dropped} places were no {document.charset} and were left out"
    # Counting what is not there takes ten times as long as looking.
    own = document.text.count("\ufffd") if "\ufffd" in document.text else 0
    return f"the page itself holds {own} replacement characters" if own else None


def _framed(document: Document, elements: Iterable[HtmlElement]) -> str | None:
    """The page that is shown where the text should stand; a file there is an attachment."""
    for element in elements:
        for frame in element.iter(*_FRAMES):
            address = document.absolute(frame.get("data" if frame.tag == "object" else "src") or "")
            if address is not None and not is_file(address):
                return f"{address} is shown in its place"
    return None


def _same_site(host: str, domains: str) -> bool:
    """Whether one of the domains that a page names is, or shares an organisation's domain with, its host."""
    names = [_host(part) for part in re.split(r"[\s,，;；、|]+", domains.lower()) if "." in part]
    return not names or any(_owner(name) == _owner(host) for name in names)


def _host(text: str) -> str:
    return text.removeprefix("http://").removeprefix("https://").split("/")[0].split(":")[0]


def _owner(host: str) -> str:
    """x.gov.cn for every host below it: the name one registers."""
    parts = host.strip(".").split(".")
    keep = 3 if len(parts) >= 3 and parts[-1] == "cn" and parts[-2] in ("gov", "com", "org", "net", "edu", "ac") else 2
    return ".".join(parts[-keep:])
