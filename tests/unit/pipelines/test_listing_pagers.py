"""Static pagers: which argument is the total, what counts from 0 and what from 1, and the addresses that follow."""

# ruff: noqa: E501  markup stands on one line, as the sites write it

from __future__ import annotations

import pytest

from pipelines.listing import Listing, read_listing

FOLDER = "http://www.yunling.example/zwgk/tzgg/"


def page(pager: str, *, items: int = 3) -> bytes:
    rows = "".join(
        f'<li><a href="./202403/t20240318_{n}.html">云岭市关于第{n}号事项的公告</a><span>2024-03-18</span></li>'
        for n in range(7001, 7001 + items)
    )
    return f'<html><head><meta charset="utf-8"></head><body><ul>{rows}</ul><div class="page">{pager}</div></body></html>'.encode()


def read(pager: str, file: str = "", **options: object) -> Listing:
    return read_listing(page(pager, **options), url=FOLDER + file)  # type: ignore[arg-type]


def facts(listing: Listing) -> tuple[object, ...]:
    """Family, page, pages, records, and the files of the next and the last page."""
    next_url, last_url = (url and url.removeprefix(FOLDER) for url in (listing.next_url, listing.last_url))
    return listing.family, listing.page, listing.total_pages, listing.total_records, next_url, last_url


def script(code: str) -> str:
    return f"<script>{code}</script>"


