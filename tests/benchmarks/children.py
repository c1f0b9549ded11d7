"""Starting a command: how long it took, how much memory its main process had at most, and ending it for good."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A look at every process takes milliseconds; ten a second took a twentieth of a processor from what is measured.
_BETWEEN_LOOKS = 0.5
GOVPRESS = (sys.executable, "-c", "from crawler.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended."""

    seconds: float
    peak: int
    """Most bytes of memory that its main process had at once; 0 where the system does not tell."""
    cpu: float
    """Seconds of processor time that it and its workers used; other people's work on the machine is not in it."""
    returncode: int
    output: str
    errors: str


def run(command: Sequence[str], *, cwd: Path, environment: dict[str, str] | None = None) -> Ended:
    """Run a command to its end and watch its memory."""
    started = time.perf_counter()
    process = start(command, cwd=cwd, environment=environment)
    peak = 0
    used: dict[int, float] = {}
    while True:
        try:
            process.wait(timeout=_BETWEEN_LOOKS)
            break
        except subprocess.TimeoutExpired:
            peak = max(peak, _high_water(process.pid))
            used |= _processor_time(process.pid)
    seconds = time.perf_counter() - started
    output, errors = ((cwd / name).read_text(encoding="utf-8", errors="replace") for name in ("out", "err"))
    return Ended(seconds, peak, sum(used.values()), process.returncode, output, errors)


def start(command: Sequence[str], *, cwd: Path, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own, its output in the files `out` and `err` of `cwd`."""
    with (cwd / "out").open("wb") as out, (cwd / "err").open("wb") as err:
        return subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        )  # fmt: skip


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, its workers too and all at one moment, as a power cut would.

    Spared is the one that Python starts to unlink the semaphores of the dead; nothing but a restart of the machine
    would take them out of /dev/shm.
    """
    os.killpg(process.pid, signal.SIGSTOP)
    mortal = [number for number, _fields in _members(process.pid) if b"resource_tracker" not in _command_line(number)]
    for number in mortal:
        os.kill(number, signal.SIGKILL)
    # Without /proc, all of them; with it, what was spared goes on.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGCONT if mortal else signal.SIGKILL)
    process.wait(timeout=60)


def _command_line(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def _high_water(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def _processor_time(group: int) -> dict[int, float]:
    """Processor time so far of each process of a group, by its number."""
    ticks = os.sysconf("SC_CLK_TCK")
    return {number: (int(fields[11]) + int(fields[12])) / ticks for number, fields in _members(group)}


def _members(group: int) -> Iterator[tuple[int, list[str]]]:
    """The processes of a group: number, and state, parent, group … user time, system time."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name, which may hold blanks.
            fields = file.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            yield int(file.parent.name), fields
