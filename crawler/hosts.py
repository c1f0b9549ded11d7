"""One crawl of a host at a time, also across processes: two crawls that do not know of each other double its pace."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from crawler.errors import HostBusy
from crawler.site import bare_host


def locks_folder() -> Path:
    """Where the locks of this machine's user are; patience is the host's, not the archive's."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    folder = Path(tempfile.gettempdir()) / f"govpress-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


class HostLocks:
    """Context manager that holds some hosts for one crawl; raises `HostBusy` where another crawl has one of them.

    `wait` is how many seconds to wait for the others to end; -1 waits for ever. Locks end with their process, so a
    killed crawl holds nobody up.
    """

    def __init__(self, hosts: Iterable[str], *, wait: float = 0) -> None:
        # In one order everywhere, so that two crawls never wait for each other.
        self._names = sorted({bare_host(host) for host in hosts})
        self._wait = wait
        self._held: list[FileLock] = []

    def __enter__(self) -> Self:
        """Take every host, or none."""
        folder = locks_folder()
        for name in self._names:
            lock = FileLock(folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.lock", timeout=self._wait)
            try:
                lock.acquire()
            except Timeout:
                self._release()
                raise HostBusy(name) from None
            self._held.append(lock)
        return self

    def __exit__(self, *_exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Let the hosts go."""
        self._release()

    def _release(self) -> None:
        while self._held:
            self._held.pop().release()
