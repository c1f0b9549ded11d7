"""Check a govpress receipt with nothing but Python: python3 check_receipt.py receipt.json [PUBLISHED-HEAD]"""

import base64
import hashlib
import json
import sys
from typing import Any


def link(previous: str, entry: dict[str, Any]) -> str:
    """The hash that stands in the ledger behind another one."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(bytes.fromhex(previous) + text.encode("utf-8", "surrogatepass")).hexdigest()


def check(receipt: dict[str, Any]) -> str:
    """The bytes are those of the entry, and the entry is the one that was chained; the hash that it ends with."""
    entry, chain = receipt["entry"], receipt["chain"]
    if receipt["body"] is not None:
        digest = "sha256:" + hashlib.sha256(base64.b64decode(receipt["body"])).hexdigest()
        if digest != entry["digest"]:
            sys.exit("FALSE: the bytes are not those that the entry names")
    if link(receipt["previous"], entry) != chain:
        sys.exit("FALSE: the entry is not the one that was chained")
    if receipt["body"] is None and "stands_for" in receipt:
        held = receipt["stands_for"]
        if check(held) and held["chain"] != entry["revisit_of"]:
            sys.exit("FALSE: these are not the bytes that the capture stands for")
    for later in receipt["following"]:
        chain = link(chain, later["entry"])
        if chain != later["chain"]:
            sys.exit(f"FALSE: the ledger is broken at {later['seq']}")
    return str(chain)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123  as short as it can be read
        given = json.load(file)
    head = check(given)
    if len(sys.argv) > 2 and sys.argv[2].removeprefix("sha256:") != head:
        sys.exit(f"The receipt is sound, and ends at {head}, which is not the head you were given")
    said = given["entry"]
    print(  # noqa: T201
        f"TRUE: {said['url']} answered {said['status']} at {said['captured_at']}; {said['digest'] or 'no body'}"
    )
