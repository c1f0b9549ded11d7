"""How the suite is shared out: on how many workers, and which folders first; no example of a property is timed."""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

# Some hundred tests run the command, and each would compile the project anew: half of what many of them take.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile("untimed", deadline=None, suppress_health_check=(HealthCheck.too_slow,))
settings.load_profile("untimed")

# The longest files first, so that none is left alone on one worker at the end; the one that makes the journey through
# the practice web is among the first, for others wait for it.
LONGEST = ("e2e/test_sites_add.py", "e2e/test_wheel.py", "e2e/test_reread.py", "e2e/test_scripts.py")
FIRST = (*LONGEST, "browser/", "e2e/", "unit/crawler/", "property/", "unit/archive/")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Four workers more than there are cores: the longest tests run commands, and wait most of their time."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ or config.option.numprocesses != "auto":
        return None
    return len(os.sched_getaffinity(0)) + 4 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 4


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    tests = config.rootpath / "tests"

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(tests).as_posix() if item.path.is_relative_to(tests) else ""
        return next((index for index, folder in enumerate(FIRST) if path.startswith(folder)), len(FIRST))

    items.sort(key=place)
