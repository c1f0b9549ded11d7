"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ExportError


@contextmanager
def whole_file(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Where to write a file that takes its own name only when it is complete; raises ExportError.

    The name given is in the same folder, so that taking the final one is a single step of the file system.
    """
    if path.exists() and not overwrite:
        raise ExportError(f"{path} is there already and was left alone: choose another name, or say --overwrite")
    if not path.parent.is_dir():
        raise ExportError(f"there is no folder {path.parent}: make it, or choose another")
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        _sync(part)
        part.replace(path)
    except OSError as error:
        said = error.strerror or str(error)
        raise ExportError(f"{path} could not be written ({said}); nothing of it was left behind") from error
    finally:
        if part.exists():  # a read-only disk refuses to remove even what is not there
            part.unlink()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
