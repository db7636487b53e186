"""Files that are not what they seem, or that are made to exhaust memory: each is read or refused, within bounds."""

import io
import json
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swapproto.errors import InputError
from swapproto.tables.plan import Plan
from swapproto.tables.prepare import grid
from swapproto.tables.vocabulary import NO_WORDS
from swapproto.tables.xlsx_ import reader as xlsx_read
from swapproto.xlsx import ooxml, workbook, worksheet
from tests.budget import check_cpu_time
from tests.xlsx.making import (
    HEADER,
    SHEET,
    altered,
    cell,
    cells,
    raw,
    read,
    refusal,
    shared,
    shared_cell,
    sheet,
    texts,
    written,
)


def encrypted_member() -> bytes:
    data = bytearray(sheet(["id"]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def large_zip(members: int | None = None, size: int | None = None) -> bytes:
    """A workbook as some libraries write it, with an end of 64 bits that it would not need."""
    data = sheet(["id"], ["1"])
    at = len(data) - 22
    count, length, start = struct.unpack_from("<HII", data, at + 10)
    end = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, members or count, size or length, start)
    return data[:at] + end + struct.pack("<4sLQL", b"PK\6\7", 0, at, 1) + data[at:]


def test_a_zip64_file_is_accepted() -> None:
    assert cells(read(large_zip()).list) == [["1"]]


CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def of_type(kind: str) -> bytes:
    override = f'<Override PartName="/xl/workbook.xml" ContentType="application/{kind}"/>'
    return altered({"[Content_Types].xml": CONTENT_TYPES.format(override).encode()})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: b"", "the file is empty"),
        (lambda: b"id,name\r\n1,Secret\r\n", "not an XLSX file whatever its name says"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "an old Excel or Word file"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        (encrypted_member, "password-protected: open it in a spreadsheet program, remove the password"),
        (lambda: of_type("vnd.ms-excel.sheet.macroEnabled.main+xml"), "it has macros"),
        (lambda: of_type("vnd.ms-office.vbaProject"), "it has macros"),
        (lambda: of_type("vnd.ms-excel.sheet.binary.macroEnabled.main"), "(.xlsb)"),
        (lambda: of_type("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "a text document"),
        (lambda: altered({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (lambda: altered({"[Content_Types].xml": None}), "a ZIP file, and not an XLSX file"),
        (lambda: altered({SHEET: None}), "damaged (sheet1.xml is missing)"),
        (lambda: altered({"xl/workbook.xml": b"<workbook>"}), "damaged (workbook.xml ends too early)"),
        (lambda: altered({SHEET: b"<worksheet><sheetData></worksheet>"}), "damaged (sheet1.xml, line 1)"),
        (lambda: altered({}, how=zipfile.ZIP_LZMA), "packed in an unusual way"),
        (lambda: sheet(["id"])[:-300], "damaged"),
        (lambda: raw(f'{HEADER}<row r="1048577">{cell("x")}</row>'), "more than 1,048,576 rows"),
        (lambda: raw(f'<row r="2"/>{HEADER}<row r="2"/>'), "row 2 comes after row 3"),
        (lambda: raw(f"<row>{cell('a', 'B1')}{cell('b', 'A1')}</row>"), "out of order"),
        (lambda: raw(f"<row>{cell('a', 'A2')}</row>"), "said to be elsewhere"),
        (lambda: raw(f"{HEADER}<row>{cell('a')}<row>{cell('b')}</row></row>"), "row 2 does not end"),
        (lambda: raw(f"{HEADER}<row><c><is><t>Secret</t></is></c></row>"), "A2 is of another type than it says"),
        (lambda: raw(f'{HEADER}<row><c t="inlineStr"><v>1</v></c></row>'), "A2 is of another type than it says"),
        (lambda: large_zip(members=2**40), "more parts than a workbook has"),
        (lambda: large_zip(size=2**40), "more parts than a workbook has"),
        (lambda: raw(f'{HEADER}<row><c t="s"><v>7</v></c></row>'), "A2 refers to a text that does not exist"),
        (lambda: raw(f'{HEADER}<row><c t="s"><v>{"9" * 5000}</v></c></row>'), "a number is not one"),
        (lambda: raw(f"{HEADER}<row><c><v>Secret</v></c></row>"), "A2 (a): not a number, though the file says so"),
        (lambda: raw(f"{HEADER}<row><c><v>1e999</v></c></row>"), "A2 (a): a number that is too large"),
        (lambda: raw(f'{HEADER}<row><c t="d"><v>2024-01-01</v></c></row>'), "A2 (a): a date as only strict files"),
        (lambda: raw(f'{HEADER}<row><c t="z"><v>1</v></c></row>'), "A2 is of no known type"),
        (lambda: raw(f"{HEADER}<row>{cell('x')}{cell('s' * 65_537)}</row>"), "B2 (b): more than 65,536 bytes"),
        (lambda: raw(f"{HEADER}<row>{cell('x')}{cell('є' * 32_769)}</row>"), "B2 (b): more than 65,536 bytes"),
        (lambda: raw(f"{HEADER}<row>{cell('x')}{cell('s' * 1_000_000)}</row>"), "B2 (b): more than 65,536 bytes"),
        (lambda: raw(f"{HEADER}<row>{cell('Secret_x0000_')}</row>"), "A2 (a): a control character"),
        (lambda: raw(f"{HEADER}<row>{cell('Secret_xD800_')}</row>"), "A2 (a): more than 65,536 bytes, or half a"),
    ],
)  # fmt: skip
def test_what_is_not_a_workbook_is_refused(data: Callable[[], bytes], words: str) -> None:
    assert words in refusal(data())


def test_shared_texts_are_found_and_one_too_long_is_refused_alone() -> None:
    strings = "".join(f"<x:si><x:t>{text}</x:t></x:si>" for text in ("a", "_x0042_", "s" * 1_000_000))
    assert cells(read(shared(strings, f"<row>{shared_cell(0)}</row><row>{shared_cell(1)}</row>")).list) == [["B"]]
    assert refusal(shared(strings, f"<row>{shared_cell(0)}</row><row>{shared_cell(2)}</row>")).startswith(
        "A2 (a): more"
    )


def test_one_text_in_many_cells_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_read, "TEXT_LIMIT", 10_000)
    monkeypatch.setattr(xlsx_read, "TEXT_RATIO", 0)
    strings = f"<x:si><x:t>{'s' * 1000}</x:t></x:si>"
    strings = f"<x:si><x:t>a</x:t></x:si>{strings}"
    rows = f"<row>{shared_cell(0)}</row>" + f"<row>{shared_cell(1)}</row>"
    assert len(read(shared(strings, rows)).list) == 1
    many = shared(strings, rows + f"<row>{shared_cell(1)}</row>" * 10)
    assert "over 10,000 characters, as no list of its size has: save its table as CSV" in refusal(many)
    with pytest.raises(InputError, match="over 10,000 characters"):
        grid.of_workbook(io.BytesIO(many), Plan(), NO_WORDS)


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_altered_bytes_are_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(altered({}, how=zipfile.ZIP_STORED))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(whole[: data.draw(st.integers(0, len(whole)) | st.just(len(whole)))]))
        outcome = "read"
    except InputError as error:
        outcome = error.code
    assert outcome in ("read", "table")


@given(st.lists(st.sampled_from([
    "<row>", "</row>", '<row r="3">', "<c>", "</c>", '<c t="s">', '<c t="b" s="9">', '<c t="str" r="B1">', "<v>",
    "</v>", "1", "x", "<is>", "</is>", "<t>", "</t>", "<f>", "<extLst>", "</extLst>", "<mergeCell/>", '<col min="1"/>',
    '<row r="-1">', '<row ht="">', '<c r="ZZZ1">', '<c s="x">', "<sheetData>", "</sheetData>", "_xD83D_", "<strike/>",
]), max_size=12).map("".join))  # fmt: skip
@settings(deadline=None, max_examples=300)
def test_strange_elements_are_read_or_refused(rows: str) -> None:
    try:
        read(raw(rows))
        outcome = "read"
    except InputError as error:
        outcome = error.code
    assert outcome in ("read", "table")


WITHIN = """
import io, json, resource, sys, time
from swapproto import tables
from swapproto.errors import InputError
from swapproto.tables.xlsx_ import reader as xlsx_read
data = sys.stdin.buffer.read()
with open("/proc/self/statm") as statm:
    used = int(statm.read().split()[0]) * resource.getpagesize()
most = used + {mebibytes} * 2**20 + len(data)
resource.setrlimit(resource.RLIMIT_AS, (most, most))
start = time.process_time()
try:
    found = str(len(tables.read(io.BytesIO(data), "xlsx", label="people").list))
except (InputError, MemoryError) as error:
    found = f"{{type(error).__name__}}: {{error}}"
print(json.dumps([found, time.process_time() - start]))
"""


def within(mebibytes: int, data: bytes) -> tuple[str, float]:
    """What a file gives when so much memory is there for it, beyond the file itself; and the CPU seconds it takes."""
    if sys.platform != "linux":
        pytest.skip("memory is limited by Linux means")
    done = subprocess.run(
        [sys.executable, "-c", WITHIN.format(mebibytes=mebibytes)],
        input=data,
        capture_output=True,
        timeout=60,
        check=True,
    )
    found, seconds = json.loads(done.stdout)
    return found, seconds


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)  # fmt: skip


def names_without_end() -> Iterator[str]:
    return (f"<n{n} a{n}='1'/>" for n in range(500_000))


def noisy(rows: str) -> bytes:
    """A workbook of many rows, with enough beside them that it may have as many elements."""
    return altered({"noise": random.Random(0).randbytes(2**18)}, shared("<x:si><x:t>a</x:t></x:si>", rows))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: raw(" " * 2**26), "over 64 times its size"),
        (lambda: altered({SHEET: f"{LAUGHS}]><worksheet>&j;</worksheet>".encode()}), "a document type (DTD)"),
        (lambda: altered({"xl/workbook.xml": b'<!DOCTYPE w SYSTEM "file:///etc/passwd"><workbook/>'}), "(DTD)"),
        (lambda: altered({"[Content_Types].xml": f"{LAUGHS}]><Types>&j;</Types>".encode()}), "(DTD)"),
        (lambda: raw(f'<row a="{"x" * 15_000_000}">'), "is not what a spreadsheet program writes"),
        (lambda: raw(f"<!--{'x' * 15_000_000}-->"), "is not what a spreadsheet program writes"),
        (lambda: raw("<a>" * 5_000_000), "nested too deep"),
        (lambda: raw("".join(names_without_end())), "is not what a spreadsheet program writes"),
        (lambda: raw(f"<row>{cell('s' * 100) * 100_000}</row>"), "IW1 is beyond the 256 columns"),
        (lambda: raw(f"<row><c><v>{'1' * 4_000_000}</v></c></row>"), "A1: more than 65,536 bytes"),
        (lambda: raw(f"<row>{cell('x')}</row>" * 60_000), "too many cells for its size"),
        (lambda: noisy(f"<row>{shared_cell(0)}</row>" * 70_000), "over 65,536 rows, and fewer than 6 bytes for each"),
        (lambda: altered({"xl/styles.xml": b"<styleSheet>" + b" " * 2**24}, how=0), "too large when unpacked"),
        (lambda: altered({f"x{n}": b"" for n in range(10_001)}), "more parts than a workbook has"),
    ],
    ids=["zip", "laughs", "entity", "contents", "tag", "comment", "depth", "names", "cells", "digits", "elements",
         "rows", "part", "parts"],
)  # fmt: skip
def test_a_bomb_is_refused_in_little_memory(data: Callable[[], bytes], words: str) -> None:
    found, seconds = within(64, data())
    assert found.startswith("InputError: ")
    assert words in found
    check_cpu_time(seconds, 10)


