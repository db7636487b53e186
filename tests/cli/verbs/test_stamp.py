"""stamp: statements are stamped by real authorities over the network and through an air gap, and what can go wrong."""

import datetime
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random

import cbor2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from swapproto import Transcript
from swapproto.cli import main, network
from swapproto.cli.acts import stamping
from swapproto.cli.disk import cose_files
from swapproto.stamps.requests import Request, read_response
from swapproto.stamps.stamp import Stamp, stamped_bytes
from swapproto.stamps.tokens import read_token
from swapproto.statements import Clock
from tests.cli.desk import Desk, command, environment
from tests.cli.made_exchanges import Exchange
from tests.cli.made_exchanges import pin as put_pins
from tests.cli.verbs.conftest import JUNK
from tests.making import party
from tests.stamps.authorities import OPENSSL, Authorities, Authority
from tests.stamps.forging import Made, Recipe, response
from tests.stamps.serving import serving

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")

ANSWERS_BADLY = {
    "wrong": ("token-altered", "do not rely on it"),
    "page": ("token-malformed", "a web page"),
    "another's": ("token-imprint", "answered another request"),
    "past": ("token-imprint", "answered another request"),
    "nothing": ("network", "the answer is empty"),
    "large": ("network", "more than 65,536 bytes"),
    "redirect": ("network", "sends on to http://127.0.0.1"),
    "rejected": ("token-malformed", "No more stamps today"),
}


def pin(desk: Desk, made: Made, name: str) -> None:
    desk.write("root.pem", made.pem)
    desk.run("trust", "root.pem", "--as", name, "--fingerprint", made.certificate.digest.hex())


@pytest.fixture
def made(north: Desk) -> Desk:
    """Return a desk with a list of North, in list.swap."""
    north.commit()
    return north


@pytest.fixture
def north_clock(authorities: Authorities) -> Iterator[str]:
    with serving(authorities.authority()) as address:
        yield address


@pytest.fixture
def south_clock(authorities: Authorities) -> Iterator[str]:
    with serving(authorities.south_authority) as address:
        yield address


def stamps(desk: Desk, name: str) -> list[Stamp]:
    return sorted(Transcript.read(desk.read(name)).stamps.values(), key=lambda one: one.id)


def commitment(desk: Desk, name: str = "list.swap") -> tuple[bytes, bytes]:
    """Return the id of the commitment in a file, and the bytes that a stamp of it is over."""
    (one,) = (s for s in Transcript.read(desk.read(name)).statements.values() if s.kind == "commitment")
    return one.id, stamped_bytes(one.raw[-64:])


# --- over the network


def test_a_second_stamp_by_a_clock_adds_nothing_to_a_quorum(
    made: Desk, authorities: Authorities, north_clock: str, south_clock: str
) -> None:
    added_nothing = "before: a second stamp by it adds nothing to a quorum"
    pin(made, authorities.root, "Sundial")
    pin(made, authorities.other_root, "Hourglass")
    assert added_nothing not in made.run("stamp", "list.swap", "--tsa", north_clock, "-o", "one.swap").err
    assert added_nothing in made.run("stamp", "one.swap", "--tsa", north_clock, "-o", "two.swap").err
    assert added_nothing not in made.run("stamp", "one.swap", "--tsa", south_clock, "-o", "three.swap").err
    short = "so far   not as many clocks as have to agree (2) have stamped it, but only Sundial, pinned by you"
    assert short in made.run("verify", "two.swap", "--quorum", 2).out
    assert short not in made.run("verify", "three.swap", "--quorum", 2).out
    assert short not in made.run("verify", "two.swap").out


