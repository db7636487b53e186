"""Real lists come back cell by cell, and a large one does not fill the memory."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from swapproto import tables
from tests.shared import DATA

NAMES = ["legislators-2024-12-18", "legislators-2025-05-21", "legislators-2026-06-11", "legislators-historical"]


@pytest.mark.parametrize("name", NAMES)
def test_a_real_list_comes_back_cell_by_cell(name: str) -> None:
    path = DATA / f"{name}.csv"
    if not path.exists():
        pytest.skip("the real lists (shared/data) are not beside the repository")
    with path.open(newline="", encoding="utf-8") as text:
        header, *rows = csv.reader(text)
    with path.open("rb") as stream:
        imported = tables.read(stream, "csv", label=name)
    assert [list(entry.values()) for entry in imported.list] == rows
    kinds: list[tables.Kind] = ["csv", "json", "jsonl"]
    for kind in kinds:
        out = io.BytesIO()
        tables.write(imported.list, out, kind)
        out.seek(0)
        again = tables.read(out, kind, label=name).list
        assert again.schema == imported.list.schema
        assert again.public == imported.list.public
        if kind == "csv":
            assert list(csv.reader(io.StringIO(out.getvalue().decode(), newline=""))) == [header, *rows]


PROGRAM = """
import io, sys
from swapproto import tables
from swapproto.demo.people import people

def peak():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1]) * 1024

class Rows(io.RawIOBase):
    rows = (",".join(p.values()) + "\\n" for p in people({count}, 1))
    data = b"id,family_name,given_name,birth_date,unit_or_place\\n"
    def readable(self):
        return True
    def readinto(self, buffer):
        self.data = self.data or "".join(r for _, r in zip(range(200), self.rows)).encode()
        part, self.data = self.data[:len(buffer)], self.data[len(buffer):]
        buffer[:len(part)] = part
        return len(part)

class Nowhere(io.RawIOBase):
    def write(self, data):
        return len(data)

before = peak()
entries = tables.read(Rows(), "csv", label="people").list
tables.write(entries, Nowhere(), "csv")
print(len(entries), sum(map(len, entries.public)), peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_a_large_table_is_read_in_little_memory() -> None:
    program = PROGRAM.replace("{count}", "200_000")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    count, encoded, peak = map(int, done.stdout.split())
    assert count == 200_000
    assert peak < 1.6 * encoded + 10 * 2**20  # the file itself is 12 MB
