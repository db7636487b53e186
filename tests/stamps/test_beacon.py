"""Rounds of the beacon: those that were published verify, each at its own number alone. Spec 18.4."""

import json
from collections.abc import Iterator

import pytest

from swapproto import FormatError, VerificationError
from swapproto.stamps import beacon
from tests.shared import DATA

PUBLISHED = {
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    1001: "b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41",
    12040883: "929906c959032ab363c9f26570d215d66f5c06cb0c44fe508c12bb5839f04ec895bb6868e5b9ff13ab289bdb5266b394",
    32285085: "81dbce51d584d90d618547f4b50391d53ace6f6b9aeb8fb67e1879427af9d0310ac0ec6f519271d9a313ee84b378d416",
    32285086: "a64d99fd7fa3e48912be7209c7b69c72c88fc5224be2516949b6f29f3a4b7e3fa069dd58b2bbb4bf2c34ae61ef631a44",
}
"""Rounds of quicknet as drand's servers gave them."""
FASTNET = "b09eacd45767c4d58306b98901ad0d6086e2663766f3a4ec71d00cf26f0f49eaf248abc7151c60cf419c4e8b37e80412"
"""Round 1000 of another chain of drand."""
EVIDENCE = DATA / "drand-quicknet.json"
IDENTITY = b"\xc0" + bytes(47)
needs_library = pytest.mark.skipif(not beacon.installed(), reason="the extra swapproto[beacon] is not installed")


def refused(number: int, signature: bytes) -> bool:
    with pytest.raises(VerificationError) as caught:
        beacon.verify_round(number, signature)
    return caught.value.code == "beacon-invalid"


@needs_library
@pytest.mark.parametrize("number", PUBLISHED)
def test_published_rounds_verify_at_their_own_number_alone(number: int) -> None:
    signature = bytes.fromhex(PUBLISHED[number])
    assert beacon.verify_round(number, signature) == 1692803367 + 3 * (number - 1)
    for other in (number - 1, number + 1, 0, -1, 2**64, 2**70):
        assert refused(other, signature)


@needs_library
def test_another_chain_is_refused() -> None:
    assert refused(1000, bytes.fromhex(FASTNET))


@needs_library
def test_points_that_are_none_are_refused() -> None:
    """The identity would verify at every number if nothing but the pairing were checked with a wrong key."""
    signature = bytes.fromhex(PUBLISHED[1000])
    for wrong in (
        b"",
        signature[:-1],
        signature + b"\x00",
        IDENTITY,
        bytes([signature[0] & 0x7F]) + signature[1:],  # said not to be compressed
        bytes([signature[0] ^ 0x20]) + signature[1:],  # the other root: minus the point
        bytes([signature[0] | 0x40]) + signature[1:],  # said to be the identity
        signature[:-1] + bytes([signature[-1] ^ 1]),
        b"\x9f" + b"\xff" * 47,  # above the modulus
        bytes(48),
        *outside_the_subgroup(),
    ):
        assert refused(1000, wrong)


def outside_the_subgroup() -> Iterator[bytes]:
    """Points on the curve that are not of the subgroup: nearly every x that has a y."""
    from py_arkworks_bls12381 import G1Point

    found = 0
    for x in range(1, 100):
        encoded = b"\x80" + x.to_bytes(47, "big")
        try:
            point = G1Point.from_compressed_bytes_unchecked(encoded)
        except ValueError:
            continue
        if not point.is_in_subgroup():
            found += 1
            yield encoded
    assert found > 10


@needs_library
def test_the_key_is_that_of_the_specification() -> None:
    from py_arkworks_bls12381 import G2Point

    key = G2Point.from_compressed_bytes(beacon.PUBLIC_KEY)
    assert key.is_in_subgroup()
    assert key != G2Point.identity()


def test_a_round_has_its_time() -> None:
    assert beacon.time_of(1) == 1692803367
    assert beacon.time_of(1000) == 1692806364
    assert beacon.time_of(beacon.ROUND_MAX) <= 253402300799 < beacon.time_of(beacon.ROUND_MAX + 1)


def test_the_published_data_is_that_of_the_evidence() -> None:
    if not EVIDENCE.exists():
        pytest.skip("the evidence folder is not here")
    data = json.loads(EVIDENCE.read_text())
    assert data["chain"] == beacon.CHAIN
    assert bytes.fromhex(data["public_key"]) == beacon.PUBLIC_KEY
    assert (data["genesis"], data["period"]) == (beacon.GENESIS, beacon.PERIOD)
    assert data["another_chain_round_1000"] == FASTNET
    assert {str(number): signature for number, signature in PUBLISHED.items()}.items() <= data["rounds"].items()


def test_a_round_is_read_as_servers_give_it() -> None:
    value = {"round": 1000, "randomness": "00", "signature": PUBLISHED[1000]}
    assert beacon.read_round(json.dumps(value).encode()) == (1000, bytes.fromhex(PUBLISHED[1000]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"<html>",
        b"\xff",
        b"[" * 4000,
        b" " * 5000,
        json.dumps({"round": True, "signature": PUBLISHED[1000]}).encode(),
        json.dumps({"round": "1000", "signature": PUBLISHED[1000]}).encode(),
        json.dumps({"round": 0, "signature": PUBLISHED[1000]}).encode(),
        json.dumps({"round": 1000.0, "signature": PUBLISHED[1000]}).encode(),
        json.dumps({"round": 10**30, "signature": PUBLISHED[1000]}).encode(),
        b'{"round": ' + b"9" * 4080 + b"}",
        json.dumps({"round": 1000, "signature": PUBLISHED[1000][:-2]}).encode(),
        json.dumps({"round": 1000, "signature": "zz" * 48}).encode(),
        json.dumps({"round": 1000, "signature": PUBLISHED[1000][:-2] + "  "}).encode(),
        json.dumps({"round": 1000, "signature": list(range(96))}).encode(),
        json.dumps({"round": 1000, "signature": None}).encode(),
        json.dumps({"round": 1000}).encode(),
    ],
)
def test_what_is_no_round_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError) as caught:
        beacon.read_round(data)
    assert caught.value.code == "beacon-invalid"
