"""Attacks by a second reading: bytes that two programs, or a program and a person, understand differently."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from swapproto import (
    Disclosure,
    FormatError,
    Identity,
    KeyFile,
    List,
    Opened,
    Schema,
    SwapError,
    Transcript,
    diff,
    disclose,
    unseal,
)
from swapproto.lists import Field
from swapproto.wire import cbor, cose
from swapproto.wire.armor import armor, dearmor
from swapproto.wire.cbor import SWAP as TAG
from swapproto.wire.cose_encrypt import Encrypted
from tests.making import (
    GUARDED,
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
    reveal,
    sign,
)

OBJECTS = Schema((Field("o", "object"),))
TYPED = Schema((Field("b", "boolean"), Field("i", "integer")))


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param("a1616fa2616101616102", id="a key twice within"),
        pytest.param("a2616f6131616f6132", id="a field twice"),
        pytest.param("a1616fa2616201616102", id="keys out of order within"),
        pytest.param("a1616fa1616118 01".replace(" ", ""), id="a number not in shortest form"),
        pytest.param("a1616fa1f501", id="true for a key"),
        pytest.param("a1616fa10101", id="an integer for a key"),
        pytest.param("a1616fa1616141 00".replace(" ", ""), id="a byte string within"),
        pytest.param("a1616fa16161f97e00", id="not a number"),
        pytest.param("a1616fa16161fb3ff0000000000000", id="a float that equals one"),
        pytest.param("a1616fa16161f7", id="undefined"),
        pytest.param("a1616fbf616101ff", id="a map without its length"),
        pytest.param("a1616fa16163eda080", id="half of a surrogate pair"),
        pytest.param("a1616fa16161818181" + "80", id="too deep"),
        pytest.param("a1616fa1d81c616101", id="a tag on a key"),
        pytest.param("a1616fa1616101" + "00", id="a byte after it"),
    ],
)
def test_an_entry_has_one_reading(entry: str) -> None:
    """An entry that one program reads as "released" and another as "held" is proven to say both."""
    with pytest.raises(FormatError) as caught:
        list(OBJECTS.public.decode([bytes.fromhex(entry)]))
    assert caught.value.code == "entry-invalid"


@pytest.mark.parametrize(("field", "value"), [("b", 1), ("b", 0), ("i", True), ("i", False), ("i", 1.0)])
def test_one_is_not_true(field: str, value: object) -> None:
    """Where 1 equals True, an entry's yes can be changed to a number, and a check that compares sees nothing."""
    good = {"b": True, "i": 1}
    with pytest.raises(SwapError):
        List.of("l", TYPED, [good, good | {field: value}])
    wrong = b"\xa2\x61b" + (b"\x01" if field == "b" else b"\xf5") + b"\x61i" + (b"\x01" if field == "b" else b"\xf5")
    with pytest.raises(SwapError):
        list(TYPED.public.decode([cbor.encode(good), wrong]))


def test_one_and_true_are_a_difference_between_versions() -> None:
    """A change from 1 to true would be missing from what a new version is said to have changed."""
    schema = Schema((Field("id"), Field("o", "object")), primary_key=("id",))
    old, new = (List.of("l", schema, [{"id": "a", "o": {"x": value}}]) for value in (1, True))
    assert [change.fields for change in diff(old, new).changed] == [{"o": ({"x": 1}, {"x": True})}]
    assert (len(diff(old, new, ()).added), len(diff(old, new, ()).removed)) == (1, 1)


@pytest.mark.parametrize("version", [True, 1.0, "1"])
def test_a_version_of_another_type_is_refused(version: object) -> None:
    """A version `true` would be another statement, and the same version, to whoever compares with ==."""
    body: dict[str, Any] = make(NORTH).signed.body.to_body() | {"version": version}
    if isinstance(version, float):
        with pytest.raises(FormatError):
            cbor.encode(body)
        return
    assert assessed(sign(NORTH, "commitment", body, bytes(16)), NORTH).exit_code() == 1


