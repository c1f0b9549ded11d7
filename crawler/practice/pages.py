"""The pages of the practice web, drawn from its articles and templates."""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from string import Template
from typing import Any

from crawler.practice.articles import FOLDER, PracticeArticle, Words
from crawler.practice.phases import Stage, Staged


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSection:
    """One column of a practice site."""

    name: str
    path: str
    index: str
    extension: str
    parent: str
    """The step above it in the breadcrumb."""

    def page(self, number: int, *, first: int) -> str:
        """The address of a list page; `first` is what the pager calls the second one: 2, or 1 with TRS."""
        return f"{self.path}{self.index}{f'_{number - 2 + first}' if number > 1 else ''}.{self.extension}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSite:
    """One site of the practice web: how it is served and what stands around its articles."""

    folder: str
    key: str
    name: str
    code: str
    design: str
    pager: str
    size: int
    validators: tuple[str, ...]
    gzip: bool
    robots: str
    sections: tuple[PracticeSection, ...]
    departments: tuple[str, ...]
    districts: tuple[str, ...]
    menu: Mapping[str, tuple[str, ...]]

    @property
    def second(self) -> int:
        """The number that this site's pager gives to the second list page."""
        return 1 if self.pager == "trs" else 2

    def section_of(self, article: PracticeArticle) -> PracticeSection:
        """The column that an article stands in."""
        return next((one for one in self.sections if one.name == article.column), self.sections[0])


class Sheet(Template):
    """A template whose places are written §name, a sign that neither markup nor scripts use."""

    delimiter = "§"


@cache
def load_practice_site(folder: str) -> PracticeSite:
    """One site of the practice web by its folder."""
    row = tomllib.loads((FOLDER / folder / "site.toml").read_text(encoding="utf-8"))
    row["sections"] = tuple(PracticeSection(**section) for section in row.pop("section"))
    row["menu"] = {name: tuple(inner) for name, inner in row["menu"].items()}
    for name in ("validators", "departments", "districts"):
        row[name] = tuple(row[name])
    return PracticeSite(folder=folder, **row)


@cache
def load_design(folder: str, design: str) -> Mapping[str, Any]:
    """The row forms and the encoding of one design."""
    return tomllib.loads((FOLDER / folder / design / "design.toml").read_text(encoding="utf-8"))


