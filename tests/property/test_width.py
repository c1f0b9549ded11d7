"""Narrow signs change no comparison, whatever else a text holds."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from archive.width import narrow

TEXT = st.text(alphabet=st.one_of(st.sampled_from("，：（）；？！\u3000ａ１ｶﾞ①…\u0338\u0301e公安"), st.characters()))


@given(TEXT)
def test_a_narrow_text_has_the_normal_form_of_the_wide_one(text):
    assert unicodedata.normalize("NFKC", narrow(text)) == unicodedata.normalize("NFKC", text)


def test_the_signs_of_a_chinese_sentence_are_narrow_afterwards():
    assert narrow("各位：好（上午）？是的，好；谢谢！\u3000。") == "各位:好(上午)?是的,好;谢谢! 。"
