"""Contradictions, each with the statements that prove it side by side: what they state, and in which files they are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..assessment import Assessment, Contradiction
from ..statements import Body, Commitment, Receipt, Reveal, Review, Terms, Withdraw
from .subjects import kinds

STATEMENTS = 4
"""The most statements that stand side by side."""


class Field(NamedTuple):
    """What one statement says of one thing. ``kind`` is how the value is shown: text, number, time, id or party."""

    name: str
    kind: str
    value: object


class Compared(NamedTuple):
    """A contradiction. Each row has the name of a field, and what each of the artefacts says there."""

    contradiction: Contradiction
    artefacts: Sequence[bytes]
    #: The kind of each artefact, as ``commitment``.
    kinds: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Field | None]]]
    #: The names of the files that each artefact is in.
    files: Sequence[Sequence[str]]
    #: How many more artefacts prove it, too.
    left_out: int


def compared(assessment: Assessment) -> Iterator[Compared]:
    """Yield each contradiction."""
    kind = kinds(assessment)
    for one in assessment.contradictions:
        ids = one.evidence[:STATEMENTS]
        stated = [_stated(assessment, identifier) for identifier in ids]
        names = dict.fromkeys(name for fields in stated for name in fields)
        rows = [(name, [fields.get(name) for fields in stated]) for name in names]
        of_each = [kind[identifier] for identifier in ids]
        files = [list(assessment.sources.get(identifier, ())) for identifier in ids]
        yield Compared(one, ids, of_each, rows, files, len(one.evidence) - len(ids))


def differs(cells: Sequence[Field | None], kinds: Sequence[str]) -> bool:
    """Return whether statements of the same kind say different things there."""
    said = {(kind, cell.value) for cell, kind in zip(cells, kinds, strict=True) if cell is not None}
    return len(said) > len({kind for kind, _ in said})


def _stated(assessment: Assessment, identifier: bytes) -> Mapping[str, Field]:
    statement = assessment.statements.get(identifier)
    if statement is None:
        return {}
    fields = [Field("signer", "party", statement.kid), *_body(statement.body), Field("signed", "time", statement.iat)]
    return {field.name: field for field in fields if field.value is not None}


def _body(body: Body) -> Iterator[Field]:
    match body:
        case Commitment(place=place):
            yield Field("exchange", "id", place.exchange)
            yield Field("role", "text", place.role)
            yield Field("list", "id", place.list_id)
            yield Field("version", "number", place.version)
            yield Field("previous", "id", place.previous)
            yield Field("entries", "number", body.count)
            yield Field("root", "id", body.root)
        case Reveal() | Receipt() | Review():
            yield Field("commitment", "id", body.commitment)
            yield from _about(body)
        case Withdraw():
            yield Field("target", "id", body.target)
            yield Field("reason", "text", body.reason)
        case Terms():
            yield Field("replaces", "id", body.replaces)
        case _:
            pass


def _about(body: Reveal | Receipt | Review) -> Iterator[Field]:
    match body:
        case Reveal():
            yield Field("to", "reader", None if body.wrap is None else body.wrap[0])
            yield Field("key", "id", body.cek)
        case Receipt():
            yield Field("stage", "stage", body.stage)
        case Review():
            yield Field("verdict", "verdict", body.verdict)
