"""What small scripts print where they stand is read as printed; no script is run."""

from __future__ import annotations

import pytest

from pipelines.written import written_by


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("var pubdata='2023-05-11 17:40';document.write(pubdata);", "2023-05-11 17:40"),
        ("var ly='市水文局'; if(ly!=''){document.write('文章来源：'+ly+'&emsp;');}", "文章来源：市水文局"),
        ("var ly=''; if(ly!=''){document.write('文章来源：'+ly+'&emsp;');}", None),
        ("var ly=''; if(ly!=''){document.write(ly)}else{document.write('本站')}", "本站"),
        ("var ly='市水文局'; if(ly==''){document.write('本站')}else{document.write(ly)}", "市水文局"),
        ('document.write("<span>来源：市水文局</span>")', "来源：市水文局"),
        ("// var ly='市水文局';\nvar ly='青砚早报';document.write(ly)", "青砚早报"),
        ("var now=new Date();document.write(now.getFullYear()+'年')", None),
        ("if(isOld){document.write('解读')}", None),
        ("document.write(unescape('%3Cspan%3E来源%3C/span%3E'))", None),
        ("document.write('<script src=\"/hits.js\"><\\/script>')", None),
        ('var ly=\'市水文局\';document.write(ly==""?"本站":ly)', "市水文局"),
        ("var ly='市水文局';", None),
    ],
)
def test_the_words_of_a_script(script: str, words: str | None) -> None:
    assert written_by(script) == words


def test_a_variable_may_be_set_in_a_script_above() -> None:
    assert (
        written_by("document.write('时间：'+pubdata)", ("var pubdata='2020-05-28 11:30';",)) == "时间：2020-05-28 11:30"
    )
    assert written_by("document.write('时间：'+pubdata)", ("var title='公告';",)) is None
