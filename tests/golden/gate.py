"""The quality gate: figures of the reader on the golden pages; an update may raise them, no accident lowers them.

    python -m tests.golden.gate                      the figures beside their floors
    python -m tests.golden.gate --raise              record better figures, new cases and a new reader's fingerprints
    python -m tests.golden.gate --lower "the reason" record worse ones too, with the reason

`floors.json` holds a floor for each family and field, and the fingerprint of each page with the reader that made it: a
page that reads differently under the same reader's name means that `RULES` in pipelines/reader.py was not raised.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from typing import Any

from archive.article import Article
from pipelines import READER
from pipelines.fingerprint import fingerprint
from tests.golden.cases import FOLDER, cases, reading, value

FLOORS = FOLDER / "floors.json"


def figures() -> dict[str, dict[str, float]]:
    """The share of cases that read right, by family and field."""
    right: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for case in cases():
        for field in case.fields:
            right[case.family][field].append(value(reading(case.name), field) == case.given[field])
    return {
        family: {field: round(sum(hits) / len(hits), 4) for field, hits in sorted(fields.items())}
        for family, fields in sorted(right.items())
    }


def fingerprints() -> dict[str, str]:
    """The fingerprint of each golden page, or the name of its verdict."""
    found = {case.name: reading(case.name) for case in cases()}
    return {name: fingerprint(one) if isinstance(one, Article) else type(one).__name__ for name, one in found.items()}


def recorded() -> dict[str, Any]:
    """What the gate remembers."""
    return json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {"floors": {}, "lowered": [], "readings": {}}


def worse(floors: dict[str, dict[str, float]], now: dict[str, dict[str, float]]) -> list[str]:
    """Every figure below its floor."""
    return [
        f"{family} {field}: {now.get(family, {}).get(field, 0.0)} is below {floor}"
        for family, fields in floors.items()
        for field, floor in fields.items()
        if now.get(family, {}).get(field, 0.0) < floor
    ]


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden.gate", description=__doc__)
    parser.add_argument("--raise", action="store_true", dest="lift")
    parser.add_argument("--lower", metavar="REASON")
    chosen = parser.parse_args(arguments)
    before, now = recorded(), figures()
    fallen = worse(before["floors"], now)
    for line in fallen:
        print(line)
    if fallen and not chosen.lower:
        return 1
    if chosen.lift or chosen.lower:
        if fallen:
            before["lowered"].append({"reader": READER, "reason": chosen.lower, "figures": fallen})
        before |= {"floors": now, "readings": {"reader": READER, "fingerprints": fingerprints()}}
        FLOORS.write_text(json.dumps(before, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
