"""The CMS families: what the systems behind Chinese official sites call the container of an article's body.

A family is data: a name to write in a site file, how its pages show themselves, and where the body is. Sources and
examples are in the design notes (SITES.md sections 1, 6 and 7); none of it was probed live.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Key = str
"""`#id`, `.class` or a tag name, lower-cased; `#name*` means every id that begins so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One content management system, as its pages show it."""

    name: str
    """What a site file writes."""
    what: str
    """Vendor or product, and who uses it."""
    body: tuple[Key, ...] = ()
    """Containers of the body, the surest first."""
    title: tuple[Key, ...] = ()
    """Elements that hold the headline."""
    facts: tuple[Key, ...] = ()
    """Elements that hold date and source without labels or far from the headline."""
    address: str | None = None
    """A regular expression that its article addresses match."""
    marks: tuple[str, ...] = ()
    """Strings in the source that only its pages have."""


_ALL = (
    Family(
        name="trs",
        what="TRS WCM (拓尔思): ministries, most provinces, many news sites",
        body=(".trs_ueditor", ".trs_editor_view", ".trs_editor", ".trs_paper_default"),
        address=r"/t\d{8}_\d+\.s?html?|/t_?\d{5,}\.s?html?",
        marks=("TRS_Editor", "trs_editor_view", "TRS_UEDITOR"),
    ),
    Family(
        name="ucap",
        what="UCAP (开普云): www.gov.cn, Lhasa, Sichuan, Heilongjiang",
        body=("#ucap-content", "ucapcontent", ".ucapcontent", ".pages_content", ".text_content"),
        title=("ucaptitle", ".detai_title"),
        facts=(".detail_extend", ".detail_extend1"),
        address=r"/[0-9a-f]{32}\.s?html?|/c\d+/c\d+/content\.s?html?|/content_\d+\.htm",
        marks=("UCAP-CONTENT", "ucapcontent", "ucaptitle"),
    ),
    Family(
        name="hanweb",
        what="Hanweb JCMS (大汉): Jiangsu, Zhejiang, Shandong, Jiangxi",
        body=("#zoom", ".bt_content", ".main-txt", ".bt-content"),
        title=(".sp_title", ".bt_title", ".bt-title", ".con-title"),
        address=r"/art/\d{4}/\d{1,2}/\d{1,2}/art_|/jcms/",
        marks=("ZJEG_RSS", "大汉版通", "/module/web/jpage", "hanweb"),
    ),
    Family(
        name="jpaas",
        what="Hanweb JPaaS (大汉): MIIT, SAMR, MOFCOM, Hangzhou",
        body=("#zoom", "#con_con", ".art_con", ".bt_content"),
        address=r"/art/\d{4}/art_[0-9a-f]",
        marks=("jpaas-publish-server",),
    ),
    Family(
        name="easysite",
        what="EasySite/eportal (网达信): the central bank, customs, Beijing districts",
        body=("#easysitetext", ".easysite-news-text", ".easysite-news-content", "#zoom"),
        title=(".easysite-news-title",),
        facts=(".easysite-news-describe",),
        address=r"/eportal/|/\d{5,9}/index\.html",
        marks=("easysite", "/eportal/"),
    ),
    Family(
        name="vsb",
        what="VSB (西安博达): universities, Shaanxi",
        body=("#vsb_content*", ".v_news_content"),
        address=r"/info/\d+/\d+\.htm",
        marks=("vsb_content", "_vsl/", "_showDynClick"),
    ),
    Family(
        name="gkmlpt",
        what="南方集约化 NFCMS and its open-government portal gkmlpt: Guangdong",
        body=("#zoomcon", ".news_cont_d_wrap", ".xl-nr", ".article-content"),
        address=r"/post_\d+\.html|/gkmlpt/content/",
        marks=("gkmlpt", "NFCMS", "nfcms"),
    ),
    Family(
        name="longxun",
        what="龙讯: Anhui",
        body=("#zoom", ".j-fontcontent", ".wzcon"),
        title=(".newstitle", ".wztit"),
        facts=(".newsinfoleft", ".wzfbxx"),
        address=r"/content/(?:article|detail)/|/public/\d+/",
        marks=("Ls.pagination", "/assets/js/lonsun", "lonsun"),
    ),
    Family(
        name="ivs",
        what="IVS of 东方网 and the Shanghai portals",
        body=("#ivs_content", "#ivs_player_content", ".article_content"),
        marks=("ivs_content", "ivs_title"),
        title=("#ivs_title",),
    ),
    Family(
        name="xinhua",
        what="新华网 and its provincial channels",
        body=("#detailcontent", "#detail", "#p-detail", "#content-main"),
        title=(".h-title", ".main-tit"),
        facts=(".h-info", ".header-cont"),
        marks=("xinhuanet.com/", "XINHUANET.com", "xhwpublish"),
    ),
    Family(
        name="people",
        what="人民网",
        body=("#rwb_zw", ".rm_txt_con", ".box_con", "#p_content", ".text_con"),
        marks=("人民网股份有限公司", "rwb_zw", "people.com.cn/css"),
    ),
    Family(
        name="gmw",
        what="光明网",
        body=(".u-maintext", "#articlecontent", "#contentmain"),
        title=(".u-title",),
        marks=("u-mainText",),
    ),
    Family(
        name="northnews",
        what="正北方网 (内蒙古日报社), four templates over the years",
        body=(".zhengwen", ".txt-content"),
        title=(".l-tit", ".wz-tit"),
        facts=(".at01", ".name", ".auth"),
        address=r"northnews\.cn/",
        marks=("northnews.cn", "正北方网"),
    ),
    Family(
        name="epoint",
        what="新点 Epoint: Jiangsu counties, public tenders",
        body=(".ewb-article-info", ".ewb-info-content", ".ewb-con", "#mainform"),
        marks=("ewb-",),
    ),
    Family(
        name="founder",
        what="方正 e-papers of the daily press",
        body=("#ozoom", "founder-content"),
        title=("founder-title",),
        marks=("founder-content",),
    ),
    Family(
        name="wechat",
        what="articles of public accounts (微信公众号), saved or copied whole",
        body=("#js_content",),
        title=("#activity-name",),
        facts=("#js_name",),
        address=r"//mp\.weixin\.qq\.com/s",
        marks=("rich_media_content",),
    ),
    Family(name="shanghai", what="the Shanghai municipal portal", body=("#ivs_content", ".article-content")),
    Family(name="chongqing", what="the Chongqing portals (TRS with their own pager)", body=(".trs_editor_view",)),
    Family(name="hubei", what="the Hubei portals (TRS with their own pager)", body=(".trs_ueditor", ".trs_editor")),
    Family(name="beijing", what="the Beijing portals (TRS with their own pager)", body=("#mainText", ".trs_ueditor")),
    Family(name="hunan", what="Hunan departments (UCAP's pager signature, one-based)", body=("#zoom",)),
    Family(name="henan", what="the Henan portal", body=("#content",)),
    Family(name="shandong", what="the Shandong hybrid pager", body=("#zoom",)),
)

FAMILIES: dict[str, Family] = {family.name: family for family in _ALL}
"""Every family by name."""

_SHARED = frozenset(
    ("#detail", "#content", "#zoom", "#mainform", ".box_con", ".text_con", ".article-content", ".article_content")
)
"""Names that a family uses but that say nothing by themselves."""

DISTINCTIVE: tuple[Key, ...] = tuple(dict.fromkeys(key for family in _ALL for key in family.body if key not in _SHARED))
"""Containers that name their system by themselves, on pages whose family does not show otherwise."""

COMMON: tuple[Key, ...] = (
    "#zoom", "#zoomcon", "#fontzoom", "#ozoom", "#artibody", "#articlebody", "#article-body", "#article_body",
    "#article_content", "#article-content", "#articlecontent", "#article_con", "#articlecon", "#article-con",
    "#news_content", "#newscontent", "#news-content", "#newstext", "#newscon", "#endtext", "#js_content",
    "#info_content", "#infocontent", "#content_area", "#detail_content", "#detailcontent", "#the_content",
    "#textcontent", "#text_content", "#textbody", "#bodylabel", "#maintext", "#main_text", "#contenttext",
    "#contentbody", "#conn", "#xwcontent", "#doccontent", "#dochtmlcon", "#conzoom", "#czfxcontent", "#zhengwen",
    "#zwnr", "#nr", "#wznr", "#cmsarticlecontent", "#wenzhang", "#news_body", "#newsbody", "#artcontent",
    ".article-content", ".article_content", ".articlecontent", ".article-con", ".article_con", ".articlecon",
    ".article-body", ".article_body", ".articlebody", ".article-main", ".art-con", ".art_con", ".artcon",
    ".art-content", ".art_content", ".pages_content", ".xxgk-content", ".main-txt", ".main_txt", ".maintext",
    ".main-text", ".news_content", ".news-content", ".newscontent", ".news_con", ".news-con", ".newscon",
    ".news_txt", ".news_text", ".newstext", ".news-text", ".detail-content", ".detail_content", ".detailcontent",
    ".detail-con", ".detail_con", ".detail-text", ".text_content", ".text-content", ".textcontent", ".txt_content",
    ".txt-content", ".con_txt", ".con-txt", ".contxt", ".content_txt", ".content-txt", ".content_text",
    ".content-text", ".zhengwen", ".zwnr", ".wznr", ".wzcon", ".wz_con", ".wz_content", ".xl-nr", ".xlnr",
    ".xl_content", ".nr_con", ".view_content", ".info_content", ".info-content", ".infocontent", ".show_content",
    ".show-content", ".post_body", ".page-content", ".page_content", ".bd_content", ".u-maintext", ".i-content",
    ".vf_detail_content", ".gp-article", ".bt_content", ".neirong", ".contentbox", ".main_content", ".cont_text",
    "#content_body", ".content_body", ".editor", ".ueditor", ".mce-content-body", ".fontzoom", ".doc", ".doccontent",
)  # fmt: skip
"""Names that many systems give the body's container; each is checked against the page before it is believed."""

