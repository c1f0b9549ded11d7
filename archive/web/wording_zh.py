"""The interface's phrases in Chinese, from `wording_zh.toml`, and how a change's summary reads in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

CHINESE: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
"""Every English phrase with its Chinese one."""

SUMMARIES = (
    (re.compile(r"the (statement|question|answer|moderation) by (.+?) is gone"), r"\2的发言不见了"),
    (re.compile(r"new (statement|question|answer|moderation) by ([^;]+)"), r"\2的新发言"),
    (re.compile(r"words of (.+?) now given to ([^;]+)"), r"\1的话改归\2"),
    (re.compile(r"\bmoved 「"), "移动「"),
    (re.compile(r"\badded 「"), "增加「"),
    (re.compile(r"\bremoved 「"), "删去「"),
    (re.compile(r"(\d+) more$"), r"另有 \1 处"),
    (re.compile(r"\bpublished_at: "), "发布时间: "),
    (re.compile(r"\bdoc_number: "), "文号: "),
    (re.compile(r"\btitle: "), "标题: "),
    (re.compile(r"\bsource: "), "来源: "),
    (re.compile(r"\bauthor: "), "作者: "),
    (re.compile(r"\beditor: "), "责任编辑: "),
    (re.compile(r"\bcolumn: "), "栏目: "),
    (re.compile(r"\battachment: "), "附件: "),
    (re.compile(r"(^|; )another file at "), r"\1附件已更换："),
    (re.compile(r"^soft 404$"), "页面自称不存在"),
    (re.compile(r"^redirect to the home page$"), "跳转到首页"),
    (re.compile(r"^the same page under many addresses$"), "多个网址显示同一页面"),
    (re.compile(r"^label (.+) below the body$"), r"正文下方标签“\1”"),
    (re.compile(r"^label (.+)$"), r"标签“\1”"),
    (re.compile(r"^date above the body$"), "正文上方的日期"),
    (re.compile(r"^calendar above the body$"), "正文上方的日历"),
    (re.compile(r"^line above the text$"), "正文上方的一行"),
    (re.compile(r"^breadcrumb$"), "当前位置导航"),
    (re.compile(r"^title tag$"), "网页标题标签"),
    (re.compile(r"^heading\b"), "页面标题"),
    (re.compile(r", as printed$"), "，与页面所印一致"),
    (re.compile(r", as in the title tag$"), "，与网页标题标签一致"),
    (
        re.compile(r"^no article was ever read at (\S+): capture (\d+) of (\S+ \S+), its last, is kept \((.+)\)$"),
        r"从未在此网址读到文章：\1；最近一次采集为第 \2 号（\3，\4）",
    ),
    (re.compile(r"^no article was ever read at (.+)$"), r"从未在此网址读到文章：\1"),
    (re.compile(r"^nothing was ever captured at (.+)$"), r"从未采集过此网址：\1"),
    (re.compile(r"^there is no capture (\d+)$"), r"没有编号为 \1 的采集"),
    (re.compile(r"^(\S+) was not seen by then; it was first seen (.+)$"), r"\1 当时尚未见到，首次见于 \2"),
    (re.compile(r"^this took too long, and was stopped; ask for less at once$"), "用时过长，已中止；请缩小范围再试"),
)
"""What the archive writes in English around the page's own words, in Chinese."""
