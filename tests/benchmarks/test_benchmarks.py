"""The benchmark measures something, and the same thing on both sides. How fast it is, is no test's matter."""

from pathlib import Path

import pytest

from . import __main__ as benchmark
from . import floor, large_tables, ours
from .entries import made_up

pytestmark = pytest.mark.slow

SIZE = 40


def test_the_benchmark_runs(capsys: pytest.CaptureFixture[str]) -> None:
    benchmark.main((3, SIZE), SIZE, SIZE, SIZE, deals=((1, 10), (2, 10)), stamped=(2, 10))
    out = capsys.readouterr().out
    for line in (
        "commit, times the floor",
        "open, times the floor",
        "flat",
        "prove",
        "check",
        "times python -c pass",
        "match two lists",
        "check, times csv.reader",
        "prepare, person",
        "time stamps by an authority",
    ):
        assert line in out


def test_what_is_measured_gives_the_entries_back() -> None:
    entries = list(made_up(SIZE, 1))
    assert list(ours.open_(ours.issue(entries)).list) == entries
    shower = ours.Shower(entries)
    shown = shower.verify(shower.show(range(SIZE)))
    assert sorted(item.entry["id"] for item in shown) == sorted(entry["id"] for entry in entries)


def test_what_is_measured_of_a_table_is_done(tmp_path: Path) -> None:
    contenders = large_tables.contenders(tmp_path, SIZE)
    survey, _ = large_tables.check(tmp_path / "plain.csv")
    assert len(survey.list) == SIZE
    assert contenders["csv.reader, line breaks"]() == SIZE + 1
    assert contenders["prepare, person"]() == SIZE


def test_the_floor_opens_only_what_it_committed_to() -> None:
    entries = list(made_up(SIZE, 1))
    root, ciphertext = floor.commit(entries)
    assert floor.open_(ciphertext, root) == SIZE
    with pytest.raises(ValueError, match="not the list"):
        floor.open_(ciphertext, bytes(32))
    assert tuple(sorted(floor.NAMES, key=lambda name: (len(name), name))) == floor.NAMES