def test_an_unprotected_or_unknown_header_is_refused() -> None:
    """What stands beside the signed header could be changed by anyone, and some programs would read it."""
    protected, _, payload, signature = cbor.decode(make(NORTH).commitment, 8, tag=cbor.SIGN1, heads=99)
    for unprotected in ({4: b"\1" * 32}, {1: -8}, {"x": 1}):
        forged = cbor.encode(cbor.Tag(cbor.SIGN1, [protected, unprotected, payload, signature]))
        assert [r.code for r in assessed(forged, NORTH).rejected] == ["statement-malformed"]


def test_an_unknown_or_missing_field_is_refused() -> None:
    """A field that a program does not know, and so does not show, could hold "void unless ..."."""
    body = make(NORTH).signed.body.to_body()
    for changed in (body | {"condition": "unless"}, {k: v for k, v in body.items() if k != "beacon"}):
        found = assessed(sign(NORTH, "commitment", changed, body["list"]), NORTH)
        assert [r.code for r in found.rejected] == ["body-invalid"]


def test_claims_that_differ_from_what_they_repeat_are_refused() -> None:
    """A `sub` that names another list has an index of statements file this one under that list."""
    made = make(NORTH)
    found = assessed(sign(NORTH, "commitment", made.signed.body.to_body(), b"\7" * 16), NORTH)
    assert [r.code for r in found.rejected] == ["claims-mismatch"]


