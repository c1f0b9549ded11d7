"""Lists whose page shows that there is more, and does not say where: never taken for whole."""

import pytest

from pipelines.listing import read_listing

HOME = "http://www.yunling.example/xwfbh/"


def read(around, days=("2024-03-11", "2024-03-08", "2024-03-02"), below=""):
    rows = "".join(
        f'<li><a href="202403/t20240311_{4000 + n}.html">云岭市第{n}场新闻发布会文字实录</a><span>{day}</span></li>'
        for n, day in enumerate(days)
    )
    listing = read_listing(f"<html><body>{around}<ul>{rows}</ul>{below}</body></html>".encode(), url=HOME)
    assert len(listing.items) == len(days)
    return listing


YEARS = '<div class="nf"><a class="on" href="javascript:;">2024</a><a href="javascript:;">2023</a></div>'
MONTHS = '<select onchange="go(this)"><option selected>2024年3月</option><option>2024年2月</option></select>'


@pytest.mark.parametrize(
    ("around", "below", "why"),
    [
        ("", '<a class="more" href="javascript:void(0)">加载更多</a>', "加载更多"),
        ("", "<div onclick='more()'>点击加载更多</div>", "点击加载更多"),
        ("", "<input type='button' value='加载更多 ↓' onclick='more()'>", "加载更多"),
        (YEARS, "", "2023"),
        (MONTHS, "", "months"),
    ],
)
def test_a_list_that_goes_on_where_only_a_script_knows_says_so(around, below, why):
    assert why in (read(around, below=below).incomplete or "")


@pytest.mark.parametrize(
    ("around", "below", "days"),
    [
        ("", "<a href='/more/'>更多</a>", ["2024-03-11", "2024-03-08"]),
        (YEARS, "", ["2024-03-11", "2023-03-08"]),
        (MONTHS, "", ["2024-03-11", "2024-02-08"]),
        (YEARS.replace(' class="on"', ""), "", ["2024-03-11", "2024-03-08"]),
    ],
)
def test_a_list_that_shows_all_of_it_is_whole(around, below, days):
    assert read(around, days, below).incomplete is None


def test_buttons_that_a_script_turns_into_links_turn_pages():
    below = (
        "<div>共 53 条记录 1/6 页 <input type='button' value='首 页' disabled>"
        "<input type='button' value='下一页' onclick=\"location.href='index_2.jhtml';\">"
        "<input type='button' value='尾 页' onclick=\"location.href='index_6.jhtml';\"></div>"
    )
    listing = read("", below=below)
    assert (listing.next_url, listing.last_url) == (f"{HOME}index_2.jhtml", f"{HOME}index_6.jhtml")
    assert (listing.total_pages, listing.total_records) == (6, 53)


@pytest.mark.parametrize(
    ("callback", "following"),
    [
        ("function(i){ if(i == 0){ location.href = 'index.html'; } else { location.href = 'index_' + i + '.html'; }}",
         "index_1.html"),
        ("function (index) { window.location.href = 'list.html?page=' + (index + 1); }", "list.html?page=2"),
        ("turn", "list_2.html"),
        ("function(i){ $.get('/api/list', {p: i}, show); }", None),
    ],
)  # fmt: skip
def test_the_jquery_plug_in_counts_from_0_and_its_callback_turns_the_page(callback, following):
    script = f"$('#p').pagination(53, {{items_per_page: 10, current_page: 0, callback: {callback} }});"
    turn = "function turn(n) { location.href = 'list_' + (n + 1) + '.html'; }"
    listing = read("", below=f"<div id='p'></div><script>{script}{turn}</script>")
    assert listing.next_url == (f"{HOME}{following}" if following else None)
    assert (listing.total_pages, listing.total_records) == (6, 53)


NUMBERS = {
    "a query": ("[<b>1</b>] [<a href='?page=2'>2</a>] [<a href='?page=3'>3</a>]", "?page=2"),
    "files from 0": ("<b>1</b> <a href='index_1.html'>2</a> <a href='index_2.html'>3</a>", "index_1.html"),
    "a piece each": ("<ul><li><b>1</b><li><a href='/xwfbh/p/2'>2</a><li><a href='/xwfbh/p/3'>3</a></ul>", "p/2"),
    "days of a month": ("<a href='?day=1'>1</a><a href='?day=2'>2</a><a href='?day=3'>3</a>", None),
    "articles with numbers": ("<a href='a_77.html'>1</a><a href='a_78.html'>2</a>", None),
    "years": ("<select onchange='location=this.value'><option value='2023.html' selected>2023"
              "<option value='2024.html'>2024</select>", None),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
def test_bare_numbers_turn_pages_where_their_addresses_count_with_them(name):
    numbers, following = NUMBERS[name]
    assert read("", below=f"<p align=center>{numbers}</p>").next_url == (f"{HOME}{following}" if following else None)


def test_a_template_that_writes_its_links_itself_names_its_files():
    script = (
        "var currentPage = 0;//所在页从0开始\nvar nextPage = currentPage+1\nvar countPage = 6//共多少页\n"
        'document.write("<a href=\\"index_"+nextPage+".shtml\\">下一页</a>");'
    )
    listing = read("", below=f"<div><script>{script}</script></div>")
    assert (listing.next_url, listing.last_url) == (f"{HOME}index_1.shtml", f"{HOME}index_5.shtml")


def test_a_link_whose_address_a_library_follows_leads_there():
    below = "<p>第1页 共6页 <a href='javascript:;' data-href='index_2.html'>下一页</a></p>"
    assert read("", below=below).next_url == f"{HOME}index_2.html"
