"""The conformance cases: each input, and the result that the specification requires.

`reference.py` computes the bytes. The purpose of a case is written by hand: the error of a failing case, and
the exit code, contradictions and codes of an assessment. A difference between the two stops the generation.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from spec import reference as r
from spec.cases import (
    encoding,
    evidence,
    exchanges,
    limits,
    lists,
    openings,
    order,
    overdue,
    parties,
    reports,
    states,
    tables,
    times,
    tokens,
    transcripts,
    turns,
)
from spec.cases.making import Cases, Json, Wraps
from spec.cases.worked import BEGIN, END, worked

PROSE = Path(__file__).resolve().parent.parent / "swapproto.md"
GROUPS = (
    *encoding.GROUPS,
    *parties.GROUPS,
    *lists.GROUPS,
    *transcripts.GROUPS,
    *order.GROUPS,
    *limits.GROUPS,
    *reports.GROUPS,
    *tables.GROUPS,
    *exchanges.GROUPS,
    *turns.GROUPS,
    *states.GROUPS,
    *tokens.GROUPS,
    *times.GROUPS,
    *overdue.GROUPS,
    *evidence.GROUPS,
    *openings.GROUPS,
)


class Built(NamedTuple):
    """All files of the folder of vectors, by path, and the text of appendix A."""

    files: dict[str, str]
    appendix: str


def build(folder: Path, renew: bool) -> Built:
    store = folder / "frozen-wraps.json"
    wraps = Wraps(json.loads(store.read_text("utf-8")) if store.exists() else {}, renew)
    cases = Cases(wraps)
    for group in GROUPS:
        group(cases)
    appendix = worked(cases)
    files = {name: to_json(value) for name, value in {**cases.files, store.name: wraps.used}.items()}
    return Built(files, appendix)


def to_json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def differences(folder: Path) -> list[str]:
    expected, appendix = build(folder, renew=False)
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.json")}
    absent = [f"{name}: missing" for name in expected.keys() - found.keys()]
    extra = [f"{name}: not made by the reference" for name in found.keys() - expected.keys()]
    other = [f"{name}: differs" for name in expected.keys() & found.keys() if expected[name].encode() != found[name]]
    text = PROSE.read_text("utf-8")
    stale = [] if BEGIN + appendix + END in text else [f"{PROSE.name}: appendix A differs"]
    return sorted(absent + extra + other) + stale


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--check", folder]:
            wrong = differences(Path(folder))
            print("\n".join(wrong) or "the vectors are those of the reference")
            return 1 if wrong else 0
        case ["--write", folder]:
            files, appendix = build(Path(folder), renew=True)
            head, rest = PROSE.read_text("utf-8").split(BEGIN)
            PROSE.write_bytes((head + BEGIN + appendix + END + rest.split(END)[1]).encode())
            for path in Path(folder).rglob("*.json"):
                if path.relative_to(folder).as_posix() not in files:
                    path.unlink()
            for name, text in files.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            print(f"{len(files) - 1} cases")
            return 0
        case ["--appendix"]:
            print(build(PROSE.parent / "vectors", renew=False).appendix, end="")
            return 0
    print(r.__doc__)
    return 2
