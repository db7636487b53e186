"""The reference pages name what there is: every verb and option, code, claim, key and public name, and no other."""

import ast
import inspect
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import get_args, is_typeddict

import pytest
from sphinx.pycode import ModuleAnalyzer

import swapproto
from swapproto import Transcript, Trust, assess, limits, plain, stamps, tables, wording
from swapproto.assessment import claims
from swapproto.errors import CODES
from swapproto.lists.list import ENTRIES
from swapproto.lists.schema import FIELDS
from swapproto.tables import checks, columns, profiles, source
from swapproto.tables.checks import persons
from swapproto.tables.findings import Finding
from swapproto.tables.prepare import grid
from swapproto.tables.profiles import descriptor
from swapproto.tables.xlsx_ import reader as xlsx_reader
from swapproto.xlsx import ooxml
from tests.docs import findings_page, profile_page, verbs, wording_page

DOCS = Path(__file__).parents[2] / "docs"
TASKS = sorted([*(DOCS / "tutorial").glob("*.md"), *(DOCS / "how-to").glob("*.md")])


def read(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


def first_cells(text: str) -> list[str]:
    """The names in code at the beginning of each row of its tables."""
    rows = re.findall(r"^\| ((?:`[^`|]+`(?:, )?)+) \|", text, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def test_the_command_lines_page_is_what_the_command_line_takes() -> None:
    assert verbs.written().strip() == verbs.tables().strip(), "run: python -m tests.docs.verbs"


def test_the_detainee_profiles_page_is_the_profile() -> None:
    assert profile_page.written().strip() == profile_page.tables(), "run: python -m tests.docs.profile_page"


def test_the_page_on_findings_is_what_a_check_finds() -> None:
    assert findings_page.written().strip() == findings_page.table(), "run: python -m tests.docs.findings_page"


def test_the_page_of_sentences_is_what_the_languages_say() -> None:
    assert wording_page.written().strip() == wording_page.tables().strip(), "run: python -m tests.docs.wording_page"


def test_the_words_of_the_glossary_are_those_of_the_sentences() -> None:
    rows = list(wording_page.glossary())
    assert len(rows) >= 25
    for language in wording.LANGUAGES[1:]:
        text = without_marks(Path(wording.__file__).with_name(f"{language}.json").read_text("utf-8"))
        words = [word.split()[0] for row in rows for word in row[language]]
        known = [word for word in map(without_marks, words) if word[:4] in text or word[-4:] in text]
        assert len(known) == len(words), set(map(without_marks, words)) - set(known)


def without_marks(text: str) -> str:
    """Return a text in small letters and without marks, as the vowels of Arabic are."""
    return "".join(c for c in unicodedata.normalize("NFC", text.casefold()) if not unicodedata.combining(c))


def test_every_error_code_is_explained() -> None:
    explained = first_cells(read("reference/errors.md"))
    assert sorted(explained) == sorted(CODES)


def test_every_code_of_a_verdict_is_explained() -> None:
    explained = first_cells(read("how-to/read-a-verdict.md"))
    codes = [code for kind in (claims.Fact, claims.View, claims.Fault, claims.Unproven) for code in get_args(kind)]
    assert sorted(explained) == sorted(codes)


def test_every_key_of_the_json_is_explained() -> None:
    page = read("reference/json.md").partition("What is in `value`")[0]
    made = plain(assess(Transcript.read(b""), Trust.of(), now=0))
    assert sorted(first_cells(page)) == sorted([*made, "not_read", "impostors", "entries"])


def test_every_public_name_is_in_the_reference() -> None:
    named = re.findall(r"^\.\. auto\w+:: (\w+)$", read("reference/api.md"), re.MULTILINE)
    assert sorted(named) == sorted(swapproto.__all__)
    of_stamps = re.findall(r"^\.\. auto\w+:: swapproto\.stamps\.(\w+)$", read("reference/api.md"), re.MULTILINE)
    assert sorted(of_stamps) == sorted(stamps.__all__)


def attributes(one: type) -> Iterator[tuple[type, str]]:
    """Yield the public fields of a record, and the attributes that an object is given, each with its class."""
    for base in one.__mro__:
        if not base.__module__.startswith("swapproto"):
            continue
        module = ast.parse(Path(inspect.getfile(base)).read_text("utf-8"))
        (body,) = (node for node in module.body if isinstance(node, ast.ClassDef) and node.name == base.__name__)
        fields = [node.target for node in body.body if isinstance(node, ast.AnnAssign)]
        given = [node.target for node in ast.walk(body) if isinstance(node, ast.AnnAssign)]
        names = [node.id for node in fields if isinstance(node, ast.Name)]
        names += [node.attr for node in given if isinstance(node, ast.Attribute)]
        yield from ((base, name) for name in names if not name.startswith("_"))


@pytest.mark.parametrize("module", [swapproto, tables, checks, profiles, stamps])
def test_every_public_attribute_says_what_it_is(module: ModuleType) -> None:
    classes = [one for one in map(vars(module).get, module.__all__) if isinstance(one, type) and not is_typeddict(one)]
    found = {pair for one in (*classes, Finding) for pair in attributes(one)}
    docs = {base: ModuleAnalyzer.for_module(base.__module__).find_attr_docs() for base, _ in found}
    assert [f"{base.__name__}.{name}" for base, name in found if (base.__name__, name) not in docs[base]] == []
    assert len(found) > len(classes)


def test_every_decision_has_a_number_and_its_three_parts() -> None:
    records = sorted((DOCS / "decisions").glob("0*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text("utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. "), record.name
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), record.name


@pytest.mark.parametrize("page", TASKS, ids=lambda page: page.stem)
def test_every_task_page_says_what_is_not_proven(page: Path) -> None:
    assert re.search(r"not\W+(prove|proven|protect)\b", page.read_text("utf-8"), re.IGNORECASE)


def test_the_page_on_findings_has_the_limits_of_the_program() -> None:
    numbers = re.findall(r"[0-9][0-9,]*", read("reference/findings.md").partition("## How much a table may hold")[2])
    found = {int(number.replace(",", "")) for number in numbers}
    assert found == {
        *(ENTRIES, columns.COLUMNS, FIELDS, limits.CELL_LIMIT, source.ROW_LIMIT, limits.MANY_ROWS, limits.LEAST_ROW),
        *(ooxml._ELEMENTS, xlsx_reader.TEXT_LIMIT, xlsx_reader.TEXT_RATIO, ooxml._RATIO, ooxml._RATIO_FROM // 2**20),
        *(grid.MAX_CELLS, descriptor.SIZE_LIMIT // 2**20, descriptor.VALUES),
        *(persons._MAX_ENTRIES, persons._MANY, persons._LEAST),
    }
    assert ooxml._ELEMENTS_PER_BYTE == 1
