"""verify, inspect and merge: the exit code is the verdict, and one bad piece never spoils another."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from swapproto import Slot, Transcript
from tests.making import Made, committed_to_plaintext, make, party, people, publish, reveal

from .desk import PEOPLE, Desk

WOLF, STRANGER = party("Wolf"), party("Stranger")
JUNK = b"\x83\x01\x02\x03"  # a sound item, and no artefact


@pytest.fixture
def wolf(desk: Desk) -> Desk:
    """A desk on which Wolf is pinned, with a sealed list, a published one, and some pieces to join to them."""
    desk.write("Wolf.swap", WOLF.party.card)
    desk.run("trust", "Wolf.swap", "--fingerprint", WOLF.party.fingerprint)
    made = make(WOLF)
    desk.write("list.swap", made.both)
    desk.write("key.swap", reveal(made))
    desk.write("junk.swap", JUNK)
    desk.write("strange.swap", STRANGER.party.card + make(STRANGER).both)
    return desk


def forked(slot: Slot | None = None) -> tuple[Made, Made]:
    slot = slot or Slot.first("offer")
    return make(WOLF, people(3), slot=slot), make(WOLF, people(4), slot=slot)


def test_the_exit_code_is_not_that_of_the_table(wolf: Desk) -> None:
    one, two = forked()
    wolf.write("fork.swap", one.both + two.both)
    wolf.write("garbage.swap", b"\xff" * 10)
    wolf.write("empty.swap", b"")
    assert "VERIFIED" in wolf.run("verify", "list.swap", expect=0).out
    assert "FAILED" in wolf.run("verify", "list.swap", "junk.swap", expect=1).out
    assert "NOTHING TO VERIFY" in wolf.run("verify", "garbage.swap", expect=2).out
    assert "NOTHING TO VERIFY" in wolf.run("verify", "empty.swap", expect=2).out
    assert "NOT COMPLETE" in wolf.run("verify", "strange.swap", expect=3).out
    assert "NOT COMPLETE" in wolf.run("verify", "list.swap", "strange.swap", expect=3).out
    assert "CONTRADICTION" in wolf.run("verify", "fork.swap", expect=4).out
    wolf.run("verify", "list.swap", "strange.swap", "garbage.swap", expect=1)
    wolf.run("verify", "fork.swap", "junk.swap", "strange.swap", expect=4)
    wolf.fails(2, "file", "verify", "list.swap", "nowhere.swap")
    wolf.fails(2, "usage", "verify")


def test_junk_hides_what_stands_beside_it(wolf: Desk) -> None:
    list_, key = wolf.read("list.swap"), wolf.read("key.swap")
    for bad in (JUNK + list_ + key, list_ + JUNK + key, list_ + key + JUNK, list_ + key + b"\xd2\x84\x58"):
        wolf.write("all.swap", bad)
        said = wolf.run("verify", "all.swap", "--require", "opened", expect=1)
        assert "opened: every entry matches" in said.out
        assert "all.swap, byte" in said.out


@pytest.mark.parametrize("kind", ["fork", "bad-chain", "wrong-key", "wrong-content"])
def test_a_fault_of_a_pinned_party_is_not_told(wolf: Desk, kind: str) -> None:
    one, two = forked()
    if kind == "fork":
        found = one.both + two.both
    elif kind == "bad-chain":
        other = make(WOLF, slot=Slot(role="offer", list_id=b"x" * 16))
        found = other.both + make(WOLF, slot=Slot(role="offer", list_id=b"y" * 16, version=2, previous=other.id)).both
    elif kind == "wrong-key":
        found = one.both + publish(WOLF, one, bytes(32))
    else:
        bad = committed_to_plaintext(WOLF, b"not a list", count=2)
        found = bad.both + publish(WOLF, bad, bad.cek)
    wolf.write("bad.swap", found)
    said = wolf.run("verify", "bad.swap", expect=4)
    assert f"[{kind}" in said.out
    assert "Wolf " in said.out.partition("CONTRADICTIONS")[2]
    (fault,) = json.loads(wolf.run("verify", "bad.swap", "--json", expect=4).out)["contradictions"]
    assert (fault["code"], fault["culprit"]) == (kind, WOLF.party.kid.hex())
    wolf.run("trust", "--remove", "Wolf")
    wolf.run("verify", "bad.swap", expect=3)  # strangers are held to nothing


def test_a_key_put_beside_a_fork_excuses_it(wolf: Desk) -> None:
    one, two = forked()
    wolf.write("all.swap", one.both + two.both + reveal(one) + reveal(two))
    wolf.run("verify", "all.swap", "--require", "opened", expect=4)


# --- whom to trust --------------------------------------------------------------------------------------------------


def test_verifying_needs_a_trust_folder(wolf: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWAPPROTO_TRUST", str(wolf.folder / "no such folder"))
    wolf.write("all.swap", WOLF.party.card + wolf.read("list.swap"))
    digits = WOLF.party.fingerprint
    said = wolf.run("verify", "all.swap", expect=3)
    assert digits in said.all  # to be compared
    assert "swapproto trust" in said.err
    for spelled in (digits, digits.replace(" ", ""), digits.replace(" ", "-"), f"  {digits}\n"):
        assert "VERIFIED" in wolf.run("verify", "all.swap", "--from", spelled).out
    wolf.fails(3, "signer-not-pinned", "verify", "all.swap", "--from", STRANGER.party.fingerprint)
    wolf.fails(3, "signer-not-pinned", "verify", "list.swap", "--from", digits)  # no card in there
    for wrong in ("", "1" * 59, "x" * 60, "٣" * 60):
        wolf.fails(2, "usage", "verify", "all.swap", "--from", wrong)


def test_from_and_trust_replace_each_other(wolf: Desk) -> None:
    wolf.write("Stranger.swap", STRANGER.party.card)
    wolf.run("verify", "list.swap", "strange.swap", "--from", STRANGER.party.fingerprint, expect=3)
    wolf.run("verify", "list.swap", "strange.swap", "--trust", "Stranger.swap", expect=3)
    wolf.run("verify", "list.swap", "strange.swap", "--trust", "Stranger.swap", "--trust", "Wolf.swap")
    (wolf.folder / "pins").mkdir()
    wolf.write("pins/Wolf.swap", WOLF.party.card)
    wolf.run("verify", "list.swap", "--trust", "pins")
    wolf.run("verify", "strange.swap", "--trust", "pins", "--from", STRANGER.party.fingerprint)
    wolf.fails(2, "file", "verify", "list.swap", "--trust", "nowhere")
    wolf.fails(2, "file", "verify", "list.swap", "--trust", "junk.swap")


def test_a_party_is_shown_by_its_own_name(wolf: Desk) -> None:
    wolf.run("trust", "--remove", "Wolf")
    wolf.run("trust", "Wolf.swap", "--as", "The one from Tuesday", "--fingerprint", WOLF.party.fingerprint)
    said = wolf.run("verify", "list.swap", "key.swap")
    assert "signed by The one from Tuesday" in said.out
    assert "Wolf" not in said.out


def test_two_cards_of_one_key_are_both_believed(wolf: Desk) -> None:
    from swapproto import Identity
    from tests.making import IAT

    renamed = Identity.from_seed(WOLF.seed, "Sheep", iat=IAT)
    wolf.write("Sheep.swap", renamed.party.card)
    wolf.fails(2, "pin-conflict", "trust", "Sheep.swap", "--fingerprint", renamed.party.fingerprint)
    wolf.fails(2, "pin-conflict", "verify", "list.swap", "--trust", "Wolf.swap", "--trust", "Sheep.swap")


# --- options --------------------------------------------------------------------------------------------------------


def test_a_requirement_is_forgotten(wolf: Desk) -> None:
    wolf.run("verify", "list.swap", "--require", "committed", "--require", "signed")
    said = wolf.run("verify", "list.swap", "--require", "opened", "--require", "signed", expect=3)
    assert "Required, and not proven here\n  opened\n" in said.out
    wolf.run("verify", "list.swap", "key.swap", "--require", "opened")
    said = wolf.fails(2, "usage", "verify", "list.swap", "--require", "true")
    assert "count-proven" in said.err


def test_the_moment_is_another(desk: Desk) -> None:
    digits = desk.run("keygen", "North", "--no-passphrase", "--not-after", "2099-12-31").out.strip()
    desk.run("trust", "North.swap", "--fingerprint", digits)
    desk.commit()
    late = "the card of North was valid until 2099-12-31 23:59:59 UTC"
    assert late not in desk.run("verify", "list.swap").out
    times = {"2100-01-01": 4102444800, "2100-01-01T00:00:00Z": 4102444800, "2100-01-01T02:00+02:00": 4102444800}
    for moment, seconds in (times | {"4102444800": 4102444800}).items():
        assert late in desk.run("verify", "list.swap", "--at", moment).out
        assert json.loads(desk.run("verify", "list.swap", "--at", moment, "--json").out)["now"] == seconds
    for wrong in ("yesterday", "", "-5", "2100-13-01", "9" * 999, "253402300800", "1969-12-31", "٣"):
        desk.fails(2, "usage", "verify", "list.swap", f"--at={wrong}")


KEYS = {
    "schema", "spec", "ok", "exit", "now", "inputs", "trust", "require", "missing", "lists", "claims",
    "contradictions", "rejected", "ignored", "not_proven", "exchanges", "awaiting",
}  # fmt: skip
INNER = {
    "inputs": {"name", "sha256", "size"},
    "trust": {"kid", "name", "card", "fingerprint", "not_after"},
    "lists": {
        "commitment", "by", "list", "role", "version", "previous", "exchange", "answers", "count", "root", "iat",
    },
    "claims": {"code", "class", "subject", "by", "value", "evidence"},
    "contradictions": {"code", "culprit", "evidence", "transferable", "why"},
    "rejected": {"file", "offset", "code", "message", "id"},
    "ignored": {"id", "kind", "code", "message"},
}  # fmt: skip


def test_json_has_other_keys_or_a_value_from_inside_a_list(wolf: Desk) -> None:
    """Spec 12.6."""
    one, two = forked()
    wolf.write("fork.swap", one.both + two.both + reveal(one))
    wolf.run("disclose", "list.swap", "key.swap", "--entry", 1, "-o", "entry.swap")
    names = ["list.swap", "key.swap", "entry.swap", "fork.swap", "junk.swap", "strange.swap"]
    said = wolf.run("verify", *names, "--json", "--require", "reissued", expect=4)
    found = json.loads(said.out)
    assert said.err == ""
    assert set(found) == KEYS
    for key, inner in INNER.items():
        assert found[key], key
        assert all(set(item) == inner for item in found[key]), key
    assert (found["schema"], found["spec"]) == ("swapproto-assessment/1", "swapproto/1")
    assert (found["ok"], found["exit"], found["missing"]) == (False, 4, ["reissued"])
    sizes = [(name, sha256(wolf.read(name)).hexdigest(), len(wolf.read(name))) for name in names]
    assert [(i["name"], i["sha256"], i["size"]) for i in found["inputs"]] == sizes
    assert {claim["class"] for claim in found["claims"]} == {"fact", "view"}
    assert "disclosed" in {claim["code"] for claim in found["claims"]}
    assert "person" not in said.out
    assert "people" not in said.out
    wolf.fails(2, "usage", "verify", "list.swap", "--json", "--entries")


def test_json_is_missing_where_nothing_can_be_framed(wolf: Desk) -> None:
    wolf.write("garbage.swap", b"\xff\xff")
    found = json.loads(wolf.run("verify", "garbage.swap", "--json", expect=2).out)
    assert (found["ok"], found["exit"], found["lists"]) == (False, 2, [])
    assert found["rejected"][0]["code"] == "malformed"


# --- inputs ---------------------------------------------------------------------------------------------------------


def test_a_folder_or_standard_input_is_not_read(wolf: Desk) -> None:
    (wolf.folder / "inbox").mkdir()
    for name in ("list.swap", "key.swap"):
        (wolf.folder / name).rename(wolf.folder / "inbox" / name)
    wolf.write("inbox/notes.txt", "no .swap file is nobody's business")
    wolf.run("verify", "inbox", "--require", "opened")
    wolf.run("verify", "inbox", Path("inbox") / "list.swap", "inbox/key.swap")
    (wolf.folder / "empty").mkdir()
    said = wolf.fails(2, "file", "verify", "empty")
    assert "no .swap file" in said.err
    done = wolf.process("verify", "-", "-", stdin=wolf.read("inbox/list.swap"))
    assert done.code == 0, done.all


def test_the_order_of_files_matters(wolf: Desk) -> None:
    names = ["list.swap", "key.swap", "strange.swap", "junk.swap"]
    first = json.loads(wolf.run("verify", *names, "--json", expect=1).out)
    for order in (names[::-1], names[2:] + names[:2] + names):
        again = json.loads(wolf.run("verify", *order, "--json", expect=1).out)
        assert {k: v for k, v in again.items() if k not in ("inputs", "now")} == {
            k: v for k, v in first.items() if k not in ("inputs", "now")
        }


# --- inspect --------------------------------------------------------------------------------------------------------


def test_inspect_needs_trust_or_shows_what_is_sealed(north: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    north.commit("list", "--to", "South")
    monkeypatch.setenv("SWAPPROTO_TRUST", str(north.folder / "junk" / "none"))
    said = north.run("inspect", "list.swap")
    for kind in ("card ", "commitment ", "envelope "):
        assert f"{kind} (list.swap, byte" in said.out
    assert "fits the card of 'North' in these files" in said.out
    assert not any(cell in said.all for cell in ("Olha", "Lelko", "health"))
    found = json.loads(north.run("inspect", "list.swap", "--json").out)
    assert [item["kind"] for item in found["artefacts"]] == ["card", "commitment", "envelope"]
    assert found["artefacts"][1]["count"] == 3
    assert len(found["artefacts"][2]["readers"]) == 2
    assert sum(item["bytes"] for item in found["artefacts"]) == len(north.read("list.swap"))


def test_inspect_passes_over_what_is_unsound(north: Desk) -> None:
    north.commit()
    whole = north.read("list.swap")
    north.write("cut.swap", whole[:-1])
    said = north.run("inspect", "cut.swap", expect=1)
    assert "UNREADABLE" in said.out
    altered = bytearray(whole)
    altered[1900] ^= 1
    north.write("altered.swap", bytes(altered))
    assert "does not verify" in north.run("inspect", "altered.swap", expect=1).out
    north.write("garbage.swap", b"\xff")
    north.run("inspect", "garbage.swap", expect=2)
    north.fails(2, "file", "inspect", "nowhere.swap")
    commitment = Transcript.read(whole).artefacts()
    north.write("alone.swap", next(a for a in commitment if len(a) < 600))
    assert "not checked: no card" in north.run("inspect", "alone.swap").out


# --- merge ----------------------------------------------------------------------------------------------------------


def test_a_union_loses_or_doubles_something(wolf: Desk) -> None:
    names = ["list.swap", "key.swap", "strange.swap"]
    wolf.run("merge", *names, *names, "-o", "all.swap")
    whole = Transcript.read(wolf.read("all.swap"))
    assert sorted(whole.artefacts()) == sorted({a for n in names for a in Transcript.read(wolf.read(n)).artefacts()})
    wolf.run("merge", "all.swap", "--armor", "-o", "all.txt")
    assert wolf.read("all.txt").isascii()
    wolf.run("merge", "all.txt", "-o", "again.swap")
    assert wolf.read("again.swap") == wolf.read("all.swap")
    assert wolf.process("merge", "all.swap", "--only", "card", "-o", "-").code == 0


def test_kinds_that_were_not_asked_for_are_merged(wolf: Desk) -> None:
    words = ["merge", "list.swap", "key.swap", "strange.swap"]
    wolf.run(*words, "--only", "envelope", "--only", "card", "-o", "some.swap")
    found = Transcript.read(wolf.read("some.swap"))
    assert (len(found.envelopes), [s.kind for s in found.statements.values()]) == (2, ["card"])
    wolf.fails(2, "usage", *words, "--only", "disclosure", "-o", "none.swap")
    wolf.fails(2, "usage", *words, "--only", "letter", "-o", "none.swap")
    wolf.fails(2, "file", "merge", "nowhere.swap", "-o", "none.swap")
    wolf.write("garbage.swap", b"\xff")
    wolf.fails(2, "usage", "merge", "garbage.swap", "-o", "none.swap")
    assert "none.swap" not in wolf.names()


def test_junk_is_merged_or_left_out_in_silence(wolf: Desk) -> None:
    said = wolf.run("merge", "list.swap", "junk.swap", "-o", "all.swap", expect=1)
    assert "omitted: junk.swap, byte 0" in said.err
    wolf.run("verify", "all.swap")


def test_a_merged_file_is_one_that_cannot_be_read(wolf: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from swapproto.cli.verbs import merge

    monkeypatch.setattr(merge, "ARTEFACTS_LIMIT", 2)
    wolf.fails(2, "usage", "merge", "list.swap", "key.swap", "-o", "all.swap")
    monkeypatch.setattr(merge, "FILE_LIMIT", 100)
    wolf.fails(2, "usage", "merge", "list.swap", "-o", "all.swap")
    assert "all.swap" not in wolf.names()


def test_verifying_loads_what_it_does_not_need(north: Desk) -> None:
    north.commit("list", "--to", "South", table=PEOPLE)
    show = (
        "import atexit, sys\nbefore = set(sys.modules)\n"
        "atexit.register(lambda: print(*sorted(set(sys.modules) - before), file=sys.stderr))"
    )
    done = north.process("verify", "list.swap", before=show)
    assert done.code == 0
    heavy = (
        "pydantic charset_normalizer csv pathlib importlib.metadata asyncio socket shutil tempfile getpass "
        "swapproto.tables swapproto.demo swapproto.conformance swapproto.cli.signing nacl.pwhash "
        "cryptography.hazmat.primitives.hpke"
    )
    assert not set(heavy.split()) & set(done.err.split())
