"""What must hold of the pattern of any addresses."""

import re

from hypothesis import given
from hypothesis import strategies as st

from crawler.address_pattern import generalise

WORDS = st.text(alphabet="abcxyz0123456789-_.%+()[]{}|^$*\\'要闻", min_size=1, max_size=12)
DIGESTS = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}.html")
DATED = st.dates().map(lambda day: f"t{day:%Y%m%d}_{day.toordinal()}.html")
SEGMENTS = st.one_of(WORDS, DIGESTS, DATED)
QUERIES = st.one_of(
    st.just(""), st.integers(0, 10**9).map(lambda number: f"?id={number}&c=要闻"), WORDS.map("?{}".format)
)
URLS = st.builds(
    lambda folders, query: f"http://www.yunling.example/{'/'.join(folders)}{query}",
    st.lists(SEGMENTS, min_size=1, max_size=4), QUERIES,
)  # fmt: skip


@given(st.lists(URLS, max_size=12))
def test_a_pattern_matches_what_it_says_it_matches(urls):
    for narrow in (False, True):
        found = generalise(urls, narrow=narrow)
        if found is None:
            continue
        own = {url.partition("#")[0] for url in urls}
        matched = {url for url in own if re.search(found.expression, url)}
        assert found.matched == len(matched)
        assert set(found.unmatched) == own - matched


@given(st.lists(st.integers(0, 2**128 - 1), min_size=2, max_size=8, unique=True), st.integers(0, 2**128 - 1))
def test_the_next_article_matches_what_its_elders_made(numbers, following):
    urls = [f"http://www.yunling.example/yw/202404/{number:032x}.shtml" for number in numbers]
    found = generalise(urls)
    assert found is not None
    assert found.unmatched == ()
    assert re.search(found.expression, f"http://www.yunling.example/tz/202512/{following:032x}.shtml")


@given(st.lists(st.integers(1, 10**7), min_size=2, max_size=8, unique=True))
def test_numbers_of_any_length_are_matched(numbers):
    found = generalise([f"http://www.yunling.example/info/1011/{number}.htm" for number in numbers])
    assert found is not None
    assert found.unmatched == ()
