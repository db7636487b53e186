"""``python -m tests.report.differential``: the verifier in JavaScript and the package say the same of any transcript.

They are compared in everything that an assessment has (spec 12.6). What they answer differently is kept as requests
in ``build/verifier-diff/``.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from swapproto.assessment import FACTS, FAULTS, VIEWS, plain
from swapproto.conformance.assessing import assessed
from swapproto.conformance.assessing import requirement as requirement_of
from swapproto.conformance.cases import shorten
from swapproto.conformance.process import Runner, RunnerFailed
from swapproto.conformance.runner import answer
from swapproto.errors import SwapError
from tests.fuzz.requests import Request
from tests.report.transcripts import Transcripts
from tests.report.verifier import FOLDER, NODE, may_be_left_out

Json = Any
ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("whole.mjs")
KEPT = Path("build/verifier-diff")
MOST = 20
OF_BEACONS = frozenset({"beacon-unknown", "late", "not-before", "times-conflict"})
"""Codes that rest on rounds of the beacon, which the page does not check: it says ``beacon-unchecked`` instead."""

_FOR_PEOPLE = "message"


class Difference(NamedTuple):
    """A request that the two answer differently, and where."""

    request: Request
    places: tuple[str, ...]
    package: Json
    page: Json

    @property
    def sort(self) -> tuple[str, ...]:
        """One difference of each sort is kept."""
        return self.request[0], *self.places

    def save(self, number: int) -> Path:
        """Keep the request, and what differs in the answers."""
        KEPT.mkdir(parents=True, exist_ok=True)
        path = KEPT / f"{number}.json"
        operation, given = self.request
        kept = {"operation": operation, "input": given, "package": self.package, "page": self.page}
        path.write_text(json.dumps(kept, indent=1, ensure_ascii=False), "utf-8")
        return path


def start(folder: Path = FOLDER) -> Runner:
    """Return the verifier of a folder, in Node."""
    assert NODE is not None
    return Runner([NODE, str(SCRIPT), str(folder)], limit=60)


def compared(request: Request, page: Runner, seen: Counter[str] | None = None) -> Difference | None:
    """Return how the two answers to one request differ, if they do; ``seen`` counts what the package claims in it."""
    operation, given = request
    try:
        theirs = page.ask(operation, given)
    except RunnerFailed as error:
        theirs = {"error": f"it failed: {error}"}
    if theirs == {"unsupported": True} and may_be_left_out(operation, given):
        return None
    ours = json.loads(json.dumps(package_says(operation, given)))
    if "ok" not in ours or "ok" not in theirs or operation != "whole":
        return None if ours == theirs else Difference(request, ("outcome",), ours, theirs)
    if seen is not None:
        seen.update({one["code"] for part in ("claims", "contradictions") for one in ours["ok"][part]})
    mine, yours = (comparable(found["ok"]) for found in (ours, theirs))
    places = [place for place in sorted(mine.keys() | yours.keys()) if mine.get(place) != yours.get(place)]
    if not places:
        return None
    apart = [
        {place: _only(one.get(place), other.get(place)) for place in places}
        for one, other in ((mine, yours), (yours, mine))
    ]
    codes = (f"{place}: {code}" for place in places for code in sorted({*_codes(apart, place)}) or [""])
    return Difference(request, tuple(codes), *apart)


def package_says(operation: str, given: Json) -> Json:
    if operation != "whole":
        return answer({"operation": operation, "input": given})
    inputs = dict(zip(given["names"], map(bytes.fromhex, given["files"]), strict=True))
    try:
        found = assessed(given, given["names"])
    except SwapError as error:
        return {"error": error.code}
    return {"ok": plain(found, inputs=inputs, require=map(requirement_of, given["require"]))}


def comparable(whole: Json) -> Json:
    """Return an assessment with each array of objects as a sorted array of texts, without what is only for people."""
    return {name: _rows(value) if isinstance(value, list) else value for name, value in whole.items()}


def _rows(rows: Iterable[Json]) -> list[str]:
    return sorted({json.dumps(_row(row), sort_keys=True) for row in rows})


def _row(row: Json) -> Json:
    if not isinstance(row, dict):
        return row
    return {name: value for name, value in row.items() if name != _FOR_PEOPLE}


def _only(one: Json, other: Json) -> Json:
    return [row for row in one if row not in other] if isinstance(one, list) and isinstance(other, list) else one


def _codes(apart: Iterable[Json], place: str) -> Iterable[str]:
    for side in apart:
        for row in side[place] if isinstance(side[place], list) else []:
            found = json.loads(row)
            yield str(found.get("code") or found.get("what") or "") if isinstance(found, dict) else str(found)


def main() -> int:
    """Compare for a time, and return 1 if the two differ."""
    parser = argparse.ArgumentParser("python -m tests.report.differential", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=time.time_ns())
    parser.add_argument("--vectors", type=Path, default=ROOT / "spec" / "vectors")
    options = parser.parse_args()
    requests, page = Transcripts(options.seed, options.vectors), start()
    end, tried, seen = time.monotonic() + options.seconds, Counter[str](), Counter[str]()
    found: dict[tuple[str, ...], Difference] = {}
    while time.monotonic() < end and len(found) < MOST:
        request = requests.next()
        tried[request[0]] += 1
        difference = compared(request, page, seen)
        if difference and difference.sort not in found:
            found[difference.sort] = difference
            print(
                f"{difference.save(len(found))}: {' | '.join(difference.sort)}; the package "
                f"{shorten(difference.package)}, the page {shorten(difference.page)}",
                flush=True,
            )
    page.stop()
    counts = ", ".join(f"{operation} {count:,}" for operation, count in tried.most_common())
    print(f"{tried.total():,} requests, seed {options.seed}: {counts}")
    print("claimed: " + ", ".join(f"{code} {number:,}" for code, number in sorted(seen.items())))
    print("never claimed: " + (", ".join(sorted({*FACTS, *FAULTS, *VIEWS} - seen.keys() - OF_BEACONS)) or "-"))
    print(f"{len(found)} sorts of difference" if found else "no difference")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