TRICKS = {
    "right-to-left override": "Nort\u202ehbank",
    "isolate": "\u2067Northbank",
    "right-to-left mark": "Northbank\u200f",
    "zero-width space": "North\u200bbank",
    "zero-width joiner": "North\u200dbank",
    "word joiner": "North\u2060bank",
    "soft hyphen": "North\xadbank",
    "byte order mark": "\ufeffNorthbank",
    "line separator": "Northbank\u2028 (verified)",
    "line feed": "Northbank\nverified: yes",
    "escape sequence": "\x1b[2JNorthbank",
    "C1 control": "Northbank\x9b1m",
    "tag characters": "Northbank\U000e0041",
    "annotation": "North\ufff9bank",
    "nothing": "",
    "too long": "n" * 257,
    "half of a pair": "North\ud800bank",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_names_that_could_look_like_other_names_are_refused(trick: str) -> None:
    """A name that hides or turns characters shows as a name that the reader trusts."""
    with pytest.raises(SwapError):
        Identity.from_seed(b"\1" * 32, TRICKS[trick], iat=IAT)
    if trick == "half of a pair":
        return
    body: dict[str, Any] = {
        "name": TRICKS[trick],
        "verify": NORTH.party.verify_key,
        "encrypt": NORTH.party.encrypt_key,
        "notAfter": None,
        "seen": [],
    }
    found = assessed(sign(NORTH, "card", body, NORTH.party.kid), NORTH)
    assert [r.code for r in found.rejected] == ["body-invalid"]


def test_two_spellings_of_one_name_have_two_fingerprints() -> None:
    """A name composed in another way looks the same on paper: an impostor would pass, if the digits did not differ."""
    composed = "Bürgeramt"
    names = (unicodedata.normalize(form, composed) for form in ("NFC", "NFD"))
    prints = {Identity.from_seed(b"\1" * 32, name, iat=IAT).party.fingerprint for name in names}
    assert len(prints) == 2


# --- disclosures ----------------------------------------------------------------------------------------------------


def _opened(made: Made) -> Opened:
    return unseal(made.signed, made.envelope, made.cek)


Items = list[list[Any]]


def _altered(disclosure: bytes, change: Callable[[Items, list[bytes]], None]) -> bytes:
    word, commitment_id, items, proof = cbor.decode(disclosure, 8, tag=TAG)
    change(items, proof)
    return cbor.encode(cbor.Tag(TAG, [word, commitment_id, items, proof]))


LIES: dict[str, Callable[[Items, list[bytes]], object]] = {
    "another position": lambda items, proof: items[0].__setitem__(0, items[0][0] ^ 1),
    "a position past the count": lambda items, proof: items[-1].__setitem__(0, 7),
    "a huge position": lambda items, proof: items[-1].__setitem__(0, 2**62),
    "a negative position": lambda items, proof: items[0].__setitem__(0, -1),
    "positions in reverse": lambda items, proof: items.reverse(),
    "a position twice": lambda items, proof: items.append(items[-1]),
    "an entry fewer": lambda items, proof: items.pop(),
    "no entries": lambda items, proof: items.clear(),
    "a hash more": lambda items, proof: proof.append(bytes(32)),
    "a hash fewer": lambda items, proof: proof.pop(),
    "hashes in reverse": lambda items, proof: proof.reverse(),
    "a hash of 31 bytes": lambda items, proof: proof.__setitem__(0, proof[0][:31]),
    "another entry": lambda items, proof: items[0].__setitem__(2, items[1][2]),
    "another salt": lambda items, proof: items[0].__setitem__(1, items[1][1]),
    "a restricted digest too many": lambda items, proof: items[0].__setitem__(3, bytes(32)),
    "a restricted part too many": lambda items, proof: items[0].__setitem__(3, [bytes(32), b"\xa0"]),
    "true for a position": lambda items, proof: items[0].__setitem__(0, True),
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_in_a_disclosure_prove_nothing(lie: str) -> None:
    """An entry shown in a place, a tree or a number that the signature does not fix could be one that is not there."""
    made = make(NORTH, people(7))
    honest = disclose(_opened(made), [1, 4])

    def change(items: Items, proof: list[bytes]) -> None:
        LIES[lie](items, proof)

    false = _altered(honest, change)
    assert false != honest
    seen = assessed([made.both, false], NORTH)
    assert "disclosed" not in fact_codes(seen)
    assert len(seen.rejected) == 1


def test_a_node_of_the_tree_is_not_a_leaf() -> None:
    """By signing another count, a liar would show an inner node as the entry of a smaller tree."""
    made = make(NORTH, people(8))
    opened = _opened(made)
    smaller = replace(made, commitment=commit(NORTH, made.signed.body._replace(count=4)))
    word, _, items, proof = cbor.decode(disclose(opened, [0]), 8, tag=TAG)
    for positions in range(4):
        item = [positions, *items[0][1:]]
        false = cbor.encode(cbor.Tag(TAG, [word, smaller.id, [item], proof[:2]]))
        with pytest.raises(SwapError):
            Disclosure.read(false).verify(smaller.signed)


def test_a_restricted_part_cannot_be_dropped_or_made_up() -> None:
    """A health record could be shown as empty, or as another's, beside an entry that is proven."""
    made = make(NORTH, people(5, schema=GUARDED))
    opened = _opened(made)
    hidden, open_ = disclose(opened, [2]), disclose(opened, [2], restricted=True)
    assert b"health 2" not in hidden
    other = cbor.decode(disclose(opened, [3], restricted=True), 8, tag=TAG)[2][0][3]
    changes: list[Callable[[Items, list[bytes]], None]] = [
        lambda items, _: items[0].__setitem__(3, None),
        lambda items, _: items[0].__setitem__(3, other),
        lambda items, _: items[0].__setitem__(3, [items[0][3][0], b"\xa1fhealth\xf6"]),
        lambda items, _: items[0].__setitem__(3, [bytes(32), items[0][3][1]]),
    ]
    for change in changes:
        with pytest.raises(SwapError) as caught:
            Disclosure.read(_altered(open_, change)).verify(made.signed)
        assert caught.value.code == "proof-invalid"


def test_a_field_cannot_be_shown_from_both_parts() -> None:
    """A committer who puts one field into both parts shows one value now and another later."""
    made = make(NORTH, people(1, schema=GUARDED))
    opened = _opened(made)
    outer, inner = cbor.encode({"name": "A"}), cbor.encode({"name": "B"})
    digest = sha256(cbor.encode(["restricted", bytes(32)]).replace(b"\x82", b"\x83", 1) + inner).digest()
    start = b"\x00\x84\x58\x20" + opened.ctx + b"\x58\x20" + bytes(32)
    root = sha256(start + outer + b"\x58\x20" + digest).digest()
    forged = replace(made, commitment=commit(NORTH, made.signed.body._replace(root=root)))
    item = [0, bytes(32), outer, [bytes(32), inner]]
    shown = cbor.encode(cbor.Tag(TAG, ["disclosure", forged.id, [item], []]))
    with pytest.raises(SwapError) as caught:
        Disclosure.read(shown).verify(forged.signed)
    assert caught.value.code == "entry-invalid"


# --- what an observer learns without a key ----------------------------------------------------------------------------


def test_lists_of_about_the_same_length_have_the_same_size() -> None:
    """The exact size of an envelope would show which of two known lists it contains."""
    sizes = {len(make(NORTH, people(9, label="x" * n)).envelope) for n in range(1, 9)}
    assert len(sizes) == 1


def test_a_failure_to_open_says_nothing_about_the_content() -> None:
    """An answer that separates bad padding from a bad key would let somebody without the key read it byte by byte."""
    made = make(NORTH)
    messages = set()
    for at in (-1, -20, -200, 60):
        damaged = bytearray(Encrypted.read(made.envelope).ciphertext)
        damaged[at] ^= 1
        envelope = Encrypted(bytes(damaged), Encrypted.read(made.envelope).wraps).encode()
        body = made.signed.body._replace(envelope=sha256(envelope).digest())
        forged = replace(made, commitment=commit(NORTH, body), envelope=envelope)
        with pytest.raises(SwapError) as caught:
            unseal(forged.signed, forged.envelope, made.cek)
        messages.add((caught.value.code, str(caught.value)))
    assert len(messages) == 1


def test_an_equal_list_under_another_id_or_name_shows_no_likeness() -> None:
    """Equal roots, keys or leaves would show that two parties, or two of one's lists, hold the same people."""
    lists = [make(NORTH), make(NORTH), make(SOUTH)]
    for values in (
        {made.signed.body.root for made in lists},
        {made.signed.body.key for made in lists},
        {made.cek for made in lists},
        {Encrypted.read(made.envelope).ciphertext[:64] for made in lists},
    ):
        assert len(values) == 3
    assert culprits(assessed([made.both + reveal(made) for made in lists], NORTH, SOUTH)) == []


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_key_file_in_two_blocks_is_refused() -> None:
    """A reader that joins two blocks would open a file that another refuses: a key file is one block (4.5)."""
    text = KeyFile.lock(NORTH, None).encode()
    item = dearmor(text, "SWAPPROTO KEY")
    with pytest.raises(SwapError) as caught:
        KeyFile.read(armor(item[:50], "SWAPPROTO KEY") + armor(item[50:], "SWAPPROTO KEY"))
    assert caught.value.code == "key-file-malformed"


def test_a_vertical_tab_is_rejected_and_the_artefact_after_it_is_read() -> None:
    """A reader that takes U+000B for white space sees armor, another sees artefacts: two verdicts on one file."""
    found = Transcript.read(b"\x0b" + NORTH.party.card)
    assert [r.code for r in found.rejected.values()] == ["artefact-unknown"]
    assert found.cards() == [NORTH.party]


def test_of_two_faults_the_one_of_the_earlier_step_is_reported() -> None:
    """Readers would give one file two codes: of an invalid body and a wrong issuer, the body comes first (5.3)."""
    claims = {1: cose.kid_uri(SOUTH.party.kid), 2: "00" * 16, 6: IAT}
    header = {1: -19, 4: NORTH.party.kid, 15: claims, 16: "application/vnd.swapproto.commitment+cose"}
    statement = cose.Unsigned(NORTH.party.verify_key, cbor.encode(header), cbor.encode({"seen": []})).sign(NORTH)
    assert [r.code for r in assessed(statement, NORTH).rejected] == ["body-invalid"]
