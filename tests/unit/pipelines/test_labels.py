"""Labels and what follows them, in the ways real pages print them."""

from __future__ import annotations

import re

import pytest

from pipelines.bylines import author_in_text
from pipelines.labels import AUTHOR, EDITOR, RESPONSIBLE, SOURCE, Label, source_at, values
from pipelines.named_people import editor_in_brackets, names_at
from pipelines.outlets import unlabelled_source


def first(label: Label, *lines: str) -> str | None:
    return next((rest for _, rest in values(label, lines)), None)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：青砚日报", "青砚日报"),
        ("信息来源：本网\x1f发布时间：2018-03-20 00:55:40\x1f浏览量：-", "本网"),
        ("来源：省文化和旅游厅办公室字号：默认小大", "省文化和旅游厅办公室"),
        ("时间：2024-10-14 10:17\x1f来源：\x1f青砚市教育局", "青砚市教育局"),
        ("来 源：湘江日报·新客户端 责任编辑：方芷", "湘江日报·新客户端"),
        ("2019年06月15日08:18 来源：人民网-文化频道 原创稿", "人民网-文化频道"),
        ("来源：新华社 中国政府网 作者：顾言", "新华社 中国政府网"),
        ("【来源： 鹤汀融媒】 发布日期：2023-07-19", "鹤汀融媒"),
        ("稿源:滨潮报", "滨潮报"),
        ("本文来源于国家统计局　2024-05-11 09:36:26", "国家统计局"),
        ("来源：济南市文化和旅游局（原市文广新局）\x1f打印", "济南市文化和旅游局（原市文广新局）"),
        ("来源：宣教中心 2022-11-14 14:59:48 【字体：大中小】", "宣教中心"),
        ("來源：縣農業局", "縣農業局"),
        ("来源：《廊桥日报》作者: 记者 顾言", "《廊桥日报》"),
        ("来源： 【打印】", None),
        ("来源:\x1f|\x1f发布时间: 2018-05-17", None),
        ("来源：无", None),
        ("来源：2023-01-01", None),
    ],
)
def test_the_value_of_a_source_label(line: str, source: str | None) -> None:
    rest = first(SOURCE, line)
    assert (source_at(rest) if rest is not None else None) == source


@pytest.mark.parametrize("line", ["图片来源：视觉中国", "数据来源：县统计局", "资金来源：财政拨款", "收入来源：种植业"])
def test_sources_of_other_things_are_no_sources(line: str) -> None:
    assert first(SOURCE, line) is None


def test_a_value_may_stand_on_the_next_line() -> None:
    assert source_at(first(SOURCE, "来源:", "市政府新闻办", "【字体：") or "") == "市政府新闻办"


def test_the_next_line_is_no_value_where_lines_do_not_belong_together() -> None:
    assert [rest for _, rest in values(SOURCE, ["来源：", "上一篇"], wrap=False)] == [""]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("责任编辑：方芷", "方芷"),
        ("[责任编辑:方芷]", "方芷"),
        ("(责编：方芷、顾言)", "方芷、顾言"),
        ("编辑：（顾言）", "顾言"),
        ("[作者: 林若川 　责任编辑: 方芷 ]", "方芷"),
        ("责任编辑：李曦_NN2587", "李曦_NN2587"),
        ("（责任编辑： HN666）", "HN666"),
        ("选稿：方芷", "方芷"),
        ("编辑：顾言 责任编辑：方芷", "方芷"),
        ("医技党支部供稿 摄影/张艳 编辑/苏芳", "苏芳"),
        ("责任编辑：方芷 审核：顾言", "方芷"),
        ("责任编辑：欧阳予慧", "欧阳予慧"),
        ("编辑：方芷浏览：9次", "方芷"),
        ("编辑：方芷 实习编辑：顾言", "方芷"),
        ("(责编：方芷(实习生)、顾言)", "方芷、顾言"),
        ("责任编辑：阿卜杜拉·买买提", None),
    ],
)
def test_the_names_behind_an_editors_label(line: str, names: str | None) -> None:
    found = names_at(first(RESPONSIBLE, line) or first(EDITOR, line) or "")
    assert found == names if names is not None else found is not None


@pytest.mark.parametrize("line", ["总编辑：方芷", "副编辑：顾言", "编辑部的故事", "责任编辑"])
def test_other_editors_are_no_editors(line: str) -> None:
    assert first(EDITOR, line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("（松花网编辑 孙桂芳）", "孙桂芳"),
        ("【编辑 方芷、顾言】", "方芷、顾言"),
        ("编辑 方芷", "方芷"),
        ("编辑 推荐", None),
    ],
)
def test_an_editor_in_brackets_needs_no_colon(line: str, name: str | None) -> None:
    assert editor_in_brackets(line) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("作者：记者 郑晨子", "郑晨子"),
        ("作者: 顾言\x1f来源", "顾言"),
        ("记者：木胜玉", "木胜玉"),
        ("本报记者：", None),
        ("作者：", None),
        ("作者：顾言编辑：方芷", "顾言"),
        ("作者：顾言，系云岭师范学院副教授", "顾言"),
    ],
)
def test_the_name_behind_an_authors_label(line: str, name: str | None) -> None:
    assert names_at(first(AUTHOR, line) or "") == name


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("2022-02-13 09:57 　　光明网", "光明网"),
        ("http://www.example.net 2005年03月21日 11:21 《理财周刊》", "理财周刊"),
        ("2022-02-13 09:57 点击：12", None),
        ("2022-02-13", None),
        ("光明网 2022-02-13 09:57", "光明网"),
        ("2022-02-13 09:57 全市掀起学习热潮", None),
    ],
)
def test_an_organisation_beside_a_date_is_the_source(line: str, source: str | None) -> None:
    assert unlabelled_source(line) == source


@pytest.mark.parametrize(
    ("paragraphs", "author"),
    [
        (["中新网云岭5月18日电(江月 苏禾)“这根梁拆下来的。”村民说。", "完。"], "江月 苏禾"),
        (["全市召开会议。", "气象局派出3支小分队开展服务。（江月、苏禾）"], "江月、苏禾"),
        (["全市召开会议。", "本办法自发布之日起施行。（试行）"], None),
        (["半月谈记者 史卫燕", "益水之阳。"], "史卫燕"),
        (["新华社乌鲁木齐5月9日电（记者邹伟）中共中央"], "邹伟"),
        (["记者从市政府获悉。", "工程年底完工。（青砚早报记者 顾言 通讯员 方芷）"], "顾言 方芷"),
        (["全县现有邮路（记者站）三条。"], None),
        (["春潮声声。", "正文。", "交汇点记者 徐睿翔"], "徐睿翔"),
        (["记者从市政府获悉，今年将新增邮路320公里。"], None),
        ([], None),
    ],
)
def test_a_byline_names_the_author(paragraphs: list[str], author: str | None) -> None:
    assert author_in_text(paragraphs) == author


def test_a_line_too_long_for_facts_is_passed_over() -> None:
    assert first(SOURCE, "文" * 500 + "来源：青砚日报") is None


def test_labels_hold_one_of_their_hints() -> None:
    for label, example in ((SOURCE, "来源："), (AUTHOR, "作者："), (EDITOR, "编辑：")):
        assert re.search(f"[{label.hints}]", example)
