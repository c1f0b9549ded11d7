"""Dates as pages print them."""

from __future__ import annotations

import pytest

from pipelines.dates import find_calendar, find_stamp, find_stamps, stamp_in_address


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2023-01-08 10:05:09", "2023-01-08T10:05:09+08:00", "second"),
        ("发布时间：2023年1月8日 10时05分", "2023-01-08T10:05:00+08:00", "minute"),
        ("2023/1/8", "2023-01-08T00:00:00+08:00", "day"),
        ("2023.01.08", "2023-01-08T00:00:00+08:00", "day"),
        ("2021\x1f12/02\x1f11:35", "2021-12-02T11:35:00+08:00", "minute"),
        ("2021\n12/02\n11:35", "2021-12-02T11:35:00+08:00", "minute"),
        ("2023-08-19 10∶08", "2023-08-19T10:08:00+08:00", "minute"),
        ("2017——04——12", "2017-04-12T00:00:00+08:00", "day"),
        ("2024\x1f05\x1f/\x1f09\x1f22:27:02", "2024-05-09T22:27:02+08:00", "second"),
        ("2005年05月13日14:15", "2005-05-13T14:15:00+08:00", "minute"),
        ("2024年10月14日 星期一 10:17", "2024-10-14T10:17:00+08:00", "minute"),
        ("2024/06/19 下午 7:27", "2024-06-19T19:27:00+08:00", "minute"),
        ("2024-05-13T04:03:10Z", "2024-05-13T12:03:10+08:00", "second"),
        ("2024-05-13T12:03:10.123+08:00", "2024-05-13T12:03:10+08:00", "second"),
        ("2016-08-11 08:13:00.0", "2016-08-11T08:13:00+08:00", "second"),
        ("2022-02-13 24:00", "2022-02-14T00:00:00+08:00", "minute"),
        ("2022-05-07 00:00:00", "2022-05-07T00:00:00+08:00", "day"),
        ("20240513", "2024-05-13T00:00:00+08:00", "day"),
        ("May 6, 2020", "2020-05-06T00:00:00+08:00", "day"),
        ("6 May 2020 08:30", "2020-05-06T08:30:00+08:00", "minute"),
        ("Wed May 06 08:30:01 CST 2020", "2020-05-06T08:30:01+08:00", "second"),
        ("二〇二三年一月八日", "2023-01-08T00:00:00+08:00", "day"),
        ("二○一二年十二月三十一日", "2012-12-31T00:00:00+08:00", "day"),
        ("二〇二一年十月二十日", "2021-10-20T00:00:00+08:00", "day"),
    ],
)
def test_a_printed_date_is_read_as_shanghai_time(text: str, moment: str, precision: str) -> None:
    found = find_stamp(text)
    assert found is not None
    assert (found.moment.isoformat(), found.precision) == (moment, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-02-30",
        "2024-13-01",
        "2026-02-00018",
        "0871-6651113",
        "1.2.3",
        "版权所有 2009-2026",
        "昨天",
        "IP 10.20.1.1",
        "1890-01-01",
        "May 32, 2020",
        "2019 Mayday",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_stamp(text) is None


def test_every_date_of_a_text_is_found_in_order() -> None:
    assert [stamp.moment.day for stamp in find_stamps("2024-01-02 至 2024-01-30，另见 2024年3月4日")] == [2, 30, 4]


def test_a_calendar_leaf_prints_the_day_first() -> None:
    found = find_calendar("21\n2024-02\n分享")
    assert found is not None
    assert found.moment.isoformat() == "2024-02-21T00:00:00+08:00"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.gov.cn/x/202301/t20230108_123.html", "2023-01-08"),
        ("http://a.gov.cn/art/2019/7/10/art_42918_3436693.html", "2019-07-10"),
        ("http://a.gov.cn/10464/2020/9/15/e651244f.shtml", "2020-09-15"),
        ("http://a.cn/2024-05/13/content_1.htm", "2024-05-13"),
        ("http://a.cn/2021/0108/1234567.shtml", "2021-01-08"),
        ("http://a.cn/20240515/d59c39d4160a/c.html", "2024-05-15"),
        ("http://a.gov.cn/x/202301/abc.html", None),
        ("http://a.gov.cn/t18993630.shtml", None),
        ("http://a.gov.cn/20249999/1.html", None),
    ],
)
def test_the_day_that_an_address_tells(url: str, day: str | None) -> None:
    found = stamp_in_address(url)
    assert (found.moment.date().isoformat() if found else None) == day
