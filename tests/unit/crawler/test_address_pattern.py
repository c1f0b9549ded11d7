import re

import pytest

from crawler.address_pattern import generalise

HOME = "http://www.yunling.example"


def pattern(*paths, **options):
    found = generalise([f"{HOME}{path}" for path in paths], **options)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("seen", "expression"),
    [
        (["/zwgk/202404/t20240419_1930964.shtml", "/zwgk/202303/t20230301_93096.shtml"], r"/\d{6}/t\d{8}_\d+\.shtml$"),
        (["/yw/202404/" + "3b7a" * 8 + ".shtml", "/yw/202405/" + "0" * 32 + ".shtml"], r"/\d{6}/[0-9a-f]{32}\.shtml$"),
        (["/art/2024/3/8/art_12_345.html", "/art/2023/12/18/art_12_6.html"], r"/\d{4}/\d+/\d+/art_\d+_\d+\.html$"),
        (["/p/2511928", "/p/2511930"], r"/\d{4,}$"),
        (["/c100015/c5251153/content.html", "/c100015/c5251154/content.html"], r"/c\d{4,}/content\.html$"),
        (["/show.jsp?id=12&cid=zwdt", "/show.jsp?id=7&cid=zwdt"], r"^https?://[^/]+/show\.jsp\?id=\d+&cid=zwdt$"),
        (["/c/2024-01-05/ARTIaB3xYz1.shtml", "/c/2024-01-06/ARTIq9C3xQz.shtml"], r"/\d{4}-\d+-\d+/[\w-]+\.shtml$"),
    ],
    ids=["trs", "ucap", "hanweb", "number", "content", "query", "letters-and-digits"],
)
def test_numbers_and_digests_become_classes(seen, expression):
    assert pattern(*seen).expression == expression


def test_articles_of_other_columns_and_years_match_where_the_rest_is_telling():
    found = pattern("/zwgk/202404/t20240419_1930964.shtml", "/zwgk/202404/t20240420_1930999.shtml")
    assert re.search(found.expression, f"{HOME}/hdjl/zxft/201901/t20190102_88.shtml")


def test_the_column_itself_and_its_pages_never_match():
    for seen in (("/yw/12.html", "/yw/13.html"), ("/yw/3512012.html", "/yw/3512013.html")):
        found = pattern(*seen)
        for page in ("/yw/", "/yw/index.html", "/yw/index_2.html", "/tz/2.html"):
            assert not re.search(found.expression, HOME + page), page


def test_folders_stay_where_short_numbers_alone_would_tell_nothing():
    assert pattern("/yw/12.html", "/yw/13.html").expression == r"^https?://[^/]+/yw/\d+\.html$"


def test_narrow_keeps_the_folders():
    found = pattern("/zwgk/202404/t20240419_1930964.shtml", "/zwgk/202404/t20240420_1.shtml", narrow=True)
    assert not re.search(found.expression, f"{HOME}/hdjl/202404/t20240419_1930964.shtml")


def test_two_dialects_on_one_list_make_two_alternatives():
    found = pattern("/a/202404/t20240419_11.shtml", "/a/202404/t20240418_12.shtml", "/zc/t_5947092.shtml")
    assert found.unmatched == ()
    assert found.expression.count("|") == 1


def test_a_single_link_to_a_special_page_is_left_out_and_named():
    articles = [f"/yw/202404/t202404{day:02}_{day}.shtml" for day in range(1, 12)]
    found = pattern(*articles, "/zt/fangxun/index.html")
    assert (found.matched, found.unmatched) == (11, (f"{HOME}/zt/fangxun/index.html",))


def test_uppercase_digests_are_matched_in_both_cases():
    found = pattern("/yw/202404/" + "3B7A" * 8 + ".shtml", "/yw/202404/" + "3C7A" * 8 + ".shtml")
    assert re.search(found.expression, f"{HOME}/yw/202404/{'3b7a' * 8}.shtml")


def test_names_of_words_are_told_by_their_folder():
    found = pattern("/yw/fangxun.html", "/yw/jiaotong-anquan.html")
    assert re.search(found.expression, f"{HOME}/yw/xiaofang.html")
    assert not re.search(found.expression, f"{HOME}/zt/xiaofang.html")


def test_one_page_of_words_has_no_pattern():
    assert generalise([f"{HOME}/only.html"]) is None
    assert generalise([]) is None


def test_a_fragment_is_no_part_of_an_address():
    assert pattern("/p/2511928#top", "/p/2511930").unmatched == ()