CONTAINER_IDS: frozenset[str] = frozenset(key[1:].rstrip("*") for key in (*DISTINCTIVE, *COMMON) if key.startswith("#"))
"""Ids that make a block even of an inline element: 新华网 keeps its text in a span."""

_HEAD = 10_000
"""Characters at both ends of a page, where its style sheets, scripts and imprint are named."""
_ADDRESSES = tuple((family.name, re.compile(family.address)) for family in _ALL if family.address)
_OWNERS: dict[Key, str] = {key: family.name for family in reversed(_ALL) for key in family.body if key not in _SHARED}


def find_family(url: str, source: str, named: Callable[[Key], Sequence[object]]) -> str | None:
    """The family that a page shows by the names of its elements, its address, or else by marks in its source.

    `named` gives the elements of a name, as `Layout.named` does.
    """
    votes: dict[str, int] = {}
    for key, name in _OWNERS.items():
        if named(key):
            votes[name] = votes.get(name, 0) + 1
    for name, pattern in _ADDRESSES:
        if pattern.search(url):
            votes[name] = votes.get(name, 0) + 1
    if votes:
        return max(votes, key=lambda name: votes[name])
    head = source[:_HEAD] + source[-_HEAD:]
    return next((family.name for family in _ALL if any(mark in head for mark in family.marks)), None)