def test_a_commitment_is_stamped_by_several_authorities_at_once(
    made: Desk, authorities: Authorities, north_clock: str, south_clock: str
) -> None:
    pin(made, authorities.root, "Sundial")
    pin(made, authorities.other_root, "Hourglass")
    result = made.run("stamp", "list.swap", "--tsa", north_clock, "--tsa", south_clock, "-o", "out.swap")
    identifier, stamped = commitment(made)
    assert result.err.count(f"commitment {identifier.hex()[:12]} existed by 20") == 2
    assert "by the clock of Sundial (pinned)" in result.err
    assert "by the clock of Hourglass (pinned)" in result.err
    found = stamps(made, "out.swap")
    assert [one.target for one in found] == [identifier] * 2
    for one in found:
        read_token(one.token, [stamped])
    before, after = Transcript.read(made.read("list.swap")), Transcript.read(made.read("out.swap"))
    assert set(before.artefacts()) < set(after.artefacts())
    assert len(after) == len(before) + 2
    made.run("verify", "out.swap", "--require", "existed-by")
    made.run("verify", "out.swap", "--require", "existed-by", "--quorum", 2)
    made.run("verify", "list.swap", "--require", "existed-by", expect=3)


def test_without_a_pinned_clock_it_is_said_that_nothing_shows_whose_it_is(made: Desk, north_clock: str) -> None:
    said = made.run("stamp", "list.swap", "--tsa", north_clock, "-o", "out.swap").err
    assert "by a clock that is not pinned; its certificate calls it 'North Clock'" in said
    assert "swapproto trust ROOT.pem --as OPERATOR" in said
    assert len(stamps(made, "out.swap")) == 1
    said = made.run("verify", "out.swap", "--require", "existed-by", expect=3).out
    assert "something that you required is not proven" in said, "the clock is missing, and no party"


def test_a_stamp_by_another_clock_than_the_pinned_ones_is_not_written(
    made: Desk, authorities: Authorities, south_clock: str
) -> None:
    pin(made, authorities.root, "Sundial")
    said = made.fails(2, "network", "stamp", "list.swap", "--tsa", south_clock, "-o", "out.swap").err
    assert "[token-untrusted]" in said
    assert "You believe 'Sundial' [" in said
    assert "out.swap" not in made.names()


@pytest.mark.parametrize("mode", ANSWERS_BADLY)
def test_an_authority_that_answers_badly_spoils_nothing_of_the_others(
    made: Desk, authorities: Authorities, south_clock: str, mode: str
) -> None:
    code, words = ANSWERS_BADLY[mode]
    with serving(authorities.authority(), mode) as address:
        said = made.run("stamp", "list.swap", "--tsa", address, "--tsa", south_clock, "-o", "out.swap", expect=3).err
    assert f"NO STAMP from {address}" in said
    assert f"[{code}]" in said
    assert words in said
    assert len(stamps(made, "out.swap")) == 1
    with serving(authorities.authority(), mode) as address:
        made.fails(2, "network", "stamp", "list.swap", "--tsa", address, "-o", "none.swap")
    assert "none.swap" not in made.names()


def test_a_server_that_takes_too_long_is_not_waited_for(
    made: Desk, authorities: Authorities, south_clock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "SECONDS", 0.5)
    with serving(authorities.authority(), "slow", slowness=30) as address:
        said = made.run("stamp", "list.swap", "--tsa", address, "--tsa", south_clock, "-o", "out.swap", expect=3).err
    assert "in time" in said or "within 0.5 seconds" in said


def test_where_nobody_answers_it_is_said(made: Desk, authorities: Authorities) -> None:
    with serving(authorities.authority()) as address:
        pass  # its port is free again
    for where, words in (
        (address, "refused or broken"),
        ("http://nobody.invalid/tsa", "no server of this name"),
        ("http://[::1", "no address of a web server"),
    ):
        said = made.fails(2, "network", "stamp", "list.swap", "--tsa", where, "-o", "out.swap").err
        assert words in said, said


