"""When sections are to be visited, and whether they were: missed, late and overlapping visits, from cron and `runs`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

if TYPE_CHECKING:
    from archive.store import Archive
    from crawler.site import Site

ZONE: Final = ZoneInfo("Asia/Shanghai")
LATE: Final = timedelta(minutes=5)
"""A visit that began so much after its time waited for something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The sections of one site that share a cron line; visited together."""

    site: Site
    sections: tuple[str, ...]
    cron: str

    @property
    def id(self) -> str:
        """What tells this job from others; another cron line or section makes another job."""
        return f"{self.site.key}: {self.cron}: {', '.join(self.sections)}"

    @property
    def trigger(self) -> CronTrigger:
        """When it fires."""
        return CronTrigger.from_crontab(self.cron, timezone=ZONE)

    def next_time(self, after: datetime) -> datetime:
        """When it is visited next: when it fires, or when the site's visiting hours begin after that."""
        found: datetime = self.trigger.get_next_fire_time(None, after)
        hours = self.site.pace.hours
        return hours.opening(found) if hours else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One section's place in the schedule, for `govpress schedule --list`."""

    site: str
    section: str
    schedule: str | None
    next: datetime | None
    last: datetime | None
    """When its last visit began."""
    outcome: str | None
    """What it came to; None where the section was never visited."""
    remarks: tuple[str, ...] = ()
    """What did not go by the schedule: a visit that was missed, late, or still going on when the next was due."""


def jobs_of(sites: Iterable[Site]) -> list[Job]:
    """The jobs that the site files ask for, in their order."""
    jobs = []
    for site in sites:
        lines: dict[str, list[str]] = {}
        for section in site.sections:
            if section.schedule:
                lines.setdefault(section.schedule, []).append(section.name)
        jobs += [Job(site=site, sections=tuple(names), cron=cron) for cron, names in lines.items()]
    return jobs


def appointments(sites: Iterable[Site], archive: Archive | None, now: datetime) -> list[Appointment]:
    """When each section is visited next, and what its last visit came to; None before anything was ever visited."""
    rows = []
    for site in sites:
        runs = list(_runs(archive, site.key))
        for section in site.sections:
            last = next((run for run in runs if section.name in run["sections"]), None)
            job = Job(site=site, sections=(section.name,), cron=section.schedule) if section.schedule else None
            rows.append(
                Appointment(
                    site=site.key,
                    section=section.name,
                    schedule=section.schedule,
                    next=job.next_time(now) if job else None,
                    last=last["started_at"] if last else None,
                    outcome=(last["outcome"] or "under way") if last else None,
                    remarks=tuple(_remarks(job, archive, last, now)) if job else (),
                )
            )
    return rows


def _remarks(job: Job, archive: Archive | None, last: dict[str, Any] | None, now: datetime) -> Iterator[str]:
    planned = missed(job, archive, now)
    if planned is not None and not (last and last["outcome"] is None):
        yield f"missed {_minute(planned)}"
    if last is None or last["planned_at"] is None:
        return
    wait = last["started_at"] - last["planned_at"]
    if wait >= LATE:
        yield f"late by {_span(wait)}"
    following = job.next_time(last["planned_at"] + timedelta(seconds=1))
    if (last["finished_at"] or now) > following:
        yield f"still going on at {_minute(following)}, when the next was due"


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"


def _span(wait: timedelta) -> str:
    minutes = int(wait.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


def missed(job: Job, archive: Archive | None, now: datetime) -> datetime | None:
    """The planned time that passed unvisited since the job's last visit; None where there is nothing to catch up.

    A job that was never visited has missed nothing: its first time is to come. A visit that was killed or failed does
    not count as one.
    """
    runs = [run for run in _runs(archive, job.site.key) if set(job.sections) <= set(run["sections"])]
    if not runs:
        return None
    done = next((run for run in runs if run["outcome"] not in (None, "failed", "lost")), None)
    planned = job.next_time(done["started_at"] if done else runs[-1]["started_at"])
    return planned if planned <= now else None


def _runs(archive: Archive | None, site: str) -> Iterator[dict[str, Any]]:
    """The site's runs, newest first."""
    if archive is None:
        return
    query = (
        "SELECT sections, planned_at, started_at, finished_at, outcome FROM runs"
        " WHERE site = ? ORDER BY started_at DESC, id DESC"
    )
    for row in archive.db.query(query, [site]):
        yield {
            "sections": json.loads(row["sections"]),
            "planned_at": datetime.fromisoformat(row["planned_at"]) if row["planned_at"] else None,
            "started_at": datetime.fromisoformat(row["started_at"]),
            "finished_at": datetime.fromisoformat(row["finished_at"]) if row["finished_at"] else None,
            "outcome": row["outcome"],
        }
