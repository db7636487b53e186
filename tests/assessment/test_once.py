"""Nothing is verified or decrypted twice: the work of one command, counted."""

import pytest

from swapproto import Party, Transcript, Trust, conclude, gather, open_wraps
from swapproto.statements import verify_card
from swapproto.wire import cose, cose_encrypt, hpke
from tests.cli.desk import Desk
from tests.making import NORTH, NOW, SOUTH, Made, make, reveal


class Counted:
    """How often signatures were checked, wraps opened and lists decrypted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.signatures: list[bytes] = []
        self.wraps = self.decryptions = 0
        check, unwrap, decrypt = cose._check_signature, hpke.unwrap, cose_encrypt.decrypt

        def check_signature(verify_key: bytes, signature: bytes, message: bytes) -> None:
            self.signatures.append(message)
            check(verify_key, signature, message)

        def count_unwrap(wrap: bytes, seed: bytes, info: bytes) -> bytes:
            self.wraps += 1
            return unwrap(wrap, seed, info)

        def count_decrypt(key: bytes, ciphertext: bytes | memoryview, external_aad: bytes) -> bytes:
            self.decryptions += 1
            return decrypt(key, ciphertext, external_aad)

        self.reset()
        monkeypatch.setattr(cose, "_check_signature", check_signature)
        monkeypatch.setattr(hpke, "unwrap", count_unwrap)
        monkeypatch.setattr(cose_encrypt, "decrypt", count_decrypt)

    def reset(self) -> None:
        """Count from zero, and forget the cards that were verified: each command is a process of its own."""
        self.signatures.clear()
        self.wraps = self.decryptions = 0
        verify_card.cache_clear()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def file(*, readers: int = 1) -> tuple[Made, bytes]:
    made = make(NORTH, readers=[SOUTH][:readers])
    return made, NORTH.party.card + made.both


def test_opening_checks_each_signature_once_and_decrypts_once(counted: Counted) -> None:
    made, data = file()
    commitment, transcript, trust = made.id, Transcript.read(data), Trust.of(NORTH.party)
    counted.reset()
    evidence = gather(transcript, trust)
    found = conclude(evidence, openings=open_wraps(evidence, SOUTH.party.kid, SOUTH), now=NOW)
    assert commitment in found.opened
    assert (len(counted.signatures), counted.wraps, counted.decryptions) == (2, 1, 1)  # the card and the commitment


def test_open_checks_the_key_file_the_card_and_the_commitment_once_each(desk: Desk, counted: Counted) -> None:
    for name in ("North", "South"):
        desk.party(name)
    desk.write("list.csv", "id\n1\n")
    made = ("list.csv", "-k", "North.swapkey", "--role", "offer", "--to", "South.swap", "--yes", "-o", "list.swap")
    desk.run("commit", *made)
    digits = Party.read(desk.read("North.swap")).fingerprint
    for name in ("North", "South"):
        desk.run("trust", "--remove", name)
    counted.reset()
    desk.run("open", "list.swap", "-k", "South.swapkey", "--from", digits, "-o", "again.csv")
    assert (len(counted.signatures), counted.wraps, counted.decryptions) == (3, 1, 1)


def test_envelopes_named_many_times_are_hashed_and_decrypted_once(counted: Counted) -> None:
    made, data = file()
    transcript = Transcript.read(data + reveal(made) + reveal(made, by=SOUTH))
    found = conclude(gather(transcript, Trust.of(NORTH.party, SOUTH.party)), now=NOW)
    assert made.id in found.opened
    assert counted.decryptions == 1


@pytest.mark.parametrize("known", [True, False], ids=["its-card", "no-such-card"])
def test_verify_from_checks_no_signature_twice(desk: Desk, counted: Counted, known: bool) -> None:
    cards = b"".join(party.party.card for party in (NORTH, SOUTH))
    desk.write("list.swap", cards + make(NORTH).both)
    digits = NORTH.party.fingerprint if known else "0" * 60
    counted.reset()
    result = desk.run("verify", "list.swap", "--from", digits, expect=0 if known else 3)
    assert ("VERIFIED" in result.out) is known
    assert len(counted.signatures) == len(set(counted.signatures)) == 3
