"""The form of an assessment as plain data: the types of ``swapproto-assessment/1``. Spec 12.6.

``spec/swapproto-assessment.json`` is the same as a JSON Schema, generated from these.
"""

from typing import Annotated, Literal, NotRequired, TypeAlias, TypedDict

from ..errors import Code
from ..statements.review import Verdict
from .claims import Fact, Fault, Unproven, View
from .standing import Move, State
from .times import ClockSet

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


class OperatorData(TypedDict):
    """A pinned operator of a clock: the SHA-256 of certificates, and the accuracy to assume, in seconds."""

    name: str
    certificates: list[Id]
    accuracy: int


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
    verdict: NotRequired[Verdict]
    kind: NotRequired[Literal["terms", "accept", "commitment"]]
    role: NotRequired[str | None]
    differs: NotRequired[list[Literal["kid", "role", "schema", "count"]]]
    replaced_by: NotRequired[Id]
    answered_by: NotRequired[Id]
    exchange: NotRequired[Id]
    kids: NotRequired[list[Id]]
    missing: NotRequired[list[Id]]
    unknown_to: NotRequired[list[Id]]
    state: NotRequired[State]
    what: NotRequired[Move]
    since: NotRequired[int | None]
    due: NotRequired[int | None]
    clock: NotRequired[ClockSet | None]
    direct: NotRequired[bool]
    time: NotRequired[int]
    operators: NotRequired[list[str]]
    quorum: NotRequired[int]
    round: NotRequired[int]
    iat: NotRequired[int]
    end: NotRequired[int]
    now: NotRequired[int]


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


class SlotData(TypedDict):
    """Who owes which list, and the commitment at stake there."""

    by: Id
    role: str
    count: int | None
    commitment: Id | None


class DeadlinesData(TypedDict):
    """By when the steps of an exchange are due."""

    accept: int | None
    commit: int | None
    reveal: int | None
    review: int | None


class ExchangeData(TypedDict):
    """An exchange and where it stands. Where its terms are not present, much of it is null or empty."""

    exchange: Id
    title: str | dict[str, str] | None
    by: Id | None
    state: State
    in_force: bool
    release: int | None
    replaces: Id | None
    deadlines: DeadlinesData | None
    slots: list[SlotData]
    mediators: list[Id]


class AwaitedData(TypedDict):
    """A move that is somebody's to make."""

    exchange: Id
    by: Id
    what: Move
    commitment: Id | None
    since: int | None
    due: int | None
    overdue: bool


class AssessmentData(TypedDict):
    """An assessment as plain data: what :func:`plain` returns. A program may add keys of its own."""

    schema: Literal["swapproto-assessment/1"]
    spec: Literal["swapproto/1"]
    ok: bool
    exit: int
    now: int
    inputs: list[InputData]
    trust: list[PartyData]
    clocks: list[OperatorData]
    quorum: int
    beacon: bool
    require: list[RequirementData]
    missing: list[RequirementData]
    exchanges: list[ExchangeData]
    lists: list[CommitmentData]
    claims: list[ClaimData]
    contradictions: list[ContradictionData]
    awaiting: list[AwaitedData]
    rejected: list[RejectedData]
    ignored: list[IgnoredData]
    not_proven: list[Unproven]
