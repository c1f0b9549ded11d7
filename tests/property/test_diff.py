"""A diff applied to the old text gives the new one, whatever the texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.align import Budget
from archive.article import Article
from archive.diff import Diff, diff_articles

SENTENCE = st.sampled_from(
    [
        "全市破获案件2251起。",
        "全市破获案件2215起。",
        "局长高远山介绍情况。",
        "局长高近水介绍情况。",
        "谢谢。",
        "",
        "请继续提问，",
        "1,200人",
    ]
)
PARAGRAPH = st.one_of(
    st.lists(SENTENCE, max_size=4).map("".join), st.text(alphabet="公安诈骗12。 a", max_size=20), st.text(max_size=20)
).map(lambda text: text.replace("\n", " "))
TEXT = st.lists(PARAGRAPH, max_size=12).map("\n".join)


def read(text: str) -> Article:
    return Article(url="http://yunling.example/", title="通告", text=text)


def applied(diff: Diff, old: Article) -> str:
    """The new text, made from the old one and what the diff says of each paragraph."""
    lines = []
    for change in diff.paragraphs:
        if change.old is not None:
            stayed = "".join(piece.text for piece in change.pieces if piece.op != "added")
            assert stayed == old.paragraphs[change.old]
        if change.new is not None:
            assert change.new == len(lines)
            lines.append("".join(piece.text for piece in change.pieces if piece.op != "removed"))
    return "\n".join(lines)


def check(old: Article, new: Article) -> None:
    diff = diff_articles(old, new)
    assert applied(diff, old) == new.text or not new.paragraphs
    olds = [change.old for change in diff.paragraphs if change.old is not None]
    assert sorted(olds) == list(range(len(old.paragraphs)))
    stayed = [change.old for change in diff.paragraphs if change.kind in ("same", "changed")]
    assert stayed == sorted(stayed)
    assert all(bool(change.pieces) for change in diff.paragraphs if change.kind == "changed")


@given(TEXT, TEXT)
@settings(max_examples=300)
def test_the_diff_applied_to_the_old_text_gives_the_new_one(old, new):
    check(read(old), read(new))


@given(TEXT, TEXT)
def test_it_does_so_with_no_budget_at_all(old, new):
    import archive.diff as module

    whole = module.Budget
    module.Budget = lambda: Budget(cells=0)
    try:
        check(read(old), read(new))
    finally:
        module.Budget = whole


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    diff = diff_articles(read(text), read(text))
    assert (diff.changed, diff.summary, diff.numbers) == ((), "", ())


@given(st.permutations(["甲甲", "乙乙", "丙丙", "丁丁", "戊戊"]))
def test_paragraphs_put_in_another_order_only_move(order):
    diff = diff_articles(read("甲甲\n乙乙\n丙丙\n丁丁\n戊戊"), read("\n".join(order)))
    assert {change.kind for change in diff.paragraphs} <= {"same", "moved"}
    assert (diff.chars_added, diff.chars_removed) == (0, 0)


@given(TEXT, TEXT)
def test_the_summary_is_one_line_and_is_there_when_the_text_differs(old, new):
    diff = diff_articles(read(old), read(new))
    assert "\n" not in diff.summary
    assert len(diff.summary) <= 120
    if diff.chars_added or diff.chars_removed:
        assert diff.summary
