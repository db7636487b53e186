"""Which values stand in words: those with the form of their type (spec 6.1), the same in the letter and the page."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from swapproto import wording
from swapproto.lists import Field
from swapproto.report import values
from swapproto.tables import choices
from swapproto.tables.field_types import FIELD_TYPES
from swapproto.text import HIDING
from tests.report.verifier import FOLDER, NODE, needs_node

pytestmark = needs_node

DAYS = ["2024-02-29", "2023-02-29", "1900-02-29", "0001-01-01", "0000-01-01", "0033-04-03", "1582-10-10", "9999-12-31"]
DAYS += ["1991-13-01", "1991-00-10", "1991-1-1", "19910101", "1991-W01-1", "1991-001", "1991-02-03 ", " 1991-02-03"]
DAYS += ["1991-02-03\n", "+1991-02-03", "-001-01-01", "\u0661\u0669\u0669\u0661-01-01", "+012024-02-29", "1991-02-30"]
PARTS = ["1991", "0000", "0001", "1991?", "0000?", "1991-02", "1991-13", "1991-00", "1991-02~", "1991-02-03%", "1991??"]
PARTS += ["1991-02-31?", "?", "", "yesterday", "1991-02-", "1991-", "199", "19911", "0000-05", "1991?-02"]
TIMES = ["10:00:00", "24:00:00", "23:59:60", "99:99:99", "10:60:00", "10:00:61", "10:00", "10", "10:00:00.5"]
TIMES += ["10:00:00.", "10:00:00,5", "1:00:00", "10:00:00.123456789"]
ZONES = ["", "Z", "z", "+00:00", "-00:00", "+02:00", "-05:30", "+99:99", "+24:00", "+0200", "+02", "+2:00", " Z"]
ZONES += ["UTC", "\u2212 02:00", "+02:60", "+23:59"]
MOMENTS = [f"2020-01-01{between}{time}Z" for between in "Tt _" for time in TIMES]
MOMENTS += [f"2020-01-01T10:00:00{zone}" for zone in ZONES] + [f"{day}T10:00:00Z" for day in DAYS]
ODD = ["constructor", "__proto__", "toString", "hasOwnProperty", "length", "name", "prototype", "UKR", "XXX", "ukr"]
NAMES = ["x", "status", "nationality", *ODD]
TEXTS = [*DAYS, *PARTS, *MOMENTS, *ODD, "prisoner-of-war", "5"]
TABLE = [(name, kind, text) for name in NAMES for kind in ("string", "number") for text in TEXTS]
TABLE += [("x", kind, text) for kind in ("date", "partialdate", "datetime") for text in TEXTS]
TABLE += [("x", "boolean", text) for text in ODD]


def by_the_page(language: str, question: dict[str, object]) -> list[Any]:
    assert NODE is not None
    sentences = Path(wording.__file__).with_name(f"{language}.json")
    command = [NODE, str(Path(__file__).with_name("shown.mjs")), str(FOLDER), str(sentences), language]
    done = subprocess.run(command, input=json.dumps(question) + "\n", capture_output=True, encoding="utf-8", check=True)
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def by_the_letter(language: str, name: str, kind: str, text: str) -> str | None:
    words = wording.load(language)
    label: values.Label = lambda code, **given: words.label(code, "letter", **given)  # noqa: E731
    shown = values.shown(Field(name, kind), text, language, label)
    return shown.lines[0] if shown is not None and shown.signed else None


def plain(text: str | None) -> str | None:
    """Return words without the marks of directions, and with one kind of space."""
    return None if text is None else re.sub(r"\s", " ", re.sub("[\u200e\u200f\u2068\u2069]", "", text))


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_the_page_and_the_letter_show_the_same_values_in_the_same_words(language: str) -> None:
    page = by_the_page(language, {"known": choices.known(), "values": TABLE})
    differences = [
        (row, shown, letter)
        for row, shown in zip(TABLE, page, strict=True)
        if plain(letter := by_the_letter(language, *row)) != plain(shown)
    ]
    assert differences == []
    assert sum(shown is not None for shown in page) > 40


def is_of_its_type(kind: str, text: str) -> bool:
    try:
        FIELD_TYPES[kind].read(text)
    except ValueError:
        return False
    return True


def test_only_what_has_the_form_of_its_type_is_in_words() -> None:
    for name, kind, text in TABLE:
        if kind in ("date", "partialdate", "datetime"):
            bare = kind == "partialdate" and re.fullmatch("[0-9]{4}", text)
            expected = is_of_its_type(kind, text) and not bare
            assert (by_the_letter("en", name, kind, text) is not None) is expected, (kind, text)
    assert by_the_letter("en", "x", "datetime", "2020-01-01T10:00:00") is None, "nobody knows of which zone"
    assert by_the_letter("en", "x", "datetime", "2016-12-31T23:59:60Z") == "December 31, 2016, 23:59:60 UTC"


def test_the_page_shows_as_escapes_what_hides_and_breaks_no_other_character() -> None:
    """All that the command line cleans, but the end of a line: the page shows a text of several lines in lines."""
    codes = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    found = by_the_page("en", {"characters": codes})
    assert found == [code for code in codes if HIDING.match(chr(code)) and code != ord("\n")]
