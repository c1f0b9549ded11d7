"""How an article is cited: GB/T 7714-2015, BibTeX, and one plain sentence."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from archive.article import Article

_SPECIAL = {
    "\\": r"\textbackslash{}",
    **{char: f"\\{char}" for char in "{}&%$#_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One article in one of its states, ready to be quoted."""

    article: Article
    seen: datetime
    """When the cited state was last seen."""
    digest: str | None
    """Of the bytes that prove it."""

    @property
    def forms(self) -> dict[str, str]:
        """Every form by its name."""
        return {"GB/T 7714": self.gbt7714, "BibTeX": self.bibtex, "text": self.plain}

    @property
    def gbt7714(self) -> str:
        """GB/T 7714-2015, section 4.6 (electronic resources): 责任者. 题名[EB/OL]. (发布日期)[引用日期]. 地址."""
        who = self._who
        dated = f"({self._published})" if self._published else ""
        return (
            f"{who + '. ' if who else ''}{_line(self.article.title)}[EB/OL]. {dated}[{self._seen}]. {self.article.url}."
        )

    @property
    def bibtex(self) -> str:
        """A BibTeX entry; its key is the year and a digest of the address, so that it stays the same."""
        year = self._published[:4]
        key = f"{year or 'press'}-{hashlib.sha256(self.article.url.encode()).hexdigest()[:8]}"
        fields = {
            "title": _tex(self.article.title),
            "author": "{" + _tex(self._who) + "}" if self._who else "",
            "year": year,
            "date": self._published,
            "url": self.article.url.replace("}", "%7D").replace("{", "%7B"),
            "urldate": self._seen,
            "note": self.digest or "",
        }
        inner = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@online{{{key},\n{inner}}}"

    @property
    def plain(self) -> str:
        """One sentence for a footnote, with the digest that proves it."""
        parts = [self._who, f"《{_line(self.article.title)}》", self._published, self.article.url]
        told = "，".join(part for part in parts if part)
        return f"{told}（{self._seen} 存档{f'，{self.digest}' if self.digest else ''}）。"

    @property
    def _who(self) -> str:
        return _line(self.article.author or self.article.source or self.article.site_name or "")

    @property
    def _published(self) -> str:
        return self.article.published_at.strftime("%Y-%m-%d") if self.article.published_at else ""

    @property
    def _seen(self) -> str:
        return self.seen.strftime("%Y-%m-%d")


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return re.sub(r"[\\{}&%$#_~^]", lambda found: _SPECIAL[found[0]], _line(text))
