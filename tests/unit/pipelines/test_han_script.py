"""Patterns that match in both scripts."""

import pytest

from pipelines.han_script import either_script


@pytest.mark.parametrize("text", ["请问", "請問", "请問", "請问", "记者好", "記者们好", "記者們好", "各位"])
def test_a_pattern_finds_every_mixture_of_the_two_scripts(text):
    assert either_script("请问|记者(?:们|)好|各位").fullmatch(text)


def test_a_bar_inside_a_group_or_a_class_sets_no_alternatives_apart():
    pattern = either_script(r"请(?:来|到)|开[甲|头]|\|问")
    assert [bool(pattern.fullmatch(text)) for text in ("請到", "到", "开|", "開头", "头", "|問")] == [
        *(True, False, True, True, False, True)
    ]
