"""Attacks on blame: forks, framing, selective garbage, rollback; who is convicted, and who must never be."""

import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from swapproto import (
    Identity,
    List,
    Place,
    SwapError,
    Transcript,
    Trust,
    assess,
    conclude,
    disclose,
    gather,
    obtain_key,
    open_wraps,
    unseal,
)
from swapproto.envelope.plaintext import padded_length
from swapproto.statements import Slot, Terms, prepare
from swapproto.wire import cbor
from swapproto.wire.cose_encrypt import Encrypted
from swapproto.wire.merkle import SortedTree
from tests.budget import cpu_budget
from tests.making import (
    HERON,
    NAMES,
    NORTH,
    NOW,
    SOUTH,
    Made,
    assessed,
    commit,
    committed_to_plaintext,
    culprits,
    encoded,
    fact_codes,
    make,
    people,
    pins,
    publish,
    rejected,
    reveal,
    sign,
)


def test_two_lists_as_one_version_convict_the_signer() -> None:
    """Showing each side its own "version 1" of one list lets an author hold two positions at once."""
    place = Place.first("offer")
    one, other = make(NORTH, people(3), place=place), make(NORTH, people(2), place=place)
    seen = assessed([one.commitment, other.commitment], NORTH)
    assert culprits(seen) == [("fork", NORTH.party.kid)]
    assert seen.exit_code() == 4


def test_an_honest_retry_is_no_fork() -> None:
    """If sealing again looked like a fork, a crash at the wrong moment would convict an honest party."""
    place = Place.first("offer")
    one, again = make(NORTH, place=place), make(NORTH, place=place, readers=[HERON])
    seen = assessed([one.both, again.both], NORTH)
    assert culprits(seen) == []
    assert {"reissued", "committed"} <= fact_codes(seen, one.id) & fact_codes(seen, again.id)


def test_two_first_versions_in_one_exchange_convict_the_signer() -> None:
    """A second list under a fresh id lets a party replace what it committed to, after it saw the other side's."""
    slots = (Slot(NORTH.party.kid, "offer"), Slot(SOUTH.party.kid, "offer"))
    terms = prepare(Terms(bytes(16), "made up", slots), NORTH.party.verify_key, subject=NORTH.party.kid, iat=0)
    lists = [make(NORTH, people(n), place=Place.first("offer", exchange=terms.id)) for n in (2, 3)]
    files = [made.commitment for made in lists]
    assert culprits(assessed(files, NORTH, SOUTH)) == []
    assert culprits(assessed([terms.sign(NORTH), *files], NORTH, SOUTH)) == [("slot-fork", NORTH.party.kid)]


def test_a_fork_by_two_parties_convicts_nobody() -> None:
    """Whoever copies another's list id and version would make the other a forker."""
    place = Place.first("offer")
    seen = assessed([make(NORTH, place=place).both, make(SOUTH, people(2), place=place).both], NORTH, SOUTH)
    assert culprits(seen) == []


def test_a_fork_of_thousands_is_assessed_within_bounds() -> None:
    """Ten thousand commitments to one place make fifty million pairs: the culprit would stop whoever verifies them."""
    place = Place(role="offer", list_id=bytes(16), exchange=b"\3" * 32)
    body = make(NORTH, place=place).signed.body
    forks = b"".join(
        commit(NORTH, body._replace(root=sha256(bytes([i, j])).digest())) for i in range(5) for j in range(250)
    )
    again = b"".join(
        commit(NORTH, body._replace(envelope=sha256(bytes([i, j])).digest())) for i in range(5) for j in range(250)
    )
    for files in (forks, again):
        transcript = Transcript.read(files)
        with cpu_budget(5):
            seen = assess(transcript, pins(NORTH), now=NOW)
        assert len(seen.facts) + len(seen.contradictions) < 5 * 1250
    assert set(culprits(assessed(forks, NORTH))) == {("fork", NORTH.party.kid)}


def test_every_list_of_a_fork_is_named_in_its_evidence() -> None:
    """A fork that a verdict does not name can still be passed off as the only list."""
    place = Place.first("offer")
    lists = [make(NORTH, people(n), place=place) for n in range(1, 6)]
    seen = assessed([made.commitment for made in lists], NORTH)
    assert {i for contradiction in seen.contradictions for i in contradiction.evidence} == {made.id for made in lists}


