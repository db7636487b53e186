"""Real lists, end to end: three dated versions of one list, and a long one."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.shared import DATA

from .desk import Desk

VERSIONS = ["legislators-2024-12-18", "legislators-2025-05-21", "legislators-2026-06-11"]
KEY = "bioguide_id"


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.reader(text))


def entries(path: Path) -> list[dict[str, str]]:
    header, *cells = rows(path)
    return [dict(zip(header, row, strict=True)) for row in cells]


def source(name: str) -> Path:
    path = DATA / f"{name}.csv"
    if not path.exists():
        pytest.skip("the real lists (shared/data) are not beside the repository")
    return path.resolve()


def compared(old: Path, new: Path) -> tuple[set[str], set[str], set[str]]:
    """Return the keys added, removed and changed, found in the tables themselves."""
    before, after = ({row[KEY]: row for row in entries(path)} for path in (old, new))
    changed = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    return after.keys() - before.keys(), before.keys() - after.keys(), changed


def test_three_versions_of_a_real_list_come_back_unchanged(north: Desk) -> None:
    paths = [source(name) for name in VERSIONS]
    words = ["-k", "North.swapkey", "--yes", "--label", "Congress", "--to", "Heron"]
    for number, path in enumerate(paths, 1):
        previous = ["--previous", f"{number - 1}.swap"] if number > 1 else ["--role", "report"]
        result = north.run("commit", path, *words, *previous, "-o", f"{number}.swap")
        assert f"version {number}" in result.err
    north.run("commit", paths[2], *words, "--role", "report", "-o", "fork.swap", expect=2)

    north.run("verify", "1.swap", "2.swap", "3.swap", "--require", "chained", "--require", "committed")
    for number, path in enumerate(paths, 1):
        north.fails(3, "reader-not-found", "open", f"{number}.swap", "-k", "South.swapkey", "-o", "south.csv")
        north.run("open", f"{number}.swap", "-k", "Heron.swapkey", "-o", f"heron-{number}.csv")
        assert rows(north.folder / f"heron-{number}.csv") == rows(path)
        north.run("reveal", f"{number}.swap", "-k", "North.swapkey", "--yes", "--public", "-o", f"key-{number}.swap")
        north.run("merge", f"{number}.swap", f"key-{number}.swap", "-o", f"open-{number}.swap")
        north.run("open", f"open-{number}.swap", "-o", f"all-{number}.csv")
        assert rows(north.folder / f"all-{number}.csv") == rows(path)

    for old, new in ((1, 2), (2, 3)):
        result = north.run("diff", f"open-{old}.swap", f"open-{new}.swap", "--key", KEY, "--json")
        found = json.loads(result.out)
        added, removed, changed = compared(paths[old - 1], paths[new - 1])
        assert {entry[KEY] for entry in found["added"]} == added
        assert {entry[KEY] for entry in found["removed"]} == removed
        assert {change["key"][KEY] for change in found["changed"]} == changed

    wanted = rows(paths[0])[5]
    key = wanted[rows(paths[0])[0].index(KEY)]
    north.run(
        "disclose", "1.swap", "--yes", "-k", "North.swapkey", "--where", f"{KEY}={key}", "--expect", 1, "-o", "one.swap"
    )
    result = north.run("verify", "one.swap", "--require", "disclosed", "--entries")
    assert f"{KEY}: {key}" in result.out
    assert len(north.read("one.swap")) < 10_000
    result = north.run("verify", ".", "--require", "opened")
    assert "version 3, which it follows" not in result.out
    assert "is here too, and may no longer contain them" in result.out


def test_a_long_real_list_comes_back_unchanged(north: Desk) -> None:
    path = source("legislators-historical")
    north.run("sign", path, "-k", "North.swapkey", "--yes", "--role=report", "-o", "all.swap")
    north.run("verify", "all.swap", "--require", "count-proven")
    north.run("open", "all.swap", "-o", "all.csv")
    assert rows(north.folder / "all.csv") == rows(path)
    north.run("disclose", "all.swap", "--yes", "--where", "last_name=Adams", "-o", "adams.swap")
    expected = sum(row["last_name"] == "Adams" for row in entries(path))
    assert f"{expected} of its entries are shown here" in north.run("verify", "adams.swap").out


NAMED = [f"--map={own}={name}" for own, name in (
    (KEY, "id"), ("last_name", "family_name"), ("first_name", "given_name"), ("birthday", "birth_date"), ("*", "")
)]  # fmt: skip


@pytest.mark.parametrize("name", [*VERSIONS, "legislators-historical"])
def test_check_finds_no_error_in_a_real_list(desk: Desk, name: str) -> None:
    path = source(name)
    assert "ERRORS" not in desk.run("check", path).out
    result = desk.run("check", path, "--profile", "person", *NAMED, "-o", "findings.xlsx")
    assert "ERRORS" not in result.out
    count = len(rows(path)) - 1
    assert f"Entries: {count:,}, {count:,} distinct primary keys, likely " in result.out
    likely = int(result.out.partition("likely ")[2].partition(" different")[0].replace(",", ""))
    assert likely == count or (name not in VERSIONS and likely < count), "of those in office each is another"


def test_two_real_lists_are_matched_by_who_is_on_both(desk: Desk) -> None:
    old, new = source(VERSIONS[0]), source(VERSIONS[2])
    result = desk.run("match", old, new, *NAMED[1:4], "-o", "pairs.xlsx")
    both = {entry[KEY] for entry in entries(old)} & {entry[KEY] for entry in entries(new)}
    sheet = load_workbook(desk.folder / "pairs.xlsx")["Pairs"]
    header, *pairs = sheet.iter_rows(values_only=True)
    before, after = entries(old), entries(new)
    at = [n for n, title in enumerate(header) if str(title).startswith("Row in ")]
    found = [[int(str(pair[n])) - 1 for n in at] for pair in pairs]
    assert {before[first][KEY] for first, _ in found} == both
    assert all(before[first][KEY] == after[second][KEY] for first, second in found)
    assert f"{len(both)} pairs" in result.err
