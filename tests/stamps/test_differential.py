"""Nothing is accepted that `openssl ts -verify` refuses at the token's time; rfc3161-client agrees where it can decode.

The exceptions are named in ``test_tokens`` and ``test_clocks``: RSASSA-PSS and Ed25519, which `openssl ts` does not
verify, and strangers in the bag, among which it does not look for another way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import NamedTuple

import pytest
from cryptography.x509 import load_der_x509_certificate

from swapproto import SwapError
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.stamps.tokens import Token, read_token
from tests.witness.asking import Ask, asking

from .authorities import OPENSSL, Authorities
from .forging import Made, integer, oid, response, sequence, tlv
from .mutating import in_order, mutate
from .real import DATA, TOKENS, real
from .witnesses import openssl_accepts

pytestmark = [pytest.mark.slow, pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")]

MUTATIONS = 20_000
NULL_ATTRIBUTE = sequence(oid("1.2.3.4"), tlv(0x31, b"\x05\x00"))


class Case(NamedTuple):
    """A sound token, what it is of, and the certificates that are pinned."""

    token: bytes
    data: bytes
    pinned: Sequence[Certificate]

    @property
    def anchors(self) -> list[Made]:
        return [Made(load_der_x509_certificate(one.raw), None) for one in self.pinned]  # type: ignore[arg-type]

    @property
    def roots(self) -> str:
        """What is pinned, if these are the roots alone that rfc3161-client takes."""
        only = all(one.issuer == one.subject for one in self.pinned)
        return " ".join(one.raw.hex() for one in self.pinned) if only else ""


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with asking() as ask:
        yield ask


@pytest.fixture(scope="module")
def cases(authorities: Authorities) -> dict[str, Case]:
    it, data = authorities, b"what is stamped"
    below, root = it.intermediate.certificate, it.root.certificate
    recipe = it.recipe.but(
        accuracy=sequence(integer(1), integer(5, 0x80)),
        nonce=integer(2**62),
        tsa=tlv(0xA0, tlv(0xA4, it.p256.x509.subject.public_bytes())),
        unsigned=tlv(0xA1, NULL_ATTRIBUTE),
    )
    found = {
        "rsa": Case(it.authority(it.rsa).stamp(data), data, [root]),
        "rsa, without its chain": Case(it.authority(it.rsa)._replace(chain=[]).stamp(data), data, [root, below]),
        "p384, sha512": Case(it.authority(it.p384, digest="sha512").stamp(data, "sha512"), data, [root]),
        "p256, all parts": Case(recipe.token(), data, [root]),
        "p256, intermediate pinned, root in the bag": Case(
            recipe.but(certificates=[it.root.raw, *(recipe.certificates or [])]).token(), data, [below]
        ),
        "south": Case(it.south_authority.stamp(data), data, [it.other_root.certificate]),
        "named by sha1": Case(it.authority(it.p521, ess="sha1").stamp(data), data, [root]),
    }
    if TOKENS.exists():
        for name in ("digicert", "identrust", "sigstage-sha256"):
            found[name] = Case(real(name).token, DATA[name], real(name).certificates)
    return found


def verify(case: Case, token: bytes) -> Token:
    clocks = Clocks([Operator("pinned", tuple(case.pinned))])
    found = read_token(token, [case.data], clocks.certificates)
    clocks.pinned(found)
    return found


def what_counts(token: Token) -> tuple[object, ...]:
    return token.time, token.accuracy, token.serial, token.imprint, token.signer


def second_opinion(case: Case, token: bytes, at: int) -> bool:
    return openssl_accepts(token, case.data, at, case.anchors, case.anchors)


def test_both_witnesses_accept_what_is_accepted(cases: dict[str, Case], ask: Ask) -> None:
    decoded = 0
    for name, case in cases.items():
        found = verify(case, case.token)
        assert second_opinion(case, case.token, found.time), name
        if case.roots:
            said = ask("token", response=response(in_order(case.token)).hex(), data=case.data.hex(), roots=case.roots)
            if "undecoded" not in said.get("ok", {}):
                decoded += 1
                assert said == {"ok": {"time": found.time, "serial": str(found.serial)}}, name
    assert decoded >= 5


def test_no_mutation_is_accepted_that_another_program_refuses(cases: dict[str, Case], ask: Ask) -> None:
    """Whoever can change a token would have us believe another time, or what nobody else believes."""
    random, told = Random(3161), Counter[str]()
    accepted: dict[tuple[str, bytes], Token] = {}
    for number in range(MUTATIONS):
        name = list(cases)[number % len(cases)]
        case = cases[name]
        token = mutate(random, case.token)
        try:
            found = verify(case, token)
        except SwapError as error:
            told[error.code] += 1
            continue
        told["accepted"] += 1
        assert what_counts(found) == what_counts(verify(case, case.token)), (name, token.hex())
        if token != case.token:
            accepted[name, token] = found
    with ThreadPoolExecutor(2) as pool:
        openssl = pool.map(lambda one: second_opinion(cases[one[0][0]], one[0][1], one[1].time), accepted.items())
        refused = [key for key, said in zip(accepted, openssl, strict=True) if not said]
    assert not refused, (len(refused), refused[0][0], refused[0][1].hex())
    for name, token in accepted:
        case = cases[name]
        if case.roots:
            said = ask("token", response=response(in_order(token)).hex(), data=case.data.hex(), roots=case.roots)
            told["also by rfc3161-client"] += said.get("ok", {}).get("time") is not None
            assert "ok" in said, (name, said, token.hex())
    assert len(accepted) > 300
    assert told["also by rfc3161-client"] > 50
    assert {"token-malformed", "token-altered", "token-signer-missing", "token-imprint"} <= told.keys()
