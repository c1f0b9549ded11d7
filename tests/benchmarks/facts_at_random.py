"""Which facts are told of lines of facts put together at random: labels, marks and their order as offices print them.

Fictional outlets and people, one fictional text; the gold is what was put in. What is missed is a class to look at.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table

from pipelines import read_article

OUTLETS = [
    "青砚日报",
    "青砚在线",
    "青砚发布",
    "市水文局",
    "市教育局基教科",
    "云溪区融媒体中心",
    "云溪区人民政府",
    "区政府办公室",
    "青砚晚报社",
    "青砚广播电视台",
    "市公安局交警支队",
    "县委统战部",
    "市妇联",
    "青砚大学",
    "青砚市中级人民法院",
    "省纪委监委网站",
    "青砚云溪微信公众号",
    "21世纪青砚报",
]
PEOPLE = ["林若川", "苏禾", "顾言", "方芷", "程予安", "何绍仁"]
LABELS = {
    "source": ["来源：", "来源:", "信息来源：", "文章来源：", "稿件来源：", "来\u3000源：", "稿源：", "新闻来源："],
    "date": [
        "发布时间：",
        "时间：",
        "日期：",
        "发布日期：",
        "",
        "更新时间：",
        "[发布日期]",
        "发稿时间：",
        "发布于 ",
        "录入时间：",
    ],
    "author": ["作者：", "撰稿：", "记者："],
    "editor": ["责任编辑：", "编辑：", "责编：", "网络编辑："],
}
OTHERS = (
    "浏览次数：12次",
    "阅读：340",
    "点击数：7",
    "人气：94",
    "【浏览：5】",
    "阅读 112",
    "打印",
    "【打印本页】",
    "举报",
    "保存",
    "A+ A-",
    "【字体：<a href=#>大</a> <a href=#>小</a>】",
    "[<a>大</a>|<a>小</a>]",
    "栏目：工作动态",
    "类别：要闻",
    "录入：admin",
    "审核：何青",
)
DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日%H:%M")
WRAPS = (
    ("<div>", "<span>{}</span> ", "</div>"),
    ("", "<p>{}</p>", ""),
    ("<ul>", "<li>{}</li>", "</ul>"),
    ("<p>", "[{}]", "</p>"),
    ("<table><tr>", "<td>{}</td>", "</tr></table>"),
    ("<p>", "{} ", "</p>"),
    ("<p>", "{}&nbsp;&nbsp;&nbsp;", "</p>"),
    ("<p>", "{} | ", "</p>"),
    ("<p>", "<i class=ic></i>{} ", "</p>"),
    ("<div>", "<div>{}</div>", "</div>"),
)
TITLE = "关于做好防汛工作的通知"
TEXT = "各县人民政府要加强领导，落实责任，确保各项工作取得实效。"


def page(chance: random.Random) -> tuple[str, dict[str, str | None]]:
    """A page with a line of facts, and what was put into it."""
    day = datetime(2021, 1, 1) + timedelta(hours=chance.randrange(8_000))  # noqa: DTZ001  printed, never compared
    outlet = chance.choice(OUTLETS)
    gold: dict[str, str | None] = {"source": outlet, "date": f"{day:%Y-%m-%d}", "author": None, "editor": None}
    parts = [
        chance.choice(LABELS["source"]) + outlet,
        chance.choice(LABELS["date"]) + day.strftime(chance.choice(DATES)),
    ]
    kind = chance.random()
    if kind < 0.12:
        parts[0], gold["source"] = chance.choice(LABELS["source"]), None
    elif kind < 0.24:
        parts[0] = outlet
    for fact, share in (("author", 0.3), ("editor", 0.3)):
        if chance.random() < share:
            gold[fact] = chance.choice(PEOPLE)
            parts.append(f"{chance.choice(LABELS[fact])}{gold[fact]}")
    rest = [*parts[2:], *chance.sample(OTHERS, chance.randrange(4))]
    chance.shuffle(rest)
    beside = parts[:2]
    chance.shuffle(beside)
    parts = [*beside, *rest]
    if parts[0] != outlet and outlet not in parts:
        chance.shuffle(parts)
    before, each, after = chance.choice(WRAPS)
    facts = before + "".join(each.format(part) for part in parts) + after
    body = f"<h1>{TITLE}</h1>{facts}<div class=wz><p>{TEXT}</p><p>{TEXT}</p></div>"
    return f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>", gold


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many misses to print")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    told: dict[str, list[bool]] = defaultdict(list)
    console, shown = Console(), 0
    for number in range(given.pages):
        markup, gold = page(random.Random(f"{given.seed}/{number}"))
        article = read_article(markup.encode(), url="https://www.qingyan.gov.cn/a/1.html")
        found = {"source": article.source, "author": article.author, "editor": article.editor}
        found["date"] = f"{article.published_at:%Y-%m-%d}" if article.published_at is not None else None
        for fact, wanted in gold.items():
            told[fact if wanted is not None else f"no {fact}"].append(found[fact] == wanted)
            if found[fact] != wanted and shown < given.show:
                shown += 1
                console.print(f"{fact}: {wanted!r}, told {found[fact]!r}: {markup}", markup=False)
    if given.json:
        print(json.dumps({fact: {"pages": len(hits), "told": sum(hits) / len(hits)} for fact, hits in told.items()}))
        return
    table = Table("fact", "pages", "told")
    for fact, hits in sorted(told.items()):
        table.add_row(fact, str(len(hits)), f"{sum(hits) / len(hits):.3f}")
    console.print(table)


if __name__ == "__main__":
    main()
