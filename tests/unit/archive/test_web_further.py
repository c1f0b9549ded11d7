"""What the pages tell of articles of several pages, and of people whom the lead introduces."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from archive.article import Person
from archive.capture import Capture
from archive.kept import NewReading
from archive.store import Archive
from tests.unit.archive import press_archive as press
from tests.unit.archive.inert import inert

SECOND, THIRD, FOURTH = (press.BRIEFING.replace("1.html", f"1_{number}.html") for number in (2, 3, 4))
ARTICLE = replace(
    press.BRIEFING_ARTICLE,
    later_pages=(SECOND, THIRD),
    next_page=FOURTH,
    introduced=(Person(name="草原日报记者", role="驻云岭首席记者"),),
)


@pytest.fixture(scope="module")
def archive_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("further") / "press.db"
    with Archive(path) as archive:
        kept = press.Press(archive)
        kept.visit({press.BRIEFING: ARTICLE, press.VISIT: press.VISIT_ARTICLE})
        capture = Capture(url=SECOND, captured_at=press.FIRST_DAY, status=200, body=b"<p>2")
        part = archive.add_capture(capture, run=kept.run, site="yunling", purpose="continuation")
        reading = NewReading(
            capture=kept.captures[0], reader="test 2", article=ARTICLE, fingerprint="1", parts=(part, 0)
        )
        archive.add_readings([reading])
    return path


async def test_each_further_page_of_an_article_has_its_own_proof(ds):
    asked = f"url={quote(press.BRIEFING, safe='')}"
    told = (await ds.client.get(f"/press/-/article.json?{asked}")).json()["further_pages"]
    assert [(one["number"], one["url"], one["missing"]) for one in told] == [
        (2, SECOND, None),
        (3, THIRD, "gone"),
        (4, FOURTH, "unknown"),
    ]
    capture = (await ds.client.get(f"/press/-/capture/{told[0]['proof']['id']}.json")).json()["capture"]
    assert (capture["url"], capture["digest"]) == (SECOND, told[0]["proof"]["digest"])
    page = (await ds.client.get(f"/press/-/capture/{capture['id']}")).text
    assert f'<a href="/press/-/article?{asked}&amp;capture=1" lang="zh">{press.BRIEFING_ARTICLE.title}</a>' in page
    html = (await ds.client.get(f"/press/-/article?{asked}")).text
    assert inert(page) == inert(html) == []
    assert f'href="/press/-/capture/{capture["id"]}/receipt.json"' in html
    assert html.count("these words are without it") == 2


async def test_an_article_of_one_page_names_no_others(ds):
    asked = f"url={quote(press.VISIT, safe='')}"
    assert (await ds.client.get(f"/press/-/article.json?{asked}")).json()["further_pages"] == []
    assert "The pages after the first" not in (await ds.client.get(f"/press/-/article?{asked}")).text


async def test_the_speakers_page_has_the_role_that_the_lead_introduces(ds):
    told = (await ds.client.get(f"/press/-/speaker.json?name={quote('草原日报记者')}")).json()
    assert told["roles"] == [{"role": "驻云岭首席记者", "turns": 1}]
    assert [turn["role"] for turn in told["turns"]] == ["驻云岭首席记者"]


async def test_a_hit_in_a_speakers_words_leads_to_the_paragraph_where_they_begin(ds):
    asked = f"q={quote('2251')}&speaker={quote('高远山')}"
    (hit,) = (await ds.client.get(f"/press/-/search.json?{asked}")).json()["results"]
    assert (hit["turn"], hit["paragraph"]) == (2, 4)
    html = (await ds.client.get(f"/press/-/search?{asked}")).text
    anchor = f'href="/press/-/article?url={quote(press.BRIEFING, safe="")}#p{hit["paragraph"]}">高远山</a>'
    assert anchor in html
    article = (await ds.client.get(f"/press/-/article?url={quote(press.BRIEFING, safe='')}")).text
    assert press.ANSWER.partition("：")[2] in article.split('id="p4"')[1].split("</p>")[0]
