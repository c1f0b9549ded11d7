"""Notices that the practice sites answer with 200 in place of a page that is gone."""

from __future__ import annotations

import pytest

from crawler.practice.pages import Press, load_practice_site
from crawler.practice.phases import stage
from pipelines import read_article
from pipelines.errors import MissingPage


@pytest.mark.parametrize("folder", ["chenglan", "shuoyuan", "yuting"])
def test_a_soft_404_in_the_whole_frame_of_a_site_is_missing(folder: str) -> None:
    press = Press(site=load_practice_site(folder), stage=stage(8), host="www.shuoyuan.example")
    body = press.notice("您访问的页面不存在或已被删除")
    with pytest.raises(MissingPage):
        read_article(body, url="http://www.shuoyuan.example/2024/0402/2164558.shtml")
