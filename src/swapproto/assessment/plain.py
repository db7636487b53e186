"""An assessment as plain data, enough to replay the verdict: schema ``swapproto-assessment/1``. Spec 12.6."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Literal, cast

from ..statements import Commitment, Party
from .claims import Claim
from .forms import AssessmentData, ClaimData, CommitmentData, InputData, PartyData, RequirementData, ValueData
from .model import Assessment
from .requirements import Requirement

SCHEMA: Literal["swapproto-assessment/1"] = "swapproto-assessment/1"
SPEC: Literal["swapproto/1"] = "swapproto/1"


def plain(
    assessment: Assessment, *, inputs: Mapping[str, bytes] | None = None, require: Iterable[Requirement] = ()
) -> AssessmentData:
    """Return the assessment for JSON: ids in hexadecimal, times in seconds, no value from inside a list.

    ``inputs`` are the files that were read, by name; ``require`` is what was required.
    """
    required = list(require)
    texts = _Texts()
    code = assessment.exit_code(required)
    return {
        "schema": SCHEMA,
        "spec": SPEC,
        "ok": code == 0,
        "exit": code,
        "now": assessment.now,
        "inputs": _inputs(assessment, inputs or {}),
        "trust": [_party(party) for _, party in sorted(assessment.trust.parties.items())],
        "require": list(map(_requirement, required)),
        "missing": list(map(_requirement, assessment.missing(required))),
        "exchanges": [],
        "lists": _lists(assessment),
        "claims": [
            *(_claim(fact, "fact", texts) for fact in assessment.facts),
            *(_claim(view, "view", texts) for view in assessment.views),
        ],
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
        "awaiting": [],
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


class _Texts(dict[bytes, str]):
    """Ids in hexadecimal, each made once: an id can be the evidence of thousands of claims."""

    def __missing__(self, identifier: bytes) -> str:
        self[identifier] = text = identifier.hex()
        return text


def _claim(claim: Claim, kind: Literal["fact", "view"], texts: _Texts) -> ClaimData:
    value: Any = {name: texts[v] if isinstance(v, bytes) else v for name, v in claim.value.items()}
    return {
        "code": claim.code,
        "class": kind,
        "subject": texts[claim.subject],
        "by": texts[claim.by],
        "value": cast("ValueData", value),
        "evidence": [texts[i] for i in claim.evidence],
    }


def _lists(assessment: Assessment) -> list[CommitmentData]:
    """Return what every commitment states, by signer, list and version."""
    found: list[CommitmentData] = []
    for commitment in assessment.of(Commitment).values():
        slot = commitment.body.slot
        found.append(
            {
                "commitment": commitment.id.hex(),
                "by": commitment.kid.hex(),
                "list": slot.list_id.hex(),
                "role": slot.role,
                "version": slot.version,
                "previous": slot.previous.hex() if slot.previous else None,
                "exchange": slot.exchange.hex() if slot.exchange else None,
                "answers": slot.answers.hex() if slot.answers else None,
                "count": commitment.body.count,
                "root": commitment.body.root.hex(),
                "iat": commitment.iat,
            }
        )
    return sorted(found, key=lambda entry: (entry["by"], entry["list"], entry["version"], entry["commitment"]))
