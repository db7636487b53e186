"""The sentences of verdicts: every code has one, and it names only values that its claims carry."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from swapproto import Assessment, Claim, Contradiction, wording
from swapproto.assessment import FACTS, FAULTS, UNPROVEN, VIEWS
from swapproto.conformance.assessing import assessed

LANGUAGES = sorted(Path(wording.__file__).parent.glob("*.json"))
CASES = [
    path
    for operation in ("assess", "report")
    for path in sorted((Path(__file__).parents[2] / "spec" / "vectors" / operation).glob("*.json"))
]
PLACEHOLDER = re.compile(r"\{(\w+):([\w.]+)\}")
TYPES: dict[str, type] = {
    "name": bytes,
    "id": bytes,
    "number": int,
    "version": int,
    "time": int,
    "names": list,
    "ids": list,
    "words": list,
    "text": str,
    "said": str,
}


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def parts(sentence: Any) -> Iterator[tuple[str | None, str]]:
    """Yield the kind and value of each placeholder of a sentence; the kind of a choice is None."""
    if isinstance(sentence, str):
        assert "{" not in PLACEHOLDER.sub("", sentence), sentence
        yield from PLACEHOLDER.findall(sentence)
    elif isinstance(sentence, list):
        for part in sentence:
            yield from parts(part)
    else:
        yield None, sentence["choose"]
        for case, chosen in sentence.items():
            if case != "choose":
                yield from parts(chosen)


@pytest.fixture(scope="module")
def assessments() -> list[Assessment]:
    """The assessments of all cases of the specification, which show every claim and contradiction."""
    return [
        assessed(given, list(map(str, range(len(given["files"]))))) for given in (read(path)["input"] for path in CASES)
    ]


@pytest.fixture(scope="module")
def carried(assessments: list[Assessment]) -> dict[str, list[dict[str, Any]]]:
    """The values that the claims and contradictions of each code carry."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in assessments:
        for claim in (*one.facts, *one.views):
            found.setdefault(claim.code, []).append(wording.claim_values(claim))
        for contradiction in one.contradictions:
            found.setdefault(contradiction.code, []).append(wording.contradiction_values(contradiction))
    return found


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_every_code_has_a_sentence_and_every_sentence_a_code(path: Path) -> None:
    data = read(path)
    assert data["facts"].keys() == FACTS
    assert data["views"].keys() == VIEWS
    assert data["contradictions"].keys() == FAULTS
    assert data["unproven"].keys() == UNPROVEN
    assert data["verdicts"].keys() == {"0", "1", "2", "3", "4"}


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_a_sentence_names_only_values_that_its_claims_carry(
    path: Path, carried: dict[str, list[dict[str, Any]]]
) -> None:
    data = read(path)
    assert carried.keys() == FACTS | VIEWS | FAULTS
    for code, sentence in (data["facts"] | data["views"] | data["contradictions"]).items():
        for kind, name in parts(sentence):
            for values in carried[code]:
                assert name in values, (code, name)
                assert kind is None or values[name] is None or isinstance(values[name], TYPES[kind]), (code, name)
    for sentence in (*data["unproven"].values(), *data["roles"].values()):
        assert list(parts(sentence)) == []
    assert {name for sentence in data["verdicts"].values() for _, name in parts(sentence)} == {
        "trust",
        "where",
        "culprits",
        "incomplete",
    }
    assert {name for _, name in parts(data["witnesses"])} == {"transferable"}


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_every_claim_of_every_case_is_laid_out(path: Path, assessments: list[Assessment]) -> None:
    words = wording.load(path.stem)
    for one in assessments:
        lines = [words.claim(claim, wording.short) for claim in (*one.facts, *one.views)]
        lines += [words.contradiction(contradiction, wording.short) for contradiction in one.contradictions]
        lines += [words.unproven(code) for code in one.not_proven]
        assert all(line and "{" not in line for line in lines)
    for code in range(5):
        for trust in get_args(wording.Trusted):
            for incomplete in get_args(wording.Incomplete):
                line = words.verdict(code, trust, where="'North.swap'", culprits="North", incomplete=incomplete)
                assert line
                assert "{" not in line


def test_a_choice_follows_the_value_of_the_claim() -> None:
    english = wording.load("en")
    made = [Claim("released", b"s", b"by", (b"c", b"r"), {"to": to}) for to in (None, b"reader")]
    names = {b"by": "North", b"reader": "South {name:by}"}
    for_all, for_one = (english.claim(claim, names.__getitem__) for claim in made)
    assert for_all == "North handed over the key, to everyone"
    assert for_one.startswith("North signed a key over to South {name:by}; "), "a name is never a placeholder"
    counts = Claim("count-proven", b"s", b"by", (b"c",), {"count": 12345, "distinct_keys": None})
    assert english.claim(counts, wording.short) == "it contains 12,345 entries"


def test_a_contradiction_that_only_the_reader_can_see_says_so() -> None:
    english = wording.load("en")
    public, private = (Contradiction("wrong-content", b"by", (b"c",), transferable) for transferable in (True, False))
    assert english.witnesses(public) == ""
    assert "to you only" in english.witnesses(private)
