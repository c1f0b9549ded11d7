"""Telling somebody: a command or a webhook of the user's own gets the findings of a visit as JSON.

Both come from a site file or the environment, never from anything that was fetched. No shell is involved, the time is
bounded, and whatever fails is logged and never fails the crawl.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import subprocess
import threading
import urllib.request
from typing import TYPE_CHECKING, Any, Final

from crawler.settings import USER_AGENT
from crawler.site import Notify

if TYPE_CHECKING:
    from crawler.visit import VisitReport

log = logging.getLogger("govpress")

PATIENCE: Final = 30.0
"""Seconds that a command or a webhook gets, all in all."""


def notify_of(own: Notify) -> Notify:
    """Whom to tell: whom the site file names, else `GOVPRESS_NOTIFY_COMMAND` and `GOVPRESS_NOTIFY_WEBHOOK`."""
    if own.command or own.webhook:
        return own
    command = tuple(shlex.split(os.environ.get("GOVPRESS_NOTIFY_COMMAND", "")))
    return Notify(command=command, webhook=os.environ.get("GOVPRESS_NOTIFY_WEBHOOK") or None)


def message_of(report: VisitReport) -> dict[str, Any]:
    """What is told of a visit."""
    return {
        "site": report.site,
        "run": report.run,
        "outcome": report.outcome,
        "findings": list(report.findings),
        "pages": report.stats.get("pages"),
        "changes": report.stats.get("changes"),
    }


def tell_of(report: VisitReport, notify: Notify, *, patience: float = PATIENCE) -> None:
    """Tell of a visit that has findings; blocks until it is told or the time is over."""
    if not report.findings:
        return
    words = json.dumps(message_of(report), ensure_ascii=False).encode()
    if notify.command:
        _run(notify.command, words, patience)
    if notify.webhook:
        _post(notify.webhook, words, patience)


def _run(command: tuple[str, ...], words: bytes, patience: float) -> None:
    try:
        done = subprocess.run(command, input=words, timeout=patience, check=False)  # noqa: S603  the user's own
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("the notify command did not do: %s", error)
        return
    if done.returncode:
        log.warning("the notify command %s ended with %d", command[0], done.returncode)


def _post(url: str, words: bytes, patience: float) -> None:
    """Post in a thread that is left behind where the other side drips: a socket's timeout starts anew at each byte."""
    posting = threading.Thread(target=_send, args=(url, words, patience), name="notify", daemon=True)
    posting.start()
    posting.join(patience)
    if posting.is_alive():
        log.warning("the webhook %s took longer than %g s", url, patience)


def _send(url: str, words: bytes, patience: float) -> None:
    headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT}
    request = urllib.request.Request(url, data=words, headers=headers, method="POST")  # noqa: S310  checked: http(s)
    try:
        with urllib.request.urlopen(request, timeout=patience):  # noqa: S310
            return
    except (OSError, ValueError) as error:
        log.warning("the webhook %s did not do: %s", url, error)
