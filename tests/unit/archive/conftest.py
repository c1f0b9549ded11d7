from collections.abc import Iterator

import pytest
from datasette.app import Datasette

from archive.store import Archive
from tests.unit.archive.simulated_site import Simulated


@pytest.fixture
def archive(tmp_path) -> Iterator[Archive]:
    with Archive(tmp_path / "press.db") as opened:
        opened.db.execute("PRAGMA synchronous = OFF")  # no test here cuts the power
        yield opened


@pytest.fixture
def site(archive) -> Simulated:
    return Simulated(archive)


@pytest.fixture
async def ds(archive_file) -> Datasette:
    """The pages of the module's own ``archive_file``."""
    found = Datasette([str(archive_file)])
    await found.invoke_startup()
    return found