CASES = {
    # TRS: total, current from 0.
    "trs, first page": ('createPageHTML(9, 0, "index", "html");', "", ("trs", 1, 9, None, "index_1.html", "index_8.html")),
    "trs, first page by name": ('createPageHTML(9, 0, "index", "html")', "index.html", ("trs", 1, 9, None, "index_1.html", "index_8.html")),
    "trs, a later page": ('createPageHTML(9,3,"index","html")', "index_3.html", ("trs", 4, 9, None, "index_4.html", "index_8.html")),
    "trs, last page": ('createPageHTML(9, 8, "index", "html")', "index_8.html", ("trs", 9, 9, None, None, "index_8.html")),
    "trs, one page": ('createPageHTML(1, 0, "index", "html")', "", ("trs", 1, 1, None, None, None)),
    "trs, with records": ('createPageHTML(25,0,"index","shtml","black2",621);', "", ("trs", 1, 25, 621, "index_1.shtml", "index_24.shtml")),
    "trs, single quotes": ("createPageHTML(7,0,'list','htm');", "list.htm", ("trs", 1, 7, None, "list_1.htm", "list_6.htm")),
    "trs, numbers first but from 1": ("createPageHTML(3, 1, 'index', 'shtml');", "index.shtml", ("trs", 1, 3, None, "index_2.shtml", "index_3.shtml")),
    "trs, arguments in variables": (
        'var pageCount = 12; var cur = 2; createPageHTML(pageCount, cur, "index", "html");', "index_2.html",
        ("trs", 3, 12, None, "index_3.html", "index_11.html"),
    ),
    "trs, its definition before the call": (
        "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ if(_nPageCount==1) return; }\ncreatePageHTML(5, 1, \"index\", \"html\");",
        "index_1.html", ("trs", 2, 5, None, "index_2.html", "index_4.html"),
    ),
    "trs, an older call commented out": (
        '// createPageHTML(2, 0, "old", "html");\ncreatePageHTML(5, 0, "index", "html");', "",
        ("trs", 1, 5, None, "index_1.html", "index_4.html"),
    ),
    "trs, in an HTML comment in the script": (
        '<!--\ncreatePageHTML(9, 0, "index", "html");\n//-->', "", ("trs", 1, 9, None, "index_1.html", "index_8.html")
    ),
    "trs, inline variables": (
        "var currentPage = 0;//所在页从0开始\nvar prevPage = currentPage-1//上一页\nvar countPage = 125//共多少页\nvar total = 8//总条数\n"
        "document.write(\"<a href=\\\"index\"+\"_\" + nextPage + \".\"+\"html\\\" >下一页</a>\");", "",
        ("trs", 1, 125, None, "index_1.html", "index_124.html"),
    ),
    "trs, inline variables with a count": (
        'var countnum= 6348;var currentPage=2;var countPage=56;document.write("<a href=\\"index"+"_"+i+"."+"html\\">");', "index_2.html",
        ("trs", 3, 56, 6348, "index_3.html", "index_55.html"),
    ),
    "trs, records and page size": (
        'var m_nRecordCount = "5669";var m_nCurrPage = 0;var m_nPageSize = 20;', "index_7401.htm",
        ("trs", 1, 284, 5669, "index_7401_1.htm", "index_7401_283.htm"),
    ),
    "trs, other names for the variables": (
        '''var pageCount=31; var curPage=1; document.write("<a href='" + "list"+"_"+(curPage+1)+".shtml'>");''', "list_1.shtml",
        ("trs", 2, 31, None, "list_2.shtml", "list_30.shtml"),
    ),
    "trs, a configuration": (
        "var pagination_script_config = { pageNumber: '0', total: '14' };", "index.html",
        ("trs", 1, 14, None, "index_1.html", "index_13.html"),
    ),
    # UCAP and Hunan: an element's id first, current from 1.
    "ucap, first page": ("createPageHTML('page_div',10, 1,'xlist','shtml',189);", "xlist.shtml", ("ucap", 1, 10, 189, "xlist_2.shtml", "xlist_10.shtml")),
    "ucap, at the folder": ("createPageHTML('page_div',10, 1,'common_list','shtml',189);", "", ("ucap", 1, 10, 189, "common_list_2.shtml", "common_list_10.shtml")),
    "ucap, a later page": ("createPageHTML('page_div',10, 4,'xlist','shtml',189);", "xlist_4.shtml", ("ucap", 4, 10, 189, "xlist_5.shtml", "xlist_10.shtml")),
    "ucap, last page": ("createPageHTML('page_div',10, 10,'xlist','shtml',189);", "xlist_10.shtml", ("ucap", 10, 10, 189, None, "xlist_10.shtml")),
    "ucap, on load": ("window.onload=function() {createPageHTML('page-div',34, 1,'common_list','shtml',500);}", "common_list.shtml",
                      ("ucap", 1, 34, 500, "common_list_2.shtml", "common_list_34.shtml")),
    "hunan": ("createPageHTML('paging',25,1,'index','html',500);", "index.html", ("hunan", 1, 25, 500, "index_2.html", "index_25.html")),
    "hunan, last page": ("createPageHTML('paging',25,25,'index','html',500);", "index_25.html", ("hunan", 25, 25, 500, None, "index_25.html")),
    # Beijing: three numbers; or an object.
    "beijing, first page": ('createPageHTML(137, 10, 0, "index", "html");', "", ("beijing", 1, 10, 137, "index_1.html", "index_9.html")),
    "beijing, counted from 1 with files from 0": ('createPageHTML(137, 10, 3, "index", "html");', "index_2.html", ("beijing", 3, 10, 137, "index_3.html", "index_9.html")),
    "beijing, first page counted from 1": ('createPageHTML(137, 10, 1, "index", "html");', "index.html", ("beijing", 1, 10, 137, "index_1.html", "index_9.html")),
    "beijing, an object": ("Pager({size:25, current:0, prefix:'index',suffix:'htm'});", "", ("beijing", 1, 25, None, "index_1.htm", "index_24.htm")),
    "beijing, an object, later": ("Pager({size:25, current:24, prefix:'index',suffix:'htm'});", "index_24.htm", ("beijing", 25, 25, None, None, "index_24.htm")),
    # Chongqing and Hubei.
    "chongqing": ('createPage(12, 0, "index","html")', "", ("chongqing", 1, 12, None, "index_1.html", "index_11.html")),
    "hubei": ("pageControl(4, 0, \"index\", \"shtml\", 10, 'pages-nav');", "index.shtml", ("hubei", 1, 4, None, "index_1.shtml", "index_3.shtml")),
    "hubei, last page": ("pageControl(4, 3, \"index\", \"shtml\", 10, 'pages-nav');", "index_3.shtml", ("hubei", 4, 4, None, None, "index_3.shtml")),
    # Shanghai: a jQuery plug-in, pages from 1.
    "shanghai": ('$(".pagination").pagination({ totalPage: 322, isShow: true, count: 5 });$(".pagination").pagination("setPage",1,322);', "index.html",
                 ("shanghai", 1, 322, None, "index_2.html", "index_322.html")),
    "shanghai, a later page": ('$(".pagination").pagination({ totalPage: 322 });$(".pagination").pagination("setPage",120,322);', "index_120.html",
                               ("shanghai", 120, 322, None, "index_121.html", "index_322.html")),
    "shanghai, last page": ('$(".pagination").pagination({totalPage:2});$(".pagination").pagination("setPage",2,2);', "index_2.html", ("shanghai", 2, 2, None, None, "index_2.html")),
    # Anhui: an address in the script.
    "anhui": ('Ls.pagination("#page_6791573", function(pageIndex){ location.href=\'/content/column/6791573?pageIndex=\' + pageIndex;},{currPage: (0+1),pageCount:3});', "",
              ("longxun", 1, 3, None, "http://www.yunling.example/content/column/6791573?pageIndex=2", "http://www.yunling.example/content/column/6791573?pageIndex=3")),
    "anhui, last page": ('Ls.pagination("#page_1", function(pageIndex){ location.href=\'/content/column/1?pageIndex=\' + pageIndex;},{currPage:3,pageCount:3});', "",
                         ("longxun", 3, 3, None, None, "http://www.yunling.example/content/column/1?pageIndex=3")),
    "anhui, a template": ('Ls.pagination("#page_1",{currPage:1,pageCount:8,pageSize:15,total:118,link:"/content/column/1?pageIndex={pageIndex}"});', "",
                          ("longxun", 1, 8, 118, "http://www.yunling.example/content/column/1?pageIndex=2", "http://www.yunling.example/content/column/1?pageIndex=8")),
    # Shandong: the first pages are all in one file.
    "shandong, everything in one file": ("var totalCount=57;var perSize=20;var startPage=1;var endPage=3;var logicTotalPage=3;", "index.shtml", ("shandong", 1, 3, 57, None, None)),
    "shandong, more files": ("var totalCount=1370;var perSize=20;var startPage=1;var endPage=10;var logicTotalPage=69;", "index.shtml",
                             ("shandong", 1, 69, 1370, "index_11.shtml", "index_69.shtml")),
    # Fujian: a service has the rest.
    "trsapi": ("require(['list2.trsapi']);listModel({maxStaticIndex:7,pagebar:{prepage:10,recordCount:'213'}})", "", ("trsapi", 1, 22, 213, None, None)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_script_s_pager_is_read(name: str):
    code, file, expected = CASES[name]
    assert facts(read(script(code), file)) == expected


def test_records_are_refused_where_they_are_fewer_than_pages():
    assert read(script('createPageHTML(125, 0, "index", "html", "black2", 8)')).total_records is None


def test_a_page_that_answers_another_page_says_so():
    # The server gave page 1 for page 4: the script's word counts, and the walk sees page 1 again.
    listing = read(script("createPageHTML('page_div',10, 1,'xlist','shtml',189);"), "xlist_4.shtml")
    assert listing.page != 4


def test_trsapi_says_that_its_older_pages_are_out_of_reach():
    assert read(
        script("require(['list2.trsapi']);listModel({maxStaticIndex:7,pagebar:{prepage:10,recordCount:'213'}})")
    ).incomplete


def test_trsapi_is_complete_when_the_file_holds_everything():
    assert (
        read(
            script("require(['list2.trsapi']);listModel({maxStaticIndex:7,pagebar:{prepage:10,recordCount:'66'}})")
        ).incomplete
        is None
    )


def test_a_call_in_an_html_comment_is_no_pager():
    body = page('<!-- <script>createPageHTML(10, 0, "index", "htm");</script> --><a href="list_2.html">下一页</a>')
    assert read_listing(body, url=FOLDER).next_url == FOLDER + "list_2.html"


# --- Henan ----------------------------------------------------------------------------------------------------------


def test_henan_s_counts_are_attributes():
    assert facts(read('<div id="pageDec" pagesize="24" pagecount="51"></div>')) == (
        "henan",
        1,
        51,
        None,
        "index_1.html",
        "index_50.html",
    )


def test_henan_s_pagecount_is_records_where_the_links_show_fewer_pages():
    pager = (
        '<div id="pageDec" pagesize="24" pagecount="51"></div><a href="index_1.html">2</a><a href="index_2.html">3</a>'
    )
    assert facts(read(pager)) == ("henan", 1, 3, 51, "index_1.html", "index_2.html")


def test_henan_s_last_page_has_no_next():
    assert read('<div id="pageDec" pagesize="24" pagecount="51"></div>', "index_50.html").next_url is None


# --- eportal --------------------------------------------------------------------------------------------------------


def eportal(this: int, total: int, prefix: str = "21892") -> str:
    def link(number: int, word: str) -> str:
        target = f"/zwgk/tzgg/{prefix}-{number}.html"
        return f"""<a style="cursor:pointer" onclick="queryArticleByCondition(this,'{target}')" tagname="{target}" class="pagingNormal">{word}</a>"""

    return (
        '<table><tr><td><a tagname="[HOMEPAGE]" class="">首页</a>'
        + (link(this - 1, "上一页") if this > 1 else "")
        + (link(this + 1, "下一页") if this < total else "")
        + link(total, "尾页")
        + f'</td><td> 总记录数:113,每页显示20条记录,当前页: <font color="red">{this}</font> /{total} </td></tr></table>'
        f'<input type="hidden" name="article_paging_list_hidden" moduleid="{prefix}db7145c0a025d2d410570ae1" totalpage="{total}">'
    )


def test_eportal_s_addresses_are_read_from_tagname():
    assert facts(read(eportal(1, 6), "index.html")) == ("easysite", 1, 6, 113, "21892-2.html", "21892-6.html")


def test_eportal_s_prefix_is_the_printed_one_not_the_module_id():
    assert read(eportal(2, 22, "3b3662a6"), "3b3662a6-2.html").next_url == FOLDER + "3b3662a6-3.html"


def test_eportal_s_last_page_has_no_next():
    assert facts(read(eportal(6, 6), "21892-6.html"))[:5] == ("easysite", 6, 6, 113, None)


def test_eportal_s_onclick_alone_is_enough():
    pager = """<a title="下一页" onclick="queryArticleByCondition(this,'/zwgk/tzgg/be842d3c-2.shtml')">下一页</a>
    <input name="article_paging_list_hidden" totalpage="7">"""
    assert facts(read(pager)) == ("easysite", 1, 7, None, "be842d3c-2.shtml", "be842d3c-7.shtml")


# --- plain links ----------------------------------------------------------------------------------------------------

LINKS = {
    "next, last and numbers from 1": (
        '<b>页次1<span>/</span>26</b> <b>1</b> <a href="index_2.html">2</a> <a href="index_3.html">3</a> <a href="index_2.html">下一页</a> <a href="index_26.html">尾页</a>',
        "index.html", ("links", 1, 26, None, "index_2.html", "index_26.html"),
    ),
    "numbers from 0": (
        '<span>1</span><a href="index_1.html">2</a><a href="index_2.html">3</a><a href="index_1.html">下一页</a><a href="index_25.html">尾页</a>',
        "", ("links", 1, 26, None, "index_1.html", "index_25.html"),
    ),
    "a later page": (
        '<a href="index.html">首页</a><a href="index_2.html">上一页</a><a href="index_4.html">下一页</a><a href="index_26.html">末页</a> 第3页/共26页 共512条',
        "index_3.html", ("links", 3, 26, 512, "index_4.html", "index_26.html"),
    ),
    "last page without a next link": (
        '<a href="index.html">首页</a><a href="index_25.html">上一页</a><span>下一页</span><span>尾页</span> 26/26',
        "index_26.html", ("links", 26, 26, None, None, None),
    ),
    "last page whose next link leads to itself": (
        '<a href="index_25.html">上一页</a><a href="index_26.html">下一页</a><a href="index_26.html">尾页</a>',
        "index_26.html", ("links", None, None, None, None, None),
    ),
    "a query parameter": (
        '<a href="?page=2">2</a><a href="?page=3">3</a><a href="?page=2">下一页 &gt;</a><a href="?page=9">尾页</a>',
        "list.jsp", ("links", 1, 9, None, "list.jsp?page=2", "list.jsp?page=9"),
    ),
    "column-index": (
        '<a href="column-index-2.shtml">下一页</a><a href="column-index-40.shtml">尾页</a>', "column-index-1.shtml",
        ("links", 1, 40, None, "column-index-2.shtml", "column-index-40.shtml"),
    ),
    "numbers without a next link": (
        '<span class="cur">2</span><a href="list.html">1</a><a href="list_3.html">3</a><a href="list_4.html">4</a>', "list_2.html",
        ("links", 2, None, None, "list_3.html", None),
    ),
    "one page that says so": ('<span>首页</span><span>上一页</span><span>下一页</span> 共5条记录 第1页/共1页', "", ("links", 1, 1, 5, None, None)),
    "a script in the link": ("""<a href="javascript:void(0)" onclick="location.href='list_2.html'">下一页</a>""", "", ("links", None, None, None, "list_2.html", None)),
    "a function in the link": ("""<a href="javascript:goPage('list_2.html')">下一页</a>""", "", ("links", None, None, None, "list_2.html", None)),
    "two pages": ('<span>1</span><a href="index_1.html">2</a><a href="index_1.html">下一页</a><a href="index_1.html">尾页</a>', "", ("links", 1, 2, None, "index_1.html", "index_1.html")),
    "two pages without numbers": ('<a href="index_2.html">下一页</a><a href="index_2.html">尾页</a>', "", ("links", 1, 2, None, "index_2.html", "index_2.html")),
    "an image": ('<a href="list_2.html"><img src="next.gif" alt="下一页"></a>', "", ("links", None, None, None, "list_2.html", None)),
    "pictures in cells that run scripts": (
        """<table><tr><td>总页数：<b>134</b> 当前页：<b>2</b></td><td onclick="window.location.href='./?Paging=1'"><img src=p.gif title="上页"></td><td onclick="window.location.href='./?Paging=3'"><img src=n.gif title="下页"></td></tr></table>""",
        "?Paging=2", ("links", None, 134, None, "?Paging=3", None),
    ),
    "pages and records behind one stroke": (
        '<span>1</span> <a href="list_2.html">2</a> <a href="list_2.html">下一页</a> <a href="list_33.html">末页</a> 共33页/650条', "list.html",
        ("links", 1, 33, 650, "list_2.html", "list_33.html"),
    ),
    "a count that is a link": (
        '<a title="总数">&nbsp;<b>322</b> </a>&nbsp;<b>1</b>&nbsp;<a href="index_2.html">2</a>&nbsp;<a href="index_2.html">下一页</a>&nbsp;<a href="index_22.html">尾页</a>',
        "index.html", ("links", 1, 22, 322, "index_2.html", "index_22.html"),
    ),
    "English": ('<a href="list_2.html">Next Page</a> <a href="list_7.html">Last</a>', "list.html", ("links", 1, 7, None, "list_2.html", "list_7.html")),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_plain_links_are_followed(name: str):
    pager, file, expected = LINKS[name]
    found = facts(read(pager, file))
    assert found[0] == expected[0]
    assert found[4] == expected[4]
    assert all(one == wanted for one, wanted in zip(found, expected, strict=True) if wanted is not None)


def test_a_next_article_link_is_no_next_page():
    assert read('<a href="7002.html">下一篇：关于调整公交线路的通告</a>').next_url is None


def test_rel_next_is_followed():
    body = page("").replace(b"<head>", b'<head><link rel="next" href="list_2.html">')
    assert read_listing(body, url=FOLDER).next_url == FOLDER + "list_2.html"


def test_without_a_page_address_the_next_page_stays_relative():
    assert read_listing(page('<a href="index2.html">下一页</a>'), url="").next_url == "index2.html"


def test_a_page_without_a_pager_has_no_family_and_no_next():
    assert facts(read("")) == (None, None, None, None, None, None)


# --- VSB: page files count down -------------------------------------------------------------------------------------


def vsb(numbers: str, text: str, following: str | None, last: str | None) -> str:
    next_link = (
        f'<span class="p_next p_fun"><a href="{following}">下页</a></span>'
        if following
        else '<span class="p_next_d p_fun_d">下页</span>'
    )
    last_link = (
        f'<span class="p_last p_fun"><a href="{last}">尾页</a></span>'
        if last
        else '<span class="p_last_d p_fun_d">尾页</span>'
    )
    return (
        f'<div class="pb_sys_common pb_sys_normal"><span class="p_t">共52条</span> <span class="p_pages"><span class="p_first_d p_fun_d">首页</span>'
        f'{numbers}{next_link}{last_link}</span> <span class="p_t">{text}</span></div>'
    )


def test_vsb_s_second_page_is_the_highest_but_one():
    numbers = '<span class="p_no_d">1</span><span class="p_no"><a href="zbgg/10.htm">2</a></span><span class="p_no"><a href="zbgg/9.htm">3</a></span><span class="p_dot">...</span><span class="p_no"><a href="zbgg/1.htm">11</a></span>'
    assert facts(read(vsb(numbers, "1/11", "zbgg/10.htm", "zbgg/1.htm"), "zbgg.htm")) == (
        "vsb",
        1,
        11,
        52,
        "zbgg/10.htm",
        "zbgg/1.htm",
    )


def test_vsb_s_later_pages_lead_on_by_their_own_links():
    numbers = '<span class="p_no"><a href="../zbgg.htm">1</a></span><span class="p_no_d">2</span><span class="p_no"><a href="9.htm">3</a></span>'
    found = facts(read(vsb(numbers, "2/11", "9.htm", "1.htm"), "zbgg/10.htm"))
    assert found == ("vsb", 2, 11, 52, "zbgg/9.htm", "zbgg/1.htm")


def test_vsb_s_last_page_is_number_one():
    assert facts(read(vsb('<span class="p_no_d">11</span>', "11/11", None, None), "zbgg/1.htm")) == (
        "vsb",
        11,
        11,
        52,
        None,
        None,
    )


def test_vsb_s_pages_are_counted_from_its_numbers_where_it_prints_no_total():
    numbers = '<span class="p_no_d">1</span><span class="p_no"><a href="zbgg/10.htm">2</a></span><span class="p_no"><a href="zbgg/9.htm">3</a></span><span class="p_no"><a href="zbgg/1.htm">11</a></span>'
    assert read(vsb(numbers, "", "zbgg/10.htm", "zbgg/1.htm"), "zbgg.htm").total_pages == 11
