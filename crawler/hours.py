"""The hours of the day in which a site is visited, in China's time. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Shanghai")
OUTSIDE: Final = "outside the visiting hours"
"""How the reason begins for which a visit ends at closing time."""
_FORM: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A window of every day; one that closes before it opens lasts over midnight."""

    opens: time
    closes: time

    @classmethod
    def of(cls, text: str) -> Hours | None:
        """The hours that `08:00-20:00` spells out; None for anything else, and for a window of no length."""
        found = _FORM.fullmatch(text)
        if found is None:
            return None
        opens, closes = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        return cls(opens=opens, closes=closes) if opens != closes else None

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    def hold(self, moment: datetime) -> bool:
        """Whether a moment is within them."""
        clock = moment.astimezone(ZONE).time()
        if self.opens < self.closes:
            return self.opens <= clock < self.closes
        return clock >= self.opens or clock < self.closes

    def opening(self, moment: datetime) -> datetime:
        """The moment itself where it is within them, else when they begin next."""
        if self.hold(moment):
            return moment
        day = moment.astimezone(ZONE)
        today = day.replace(hour=self.opens.hour, minute=self.opens.minute, second=0, microsecond=0)
        return today if today > day else today + timedelta(days=1)
