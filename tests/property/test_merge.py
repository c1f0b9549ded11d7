"""What holds for any two archives that are joined: neither order nor repetition makes a difference, nothing is lost."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.store import Archive
from archive.transfer.merge import merge
from archive.verify import verify
from tests.property.test_history import Look, courses, played
from tests.unit.archive.transfer.test_merge import check, derived, seen


def joined(folder: Path, into: Path, other: Path) -> Path:
    """A copy of one archive with another merged into it."""
    path = folder / f"{random.random()}.db"
    shutil.copy(into, path)
    with Archive(path) as archive, Archive(other) as more:
        archive.db.execute("PRAGMA synchronous = OFF")
        merge(archive, more)
    return path


@settings(max_examples=12)
@given(courses(), st.data())
def test_archives_that_saw_parts_of_one_course_of_events_are_joined_in_either_order_to_the_same(looks, data):
    mine = data.draw(st.lists(st.booleans(), min_size=len(looks), max_size=len(looks)))
    parts: list[list[Look]] = [[], []]
    for look, own in zip(looks, mine, strict=True):
        parts[own].append(look)
    with tempfile.TemporaryDirectory() as name:
        folder, paths = Path(name), []
        for part in parts:
            archive = played(folder, part)
            archive.close()
            paths.append(archive.path)
        one, other = joined(folder, *paths), joined(folder, *reversed(paths))
        again = joined(folder, one, paths[0])
        with Archive(paths[0]) as a, Archive(paths[1]) as b, Archive(one) as ab, Archive(other) as ba:
            assert sorted(seen(ab)) == sorted([*seen(a), *seen(b)])
            assert seen(ba) == seen(ab)
            assert derived(ba) == derived(ab)
            assert check(ab) == check(ba) == check(a) + check(b)
            assert list(verify(ab)) == list(verify(ba)) == []
        with Archive(again) as archive, Archive(one) as ab:
            assert (seen(archive), derived(archive)) == (seen(ab), derived(ab))
