"""What holds for the keys of all addresses."""

from hypothesis import given
from hypothesis import strategies as st

from archive.url import canonical_url, resolve, surt

HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet=" /\\?#%.:;@[]&=abAB0-_~+\t\n\u3000云").map("http://yunling.example".__add__),
    st.text(alphabet="/\\?#%.:@[]0a云。\u00ad").map("https://".__add__),
    st.binary().map(lambda raw: "http://a/" + raw.decode("latin-1")),
)


def canonical_or_none(url: str) -> str | None:
    try:
        return canonical_url(url)
    except ValueError:
        return None


@given(HOSTILE)
def test_only_value_errors_are_raised(url):
    canonical_or_none(url)
    resolve("http://yunling.example/", url)


@given(HOSTILE)
def test_a_canonical_address_is_its_own(url):
    canonical = canonical_or_none(url)
    if canonical is not None:
        assert canonical_url(canonical) == canonical


@given(HOSTILE)
def test_an_address_and_its_canonical_form_have_one_key(url):
    canonical = canonical_or_none(url)
    if canonical is not None:
        assert surt(canonical) == surt(url)


@given(HOSTILE)
def test_a_canonical_address_is_plain_ascii_without_spaces(url):
    canonical = canonical_or_none(url)
    if canonical is not None:
        assert canonical.isascii()
        assert not set(canonical) & set(" \t\r\n\\#")
