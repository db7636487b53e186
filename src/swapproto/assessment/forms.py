"""The form of an assessment as plain data: the types of ``swapproto-assessment/1``. Spec 12.6.

``spec/swapproto-assessment.json`` is the same as a JSON Schema, generated from these.
"""

from typing import Annotated, Literal, NotRequired, TypeAlias, TypedDict

from ..errors import Code
from .claims import Fact, Fault, Unproven, View

__all__ = ["AssessmentData"]

Id: TypeAlias = Annotated[str, "^[0-9a-f]{64}$"]
"""An id or a digest of 32 bytes, in hexadecimal."""
ListId: TypeAlias = Annotated[str, "^[0-9a-f]{32}$"]


class InputData(TypedDict):
    """A file that was read, and the ids of what could be read in it."""

    name: str
    sha256: Id
    size: int
    artefacts: list[Id]


class PartyData(TypedDict):
    """A pinned party."""

    kid: Id
    name: str
    card: Id
    fingerprint: str
    not_after: int | None


class RequirementData(TypedDict):
    """A requirement; null stands for any."""

    code: Fact
    by: Id | None
    role: str | None
    list: ListId | None


class CommitmentData(TypedDict):
    """What a commitment states."""

    commitment: Id
    by: Id
    list: ListId
    role: str
    version: int
    previous: Id | None
    exchange: Id | None
    answers: Id | None
    count: int
    root: Id
    iat: int


class ValueData(TypedDict):
    """What a claim says beside its code; which keys it has depends on that."""

    to: NotRequired[Id | None]
    transferable: NotRequired[bool]
    count: NotRequired[int]
    distinct_keys: NotRequired[int | None]
    entries: NotRequired[int]
    version: NotRequired[int]
    newest: NotRequired[int]
    not_after: NotRequired[int]


ClaimData = TypedDict(
    "ClaimData",
    {
        "code": Fact | View,
        "class": Literal["fact", "view"],
        "subject": Id,
        "by": Id,
        "value": ValueData,
        "evidence": list[Id],
    },
)
"""A fact or a view."""


class ContradictionData(TypedDict):
    """A proven fault of a pinned party."""

    code: Fault
    culprit: Id
    evidence: list[Id]
    transferable: bool
    why: Code | None


class RejectedData(TypedDict):
    """A piece of a file that could not be read or verified."""

    file: str
    offset: int
    code: Code
    message: str
    id: Id


class IgnoredData(TypedDict):
    """An artefact that was not assessed."""

    id: Id
    kind: str
    code: Code
    message: str


class AssessmentData(TypedDict):
    """An assessment as plain data: what :func:`plain` returns. A program may add keys of its own."""

    schema: Literal["swapproto-assessment/1"]
    spec: Literal["swapproto/1"]
    ok: bool
    exit: int
    now: int
    inputs: list[InputData]
    trust: list[PartyData]
    require: list[RequirementData]
    missing: list[RequirementData]
    exchanges: list[str]
    lists: list[CommitmentData]
    claims: list[ClaimData]
    contradictions: list[ContradictionData]
    awaiting: list[str]
    rejected: list[RejectedData]
    ignored: list[IgnoredData]
    not_proven: list[Unproven]
