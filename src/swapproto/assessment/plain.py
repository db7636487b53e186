"""An assessment as plain data, enough to replay the verdict: schema ``swapproto-assessment/1``. Spec 12.6."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Literal, cast

from ..stamps.clocks import Operator
from ..statements import Commitment, Party
from .claims import Claim
from .forms import (
    AssessmentData,
    AwaitedData,
    ClaimData,
    CommitmentData,
    DeadlinesData,
    ExchangeData,
    InputData,
    OperatorData,
    PartyData,
    RequirementData,
    ValueData,
)
from .model import Assessment
from .requirements import Requirement
from .standing import Standing

SCHEMA: Literal["swapproto-assessment/1"] = "swapproto-assessment/1"
SPEC: Literal["swapproto/1"] = "swapproto/1"


def plain(
    assessment: Assessment, *, inputs: Mapping[str, bytes] | None = None, require: Iterable[Requirement] = ()
) -> AssessmentData:
    """Return the assessment for JSON: ids in hexadecimal, times in seconds, no value from inside a list.

    ``inputs`` are the files that were read, by name; ``require`` is what was required.
    """
    data = but_claims(assessment, inputs=inputs, require=require)
    data["claims"] = [*claims(assessment)]
    return data


def claims(assessment: Assessment) -> Iterator[ClaimData]:
    """Yield the claims of :func:`plain`, one by one: those of a hostile megabyte are ten as data."""
    texts = _Texts()
    yield from (_claim(fact, "fact", texts) for fact in assessment.facts)
    yield from (_claim(view, "view", texts) for view in assessment.views)


def but_claims(
    assessment: Assessment, *, inputs: Mapping[str, bytes] | None = None, require: Iterable[Requirement] = ()
) -> AssessmentData:
    """Return what :func:`plain` does, with no claims in it."""
    required = list(require)
    code = assessment.exit_code(required)
    return {
        "schema": SCHEMA,
        "spec": SPEC,
        "ok": code == 0,
        "exit": code,
        "now": assessment.now,
        "inputs": _inputs(assessment, inputs or {}),
        "trust": [_party(party) for _, party in sorted(assessment.trust.parties.items())],
        "clocks": list(map(_operator, assessment.trust.clocks.operators)),
        "quorum": assessment.trust.quorum,
        "beacon": assessment.trust.beacon,
        "require": list(map(_requirement, required)),
        "missing": list(map(_requirement, assessment.missing(required))),
        "exchanges": list(map(_exchange, assessment.exchanges)),
        "lists": _lists(assessment),
        "claims": [],
        "contradictions": [
            {
                "code": fault.code,
                "culprit": fault.culprit.hex(),
                "evidence": [i.hex() for i in fault.evidence],
                "transferable": fault.transferable,
                "why": fault.why,
            }
            for fault in assessment.contradictions
        ],
        "awaiting": [move for standing in assessment.exchanges for move in _awaited(standing, assessment.now)],
        "rejected": [
            {"file": r.source, "offset": r.offset, "code": r.code, "message": r.message, "id": r.id.hex()}
            for r in assessment.rejected
        ],
        "ignored": [
            {"id": i.id.hex(), "kind": i.kind, "code": i.code, "message": i.message} for i in assessment.ignored
        ],
        "not_proven": list(assessment.not_proven),
    }


def _inputs(assessment: Assessment, inputs: Mapping[str, bytes]) -> list[InputData]:
    """Return each file with the ids of what could be read in it."""
    artefacts: defaultdict[str, list[str]] = defaultdict(list)
    for identifier, names in sorted(assessment.sources.items()):
        for name in names:
            artefacts[name].append(identifier.hex())
    return [
        {"name": name, "sha256": sha256(data).hexdigest(), "size": len(data), "artefacts": artefacts[name]}
        for name, data in inputs.items()
    ]


def _requirement(one: Requirement) -> RequirementData:
    by, list_id = (None if i is None else i.hex() for i in (one.by, one.list_id))
    return {"code": one.code, "by": by, "role": one.role, "list": list_id}


def _party(party: Party) -> PartyData:
    return {
        "kid": party.kid.hex(),
        "name": party.name,
        "card": party.card_id.hex(),
        "fingerprint": party.fingerprint,
        "not_after": party.not_after,
    }


def _operator(operator: Operator) -> OperatorData:
    certificates = sorted(certificate.digest.hex() for certificate in operator.certificates)
    return {"name": operator.name, "certificates": certificates, "accuracy": operator.accuracy}


class _Texts(dict[bytes, str]):
    """Ids in hexadecimal, each made once: an id can be the evidence of thousands of claims."""

    def __missing__(self, identifier: bytes) -> str:
        self[identifier] = text = identifier.hex()
        return text


def _claim(claim: Claim, kind: Literal["fact", "view"], texts: _Texts) -> ClaimData:
    value: Any = {name: _value(v, texts) for name, v in claim.value.items()}
    return {
        "code": claim.code,
        "class": kind,
        "subject": texts[claim.subject],
        "by": texts[claim.by],
        "value": cast("ValueData", value),
        "evidence": [texts[i] for i in claim.evidence],
    }


def _value(value: Any, texts: _Texts) -> Any:
    if isinstance(value, list):
        return [_value(one, texts) for one in value]
    return texts[value] if isinstance(value, bytes) else value


def _exchange(standing: Standing) -> ExchangeData:
    terms = standing.exchange.terms
    body = None if terms is None else terms.body
    at_stake = {slot: commitment and commitment.id.hex() for slot, commitment in standing.at_stake.items()}
    return {
        "exchange": standing.exchange.id.hex(),
        "title": None if body is None else body.title if isinstance(body.title, str) else dict(body.title),
        "by": None if terms is None else terms.kid.hex(),
        "state": standing.state,
        "in_force": standing.in_force,
        "release": None if body is None else body.release,
        "replaces": None if body is None or body.replaces is None else body.replaces.hex(),
        "deadlines": None if body is None else cast("DeadlinesData", body.deadlines._asdict()),
        "slots": [
            {"by": slot.kid.hex(), "role": slot.role, "count": slot.count, "commitment": at_stake.get(slot)}
            for slot in (() if body is None else body.slots)
        ],
        "mediators": [] if body is None else [kid.hex() for kid in body.mediators],
    }


def _awaited(standing: Standing, now: int) -> list[AwaitedData]:
    return [
        {
            "exchange": standing.exchange.id.hex(),
            "by": move.by.hex(),
            "what": move.what,
            "commitment": None if move.commitment is None else move.commitment.hex(),
            "since": move.since,
            "due": move.due,
            "overdue": standing.is_overdue(move, now),
        }
        for move in standing.awaiting
    ]


def _lists(assessment: Assessment) -> list[CommitmentData]:
    """Return what every commitment states, by signer, list and version."""
    found: list[CommitmentData] = []
    for commitment in assessment.of(Commitment).values():
        place = commitment.body.place
        found.append(
            {
                "commitment": commitment.id.hex(),
                "by": commitment.kid.hex(),
                "list": place.list_id.hex(),
                "role": place.role,
                "version": place.version,
                "previous": place.previous.hex() if place.previous else None,
                "exchange": place.exchange.hex() if place.exchange else None,
                "answers": place.answers.hex() if place.answers else None,
                "count": commitment.body.count,
                "root": commitment.body.root.hex(),
                "iat": commitment.iat,
            }
        )
    return sorted(found, key=lambda entry: (entry["by"], entry["list"], entry["version"], entry["commitment"]))
