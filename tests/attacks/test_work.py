"""Attacks by work that multiplies: many claims about one list, and a key file that asks for too much memory."""

import sys
from hashlib import sha256

import pytest

from swapproto import KeyFile, Transcript, gather, open_wraps
from swapproto.cli.pinning.pins import Pins
from swapproto.cli.verdicts.report import report
from swapproto.statements.commitment import context
from swapproto.wire import cose, cose_encrypt
from swapproto.wire.cose_encrypt import Encrypted
from swapproto.wire.hashes import x
from tests.budget import cpu_budget
from tests.cli.desk import Desk
from tests.making import (
    IAT,
    NORTH,
    SOUTH,
    Made,
    assessed,
    commit,
    culprits,
    fact_codes,
    make,
    people,
    pins,
    publish,
    reveal,
)


def test_a_report_on_thousands_of_commitments_is_made_within_bounds() -> None:
    """One pinned party could stop a reader for minutes with 16 MB, if each commitment were sought among all claims."""
    body = make(NORTH).signed.body
    made: list[bytes] = []
    for i in range(1500):
        place = body.place._replace(list_id=i.to_bytes(16, "big"))
        made.append(commit(NORTH, body._replace(place=place, seen=[bytes([0]) * 32])))
    seen = sorted({cose.Sign1.read(one).id for one in made[:32]})
    for i in range(1500, 3000):
        place = body.place._replace(list_id=i.to_bytes(16, "big"))
        made.append(commit(NORTH, body._replace(place=place, seen=seen)))
    found = assessed(b"".join(made), NORTH)
    with cpu_budget(3):
        lines = [*report(found, Pins())]
    assert len(lines) > 50_000


def restated(made: Made, iat: int) -> Made:
    """The same commitment, said to be signed at another time: another statement with the same ctx."""
    body = made.signed.body
    unsigned = cose.prepare(
        "commitment",
        body.to_body(),
        verify_key=made.author.party.verify_key,
        subject=body.place.subject,
        iat=iat,
    )
    return Made(made.author, unsigned.sign(made.author), made.envelope, made.cek)


def test_one_list_under_many_commitments_is_opened_once() -> None:
    """Half a megabyte could make a reader open the same 100,000 entries twenty times, with 500 MB of memory."""
    made = make(NORTH, people(50))
    many = [restated(made, IAT + i) for i in range(40)]
    found = assessed([made.envelope, *(one.commitment + reveal(one) for one in many)], NORTH)
    assert found.opened.keys() == {one.id for one in many}
    assert all(opened.commitment_id == i for i, opened in found.opened.items())
    assert len({id(opened.tree) for opened in found.opened.values()}) == 1
    proven = [fact.value for fact in found.facts if fact.code == "count-proven"]
    assert proven == [{"count": 50, "distinct_keys": 50}] * 40


def test_an_envelope_is_hashed_once_however_many_commitments_name_it() -> None:
    """Two thousand commitments to one envelope of 16 MiB took 44 s to open, all of it to hash that envelope again."""
    wraps = {who.party.kid: bytes(1168) for who in (NORTH, SOUTH)}
    envelope = Encrypted(bytes(2**22), wraps).encode()
    body = make(NORTH).signed.body._replace(envelope=sha256(envelope).digest())
    places = [body.place._replace(list_id=i.to_bytes(16, "big")) for i in range(400)]
    named = b"".join(commit(NORTH, body._replace(place=place)) for place in places)
    with cpu_budget(5):
        evidence = gather(Transcript.read(envelope + named), pins(NORTH, SOUTH))
        openings = open_wraps(evidence, SOUTH.party.kid, SOUTH)
    assert len(openings) == 400


def in_context(made: Made, number: int) -> Made:
    """A commitment to the same envelope under another list id, and a key that fits it."""
    cek = number.to_bytes(32, "big")
    place = made.signed.body.place._replace(list_id=number.to_bytes(16, "big"))
    body = made.signed.body
    key = x(32, "key", context(NORTH.party.kid, place, body.schema, body.count), cek)
    return Made(NORTH, commit(NORTH, body._replace(place=place, key=key)), made.envelope, cek)


def test_one_envelope_under_many_contexts_is_decrypted_in_full_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of contexts of one large envelope would cost a reader hours: contexts times envelope."""
    made = make(NORTH, people(50))
    many = [in_context(made, i) for i in range(1, 200)]
    decrypted: list[int] = []
    decrypt = cose_encrypt.decrypt

    def count(key: bytes, ciphertext: bytes | memoryview, external_aad: bytes) -> bytes:
        decrypted.append(len(ciphertext))
        return decrypt(key, ciphertext, external_aad)

    monkeypatch.setattr(cose_encrypt, "decrypt", count)
    for few in (many[:20], many):
        decrypted.clear()
        found = assessed(
            [made.both, reveal(made), *(one.commitment + publish(NORTH, one, one.cek) for one in few)], NORTH
        )
        assert set(found.opened) == {made.id}
        wrong = [fault for fault in found.contradictions if fault.code == "wrong-content"]
        ids = {one.id for one in few}
        assert {fault.why for fault in wrong} == {"decrypt-failed"}
        assert sorted(i for fault in wrong for i in fault.evidence if i in ids) == sorted(ids)
        assert len(decrypted) == (21 if few is not many else 1)


def test_a_wrong_root_beside_a_right_one_is_found() -> None:
    """A wrong root would pass beside a right one, if what is decrypted once were compared only once."""
    made = make(NORTH, people(5))
    other = commit(NORTH, made.signed.body._replace(root=bytes(32)))
    wrong = Made(NORTH, other, made.envelope, made.cek)
    for order in ([made, wrong], [wrong, made]):
        found = assessed([made.envelope, *(one.commitment + reveal(one) for one in order)], NORTH)
        assert set(found.opened) == {made.id}
        assert [(c.code, c.why) for c in found.contradictions if c.code == "wrong-content"] == [
            ("wrong-content", "root-mismatch")
        ]
        assert "opened" in fact_codes(found, made.id)
        assert ("fork", NORTH.party.kid) in culprits(found)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not limited this way here")
def test_a_key_file_that_asks_for_more_memory_than_there_is_is_refused(desk: Desk) -> None:
    """A key file may ask for 1 GiB: where that is not available, it would crash the program."""
    greedy = KeyFile(NORTH.party, bytes(48), (bytes(16), 1, 1024 * 1024), bytes(24))
    desk.write("North.swapkey", greedy.encode())
    desk.write("list.csv", "id\n1\n")
    desk.secret("phrase", "correct\n")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (900 * 2**20, 900 * 2**20))"
    words = (
        *("commit", "list.csv", "-k", "North.swapkey", "--passphrase-file", "phrase", "--yes", "--role=report"),
        *("-o", "list.swap"),
    )
    said = desk.process(*words, before=limit)
    assert (said.code, "[memory]" in said.err) == (2, True), said.err
