"""What a diff of two readings says."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from archive.article import Article, Attachment, Turn
from archive.diff import diff_articles

CHINA = timezone(timedelta(hours=8))
LEAD = "云岭市公安局今天上午召开新闻发布会，通报打击电信网络诈骗犯罪的情况。"
FIGURES = "今年以来，全市共破获电信网络诈骗案件2251起，抓获犯罪嫌疑人120名，挽回损失3.8亿元。"
HEAD = "发布会由市委宣传部副部长林晓岚主持，市公安局局长高远山介绍有关情况。"
CLOSE = "欢迎广大群众拨打电话96110举报线索。"


def article(*paragraphs: str, **fields) -> Article:
    return Article(
        url="http://yunling.example/1.html", title="云岭市召开新闻发布会", text="\n".join(paragraphs), **fields
    )


def diff(old, new, **fields):
    return diff_articles(article(*old, **fields), article(*new, **fields))


def kinds(result):
    return [paragraph.kind for paragraph in result.paragraphs]


def test_two_equal_articles_have_no_difference():
    result = diff([LEAD, FIGURES], [LEAD, FIGURES])
    assert (result.changed, result.fields, result.summary, result.chars_added) == ((), (), "", 0)


def test_a_changed_number_is_named_with_its_unit():
    result = diff([LEAD, FIGURES], [LEAD, FIGURES.replace("2251", "2215")])
    assert result.numbers == (("2251起", "2215起"),)
    assert result.summary == "2251起 → 2215起"
    assert (result.chars_added, result.chars_removed) == (4, 4)


@pytest.mark.parametrize(
    ("old", "new", "pair"),
    [
        ("共120名嫌疑人", "共118名嫌疑人", ("120名", "118名")),
        ("损失3.8亿元。", "损失3.6亿元。", ("3.8亿元", "3.6亿元")),
        ("增长15.2%，", "增长12.5%，", ("15.2%", "12.5%")),
        ("拨打电话96110。", "拨打电话96119。", ("拨打电话96110", "拨打电话96119")),
        ("根据第三条规定", "根据第五条规定", ("第三条", "第五条")),
        ("共抓获二十三人", "共抓获三十二人", ("二十三人", "三十二人")),
        ("上午09:30开始", "上午10:30开始", ("09:30", "10:30")),
        ("破获２２５１起", "破获2251余起", None),
        ("下降3个百分点", "下降5个百分点", ("3个百分点", "5个百分点")),
    ],
)
def test_numbers_are_never_cut_in_two(old, new, pair):
    assert diff([LEAD, old], [LEAD, new]).numbers == ((pair,) if pair else ())


def test_a_changed_name_behind_a_post_is_named():
    result = diff([LEAD, HEAD], [LEAD, HEAD.replace("高远山", "高近水")])
    assert result.names == (("高远山", "高近水"),)
    assert result.summary == "高远山 → 高近水"


def test_a_name_that_a_speaker_label_knows_is_kept_whole():
    turns = (Turn(speaker="马长川", kind="answer", text="好。", paragraph=0),)
    old = article("昨天马长川到场。", turns=turns)
    result = diff_articles(old, replace(old, text="昨天马小川到场。", turns=(replace(turns[0], speaker="马小川"),)))
    assert result.names == (("马长川", "马小川"),)
    assert "words of 马长川 now given to 马小川" in result.summary


def test_other_replaced_words_are_shown_with_what_stands_around_them():
    result = diff(["行动取得重大进展。"], ["行动取得初步进展。"])
    assert result.words == (("取得重大进展", "取得初步进展"),)
    assert result.summary == "取得重大进展 → 取得初步进展"


def test_a_removed_paragraph_is_told_with_its_beginning():
    result = diff([LEAD, FIGURES, CLOSE], [LEAD, CLOSE])
    assert kinds(result) == ["same", "removed", "same"]
    assert result.summary == "removed 「今年以来，全市共破获电信网络诈…」"
    assert (result.chars_added, result.chars_removed) == (0, len(FIGURES))


def test_a_phrase_taken_out_of_a_paragraph_is_told():
    result = diff([FIGURES], [FIGURES.replace("，挽回损失3.8亿元", "")])
    assert kinds(result) == ["changed"]
    assert result.summary == "removed 「，挽回损失3.8亿元」"


def test_a_paragraph_that_stands_elsewhere_has_moved():
    result = diff([LEAD, FIGURES, HEAD, CLOSE], [LEAD, HEAD, CLOSE, FIGURES])
    assert kinds(result) == ["same", "same", "same", "moved"]
    assert (result.chars_added, result.chars_removed) == (0, 0)
    assert result.summary.startswith("moved 「今年以来")


def test_a_paragraph_that_moved_and_changed_is_one_move():
    result = diff([LEAD, FIGURES, HEAD, CLOSE], [LEAD, HEAD, CLOSE, FIGURES.replace("2251", "2215")])
    assert kinds(result) == ["same", "same", "same", "moved"]
    assert result.numbers == (("2251起", "2215起"),)


def test_paragraphs_rewritten_from_scratch_are_not_called_changed():
    result = diff([LEAD, "天气晴朗，微风。", CLOSE], [LEAD, "经济运行总体平稳向好", CLOSE])
    assert kinds(result) == ["same", "removed", "added", "same"]


def test_every_paragraph_with_new_punctuation_is_still_itself():
    old = [f"第{n}项工作，已经完成，效果良好。" for n in range(300)]
    new = ["新加的一段。", *(text.replace("，", ",") for text in old)]
    assert kinds(diff(old, new)) == ["added", *["changed"] * 300]


def test_a_question_that_is_gone_is_named_with_who_asked_it():
    ask = Turn(speaker="草原日报记者", kind="question", text="请问破案率是多少？", paragraph=1)
    reply = Turn(speaker="高远山", role="市公安局局长", kind="answer", text="谢谢您的提问。", paragraph=2)
    old = article(LEAD, "草原日报记者：请问破案率是多少？", "高远山：谢谢您的提问。", turns=(ask, reply))
    new = article(LEAD, "高远山：谢谢您的提问。", turns=(replace(reply, paragraph=1),))
    result = diff_articles(old, new)
    assert [(turn.kind, turn.old) for turn in result.turns] == [("removed", ask)]
    assert result.summary == "the question by 草原日报记者 is gone"


def test_fields_are_compared_and_an_absent_one_is_none():
    old = article(LEAD, source="云岭日报", editor="林晓岚", doc_number="云政发〔2026〕1号")
    new = article(LEAD, source="云岭市人民政府", editor="林晓岚")
    assert [(field.name, field.old, field.new) for field in diff_articles(old, new).fields] == [
        ("source", "云岭日报", "云岭市人民政府"),
        ("doc_number", "云政发〔2026〕1号", None),
    ]


def test_times_are_compared_as_precisely_as_the_coarser_is_printed():
    exact = article(LEAD, published_at=datetime(2026, 3, 5, 9, 30, tzinfo=CHINA), published_precision="minute")
    same = article(LEAD, published_at=datetime(2026, 3, 5, tzinfo=CHINA), published_precision="day")
    later = article(LEAD, published_at=datetime(2026, 3, 6, tzinfo=CHINA), published_precision="day")
    assert diff_articles(exact, same).fields == ()
    assert diff_articles(exact, later).summary == "published_at: 2026-03-05 → 2026-03-06"


def test_attachments_that_came_and_went_are_fields():
    first = Attachment(href="http://yunling.example/a.pdf", label="附件1")
    second = Attachment(href="http://yunling.example/b.pdf", label="附件2")
    result = diff_articles(article(LEAD, attachments=(first,)), article(LEAD, attachments=(second,)))
    assert [(field.old, field.new) for field in result.fields] == [
        ("附件1 <http://yunling.example/a.pdf>", None),
        (None, "附件2 <http://yunling.example/b.pdf>"),
    ]


def test_a_new_title_comes_first_in_the_summary():
    old = article(FIGURES)
    new = replace(old, title="云岭市公安局召开新闻发布会", text=FIGURES.replace("2251", "2215"))
    assert (
        diff_articles(old, new).summary == "title: 云岭市召开新闻发布会 → 云岭市公安局召开新闻发布会; 2251起 → 2215起"
    )


def test_a_summary_is_one_short_line_and_says_how_much_more_there_is():
    old = [f"第{n}段，共破获{n * 7 + 100}起案件，另有说明。" for n in range(50)]
    new = [text.replace("起案件", "宗案件").replace("1", "8") for text in old]
    summary = diff(old, new).summary
    assert "\n" not in summary
    assert len(summary) <= 120
    assert summary.endswith(" more")


def test_a_page_that_was_not_there_is_all_new():
    result = diff_articles(None, article(LEAD, FIGURES))
    assert kinds(result) == ["added", "added"]
    assert (result.chars_added, result.chars_removed) == (len(LEAD) + len(FIGURES), 0)
    assert result.summary == "云岭市召开新闻发布会"


def test_an_emptied_page_is_all_removed():
    assert kinds(diff_articles(article(LEAD), article())) == ["removed"]


HOSTILE = {
    "100,000 paragraphs, all different": (
        [f"{n}号段落甲乙丙" for n in range(100_000)],
        [f"段落{n * 7919 % 100_003}号子丑寅卯" for n in range(100_000)],
    ),
    "100,000 paragraphs of two kinds": (["甲", "乙"] * 50_000, ["乙", "甲", "乙"] * 33_000),
    "100,000 paragraphs turned round": (
        [f"第{n}段" for n in range(100_000)],
        [f"第{n}段" for n in reversed(range(100_000))],
    ),
    "100,000 paragraphs nested one in another": (
        [f"{min(n, 99_999 - n)}" for n in range(100_000)],
        [f"{min(n, 99_999 - n) + 1}" for n in range(100_000)],
    ),
    "one paragraph of 5 million characters, edited": (
        ["天地玄黄，宇宙洪荒。" * 500_000],
        ["天地玄黄，宇宙洪荒！" * 500_000],
    ),
    "one paragraph without punctuation": (["天地玄黄" * 1_250_000], ["玄黄天地地" * 1_000_000]),
    "one paragraph of digits": (["1" * 5_000_000], ["2" * 4_999_999]),
    "one paragraph of posts and names": (["局长王大明" * 1_000_000], ["局长王小明" * 1_000_000]),
    "long paragraphs, many": (["甲乙丙丁" * 500] * 2_000, ["甲乙丁丙" * 499 + str(n) for n in range(2_000)]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_compared_to_their_end(name):
    old, new = HOSTILE[name]
    result = diff(old, new)
    assert sum(len(paragraph) for paragraph in new) - sum(len(paragraph) for paragraph in old) == (
        result.chars_added - result.chars_removed
    )