@cache
def _sheet(folder: str, design: str, name: str) -> Sheet:
    return Sheet((FOLDER / folder / design / f"{name}.html").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Draws the pages of one site as they are on one day."""

    site: PracticeSite
    stage: Stage
    host: str
    """Host and port that the site is served on."""

    @property
    def design(self) -> str:
        """The name of the template of the day."""
        return self.stage.designs.get(self.site.folder, self.site.design)

    @property
    def rules(self) -> Mapping[str, Any]:
        """The row forms of the design."""
        return load_design(self.site.folder, self.design)

    def article(self, article: PracticeArticle, *, visits: int, number: int = 1) -> bytes:
        """An article's page, counted from 1; `visits` is what its hit counter shows."""
        section = self.site.section_of(article)
        when = article.published
        main = self._fill(
            "article",
            title=escape(article.title),
            suffix=article.suffix,
            year=f"{when:%Y}" if when else "",
            month=f"{when:%m}" if when else "",
            day=f"{when:%d}" if when else "",
            clock=f"{when:%H:%M}" if when else "",
            source=article.source or "",
            author=f"<p>作者：{article.author}</p>" if article.author else "",
            editor=article.editor or "",
            visits=visits,
            path=article.path,
            body="\n".join([*self._body(article, number), *_own_pages(article, number), *_files(article)]),
            **self._section_places(section),
        )
        return self._frame(
            main, title=article.title, suffix=article.suffix, column=section.name, metas=self._metas(article)
        )

    def listing(self, section: PracticeSection, number: int) -> bytes | None:
        """A list page of a column, counted from 1; None where there is no such page."""
        rows = listed_articles(self.site, self.stage, section)
        pages = max(1, -(-len(rows) // self.site.size))
        if not 1 <= number <= pages:
            return None
        shown = rows[(number - 1) * self.site.size : number * self.site.size]
        main = self._fill(
            "list",
            items=self._items(shown, section),
            pages=pages,
            current=number,
            zero=number - 1,
            records=len(rows),
            pager=self._anchors(section, number, pages),
            **self._section_places(section),
        )
        return self._frame(main, title=section.name, column=section.name, metas=_metas(_column_tags(section)))

    def home(self) -> bytes:
        """The home page: the newest articles of every column."""
        section = self.site.sections[0]
        rows = [staged for one in self.site.sections for staged in listed_articles(self.site, self.stage, one)[:4]]
        main = self._fill("home", items=self._items(rows, None), **self._section_places(section))
        return self._frame(main, title="首页", column="首页")

    def notice(self, words: str) -> bytes:
        """A page in the site's frame that says one thing: that a page does not exist."""
        main = f'<div class="error"><p>{words}</p><p><a href="/">返回首页</a></p></div>'
        return self._frame(main, title="提示信息", column="提示信息")

    def _frame(self, main: str, *, title: str, column: str, suffix: str = "", metas: str = "") -> bytes:
        site, rules = self.site, self.rules
        places = {"title": escape(title), "suffix": suffix, "column": column, "site": site.name}
        menu = "\n".join(
            self._row("menu", name, inner="".join(self._row("submenu", word) for word in inner))
            for name, inner in site.menu.items()
        )
        text = self._fill(
            "frame",
            title_tag=Sheet(rules["title_tag"]).substitute(places),
            metas=metas,
            menu=menu,
            departments="\n".join(self._row("option", name) for name in site.departments),
            districts="\n".join(self._row("option", name) for name in site.districts),
            main=main,
            host=self.host,
            code=site.code,
            **places,
        )
        return text.encode(rules["encoding"])

    def _fill(self, name: str, **places: object) -> str:
        return _sheet(self.site.folder, self.design, name).substitute({"site": self.site.name, **places})

    def _row(self, form: str, words: str, **places: str) -> str:
        return Sheet(self.rules[form]).safe_substitute(words=words, slug=_slug(words), **places)

    def _section_places(self, section: PracticeSection) -> dict[str, str]:
        start = section.page(1, first=self.site.second)
        return {
            "section": start,
            "column": section.name,
            "parent": section.parent,
            "parent_slug": _slug(section.parent),
        }

    def _body(self, article: PracticeArticle, number: int) -> Iterable[str]:
        # A speaker's label stands once above all of his paragraphs: only plain texts are cut into pages.
        return self._paragraphs(article.words if len(article.paths) == 1 else article.pages[number - 1])

    def _paragraphs(self, words: Iterable[Words]) -> Iterable[str]:
        for some in words:
            first, *rest = (escape(line, quote=False) for line in some.paragraphs)
            if some.form == "header":
                yield self._row("paragraph", self._row("strong", f"{some.role} {some.speaker}"))
            elif some.form == "bold" or (some.form == "colon" and self.rules["bold_labels"]):
                first = self._row("strong", some.speaker + ("：" if some.form == "colon" else "")) + first
            elif some.form == "colon":
                first = f"{some.speaker}：{first}"
            yield from (self._row("paragraph", line) for line in (first, *rest))

    def _items(self, rows: Iterable[Staged], section: PracticeSection | None) -> str:
        lines = []
        for staged in rows:
            article, href = staged.article, staged.article.path
            if self.site.pager == "trs" and section:
                href = f"./{href.removeprefix(section.path)}"
            when = f"{article.published:%Y-%m-%d}" if article.published else ""
            title = escape(article.title) + article.suffix
            lines.append(Sheet(self.rules["item"]).safe_substitute(href=href, title=title, date=when))
        return "\n".join(lines)

    def _anchors(self, section: PracticeSection, number: int, pages: int) -> str:
        def link(to: int, words: str) -> str:
            return f'<a href="{section.page(to, first=2)}">{words}</a>'

        before = [link(1, "首页"), link(number - 1, "上一页")] if number > 1 else []
        after = [link(number + 1, "下一页"), link(pages, "尾页")] if number < pages else []
        return " ".join([*before, f"<span>{number}</span>", *after])

    def _metas(self, article: PracticeArticle) -> str:
        if article.published is None or not self.site.code:
            return ""
        clock = " %H:%M" if self.rules["minutes"] else ""
        return _metas(
            {
                **_column_tags(self.site.section_of(article)),
                "ArticleTitle": article.title,
                "PubDate": article.published.strftime(f"%Y-%m-%d{clock}"),
                "ContentSource": article.source or "",
                "Keywords": article.column or "",
                "Description": article.paragraphs[0][:80],
            }
        )


def _own_pages(article: PracticeArticle, number: int) -> Iterable[str]:
    """The row of page numbers under an article of several pages."""
    paths = article.paths
    if len(paths) == 1:
        return
    names = [path.rpartition("/")[2] for path in paths]
    row = [f'<a href="{names[number - 2]}">上一页</a>'] if number > 1 else []
    for place, name in enumerate(names, 1):
        row.append(f"<span>{place}</span>" if place == number else f'<a href="{name}">{place}</a>')
    row += [f'<a href="{names[number]}">下一页</a>'] if number < len(names) else []
    yield f'<div class="pagelist" align="center">{" ".join(row)}</div>'


def _files(article: PracticeArticle) -> Iterable[str]:
    """The list of attached files below a text, as TRS writes it."""
    for path, (name, _) in article.files.items():
        yield f'<p>附件：<a href="./{path.rpartition("/")[2]}" title="{name}" oldsrc="./W0.{path[-3:]}">{name}</a></p>'


def listed_articles(site: PracticeSite, stage: Stage, section: PracticeSection) -> list[Staged]:
    """What a column lists on one day, the newest first."""
    rows = [
        staged
        for staged in stage.articles.values()
        if staged.listed and staged.article.site == site.folder and site.section_of(staged.article) == section
    ]
    return sorted(rows, key=_newness, reverse=True)


def _newness(staged: Staged) -> tuple[str, str]:
    article = staged.article
    return (article.published.isoformat() if article.published else "", article.path)


def _column_tags(section: PracticeSection) -> dict[str, str]:
    return {
        "ColumnName": section.name,
        "ColumnDescription": f"{section.name}栏目发布有关信息",
        "ColumnKeywords": section.name,
        "ColumnType": section.parent,
    }


def _metas(tags: Mapping[str, str]) -> str:
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in tags.items())


def _slug(words: str) -> str:
    return f"c{zlib.crc32(words.encode()) % 1_000_000:06d}"
