"""`govpress read`: saved pages in, one JSON object a page out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import click

from archive.article import Article
from pipelines.pagers.paging import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saved:
    """One page to read, and where its bytes are."""

    id: str
    path: Path
    url: str
    charset: str | None = None
    is_list: bool = False


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--url", help="The address that the files came from; links are resolved against it.")
@click.option("--charset", help="The charset of the HTTP header, if the server sent one.")
@click.option("--list", "is_list", is_flag=True, help="Read the files as list pages.")
@click.option(
    "--manifest",
    type=click.File("r", encoding="utf-8"),
    help="JSON lines with id, path and url (and charset, kind); - for standard input.",
)
def read(
    files: tuple[Path, ...], url: str | None, charset: str | None, is_list: bool, manifest: IO[str] | None
) -> None:
    """Read saved pages as articles (or lists): one JSON object a page, and never a stop at a bad one.

    A page that is no article gives its id, url and `error`, the name of the verdict.
    """
    if not files and manifest is None:
        raise click.UsageError("name files, or a --manifest")
    if files and not url:
        raise click.UsageError("files need --url, the address that they came from")
    pages = [_Saved(id=path.stem, path=path, url=url or "", charset=charset, is_list=is_list) for path in files]
    for page in (*pages, *(_rows(manifest) if manifest is not None else ())):
        click.echo(json.dumps(_read(page), ensure_ascii=False, default=_plain))


def _rows(manifest: IO[str]) -> Iterator[_Saved]:
    name = getattr(manifest, "name", "-")
    folder = Path(name).parent if name not in ("-", "<stdin>") else Path()
    for number, line in enumerate(manifest, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            named = [folder / row[key] for key in ("file", "path") if row.get(key)]
            path = next((one for one in named if one.is_file()), Path(row.get("path") or row["file"]))
            yield _Saved(
                id=str(row["id"]),
                path=path,
                url=row.get("url") or "",
                charset=row.get("charset"),
                is_list=row.get("kind") == "list",
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise click.ClickException(f"line {number} of the manifest needs id, path and url: {error!r}") from error


def _read(page: _Saved) -> dict[str, Any]:
    from pipelines import read_article, read_listing

    reading: Callable[..., Article | Listing] = read_listing if page.is_list else read_article
    said: dict[str, Any] = {"id": page.id, "url": page.url}
    started = time.perf_counter()
    try:
        found = reading(page.path.read_bytes(), url=page.url, charset=page.charset)
        said |= _listing(found) if isinstance(found, Listing) else asdict(found) | {"origins": dict(found.origins)}
    except Exception as error:  # noqa: BLE001  the next page must be read whatever this one did; its name is printed
        said |= {"error": type(error).__name__, "detail": str(error)}
    return said | {"ms": round((time.perf_counter() - started) * 1000, 2)}


def _listing(found: Listing) -> dict[str, Any]:
    names = ("next_url", "total_pages", "total_records", "family")
    return {"items": [asdict(item) for item in found.items]} | {name: getattr(found, name) for name in names}


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