def test_shared_texts_are_read_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "<x:si><x:t>ab</x:t></x:si>" * 100_000
    found, _ = within(32, altered({}, shared(many, f"<row>{shared_cell(0)}</row>"), how=zipfile.ZIP_STORED))
    assert found == "0"
    monkeypatch.setattr(workbook, "MAX_STRINGS", 1_000)
    assert "too many texts" in refusal(shared(many[:26_026], HEADER))
    monkeypatch.setattr(workbook, "MAX_STRINGS_SIZE", 10)
    assert "too many texts" in refusal(shared(many[:260], HEADER))


def test_a_large_table_is_read_in_little_memory() -> None:
    entries = texts(["id", "name", "place"], [[str(n), f"Olha {n}", "Дзвінка"] for n in range(20_000)])
    found, _ = within(32, written(entries))
    assert found == "20000"


def test_a_long_text_in_many_cells_is_refused_in_little_memory() -> None:
    strings = f"<x:si><x:t>a</x:t></x:si><x:si><x:t>{'s' * 60_000}</x:t></x:si>"
    rows = f"<row>{shared_cell(0)}</row>" + f"<row>{shared_cell(1)}</row>" * 10_000
    found, _ = within(64, shared(strings, rows))
    assert "characters, as no list of its size has" in found


def test_formulas_in_all_cells_take_little_memory() -> None:
    row = f"<row>{'<c><f>A1</f><v>1</v></c>' * 20}</row>"
    head = f"<row>{''.join(cell(f'n{n}') for n in range(20))}</row>"
    noise = random.Random(0).randbytes(2**17)  # for a file of this size that many cells may be
    found, _ = within(48, altered({"noise": noise}, raw(head + row * 1_500)))
    assert "a formula" in found
    assert "and 29,999 more" in found


def test_empty_rows_take_no_memory() -> None:
    rows = "".join(f'<row r="{n}" spans="1:2"/>' for n in range(2, 2**18))
    found, _ = within(64, raw(f"{HEADER}{rows}<row r='1048576'>{cell('x')}</row>"))
    assert found == "1"


def test_the_limits_are_those_of_the_specification() -> None:
    assert (worksheet.ROWS, worksheet.COLUMNS, ooxml.INFLATED_LIMIT) == (2**20, 256, 2**30)
