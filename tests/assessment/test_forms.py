"""The JSON Schema of an assessment is that of its types, and every assessment has their form."""

import json
from pathlib import Path
from typing import Any

import pytest

from swapproto import AssessmentData, NotOpened, Requirement, Transcript, assess, plain
from swapproto.conformance import assessing, runner
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.statements import Slot, Terms, prepare
from tests.docs.assessment_schema import PAGE, text, wrong
from tests.making import HERON, IAT, NORTH, NOW, SOUTH, make, people, pins, reveal
from tests.properties.pool import pool

SCHEMA = json.loads(PAGE.read_text("utf-8"))
VECTORS = Path(__file__).parents[2] / "spec" / "vectors" / "assess"


def test_the_published_schema_is_that_of_the_types() -> None:
    assert PAGE.read_text("utf-8") == text(), "run: python -m tests.docs.assessment_schema"


def data(files: list[bytes], **how: Any) -> AssessmentData:
    transcript = Transcript.union(Transcript.read(file, f"file {n}") for n, file in enumerate(files))
    inputs = {f"file {n}": file for n, file in enumerate(files)}
    require = [Requirement("opened"), Requirement("released", by=NORTH.party.kid, role="offer", list_id=bytes(16))]
    trust = pins(NORTH, SOUTH)._replace(clocks=Clocks([Operator("Nobody", (), 1)]))
    return plain(assess(transcript, trust, now=NOW, **how), inputs=inputs, require=require)


def test_everything_that_can_be_said_has_the_form_of_the_schema() -> None:
    to_heron = make(NORTH, people(3), readers=[HERON])
    owed = (Slot(NORTH.party.kid, "offer"), Slot(SOUTH.party.kid, "offer"))
    terms = prepare(Terms(b"\1" * 16, "not answered", owed), NORTH.party.verify_key, subject=NORTH.party.kid, iat=IAT)
    found = data(
        [*pool(), to_heron.both, reveal(to_heron, to=HERON), terms.sign(NORTH)],
        openings={to_heron.id: NotOpened("wrap-invalid")},
    )
    assert {name for name, value in found.items() if value == []} == set()
    assert wrong(json.loads(json.dumps(found)), SCHEMA) == []


def test_an_empty_assessment_has_the_form_of_the_schema() -> None:
    assert wrong(json.loads(json.dumps(data([]))), SCHEMA) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("exit", "0"), ("exit", True), ("spec", "swapproto/2"), ("claims", {}), ("claims", [{"code": "opened"}])],
)
def test_another_form_is_not_that_of_the_schema(key: str, value: object) -> None:
    assert wrong(data([]) | {key: value}, SCHEMA)


def test_every_claim_of_the_vectors_has_the_form_of_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[AssessmentData] = []

    def recorded(*arguments: Any, **options: Any) -> Any:
        found = assess(*arguments, **options)
        made.append(plain(found))
        return found

    monkeypatch.setattr(assessing, "assess", recorded)
    for path in sorted(VECTORS.glob("*.json")):
        runner.answer(json.loads(path.read_text("utf-8")))
    assert len(made) > 100
    assert {claim["code"] for one in made for claim in one["claims"]} > {"opened", "disclosed", "wrap-failed", "gap"}
    assert [problem for one in made for problem in wrong(json.loads(json.dumps(one)), SCHEMA)] == []
