"""commit --stamp and --beacon: evidence of time for a commitment from its first hour on."""

import json
import time

import pytest

from swapproto import Transcript
from swapproto.cli import network
from swapproto.stamps import beacon
from swapproto.stamps.stamp import Stamp
from swapproto.statements import Clock
from tests.cli.desk import PEOPLE, Desk
from tests.cli.exchanges import OnDesk, identity
from tests.cli.serving import sending
from tests.cli.signed import commitment_in
from tests.stamps.authorities import OPENSSL, Authorities
from tests.stamps.serving import serving
from tests.stamps.test_beacon import PUBLISHED, needs_library

needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
NUMBER = 32285086
ROUND = json.dumps({"round": NUMBER, "signature": PUBLISHED[NUMBER], "randomness": "00"})


def stamps(desk: Desk, name: str = "list.swap") -> list[Stamp]:
    return list(Transcript.read(desk.read(name)).stamps.values())


def pin(desk: Desk, authorities: Authorities) -> None:
    desk.write("root.pem", authorities.root.pem)
    desk.run("trust", "root.pem", "--as", "Sundial", "--fingerprint", authorities.root.certificate.digest.hex())


@needs_openssl
def test_a_commitment_is_stamped_in_one_go(north: Desk, authorities: Authorities) -> None:
    pin(north, authorities)
    with serving(authorities.authority()) as first:
        said = north.commit("list", "--stamp", first).err
    assert "by the clock of Sundial (pinned)" in said
    assert [one.target for one in stamps(north)] == [commitment_in(north, "list.swap").id]
    north.run("verify", "list.swap", "--require", "existed-by")
    assert len(Transcript.read(north.read("list.swap"))) == 4


@needs_openssl
def test_in_an_exchange_the_clocks_of_its_terms_are_believed(desk: Desk, authorities: Authorities) -> None:
    exchange = OnDesk(desk, clocks=(Clock("Hourglass", (authorities.south.certificate.digest,), 1),))
    desk.run("trust", "--remove", "North")  # one's own card needs no pin
    with serving(authorities.south_authority) as address:
        said = exchange.commit("North", "--stamp", address)
    assert "by the clock of Hourglass (agreed on in the terms)" in said
    desk.run("trust", "North.swap", "--fingerprint", identity("North").party.fingerprint)
    with serving(authorities.authority()) as address:
        said = exchange.commit("South", "--stamp", address, expect=3)
    assert "[token-untrusted]" in said
    assert "list-South.swap" in desk.names()


@needs_openssl
def test_the_commitment_is_written_whatever_the_authorities_do(
    north: Desk, authorities: Authorities, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin(north, authorities)
    with serving(authorities.authority(), "page") as bad, serving(authorities.authority()) as good:
        said = north.commit("list", "--stamp", bad, "--stamp", good, expect=3).err
    assert f"NO STAMP from {bad}" in said
    assert "signed and written all the same" in said
    assert f"swapproto stamp list.swap --tsa {bad} -o STAMPED.swap" in said
    assert len(stamps(north)) == 1
    north.commit("other", "--label", "other", "--stamp", "http://nobody.invalid/", expect=3)
    north.run("verify", "other.swap")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(network, "ask", interrupt)
    north.commit("third", "--label", "third", "--stamp", "http://nobody.invalid/", expect=130)
    north.run("verify", "third.swap")


@needs_openssl
def test_stamps_follow_the_commitment_on_standard_output(north: Desk, authorities: Authorities) -> None:
    north.write("list.csv", PEOPLE)
    words = ("commit", "list.csv", "-k", "North.swapkey", "--role", "report", "--yes", "-o", "-", "--stamp")
    with serving(authorities.authority()) as address, (north.folder / "out.swap").open("wb") as out:
        from subprocess import run

        from tests.cli.desk import command, environment

        run(command(*words, address), stdout=out, env=environment(), cwd=north.folder, check=True, timeout=60)
    assert len(stamps(north, "out.swap")) == 1
    assert len(Transcript.read(north.read("out.swap"))) == 4


def test_nothing_is_signed_for_an_authority_that_does_not_exist(north: Desk) -> None:
    north.commit("list", "--stamp", "Digisert", expect=2)
    assert "list.swap" not in north.names()


@needs_library
def test_a_round_of_the_beacon_in_a_commitment_shows_that_it_was_not_made_before(north: Desk) -> None:
    north.write("round.json", ROUND)
    said = north.commit("list", "--beacon", "round.json").err
    assert f"not made before 2026-09-17 15:23:42 UTC: round {NUMBER} of drand's quicknet" in said
    assert "days old" in said
    assert commitment_in(north, "list.swap").body.beacon == (NUMBER, bytes.fromhex(PUBLISHED[NUMBER]))
    north.run("verify", "list.swap", "--require", "not-before")


@needs_library
def test_a_round_is_taken_from_the_network_if_it_is_asked_for(north: Desk) -> None:
    with sending(ROUND.encode()) as address:
        north.commit("list", "--beacon", address)
    assert commitment_in(north, "list.swap").body.beacon is not None
    with sending(b"<html>") as address:
        said = north.commit("other", "--label", "other", "--beacon", address, expect=1).err
    assert f"{address}: no round of drand's quicknet" in said
    assert "other.swap" not in north.names()


@needs_library
@pytest.mark.parametrize(
    "given",
    [
        "",
        "[]",
        "x" * 5000,
        json.dumps({"round": NUMBER + 1, "signature": PUBLISHED[NUMBER]}),
        json.dumps({"round": NUMBER, "signature": "00"}),
    ],
)
def test_what_is_no_round_is_not_signed(north: Desk, given: str) -> None:
    north.write("round.json", given)
    result = north.commit("list", "--beacon", "round.json", expect=2 if len(given) > 4096 else 1)
    assert "round.json: " in result.err
    assert "list.swap" not in north.names()


@needs_library
def test_a_round_that_is_yet_to_come_says_that_the_clock_is_wrong(north: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    north.write("round.json", ROUND)
    monkeypatch.setattr(time, "time", lambda: 1_789_000_000.0)
    result = north.commit("list", "--beacon", "round.json", expect=2)
    assert "set the clock" in result.err


def test_without_the_extra_it_is_said_that_the_round_was_not_checked(
    north: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beacon, "installed", lambda: False)
    north.write("round.json", ROUND)
    said = north.commit("list", "--beacon", "round.json").err
    assert "was not checked, which takes the extra: pip install 'swapproto[beacon]'" in said
    assert commitment_in(north, "list.swap").body.beacon is not None
    assert "beacon-unchecked" in north.run("verify", "list.swap", "--json").out
