"""Tests of the code against the specification: both have the same codes, limits, labels and steps."""

import re
from pathlib import Path
from typing import get_args

from swapproto import conformance, envelope, keys, transcript
from swapproto.assessment import claims, standing
from swapproto.conformance.runner import OPERATIONS
from swapproto.errors import Code
from swapproto.lists import fields, schema
from swapproto.lists import list as lists
from swapproto.stamps import clocks, signed_data, stamp
from swapproto.statements import KINDS, accept, bodies, card, reveal, terms, withdraw
from swapproto.wire import cbor, cose
from swapproto.wire.cose_encrypt import ENCAPSULATED, HPKE_9_KE, READERS, WRAP_SIZE
from swapproto.wire.heads import FRAME_DEPTH

ROOT = Path(__file__).parents[2]
PROSE = (ROOT / "spec" / "swapproto.md").read_text("utf-8")
NORMATIVE = PROSE.partition("## Appendix")[0]
SOURCES = {path: path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.py"))}
OWN = set(
    re.findall(
        '^ {4}"([a-z-]+)",$',
        (ROOT / "src/swapproto/errors.py").read_text("utf-8").partition("# of this program")[2].partition("]")[0],
        re.MULTILINE,
    )
)
"""Codes of the program, not of the protocol. No reader of artefacts ever gives one."""


def section(title: str) -> str:
    """Return the text under a heading, up to the next heading of the same or a higher level."""
    level = title.split()[0]
    after = NORMATIVE.split(f"\n{title}\n")[1]
    return re.split(rf"\n#{{2,{len(level)}}} ", after)[0]


EXCHANGES, TIMES = "### 17.9 Facts, contradictions and views", "### 18.6 Facts and views of time"


def codes_of(head: str, title: str = EXCHANGES) -> list[str]:
    """Return the codes in the table of a section whose first column has this head."""
    table = section(title).split(f"\n| {head} |")[1].split("\n\n")[0]
    rows = [row.split("|")[1] for row in table.splitlines()[2:]]
    return [code for row in rows for code in re.findall("`([a-z-]+)`", row)]


def states() -> list[str]:
    table = section("### 17.10 Whose move it is").split("\n| state |")[1]
    return [
        code
        for row in table.splitlines()[2:]
        if row.startswith("|")
        for code in re.findall("`([a-z-]+)`", row.split("|")[1])
    ]


def first_column(title: str) -> list[str]:
    return re.findall(r"^\| `([a-z-]+)` \|", section(title), re.MULTILINE)


def test_the_specification_and_the_code_have_the_same_error_codes() -> None:
    codes = first_column("## 13. Error codes")
    assert len(codes) == len(set(codes)) > 30
    assert len(OWN) > 5
    assert set(codes) | OWN == set(get_args(Code))
    assert not set(codes) & OWN


def test_the_code_lists_error_codes_in_the_order_of_the_specification() -> None:
    assert list(get_args(Code))[: len(get_args(Code)) - len(OWN)] == first_column("## 13. Error codes")


def test_every_error_code_is_given_somewhere() -> None:
    text = "".join(source for path, source in SOURCES.items() if path.name != "errors.py")
    never = [code for code in get_args(Code) if f'"{code}"' not in text]
    assert not never


def test_the_specification_and_the_code_have_the_same_facts_faults_views_and_unproven_codes() -> None:
    facts, faults, views = map(codes_of, ("fact", "contradiction", "view"))
    facts, views = facts + codes_of("fact", TIMES), views + codes_of("view", TIMES)
    assert first_column("### 12.2 Facts") + facts == list(get_args(claims.Fact))
    assert first_column("### 12.3 Contradictions") + faults == list(get_args(claims.Fault))
    assert first_column("### 12.4 Views") + views == list(get_args(claims.View))
    assert set(states()) == set(get_args(standing.State)) - {"settled"}
    assert list(get_args(standing.State)) == [*states(), "settled"]
    assert first_column("### 12.5 Never said") == list(get_args(claims.Unproven))


def test_the_specification_and_the_runner_have_the_same_operations() -> None:
    assert first_column("## 16. Conformance") == list(OPERATIONS)


def numbers(row: str) -> list[int]:
    """Return the limits in a row of section 14, in its order; words after a number are units."""
    cells = next(line for line in section("## 14. Limits").splitlines() if line.startswith(f"| {row}"))
    units = {"": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
    found = re.findall(r"(-?)(\d[\d,]*)(?:\^(\d+))?(?: - (1))?(?: (KiB|MiB|GiB))?", cells.split("|")[2])
    return [
        (-1 if sign else 1) * int(base.replace(",", "")) ** int(power or 1) * units[unit] - int(less or 0)
        for sign, base, power, less, unit in found
    ]


def test_the_limits_in_the_code_are_those_of_the_specification() -> None:
    assert numbers("file; rejected pieces") == [transcript.FILE_LIMIT, transcript.LISTED, transcript.LISTED]
    assert numbers("Sig_structure of a statement") == [bodies.LIMIT, terms.TERMS_LIMIT, cose.HEADER_LIMIT]
    assert cose.PAYLOAD_LIMIT == terms.TERMS_LIMIT
    assert numbers("slots, mediators") == [
        *(terms.SLOTS, terms.MEDIATORS, terms.CONDITIONS, terms.OPERATORS, terms.CERTIFICATES),
    ]
    assert numbers("condition; reason") == [terms.CONDITION_LIMIT, withdraw.REASON_LIMIT]
    assert numbers("`number` of an accept") == [accept.NUMBERS, terms.GRACE_LIMIT, terms.ACCURACY_LIMIT]
    assert numbers("depth in an artefact") == [cose.DEPTH, schema.ENTRY_DEPTH]
    assert numbers("pairs in a map") == [cose.PAIRS, cbor.MAP_PAIRS]
    assert numbers("integers") == [cbor.INT_MIN, cbor.INT_MAX]
    assert numbers("envelope; entries") == [
        envelope.ENVELOPE_LIMIT,
        lists.ENTRIES,
        schema.ENTRY_LIMIT,
        schema.SCHEMA_LIMIT,
    ]
    assert numbers("text: names of fields") == [card.NAME_LIMIT, lists.LABEL_LIMIT, fields.DESCRIPTION_LIMIT]
    assert numbers("recipients") == [READERS]
    assert numbers("`seen`; `given`") == [bodies.REFERENCES, reveal.GIVEN]
    assert numbers("Argon2id") == [keys._MOST_MEMORY_KIB * 1024, keys._MOST_PASSES]
    assert numbers("heads in") == [cbor.most_heads(0), 7]
    assert numbers("languages of a title") == [
        fields.LANGUAGES,
        fields.CHOICES,
        fields.CONSTRAINT_LIMIT,
        fields.CONSTRAINT_LIMIT,
        fields.LENGTH_LIMIT,
    ]
    assert numbers("token, at least") == [stamp.TOKEN_LEAST, stamp.TOKEN_LIMIT, signed_data.CERTIFICATES, clocks.CHAIN]
    assert section("## 14. Limits").count("\n| ") == 1 + 16, "a limit that is not compared here"


def test_the_numbers_in_the_prose_are_those_of_the_code() -> None:
    assert f"0 to {cose.TIME_MAX}." in NORMATIVE
    assert f"A wrap is {WRAP_SIZE} bytes: the encapsulated key ({ENCAPSULATED})" in NORMATIVE
    assert f"Label 1 is {cose.ED25519}" in NORMATIVE
    assert f"algorithm {HPKE_9_KE}" in NORMATIVE
    assert "18, 96 and 1398227280" in NORMATIVE
    assert {18, 96, 1398227280} == cbor.TAGS == {cbor.SIGN1, cbor.ENCRYPT, cbor.SWAP}
    assert f"to a depth of {FRAME_DEPTH}." in NORMATIVE
    assert "array of 1 to 128 fields" in NORMATIVE
    assert schema.FIELDS == 128
    types = set(re.findall("`([a-z]+)`", section("### 6.1 Schema").partition("| type |")[2].partition("Null")[0]))
    assert types == schema.TYPES.keys()


def test_the_specification_and_the_code_have_the_same_kinds_of_statement() -> None:
    known = NORMATIVE.partition("The kinds are ")[2].partition("\n")[0]
    assert set(re.findall("`([a-z]+)`", known)) == set(KINDS)


def test_every_label_of_x_has_one_meaning_and_is_the_same_in_specification_and_code() -> None:
    uses = re.findall(r'X\(([^,]+), "([a-z ]+)", ([^()]*(?:\([^()]*\))?[^()]*)\)', NORMATIVE)
    meanings = {(label, f"{size}: {parts}") for size, label, parts in uses if label != "label"}
    labels = [label for label, _ in meanings]
    assert len(labels) == len(set(labels)) >= 8, sorted(meanings)
    text = "".join(SOURCES.values())
    assert set(labels) == set(re.findall(r'\bx\([^"()]+, "([a-z ]+)"', text))
    fixed = re.findall(r'CBOR\(\["(swapproto/1 [a-z ]+)"', NORMATIVE)
    assert not {f"swapproto/1 {label}" for label in labels} & set(fixed), (
        "an output of X could be mistaken for another hash"
    )


def steps() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    number = ""
    for line in NORMATIVE.splitlines():
        if heading := re.match(r"##+ (\d+(?:\.\d+)?)\.? ", line):
            number = heading[1]
        elif step := re.match(r"(\d+)\. ", line):
            found.setdefault(number, set()).add(int(step[1]))
    return found


def test_steps_are_numbered_without_gaps() -> None:
    assert len(steps()) > 8
    for number, found in steps().items():
        assert found == set(range(1, len(found) + 1)), number


def test_every_section_and_step_that_the_code_cites_exists() -> None:
    sections = set(re.findall(r"^##+ (\d+(?:\.\d+)?)\.? ", NORMATIVE, re.MULTILINE))
    known = steps()
    cited = 0
    for path, source in SOURCES.items():
        for number, rest in re.findall(r"[Ss]pec(?: section)? (\d+(?:\.\d+)?)((?:,? (?:and |to )?\d+\.\d+)*)", source):
            for cite in (number, *re.findall(r"\d+\.\d+", rest)):
                assert cite in sections, f"{path}: there is no section {cite}"
                cited += 1
        for number, first, last in re.findall(r"[Ss]pec (\d+\.\d+), steps? (\d+)(?: to (\d+))?", source):
            assert {int(first), int(last or first)} <= known[number], f"{path}: {number}, step {first} {last}"
    assert cited > 60


def test_every_step_in_a_comment_is_in_a_section_that_its_module_names() -> None:
    known = steps()
    comments = 0
    for path, source in SOURCES.items():
        named = set(re.findall(r"\b(\d+\.\d+)\b", source)) & known.keys()
        most = max((max(known[number]) for number in named), default=0)
        for first, last in re.findall(r"# steps? (\d+)(?: to (\d+))?", source):
            assert int(last or first) <= most, f"{path}: step {first} {last}"
            comments += 1
    assert comments > 25


def test_the_runner_is_called_as_the_specification_says() -> None:
    assert conformance.__doc__
    assert "python -m swapproto.conformance RUNNER" in conformance.__doc__
    assert "`python -m swapproto.conformance RUNNER [ARG ...]`" in NORMATIVE