def test_only_what_is_asked_goes_to_the_network(made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def record(address: str, *_: object) -> bytes:
        asked.append(address)
        return b"no answer"

    monkeypatch.setattr(network, "_exchange", record)
    said = made.fails(2, "usage", "stamp", "list.swap", "-o", "out.swap").err
    assert "--tsa" in said
    assert "--query" in said
    made.run("stamp", "list.swap", "--query", "list.tsq")
    made.run("verify", "list.swap")
    assert asked == []
    made.fails(2, "network", "stamp", "list.swap", "--tsa", "digicert", "-o", "out.swap")
    assert asked == ["http://timestamp.digicert.com"]


def test_a_name_that_is_no_authority_is_refused(made: Desk) -> None:
    for name in ("Digisert", "file:///etc/passwd", "ftp://example.org/"):
        said = made.fails(2, "usage", "stamp", "list.swap", "--tsa", name, "-o", "out.swap").err
        assert "FreeTSA, DigiCert" in said
    many = [word for n in range(9) for word in ("--tsa", f"http://127.0.0.1:{n + 1}/")]
    assert "at most 8" in made.fails(2, "usage", "stamp", "list.swap", *many, "-o", "out.swap").err


def test_what_an_address_redirects_to_cannot_write_on_the_terminal() -> None:
    assert network._shown("http://x/\x1b[2J") == "http://x/?[2J"


# --- what is stamped


def test_without_commitments_all_statements_but_cards_are_stamped(made: Desk, north_clock: str) -> None:
    made.run("reveal", "list.swap", "-k", "North.swapkey", "--public", "--yes", "-o", "key.swap")
    said = made.run("stamp", "key.swap", "--tsa", north_clock, "-o", "out.swap").err
    assert "  reveal " in said
    assert "  card " not in said
    assert len(stamps(made, "out.swap")) == 1
    made.run("stamp", "North.swap", "--tsa", north_clock, "-o", "card.swap")
    assert len(stamps(made, "card.swap")) == 1
    made.run(
        "stamp", "list.swap", "key.swap", "--only", "reveal", "--only", "card", "--tsa", north_clock, "-o", "o.swap"
    )
    assert len(stamps(made, "o.swap")) == 2


def test_one_statement_is_chosen_by_the_beginning_of_its_id(made: Desk, north_clock: str) -> None:
    made.commit("other", "--label", "other")
    identifier, _ = commitment(made, "other.swap")
    words = ("stamp", "list.swap", "other.swap", "--tsa", north_clock, "-o", "out.swap")
    made.run(*words, "--what", identifier.hex()[:10])
    assert [one.target for one in stamps(made, "out.swap")] == [identifier]
    assert "begins with 'ffffffffff'" in made.fails(2, "usage", *words, "--what", "ffffffffff", "--force").err
    made.fails(2, "usage", *words, "--what", "xyz", "--force")
    made.fails(2, "usage", *words, "--only", "letter", "--force")


def test_a_file_without_statements_is_refused(made: Desk, north_clock: str) -> None:
    made.write("none.swap", b"\xa0")
    made.write("letter.txt", "Dear all")
    for name in ("none.swap", "letter.txt"):
        said = made.fails(2, "usage", "stamp", name, "--tsa", north_clock, "-o", "out.swap").err
        assert "no statement in it" in said
    made.fails(2, "usage", "stamp", "list.swap", "--renew", "--tsa", north_clock, "-o", "out.swap")


def test_a_statement_that_does_not_verify_is_not_stamped(made: Desk, north_clock: str) -> None:
    whole = Transcript.read(made.read("list.swap"))
    (one,) = (s for s in whole.statements.values() if s.kind == "commitment")
    altered = one.raw[:-1] + bytes([one.raw[-1] ^ 1])
    made.write("altered.swap", altered)
    said = made.fails(2, "usage", "stamp", "altered.swap", "--tsa", north_clock, "-o", "out.swap").err
    assert "not stamped: altered.swap, byte 0" in said
    made.write("stranger.swap", party("Stranger").party.card)
    made.run("stamp", "stranger.swap", "--tsa", north_clock, "-o", "out.swap")


def test_pieces_that_cannot_be_read_are_named_and_left_out(made: Desk, north_clock: str) -> None:
    made.write("mixed.swap", made.read("list.swap") + JUNK)
    said = made.run("stamp", "mixed.swap", "--tsa", north_clock, "-o", "out.swap", expect=1).err
    assert "omitted: mixed.swap" in said
    assert len(stamps(made, "out.swap")) == 1


def test_more_statements_than_an_authority_should_be_asked_for_are_refused(
    made: Desk, north_clock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamping, "MOST", 1)
    words = ("stamp", "list.swap", "--only", "card", "--only", "commitment", "--tsa", north_clock, "-o", "out.swap")
    assert "2 would be stamped" in made.fails(2, "usage", *words).err


def test_options_that_do_not_go_together_are_refused(made: Desk) -> None:
    for words in (
        ("--tsa", "digicert"),
        ("--query", "a.tsq", "-o", "out.swap"),
        ("--tsa", "digicert", "--query", "a.tsq"),
        ("--response", "a.tsr", "--renew", "-o", "out.swap"),
        ("--tsa", "digicert", "--renew", "--only", "card", "-o", "out.swap"),
        ("--cose", "a.cose", "--renew"),
    ):
        made.fails(2, "usage", "stamp", "list.swap", *words)


def test_a_file_that_shows_entries_stays_private(made: Desk, north_clock: str) -> None:
    made.run("reveal", "list.swap", "-k", "North.swapkey", "--public", "--yes", "-o", "key.swap")
    said = made.run("stamp", "list.swap", "key.swap", "--tsa", north_clock, "-o", "out.swap").err
    assert "with the key for everyone" in said
    assert (made.folder / "out.swap").stat().st_mode & 0o077 == 0


# --- through an air gap


def test_a_stamp_is_had_through_an_air_gap(made: Desk, authorities: Authorities) -> None:
    pin(made, authorities.root, "Sundial")
    said = made.run("stamp", "list.swap", "--query", "list.tsq").err
    assert "--response list.tsr -o OUT.swap" in said
    request = Request.read(made.read("list.tsq"))
    identifier, stamped = commitment(made)
    assert request.imprint == Request.of(stamped).imprint
    answer = authorities.authority().reply(request.raw)
    made.write("list.tsr", answer)
    made.write("token.der", read_response(answer))
    for name in ("list.tsr", "token.der"):
        said = made.run("stamp", "list.swap", "--response", name, "-o", "out.swap", "--force").err
        assert "by the clock of Sundial (pinned)" in said
        assert [one.target for one in stamps(made, "out.swap")] == [identifier]


def test_requests_and_answers_go_through_pipes(made: Desk, authorities: Authorities) -> None:
    done = subprocess.run(
        command("stamp", "list.swap", "--query", "-"), capture_output=True, env=environment(), check=True
    )
    assert b"--data-binary @OUT.tsq -o OUT.tsr" in done.stderr
    answer = authorities.authority().reply(done.stdout)
    made.process("stamp", "list.swap", "--response", "-", "-o", "out.swap", stdin=answer)
    assert len(stamps(made, "out.swap")) == 1


def test_two_answers_are_taken_at_once(made: Desk, authorities: Authorities) -> None:
    made.run("stamp", "list.swap", "--query", "list.tsq")
    for name, authority in (("n", authorities.authority()), ("s", authorities.south_authority)):
        made.write(f"{name}.tsr", authority.reply(made.read("list.tsq")))
    made.run("stamp", "list.swap", "--response", "n.tsr", "--response", "s.tsr", "-o", "out.swap")
    assert len(stamps(made, "out.swap")) == 2


def test_a_query_is_of_one_statement_and_names_the_others(made: Desk) -> None:
    made.commit("other", "--label", "other")
    said = made.fails(2, "usage", "stamp", "list.swap", "other.swap", "--query", "q.tsq").err
    first, second = (commitment(made, name)[0].hex()[:12] for name in ("list.swap", "other.swap"))
    assert f"--what {first}" in said
    assert f"--what {second}" in said
    made.run("stamp", "list.swap", "other.swap", "--query", "q.tsq", "--what", second)


def test_an_answer_for_other_bytes_is_refused(made: Desk, authorities: Authorities) -> None:
    made.write("a.tsr", authorities.authority().reply(Request.of(b"other bytes").raw))
    said = made.fails(1, "token-imprint", "stamp", "list.swap", "--response", "a.tsr", "-o", "out.swap").err
    assert "of other bytes than any statement here" in said
    assert "out.swap" not in made.names()


def bad_answers(authority: Authority, query: bytes) -> dict[str, tuple[bytes, str, str]]:
    good = authority.reply(query)
    return {
        "the request": (query, "usage", "this is the request"),
        "a page": (b"<html>Pay here</html>", "token-malformed", "a web page"),
        "nothing": (b"", "token-malformed", "damaged"),
        "text": (b"Dear all", "token-malformed", "damaged"),
        "cut off": (good[:-1], "token-malformed", "damaged"),
        "refused": (response(b"", 2, "not today"), "token-malformed", "not today"),
        "altered": (good[:-1] + bytes([good[-1] ^ 1]), "token-altered", "altered"),
        "large": (bytes(70_000), "file", "larger than"),
    }


def test_an_answer_that_is_none_is_refused_in_plain_words(made: Desk, authorities: Authorities) -> None:
    made.run("stamp", "list.swap", "--query", "list.tsq")
    for name, (data, code, words) in bad_answers(authorities.authority(), made.read("list.tsq")).items():
        made.write("a.tsr", data)
        exit_code = 2 if code in ("usage", "file") else 1
        said = made.fails(exit_code, code, "stamp", "list.swap", "--response", "a.tsr", "-o", "out.swap").err
        assert "a.tsr: " in said, name
        assert words in said, name
    assert "out.swap" not in made.names()


def test_an_answer_by_another_clock_or_an_expired_one_is_refused(made: Desk, authorities: Authorities) -> None:
    pin(made, authorities.root, "Sundial")
    _, stamped = commitment(made)
    made.write("south.tsr", authorities.south_authority.reply(Request.of(stamped).raw))
    words = ("stamp", "list.swap", "-o", "out.swap", "--response")
    made.fails(3, "token-untrusted", *words, "south.tsr")
    late = Recipe(
        authorities.rsa,
        certificates=[authorities.rsa.raw, authorities.intermediate.raw],
        time=b"20410101000000Z",
        imprint=Request.of(stamped).imprint,
    )
    made.write("late.tsr", response(late.token()))
    made.fails(1, "token-expired", *words, "late.tsr")


def test_a_stamp_whose_time_is_not_that_of_this_computer_is_noted(made: Desk, authorities: Authorities) -> None:
    _, stamped = commitment(made)
    old = Recipe(authorities.p256, time=b"20260301000000Z", imprint=Request.of(stamped).imprint)
    made.write("old.der", old.token())
    said = made.run("stamp", "list.swap", "--response", "old.der", "-o", "out.swap").err
    assert "existed by 2026-03-01 00:00:0" in said
    assert "the clock of this computer says" in said


def test_a_clock_that_accepted_terms_agree_on_is_believed_in_their_exchange(
    desk: Desk, authorities: Authorities, north_clock: str, south_clock: str
) -> None:
    put_pins(desk)
    exchange = Exchange(start=int(time.time()) - 1_000)
    clock = Clock("Hourglass", (authorities.south.certificate.digest,), 7)
    exchange.terms = exchange.terms._replace(clocks=(clock,), quorum=1)
    file = exchange.agree().commit().write(desk)
    desk.write("proposed.swap", exchange.files[0])
    said = desk.run("stamp", file, "--tsa", south_clock, "--tsa", north_clock, "-o", "out.swap", expect=3).err
    assert "by the clock of Hourglass (agreed on in the terms)" in said
    assert "You believe 'Hourglass'; of 'Hourglass' the terms hold a SHA-256 alone: a stamp by it can need" in said
    pin(desk, authorities.root, "Sundial")
    said = desk.run("stamp", file, "--tsa", south_clock, "--tsa", north_clock, "-o", "both.swap").err
    assert "Hourglass (agreed on in the terms)" in said
    assert "Sundial (pinned)" in said
    desk.fails(
        2, "network", "stamp", "proposed.swap", "--tsa", south_clock, "-o", "none.swap"
    )  # nobody has accepted yet


# --- renewal


def test_stamps_are_renewed_each_once(made: Desk, authorities: Authorities, north_clock: str, south_clock: str) -> None:
    pin(made, authorities.root, "Sundial")
    pin(made, authorities.other_root, "Hourglass")
    made.run("stamp", "list.swap", "--tsa", north_clock, "-o", "one.swap")
    (first,) = stamps(made, "one.swap")
    made.run("stamp", "one.swap", "--renew", "--tsa", south_clock, "-o", "two.swap")
    (second,) = (one for one in stamps(made, "two.swap") if one != first)
    assert second.target == first.id
    read_token(second.token, [first.raw])
    made.run("stamp", "two.swap", "--renew", "--query", "renewal.tsq")
    assert Request.read(made.read("renewal.tsq")).imprint == Request.of(second.raw).imprint
    made.write("renewal.tsr", authorities.authority().reply(made.read("renewal.tsq")))
    made.run("stamp", "two.swap", "--response", "renewal.tsr", "-o", "three.swap")
    assert {one.target for one in stamps(made, "three.swap")} == {commitment(made)[0], first.id, second.id}
    made.run("verify", "three.swap", "--require", "existed-by")


def test_a_forged_renewal_does_not_take_the_place_of_a_real_one(
    made: Desk, authorities: Authorities, north_clock: str
) -> None:
    """Whoever adds a junk stamp of a stamp would otherwise have only their junk renewed."""
    pin(made, authorities.root, "Sundial")
    made.run("stamp", "list.swap", "--tsa", north_clock, "-o", "one.swap")
    (first,) = stamps(made, "one.swap")
    junk = Stamp.of(first.id, first.token)
    strange = Stamp.of(first.id, authorities.south_authority.stamp(first.raw))
    made.write("spoiled.swap", made.read("one.swap") + junk.raw + strange.raw)
    said = made.run("stamp", "spoiled.swap", "--renew", "--tsa", north_clock, "-o", "two.swap").err
    assert said.count("left out: spoiled.swap") == 2
    new = [one for one in stamps(made, "two.swap") if one not in (first, junk, strange)]
    assert [one.target for one in new] == [first.id]


# --- clocks of one run, quorum, and lists of revoked certificates


def test_a_clock_is_believed_for_one_command(made: Desk, authorities: Authorities, north_clock: str) -> None:
    made.run("stamp", "list.swap", "--tsa", north_clock, "-o", "out.swap")
    made.write("Sundial.pem", authorities.root.pem)
    found = made.run("verify", "out.swap", "--trust", "Sundial.pem", "--require", "existed-by")
    assert "named by --trust" not in found.out, "the parties are still the pinned ones"
    digits = made.run("card", "North.swapkey", "-o", "n.swap").out.strip()
    made.run("verify", "out.swap", "--from", digits, "--trust", "Sundial.pem", "--require", "existed-by")
    made.run("verify", "out.swap", "--trust", "North.swap", "--trust", "Sundial.pem", "--require", "existed-by")
    made.run("verify", "out.swap", "--require", "existed-by", expect=3)
    said = made.run("stamp", "list.swap", "--tsa", north_clock, "--trust", "Sundial.pem", "-o", "again.swap").err
    assert "by the clock of Sundial (pinned)" in said


def test_the_readers_clocks_count_whichever_parties_are_trusted(
    made: Desk, authorities: Authorities, north_clock: str
) -> None:
    pin(made, authorities.root, "Sundial")
    made.run("stamp", "list.swap", "--tsa", north_clock, "-o", "out.swap")
    digits = made.run("card", "North.swapkey", "-o", "n.swap").out.strip()
    for words in ((), ("--from", digits), ("--trust", "North.swap"), ("--from", digits, "--trust", "South.swap")):
        made.run("verify", "out.swap", "--require", "existed-by", *words)
    (made.folder / "others").mkdir()
    made.write("others/North.swap", made.read("North.swap"))
    made.run("verify", "out.swap", "--require", "existed-by", "--trust", "others", expect=3)  # a folder replaces all
    made.write("others/Hourglass.crt", authorities.root.raw)
    made.run("verify", "out.swap", "--require", "existed-by", "--trust", "others")


def test_more_clocks_than_are_pinned_prove_no_time(made: Desk, authorities: Authorities, north_clock: str) -> None:
    pin(made, authorities.root, "Sundial")
    made.run("stamp", "list.swap", "--tsa", north_clock, "-o", "out.swap")
    result = made.run("verify", "out.swap", "--quorum", 2, "--require", "existed-by", expect=3)
    assert "--quorum 2 cannot be met: you pinned 1 clock" in result.err
    made.fails(2, "usage", "verify", "out.swap", "--quorum", 0)
    made.fails(2, "usage", "status", "out.swap", "--quorum", "two")


def revoked(issuer: Made, one: Made) -> x509.CertificateRevocationList:
    start, end = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (2024, 2039))
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.x509.subject)
    builder = builder.last_update(start).next_update(end)
    entry = x509.RevokedCertificateBuilder(one.x509.serial_number, start).build()
    assert isinstance(issuer.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return builder.add_revoked_certificate(entry).sign(issuer.key, SHA256())


def test_a_revoked_certificate_is_refused_where_its_list_is_given(made: Desk, authorities: Authorities) -> None:
    pin(made, authorities.root, "Sundial")
    _, stamped = commitment(made)
    made.write("a.tsr", authorities.authority().reply(Request.of(stamped).raw))
    made.run("stamp", "list.swap", "--response", "a.tsr", "-o", "out.swap")
    listed = revoked(authorities.intermediate, authorities.rsa)
    for encoding in (Encoding.PEM, Encoding.DER):
        made.write("north.crl", listed.public_bytes(encoding))
        for verb in ("verify", "status"):
            said = made.run(verb, "out.swap", "--require", "existed-by", "--crl", "north.crl", expect=3)
            assert "revokes nothing here" not in said.err
    made.write("south.crl", revoked(authorities.other_root, authorities.south).public_bytes(Encoding.PEM))
    noted = made.run("verify", "out.swap", "--require", "existed-by", "--crl", "south.crl").err
    assert "south.crl: this list is by 'South Root" in noted
    assert "an authority of no clock and no stamp here: it revokes nothing here" in noted
    made.run("verify", "out.swap", "--require", "existed-by")
    made.write("none.crl", "no list")
    assert "none.crl: " in made.fails(2, "file", "verify", "out.swap", "--crl", "none.crl").err
    made.fails(2, "file", "verify", "out.swap", "--crl", "absent.crl")


def test_several_authorities_that_all_fail_are_all_named(made: Desk, authorities: Authorities) -> None:
    with ExitStack() as stack:
        addresses = [stack.enter_context(serving(authorities.authority(), mode)) for mode in ("page", "nothing")]
        words = [word for address in addresses for word in ("--tsa", address)]
        said = made.fails(2, "network", "stamp", "list.swap", *words, "-o", "out.swap").err
    assert all(f"NO STAMP from {address}" in said for address in addresses)


# --- other COSE programs


def test_a_statement_goes_to_other_programs_with_its_stamp_and_comes_back(
    made: Desk, authorities: Authorities, north_clock: str
) -> None:
    pin(made, authorities.root, "Sundial")
    made.run("stamp", "list.swap", "--tsa", north_clock, "-o", "out.swap")
    (stamp,) = stamps(made, "out.swap")
    identifier, stamped = commitment(made)
    made.run("stamp", "out.swap", "--cose", "out.cose")
    message = cbor2.loads(made.read("out.cose"))
    assert message.tag == 18
    _, unprotected, _, signature = message.value
    assert dict(unprotected) == {270: stamp.token}
    assert cbor2.dumps(signature) == stamped
    made.run("stamp", "out.cose", "-o", "back.swap")
    assert stamps(made, "back.swap") == [stamp]
    assert commitment(made, "back.swap")[0] == identifier
    made.run("verify", "back.swap", "list.swap", "--require", "existed-by")


def test_of_several_stamps_one_is_chosen_for_other_programs(
    made: Desk, authorities: Authorities, north_clock: str, south_clock: str
) -> None:
    assert "no sound stamp" in made.fails(2, "usage", "stamp", "list.swap", "--cose", "out.cose").err
    made.run("stamp", "list.swap", "--tsa", north_clock, "--tsa", south_clock, "-o", "out.swap")
    first, second = stamps(made, "out.swap")
    said = made.fails(2, "usage", "stamp", "out.swap", "--cose", "out.cose").err
    assert first.id.hex()[:12] in said
    made.run("stamp", "out.swap", "--cose", "out.cose", "--what", second.id.hex()[:12])
    assert cbor2.loads(made.read("out.cose")).value[1][270] == second.token
    shown = made.run("inspect", "out.swap").out
    assert f"sha256          {second.id.hex()}" in shown
    assert f"of              {second.target.hex()}" in shown


def test_other_programs_files_are_stamped_again_and_other_headers_left_out(
    made: Desk, authorities: Authorities, north_clock: str, south_clock: str
) -> None:
    _, stamped = commitment(made)
    (one,) = (s for s in Transcript.read(made.read("list.swap")).statements.values() if s.kind == "commitment")
    protected, _, payload, signature = cbor2.loads(one.raw).value
    token = authorities.authority().stamp(stamped)
    made.write("in.cose", cbor2.dumps(cbor2.CBORTag(18, [protected, {4: b"a kid", 270: token}, payload, signature])))
    said = made.run("stamp", "in.cose", "--tsa", south_clock, "-o", "out.swap").err
    assert "other unprotected headers are left out" in said
    assert len(stamps(made, "out.swap")) == 2
    assert one.raw in made.read("out.swap")


def test_a_file_of_another_program_that_holds_something_else_is_refused(made: Desk, authorities: Authorities) -> None:
    _, stamped = commitment(made)
    (one,) = (s for s in Transcript.read(made.read("list.swap")).statements.values() if s.kind == "commitment")
    protected, _, payload, signature = cbor2.loads(one.raw).value
    answer = authorities.authority().reply(Request.of(stamped).raw)
    other = authorities.authority().stamp(b"other bytes")
    for value, code, words in (
        (answer, "token-malformed", "TimeStampResp"),
        (other, "token-imprint", "of other bytes"),
        (b"", "token-malformed", "not a byte string with a time stamp"),
        ([other], "token-malformed", "not a byte string with a time stamp"),
        (b"0" * 40_000, "token-malformed", "damaged"),
    ):
        message = cbor2.CBORTag(18, [protected, {270: value}, payload, signature])
        made.write("in.cose", cbor2.dumps(message))
        assert words in made.fails(1, code, "stamp", "in.cose", "-o", "out.swap").err
    made.write("in.cose", cbor2.dumps(cbor2.CBORTag(18, [b"", {270: other}, payload, signature])))
    made.fails(1, "statement-malformed", "stamp", "in.cose", "-o", "out.swap")


def test_damaged_answers_and_files_of_other_programs_are_refused_with_a_line(
    made: Desk, authorities: Authorities
) -> None:
    _, stamped = commitment(made)
    answer = authorities.authority().reply(Request.of(stamped).raw)
    (one,) = (s for s in Transcript.read(made.read("list.swap")).statements.values() if s.kind == "commitment")
    whole = cose_files.encode(one.raw, read_response(answer))
    random = Random(7)
    for data, words in ((answer, ["list.swap", "--response"]), (whole, [])):
        for number in range(40):
            place = random.randrange(len(data))
            made.write("in.der", data[:place] + random.randbytes(1) + data[place + random.randrange(2) :])
            assert main(["stamp", *words, "in.der", "-o", f"{number}.swap", "--force"]) in (0, 1, 2, 3)