def test_framing_by_a_wrong_reveal_convicts_the_revealer_never_the_committer() -> None:
    """Publishing a wrong key for another's list would make its author look guilty of sealing garbage."""
    made = make(NORTH, readers=[SOUTH])
    seen = assessed([made.both, publish(SOUTH, made, b"\1" * 32)], NORTH, SOUTH)
    assert culprits(seen) == [("wrong-key", SOUTH.party.kid)]
    assert "released" not in fact_codes(seen)
    with_right_key = assessed([made.both, publish(SOUTH, made, b"\1" * 32), reveal(made)], NORTH, SOUTH)
    assert culprits(with_right_key) == [("wrong-key", SOUTH.party.kid)]
    assert "opened" in fact_codes(with_right_key, made.id)


def test_framing_by_another_envelope_convicts_nobody() -> None:
    """Delivering a damaged envelope would make the author of the commitment look guilty of sealing garbage."""
    made = make(NORTH)
    for at in (0, 9, 40, len(made.envelope) // 2, len(made.envelope) - 1):
        damaged = made.envelope[:at] + bytes([made.envelope[at] ^ 1]) + made.envelope[at + 1 :]
        seen = assessed([made.commitment, damaged, reveal(made)], NORTH)
        assert culprits(seen) == []
        assert {"committed", "opened"}.isdisjoint(fact_codes(seen))
        assert seen.exit_code() == 1


def test_framing_by_a_chain_to_anothers_list_convicts_the_framer() -> None:
    """Naming another's commitment as one's "previous" would convict its author of a broken chain."""
    victim = make(NORTH)
    place = victim.signed.body.place._replace(version=2, previous=victim.id)
    seen = assessed([victim.both, make(SOUTH, place=place).both], NORTH, SOUTH)
    assert culprits(seen) == [("bad-chain", SOUTH.party.kid)]


def _content(plaintext: Callable[[list[Any]], object]) -> bytes:
    return cbor.encode(plaintext(cbor.decode(encoded(people()), 8)))


ENTRY = cbor.encode({"id": "1", "name": "A"})
GARBAGE: dict[str, tuple[str, Callable[[], Made]]] = {
    "no list": ("content-malformed", lambda: committed_to_plaintext(NORTH, b"\xff" * 100, count=3)),
    "trailing bytes": ("padding-wrong", lambda: committed_to_plaintext(NORTH, encoded(people()) + b"\1", count=3)),
    "not padded": ("padding-wrong", lambda: committed_to_plaintext(NORTH, encoded(people(30)), count=30, pad=False)),
    "padded too far": (
        "padding-wrong",
        lambda: committed_to_plaintext(
            NORTH, encoded(people()).ljust(padded_length(len(encoded(people()))) + 1, b"\0"), count=3, pad=False
        ),
    ),
    "another schema": (
        "schema-mismatch",
        lambda: committed_to_plaintext(NORTH, encoded(people()), schema=bytes(32), count=3),
    ),
    "no schema": (
        "schema-invalid",
        lambda: committed_to_plaintext(
            NORTH, _content(lambda c: [c[0], 7, c[2], None]), schema=sha256(b"\7").digest(), count=3
        ),
    ),
    "restricted parts": (
        "content-malformed",
        lambda: committed_to_plaintext(NORTH, _content(lambda c: [*c[:3], c[2]]), count=3),
    ),
    "one entry fewer": ("count-mismatch", lambda: committed_to_plaintext(NORTH, encoded(people(2)), count=3)),
    "one entry more": ("count-mismatch", lambda: committed_to_plaintext(NORTH, encoded(people(4)), count=3)),
    "an entry that is none": (
        "entry-invalid",
        lambda: committed_to_plaintext(NORTH, _content(lambda c: [*c[:2], [b"\1"], None]), count=1),
    ),
    "an entry that runs on": (
        "entry-invalid",
        lambda: committed_to_plaintext(NORTH, _content(lambda c: [*c[:2], [ENTRY + ENTRY, b""], None]), count=2),
    ),
    "an entry cut in two": (
        "entry-invalid",
        lambda: committed_to_plaintext(NORTH, _content(lambda c: [*c[:2], [ENTRY[:5], ENTRY[5:]], None]), count=2),
    ),
    "the same entry under another root": (
        "root-mismatch",
        lambda: committed_to_plaintext(NORTH, encoded(people()), count=3),
    ),
}


@pytest.mark.parametrize("name", GARBAGE)
def test_selective_garbage_convicts_the_committer_whoever_revealed(name: str) -> None:
    """An author who seals garbage under the right key would have whoever publishes that key take the blame."""
    code, seal_garbage = GARBAGE[name]
    made = seal_garbage()
    for revealer in (NORTH, SOUTH):
        seen = assessed([made.both, publish(revealer, made, made.cek)], NORTH, SOUTH)
        assert [(c.code, c.culprit, c.why) for c in seen.contradictions] == [("wrong-content", NORTH.party.kid, code)]
        assert {"opened", "count-proven"}.isdisjoint(fact_codes(seen))


def test_garbage_found_with_a_private_key_convicts_for_that_reader_only() -> None:
    """A reader would accuse an author before others on evidence that nobody else can verify."""
    made = GARBAGE["one entry fewer"][1]()
    seen = assessed(made.both, NORTH, openings={made.id: made.cek})
    assert [(c.code, c.transferable) for c in seen.contradictions] == [("wrong-content", False)]


@pytest.mark.parametrize("kind", ["another key", "random bytes"])
def test_a_garbage_wrap_for_one_reader_is_a_view_and_no_verdict(kind: str) -> None:
    """A complaint about a wrap that nobody else can test would convict any author the complainer picks."""
    made = make(NORTH, readers=[HERON])
    sealed = Encrypted.read(made.envelope)
    bad = committed_to_plaintext(NORTH, b"\0" * 64, readers=[HERON])
    wrap = Encrypted.read(bad.envelope).wraps[HERON.party.kid] if kind == "another key" else b"\7" * 1168
    envelope = Encrypted(sealed.ciphertext, {**sealed.wraps, HERON.party.kid: wrap}).encode()
    body = made.signed.body._replace(envelope=sha256(envelope).digest())
    made = replace(made, commitment=commit(NORTH, body), envelope=envelope)
    with pytest.raises(SwapError) as caught:
        obtain_key(made.signed, envelope, HERON.party.kid, HERON)
    assert caught.value.code == "wrap-invalid"
    for opening in (b"", b"\1" * 32):
        seen = assessed(made.both, NORTH, openings={made.id: opening})
        assert culprits(seen) == []
        assert "wrap-failed" in {view.code for view in seen.views}
        assert seen.exit_code() == 0


def test_a_garbage_wrap_in_anothers_reveal_is_a_view_of_that_reveal() -> None:
    """A garbage wrap to a list's reader by somebody else would look as if the list's owner had cheated them."""
    made = make(NORTH)
    wrap = (HERON.party.kid, b"\7" * 1168)
    body = {"nonce": bytes(16), "commitment": made.id, "given": [], "cek": None, "wrap": list(wrap), "seen": []}
    bad = sign(SOUTH, "reveal", body, made.signed.body.place.subject)
    evidence = gather(Transcript.read(made.both + bad), Trust.of(NORTH.party, SOUTH.party))
    seen = conclude(evidence, openings=open_wraps(evidence, HERON.party.kid, HERON), now=NOW)
    (failed,) = (view for view in seen.views if view.code == "wrap-failed")
    assert failed.by == SOUTH.party.kid
    assert failed.evidence == (failed.subject, made.id)
    assert seen.exit_code() == 0


def test_an_old_version_is_not_current_beside_the_new() -> None:
    """An old version presented as today's puts back on the list who was taken off it, or takes off who was added."""
    old = make(NORTH)
    new = make(NORTH, people(2), place=Place.after(old.signed))
    shown = disclose(unseal(old.signed, old.envelope, old.cek), [2])

    def views(*files: bytes) -> set[tuple[str, bytes]]:
        return {(view.code, view.subject) for view in assessed(files, NORTH).views}

    both = views(old.both, new.both, shown)
    assert ("current-version", new.id) in both
    assert ("current-version", old.id) not in both
    assert ("superseded", sha256(shown).digest()) in both
    alone = assessed([old.both, shown], NORTH)
    assert ("disclosure-age", sha256(shown).digest()) in {(view.code, view.subject) for view in alone.views}
    assert "only-not-proven" in alone.not_proven
    assert ("gap", new.id) in views(new.both)
    assert ("gap", new.id) not in both


def test_one_junk_artefact_among_good_ones_spoils_none_of_them() -> None:
    """A file to which somebody added a broken piece would prove nothing any more."""
    made = make(NORTH)
    shown = reveal(made)
    good = assessed([made.both, shown], NORTH)
    for junk in (b"\x00", b"\xd2\x00", b"\xd8\x60\x80", cbor.encode(cbor.Tag(1398227280, [])), b"\xd8\x1c\x80"):
        seen = assessed(made.commitment + junk + made.envelope + shown, NORTH)
        assert seen.facts == good.facts
        assert seen.exit_code() == 1
    cut = assessed(made.both + shown + b"\xd2\x84", NORTH)
    assert cut.facts == good.facts
    assert rejected(cut) == ["malformed"]


def _honest() -> tuple[Identity, bytes]:
    """An honest party's lists, reveals and versions, all of them sound."""
    first = make(NORTH, people(5), readers=[SOUTH])
    second = make(NORTH, people(6), place=Place.after(first.signed))
    return NORTH, b"".join((first.both, second.both, reveal(first), reveal(second), reveal(first, to=HERON)))


def test_a_machine_at_its_limits_convicts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """If lack of memory or stack read as "the content is wrong", an honest party would be guilty on a small machine."""
    author, files = _honest()
    expected = assessed(files, author)
    depth, frame = 0, sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back  # type: ignore[assignment]
    before = sys.getrecursionlimit()
    monkeypatch.setattr(sys, "unraisablehook", lambda ignored: None)  # a generator without stack cannot be closed
    outcomes = set()
    try:
        for spare in range(12, 90, 2):
            sys.setrecursionlimit(depth + spare)
            try:
                seen = assessed(files, author)
            except RecursionError:
                outcomes.add("gave up")
                continue
            outcomes.add("answered")
            assert seen.contradictions == ()
            assert seen.rejected == ()
            assert seen.facts == expected.facts
    finally:
        sys.setrecursionlimit(before)
    assert outcomes == {"gave up", "answered"}


def test_a_lack_of_memory_while_opening_convicts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """If lack of memory read as "the content is wrong", an honest party would be guilty on a small machine."""
    author, files = _honest()

    def starved(*_: object, **__: object) -> object:
        raise MemoryError

    transcript = Transcript.read(files)
    monkeypatch.setattr("swapproto.wire.cbor.load", starved)
    with pytest.raises(MemoryError):
        assess(transcript, pins(author), now=NOW)


def test_the_same_leaf_twice_is_refused() -> None:
    """Two equal leaves would let one entry be counted as two."""
    made = make(NORTH, List("people", NAMES, [ENTRY, ENTRY]))
    opened = unseal(made.signed, made.envelope, made.cek)  # equal entries have different salts
    assert len(opened.tree) == 2
    with pytest.raises(SwapError) as caught:
        SortedTree([ENTRY[:1] * 32] * 2)
    assert caught.value.code == "root-mismatch"


def test_a_reveal_cannot_be_signed_for_a_wrong_key_by_mistake() -> None:
    """An honest party whose program publishes a wrong key would convict itself."""
    from swapproto import prepare_reveal

    made = make(NORTH)
    with pytest.raises(SwapError):
        prepare_reveal(made.signed, b"\1" * 32, revealer=SOUTH.party, reader=None, iat=0)


def test_a_statement_signed_by_one_key_under_the_kid_of_another_is_refused() -> None:
    """Whoever signs another's statement again, and leaves its kid in place, would speak in the other's name."""
    made = make(NORTH)
    body = made.signed.body.to_body()
    protected, unprotected, payload, _ = cbor.decode(made.commitment, 8, tag=cbor.SIGN1, heads=99)
    mine = cbor.decode(sign(SOUTH, "commitment", body, made.signed.body.place.subject), 8, tag=cbor.SIGN1, heads=99)
    forged = cbor.encode(cbor.Tag(cbor.SIGN1, [protected, unprotected, payload, mine[3]]))
    assert rejected(assessed(forged, NORTH, SOUTH)) == ["signature-invalid"]


def test_the_made_garbage_is_otherwise_sound() -> None:
    """The tests above would prove nothing if what they build failed for another reason."""
    content = people()
    made = make(NORTH)
    opened = unseal(made.signed, made.envelope, made.cek)
    rebuilt = committed_to_plaintext(
        NORTH, encoded(content), count=3, place=made.signed.body.place, root=opened.tree.root
    )
    assert unseal(rebuilt.signed, rebuilt.envelope, rebuilt.cek).list.public == content.public
    assert rebuilt.cek == made.cek
    assert made.signed.body.schema == NAMES.digest
