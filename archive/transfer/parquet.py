"""Rows as a Parquet file, with typed columns; needs pyarrow, the extra `govpress[parquet]`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from archive.errors import ExportError
from archive.instant import instant
from archive.transfer.rows import TABLES, Type, What

BATCH = 1000
"""Rows that are in memory at once."""


def pyarrow() -> ModuleType:
    """The library, with its Parquet part loaded; raises ExportError where it is not installed."""
    try:
        import pyarrow as found  # noqa: PLC0415  heavy, and an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow: install it with `pip install 'govpress[parquet]'`") from error
    return found  # type: ignore[no-any-return]


def write_parquet(found: Iterator[Mapping[str, Any]], what: What, path: Path) -> int:
    """Write rows with their types; how many."""
    arrow = pyarrow()
    types = TABLES[what].types
    kinds = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "moment": arrow.timestamp("us", tz="UTC"),
        "printed": arrow.timestamp("us", tz="Asia/Shanghai"),
        "names": arrow.list_(arrow.string()),
    }
    schema = arrow.schema([(name, kinds[type_]) for name, type_ in types.items()])
    written = 0
    with arrow.parquet.ParquetWriter(path, schema, compression="zstd") as file:
        while batch := list(islice(found, BATCH)):
            columns = [[_typed(row[name], type_) for row in batch] for name, type_ in types.items()]
            arrays = [
                arrow.array(column, type=kinds[type_]) for column, type_ in zip(columns, types.values(), strict=True)
            ]
            file.write_table(arrow.Table.from_arrays(arrays, schema=schema))
            written += len(batch)
    return written


def _typed(value: Any, type_: Type) -> Any:
    if type_ == "names":
        return json.loads(value or "[]")
    if type_ in ("moment", "printed") and value is not None:
        return instant(value)
    return value
