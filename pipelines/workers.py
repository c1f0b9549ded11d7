"""The worker processes of a reader pool: what they are forked from, how they start, and how they end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from types import ModuleType
from typing import Any, Final

if sys.platform == "win32":
    from multiprocessing.context import SpawnContext as WorkerContext
    from multiprocessing.context import SpawnProcess as WorkerProcess
else:
    # Not fork, for the crawl has threads; and not spawn, for each worker would import everything again.
    from multiprocessing.context import ForkServerContext as WorkerContext
    from multiprocessing.context import ForkServerProcess as WorkerProcess

PATIENCE: Final = 5
"""Seconds that a worker gets to end."""


def new_executor(workers: int) -> ProcessPoolExecutor:
    """Worker processes, started when there is something for them to do."""
    executor = ProcessPoolExecutor(workers, _context(), _start_worker)
    if sys.version_info < (3, 11, 5):
        _write_to_nobody_dead(executor)
    return executor


def _write_to_nobody_dead(executor: Any) -> None:
    """Have this process's own end of the pipe to the workers closed before anybody waits for what is written to it.

    Else, when workers were killed (a signal to all of a service) while more than a pipe holds was on its way, as pages
    are, the program could never end: python/cpython#94777, mended in 3.11.5; Debian 12 has 3.11.2.
    """
    calls = executor._call_queue
    close = calls.close

    def close_own_end_first() -> None:
        calls._reader.close()  # workers have ends of their own
        close()

    calls.close = close_own_end_first


def start_origin() -> None:
    """Start what workers are forked from, without waiting for it."""
    if _context().get_start_method() == "forkserver":
        from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415  not on Windows

        # It lets Ctrl-C through again when it starts.
        resource_tracker.ensure_running()
        # Ctrl-C goes to every process of the terminal, and would end this one with a traceback while it imports.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_workers() -> None:
    """End every worker of this process; those that do not end by themselves are killed."""
    for child in multiprocessing.active_children():
        if isinstance(child, _ReaderProcess):
            child.join(PATIENCE)
            child.kill()


class _ReaderProcess(WorkerProcess):
    """A worker that does not import the program which started the crawl.

    Python would run the main module again in each worker: slow for a command, and for a script without
    `if __name__ == "__main__"` a crawl inside the crawl. Nothing that a reader needs lives there.
    """

    def start(self) -> None:
        """Start with an empty main module in the real one's place."""
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main


class _ReaderContext(WorkerContext):
    Process = _ReaderProcess


def _context() -> _ReaderContext:
    context = _ReaderContext()
    # Without effect where workers are spawned.
    context.set_forkserver_preload(["pipelines.reader_origin"])
    return context


def _start_worker() -> None:
    # Ctrl-C goes to every process of the terminal; the crawl decides when its readers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when the crawl was killed: its queues alone would never tell."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
