"""Claims in their order. Spec 12.7."""

import json
from itertools import permutations
from operator import attrgetter
from typing import Any

from swapproto.assessment import Claim

ONE, TWO = b"1" * 32, b"2" * 32
VALUES: list[dict[str, Any]] = [
    {},
    {"clock": "agreed", "time": 10},
    {"clock": "agreed", "time": 9},
    {"clock": "pinned", "time": 9},
    {"kids": [ONE, TWO]},
    {"due": None, "what": "accept"},
]


def test_claims_that_differ_in_their_values_alone_are_in_the_order_of_these_as_text() -> None:
    claims = [Claim.of("existed-by", ONE, TWO, **value) for value in VALUES]
    texts = sorted(json.dumps(v, sort_keys=True, separators=(",", ":"), default=bytes.hex) for v in VALUES)
    for some in permutations(claims):
        ordered = sorted(some, key=attrgetter("order"))
        found = [json.dumps(dict(c.value), sort_keys=True, separators=(",", ":"), default=bytes.hex) for c in ordered]
        assert found == texts


def test_code_subject_evidence_and_signer_come_before_the_value() -> None:
    claims = [
        Claim.of("existed-by", ONE, TWO, (b"3" * 32,), time=1),
        Claim.of("existed-by", ONE, ONE, (b"4" * 32,), time=0),
        Claim.of("existed-by", ONE, TWO, (b"4" * 32,)),
        Claim.of("existed-by", TWO, ONE),
        Claim.of("signed", ONE, ONE),
    ]
    for some in permutations(claims):
        assert sorted(some, key=attrgetter("order")) == claims
