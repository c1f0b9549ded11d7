"""Facets of an archive's tables, counted in one pass: each of Datasette's own asks the whole question once more."""

from __future__ import annotations

from collections import Counter
from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args

KIND = "tallied"
"""What these facets are called in Datasette's metadata."""


class Tallied(Facet):  # type: ignore[misc]  # Datasette has no type information
    """The columns that a table's metadata name; what they tell looks as Datasette's own facets of columns do."""

    type = KIND

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """How many rows have each value of each column, most first; and the columns that took too long."""
        sources = {each["config"]["simple"]: each["source"] for each in self.get_configs()}
        if not sources:
            return [], []
        names = ", ".join(escape_sqlite(column) for column in sources)
        try:
            found = await self.ds.execute(
                self.database,
                f"select {names}, count(*) from ({self.sql}) group by {names}",  # noqa: S608  Datasette's own query
                self.params,
                truncate=False,
                custom_time_limit=self.ds.setting("facet_time_limit_ms"),
            )
        except QueryInterrupted:
            return [], list(sources)
        counts: dict[str, Counter[Any]] = {column: Counter() for column in sources}
        for *values, number in found.rows:
            for column, value in zip(sources, values, strict=True):
                counts[column][value] += number
        return [self._told(column, sources[column], counts[column]) for column in sources], []

    def _told(self, column: str, source: str, counted: Counter[Any]) -> dict[str, Any]:
        most = self.get_facet_size()
        del counted[None]
        ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        return {
            "name": column,
            "type": "column",
            "hideable": source != "metadata",
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {f"_facet_{KIND}": column})),
            "results": [self._value(column, value, count) for value, count in ordered[:most]],
            "truncated": len(ordered) > most,
        }

    def _value(self, column: str, value: Any, count: int) -> dict[str, Any]:
        selected = (column, str(value)) in self.get_querystring_pairs()
        toggle = path_with_removed_args if selected else path_with_added_args
        path = toggle(self.request, {column: str(value)})
        return {
            "value": value,
            "label": value,
            "count": count,
            "toggle_url": self.ds.absolute_url(self.request, self.ds.urls.path(path)),
            "selected": selected,
        }
