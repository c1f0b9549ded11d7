"""Gambling and pharmacy brands that hijackers write into the titles of official pages."""

from __future__ import annotations

import re

_BRANDS = (
    r"凯发|k8凯|k8国际|开云|博彩|博狗|娱乐城|娱乐平台|棋牌|百家乐|赌场|赌博平台|bet\s?365|365bet|新葡京|葡京"
    r"|金沙(?:娱乐|国际|官网)|永利(?:娱乐|国际|官网)|威尼斯人|亚博|yabo"
    r"|乐鱼|leyu|华体会|hth|爱游戏|ayx|米兰体育|milan|星空体育|半岛体育|九游|j9|ag真人|真人(?:娱乐|荷官)|皇冠(?:体育"
    r"|国际|足球)|太阳城|银河(?:娱乐|国际)|必发|必威|betway|万博|manbet|澳门(?:新)?(?:银河|金沙|永利|巴黎人|皇冠)"
    r"|时时彩|六合彩|(?:北京)?赛车pk10|pk10|彩票(?:平台|网|app|官网|注册)|888(?:真人|集团)|尊龙|利来|w66|龙8|龙虎斗"
    r"|捕鱼(?:平台|游戏)|老虎机|m6米乐|米乐|tvt体育|ob体育|欧宝|kok体育|云开|pg电子|电子游艺|竞彩(?:平台|官网)"
    r"|伟哥|万艾可|西地那非|壮阳|催情|迷药|代孕|办证|serm|viagra|cialis|casino|gambl"
)
_ACTS = r"国际注册|注册送|官网|官方(?:网站|入口|下载)|登录|登陆|入口|app下载|手机版|最新版|平台|下载|注册|网址|备用"
# Every alternative begins with a plain letter here: then the engine skips what cannot match.
_BRAND = re.compile(_BRANDS.replace("(?:北京)?", ""))
_LONGEST = 250
_SPAM_TAIL = re.compile(
    rf"(?:\s*[-_—–|｜·]+\s*|\s+)(?P<tail>[^-_—–|｜，。；！？“”《》：]{{0,20}}(?:{_BRANDS})[^"
    rf"|｜，。；！？“”《》]{{0,30}})$",
    re.I,
)
_SPAM_HEAD = re.compile(
    rf"^(?P<head>[^-_—–|｜]{{0,12}}(?:{_BRANDS})[^-_—–|｜]{{0,20}}(?:{_ACTS})?)\s*[-_—–|｜]+\s*", re.I
)


def strip_spam(title: str) -> tuple[str, str | None]:
    """A title without a gambling or pharmacy brand at its end or head, and what was cut (None if nothing)."""
    if len(title) > _LONGEST or not _BRAND.search(title.lower()):
        return title, None
    match = _SPAM_TAIL.search(title)
    if match is not None and match.start() >= 4:
        return title[: match.start()].rstrip(), match["tail"].strip()
    match = _SPAM_HEAD.match(title)
    if match is not None and len(title) - match.end() >= 6:
        return title[match.end() :], match["head"].strip()
    return title, None
