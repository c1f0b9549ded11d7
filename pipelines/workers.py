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
from typing import Final

if sys.platform == "win32":
    from multiprocessing.context import SpawnContext as WorkerContext
    from multiprocessing.context import SpawnProcess as WorkerProcess
else:
    # Not fork, for the crawl has threads; and not spawn, for each worker would import everything again.
    from multiprocessing.context import ForkServerContext as WorkerContext
    from multiprocessing.context import ForkServerProcess as WorkerProcess

PATIENCE: Final = 5
"""Seconds that a worker gets to end."""
# A worker's caches grow slowly; a new one costs a hundredth of a second.
BATCHES_A_WORKER: Final = 1000


def new_executor(workers: int) -> ProcessPoolExecutor:
    """Worker processes, started when there is something for them to do."""
    return ProcessPoolExecutor(workers, _context(), _start_worker, max_tasks_per_child=BATCHES_A_WORKER)


def start_origin() -> None:
    """Start what workers are forked from, without waiting for it."""
    if _context().get_start_method() == "forkserver":
        from multiprocessing import forkserver  # noqa: PLC0415  not on Windows

        forkserver.ensure_running()


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
