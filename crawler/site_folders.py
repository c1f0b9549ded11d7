"""The folders in which site files are found: those that come with govpress, and people's own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.errors import CrawlError, SiteFileError, UnknownSite
from crawler.site_file import read_site_file

if TYPE_CHECKING:
    from crawler.site import Site

PACKAGED = Path(__file__).parent / "sites"
"""The site files that come with govpress."""


def load_sites(folders: Sequence[Path]) -> dict[str, Site]:
    """Every site of some folders by key; a later folder's file takes the place of an earlier one's.

    Raises `SiteFileError` with the problems of all files; `survey_sites` keeps the good ones.
    """
    sites, broken = survey_sites(folders)
    if broken:
        raise SiteFileError([problem for error in broken.values() for problem in error.problems])
    return sites


def survey_sites(folders: Sequence[Path]) -> tuple[dict[str, Site], dict[str, SiteFileError]]:
    """The sites whose files are valid, and the errors of those whose files are not, both by key."""
    sites: dict[str, Site] = {}
    broken: dict[str, SiteFileError] = {}
    for key, path in sorted(_files(folders).items()):
        try:
            sites[key] = read_site_file(path)
        except SiteFileError as error:
            broken[key] = error
    return sites, broken


def _files(folders: Sequence[Path]) -> dict[str, Path]:
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}


def site_folders(own: str | Path | None = None) -> tuple[Path, ...]:
    """The packaged folder, then people's own: the one given, or else that of `GOVPRESS_SITES`."""
    chosen = own or os.environ.get("GOVPRESS_SITES")
    if not chosen:
        return (PACKAGED,)
    folder = Path(chosen).expanduser()
    if not folder.is_dir():
        raise CrawlError(
            f"the folder of site files {folder} does not exist; make it, or mend --sites or GOVPRESS_SITES"
        )
    return (PACKAGED, folder)


def choose_sites(keys: Iterable[str], folders: Sequence[Path]) -> list[Site]:
    """The sites of these keys, in the order given; raises `UnknownSite`, or `SiteFileError` for a broken one."""
    files = _files(folders)
    chosen = []
    for key in dict.fromkeys(keys):
        if key not in files:
            raise UnknownSite(key, files)
        chosen.append(read_site_file(files[key]))
    return chosen
