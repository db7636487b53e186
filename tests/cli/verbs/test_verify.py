"""verify: the exit code is the verdict, and one bad piece never spoils another."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from swapproto import Place
from tests.cli.desk import PEOPLE, Desk
from tests.cli.verbs.conftest import JUNK, STRANGER, WOLF
from tests.making import Made, committed_to_plaintext, make, people, publish, reveal


def forked(place: Place | None = None) -> tuple[Made, Made]:
    place = place or Place.first("offer")
    return make(WOLF, people(3), place=place), make(WOLF, people(4), place=place)


def test_the_exit_code_is_that_of_the_specification(mailed: Desk) -> None:
    one, two = forked()
    mailed.write("fork.swap", one.both + two.both)
    mailed.write("garbage.swap", b"\xff" * 10)
    mailed.write("empty.swap", b"")
    assert "VERIFIED" in mailed.run("verify", "list.swap", expect=0).out
    assert "FAILED" in mailed.run("verify", "list.swap", "junk.swap", expect=1).out
    assert "NOTHING TO VERIFY" in mailed.run("verify", "garbage.swap", expect=2).out
    assert "NOTHING TO VERIFY" in mailed.run("verify", "empty.swap", expect=2).out
    assert "NOT COMPLETE" in mailed.run("verify", "strange.swap", expect=3).out
    assert "NOT COMPLETE" in mailed.run("verify", "list.swap", "strange.swap", expect=3).out
    assert "CONTRADICTION" in mailed.run("verify", "fork.swap", expect=4).out
    mailed.run("verify", "list.swap", "strange.swap", "garbage.swap", expect=1)
    mailed.run("verify", "fork.swap", "junk.swap", "strange.swap", expect=4)
    mailed.fails(2, "file", "verify", "list.swap", "nowhere.swap")
    mailed.fails(2, "usage", "verify")


def test_junk_does_not_hide_what_is_beside_it(mailed: Desk) -> None:
    list_, key = mailed.read("list.swap"), mailed.read("key.swap")
    for bad in (JUNK + list_ + key, list_ + JUNK + key, list_ + key + JUNK, list_ + key + b"\xd2\x84\x58"):
        mailed.write("all.swap", bad)
        result = mailed.run("verify", "all.swap", "--require", "opened", expect=1)
        assert "opened: every entry matches" in result.out
        assert "all.swap, byte" in result.out


@pytest.mark.parametrize("kind", ["fork", "bad-chain", "wrong-key", "wrong-content"])
def test_a_fault_of_a_pinned_party_is_reported(mailed: Desk, kind: str) -> None:
    one, two = forked()
    if kind == "fork":
        found = one.both + two.both
    elif kind == "bad-chain":
        other = make(WOLF, place=Place(role="offer", list_id=b"x" * 16))
        found = other.both + make(WOLF, place=Place(role="offer", list_id=b"y" * 16, version=2, previous=other.id)).both
    elif kind == "wrong-key":
        found = one.both + publish(WOLF, one, bytes(32))
    else:
        bad = committed_to_plaintext(WOLF, b"not a list", count=2)
        found = bad.both + publish(WOLF, bad, bad.cek)
    mailed.write("bad.swap", found)
    result = mailed.run("verify", "bad.swap", expect=4)
    assert f"[{kind}" in result.out
    assert "Wolf " in result.out.partition("CONTRADICTIONS")[2]
    (fault,) = json.loads(mailed.run("verify", "bad.swap", "--json", expect=4).out)["contradictions"]
    assert (fault["code"], fault["culprit"]) == (kind, WOLF.party.kid.hex())
    mailed.run("trust", "--remove", "Wolf")
    mailed.run("verify", "bad.swap", expect=3)  # nobody is blamed who is not pinned


def test_a_published_key_does_not_excuse_a_fork(mailed: Desk) -> None:
    one, two = forked()
    mailed.write("all.swap", one.both + two.both + reveal(one) + reveal(two))
    mailed.run("verify", "all.swap", "--require", "opened", expect=4)


def test_verify_needs_no_trust_folder_with_the_digits(mailed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWAPPROTO_TRUST", str(mailed.folder / "no such" / "folder"))
    mailed.write("all.swap", WOLF.party.card + mailed.read("list.swap"))
    digits = WOLF.party.fingerprint
    result = mailed.run("verify", "all.swap", expect=3)
    assert digits in result.all  # to be compared
    assert "swapproto trust" in result.err
    assert "no such/folder, and there is no such folder" in result.err
    for spelled in (digits, digits.replace(" ", ""), digits.replace(" ", "-"), f"  {digits}\n"):
        assert "VERIFIED" in mailed.run("verify", "all.swap", "--from", spelled).out
    mailed.fails(3, "signer-not-pinned", "verify", "all.swap", "--from", STRANGER.party.fingerprint)
    mailed.fails(3, "signer-not-pinned", "verify", "list.swap", "--from", digits)  # no card in there
    for wrong in ("", "1" * 59, "x" * 60, "½" * 60):
        mailed.fails(2, "usage", "verify", "all.swap", "--from", wrong)


def test_from_and_trust_add_up(mailed: Desk) -> None:
    mailed.write("Stranger.swap", STRANGER.party.card)
    mailed.run("verify", "list.swap", "strange.swap", "--from", STRANGER.party.fingerprint, expect=3)
    mailed.run("verify", "list.swap", "strange.swap", "--trust", "Stranger.swap", expect=3)
    mailed.run("verify", "list.swap", "strange.swap", "--trust", "Stranger.swap", "--trust", "Wolf.swap")
    (mailed.folder / "pins").mkdir()
    mailed.write("pins/Wolf.swap", WOLF.party.card)
    mailed.run("verify", "list.swap", "--trust", "pins")
    mailed.run("verify", "strange.swap", "--trust", "pins", "--from", STRANGER.party.fingerprint)
    mailed.fails(2, "file", "verify", "list.swap", "--trust", "nowhere")
    mailed.fails(2, "file", "verify", "list.swap", "--trust", "junk.swap")


def test_a_verdict_on_cards_that_trust_names_does_not_call_them_pinned(mailed: Desk) -> None:
    """A mailed file called --trust=Red Cross.swap would be the option where *.swap is written."""
    mailed.write("Red Cross.swap", STRANGER.party.card)
    mailed.write("--trust=Red Cross.swap", b"")
    result = mailed.run("verify", "strange.swap", "--trust=Red Cross.swap")
    headline, digits = result.out.splitlines()[:2]
    assert (
        headline
        == "VERIFIED: what the parties signed here verifies against the cards in 'Red Cross.swap', named by --trust."
    )
    assert digits == f"  trusted: Red Cross, {STRANGER.party.fingerprint}"
    for words in (["./--trust=Red Cross.swap"], ["--", "--trust=Red Cross.swap"]):
        assert "named by --trust" not in mailed.run("verify", "strange.swap", *words, expect=3).out


def test_a_party_is_shown_by_the_readers_name_for_it(mailed: Desk) -> None:
    mailed.run("trust", "--remove", "Wolf")
    mailed.run("trust", "Wolf.swap", "--as", "The one from Tuesday", "--fingerprint", WOLF.party.fingerprint)
    result = mailed.run("verify", "list.swap", "key.swap")
    assert "signed by The one from Tuesday" in result.out
    assert "Wolf" not in result.out


def test_two_cards_of_one_key_are_refused(mailed: Desk) -> None:
    from swapproto import Identity
    from tests.making import IAT

    renamed = Identity.from_seed(WOLF.seed, "Sheep", iat=IAT)
    mailed.write("Sheep.swap", renamed.party.card)
    mailed.fails(2, "pin-conflict", "trust", "Sheep.swap", "--fingerprint", renamed.party.fingerprint)
    mailed.fails(2, "pin-conflict", "verify", "list.swap", "--trust", "Wolf.swap", "--trust", "Sheep.swap")


def test_every_requirement_counts(mailed: Desk) -> None:
    mailed.run("verify", "list.swap", "--require", "committed", "--require", "signed")
    result = mailed.run("verify", "list.swap", "--require", "opened", "--require", "signed", expect=3)
    assert "Required, and not proven here\n  opened, of every list\n" in result.out
    mailed.run("verify", "list.swap", "key.swap", "--require", "opened")
    kid = WOLF.party.kid.hex()
    for unmet in ("opened:Wolf", "opened:Wolf:report", f"opened:{WOLF.party.fingerprint}", "opened:*:request"):
        mailed.run("verify", "list.swap", "--require", unmet, expect=3)
    for met in ("opened:Wolf", "opened:*:report", "opened:*", "opened:Wolf:*:*", "opened:Wolf.swap"):
        mailed.run("verify", "list.swap", "key.swap", "--require", met)
    (listed,) = json.loads(mailed.run("verify", "list.swap", "--json").out)["lists"]
    mailed.run("verify", "list.swap", "key.swap", "--require", f"opened:Wolf:report:{listed['list']}")
    mailed.run("verify", "list.swap", "key.swap", "--require", f"opened:Wolf:report:{'0' * 32}", expect=3)
    found = json.loads(mailed.run("verify", "list.swap", "--json", "--require", "opened:Wolf:offer", expect=3).out)
    assert found["missing"] == [{"code": "opened", "by": kid, "role": "offer", "list": None}]
    for wrong in (
        "",
        "opened:",
        "opened::report",
        "opened:Wolf:",
        "opened:Wolf:report:12",
        "a:b:c:d:e",
        "opened:*:*:*:*",
    ):
        mailed.fails(2, "usage", "verify", "list.swap", "--require", wrong)
    mailed.fails(2, "file", "verify", "list.swap", "--require", "opened:Nobody here")
    result = mailed.fails(2, "usage", "verify", "list.swap", "--require", "xyz")
    assert "count-proven" in result.err


def test_verify_assesses_as_of_the_given_time(desk: Desk) -> None:
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
    "contradictions", "rejected", "ignored", "not_proven", "exchanges", "awaiting", "clocks", "quorum", "beacon",
}  # fmt: skip


INNER = {
    "inputs": {"name", "sha256", "size", "artefacts"},
    "trust": {"kid", "name", "card", "fingerprint", "not_after"},
    "lists": {
        "commitment", "by", "list", "role", "version", "previous", "exchange", "answers", "count", "root", "iat",
    },
    "claims": {"code", "class", "subject", "by", "value", "evidence"},
    "contradictions": {"code", "culprit", "evidence", "transferable", "why"},
    "rejected": {"file", "offset", "code", "message", "id"},
    "ignored": {"id", "kind", "code", "message"},
}  # fmt: skip


def test_the_json_has_the_specified_keys_and_no_value_of_an_entry(mailed: Desk) -> None:
    """Spec 12.6."""
    one, two = forked()
    mailed.write("fork.swap", one.both + two.both + reveal(one))
    mailed.run("disclose", "list.swap", "key.swap", "--yes", "--entry", 1, "-o", "entry.swap")
    names = ["list.swap", "key.swap", "entry.swap", "fork.swap", "junk.swap", "strange.swap"]
    result = mailed.run("verify", *names, "--json", "--require", "reissued", expect=4)
    found = json.loads(result.out)
    assert result.err == ""
    assert set(found) == {*KEYS, "not_read", "impostors"}
    for key, inner in INNER.items():
        assert found[key], key
        assert all(set(item) == inner for item in found[key]), key
    assert (found["schema"], found["spec"]) == ("swapproto-assessment/1", "swapproto/1")
    assert (found["ok"], found["exit"], found["missing"]) == (
        False,
        4,
        [{"code": "reissued", "by": None, "role": None, "list": None}],
    )
    sizes = [(name, sha256(mailed.read(name)).hexdigest(), len(mailed.read(name))) for name in names]
    assert [(i["name"], i["sha256"], i["size"]) for i in found["inputs"]] == sizes
    assert {claim["class"] for claim in found["claims"]} == {"fact", "view"}
    assert "disclosed" in {claim["code"] for claim in found["claims"]}
    assert "person" not in result.out
    assert "people" not in result.out


def test_the_json_is_complete_where_nothing_can_be_framed(mailed: Desk) -> None:
    mailed.write("garbage.swap", b"\xff\xff")
    found = json.loads(mailed.run("verify", "garbage.swap", "--json", expect=2).out)
    assert (found["ok"], found["exit"], found["lists"]) == (False, 2, [])
    assert found["rejected"][0]["code"] == "malformed"


def test_verify_reads_folders_and_standard_input(mailed: Desk) -> None:
    (mailed.folder / "inbox").mkdir()
    for name in ("list.swap", "key.swap"):
        (mailed.folder / name).rename(mailed.folder / "inbox" / name)
    mailed.write("inbox/notes.txt", "of another kind")
    mailed.run("verify", "inbox", "--require", "opened")
    mailed.run("verify", "inbox", Path("inbox") / "list.swap", "inbox/key.swap")
    (mailed.folder / "empty").mkdir()
    result = mailed.fails(2, "file", "verify", "empty")
    assert "no .swap file" in result.err
    done = mailed.process("verify", "-", "-", stdin=mailed.read("inbox/list.swap"))
    assert done.code == 0, done.all


def test_the_order_of_files_does_not_matter(mailed: Desk) -> None:
    names = ["list.swap", "key.swap", "strange.swap", "junk.swap"]
    first = json.loads(mailed.run("verify", *names, "--json", expect=1).out)
    for order in (names[::-1], names[2:] + names[:2] + names):
        again = json.loads(mailed.run("verify", *order, "--json", expect=1).out)
        assert {k: v for k, v in again.items() if k not in ("inputs", "now")} == {
            k: v for k, v in first.items() if k not in ("inputs", "now")
        }


def test_verify_imports_only_what_it_needs(north: Desk) -> None:
    north.commit("list", "--to", "South", table=PEOPLE)
    show = (
        "import atexit, sys\nbefore = set(sys.modules)\n"
        "atexit.register(lambda: print(*sorted(set(sys.modules) - before), file=sys.stderr))"
    )
    done = north.process("verify", "list.swap", before=show)
    assert done.code == 0
    heavy = (
        "pydantic charset_normalizer csv pathlib importlib.metadata asyncio socket shutil tempfile getpass "
        "swapproto.tables swapproto.demo swapproto.conformance swapproto.cli.acts.signing nacl.pwhash "
        "cryptography.hazmat.primitives.hpke"
    )
    assert not set(heavy.split()) & set(done.err.split())


def test_what_is_required_is_required_of_every_list(mailed: Desk) -> None:
    """Another party's opened list would make a verdict on a sealed one sound complete."""
    mailed.write("Mallory.swap", STRANGER.party.card)
    mailed.run("trust", "--fingerprint", STRANGER.party.fingerprint, "Mallory.swap", "--as", "Mallory")
    opened = make(STRANGER)
    mailed.write("opened.swap", opened.both + reveal(opened))
    result = mailed.run("verify", "list.swap", "opened.swap", "--require", "opened", expect=3)
    assert result.out.startswith("NOT COMPLETE: nothing here is shown to be wrong, but something that you required")
    mailed.run("verify", "list.swap", "opened.swap", "--require", "opened:Mallory")
    mailed.run("verify", "list.swap", "opened.swap", "--require", "opened:Wolf", expect=3)


def test_a_card_alone_is_nothing_to_verify(mailed: Desk) -> None:
    """A card with a letter about "our list of 1000" would be reported as verified."""
    for words in (
        ("Wolf.swap",),
        ("Wolf.swap", "--from", WOLF.party.fingerprint),
        ("Wolf.swap", "--require", "signed"),
    ):
        result = mailed.run("verify", *words, expect=3)
        assert result.out.startswith("NOTHING TO VERIFY: a card, and no list.")


def test_the_headline_names_who_is_at_fault(mailed: Desk) -> None:
    """A party can use a fork of its own to make the verdict on another's list a contradiction."""
    one, two = (make(STRANGER, people(count), place=Place("report", b"m" * 16)) for count in (3, 4))
    mailed.write("fork.swap", one.both + two.both)
    mailed.write("Mallory.swap", STRANGER.party.card)
    mailed.run("trust", "--fingerprint", STRANGER.party.fingerprint, "Mallory.swap", "--as", "Mallory")
    headline = mailed.run("verify", "list.swap", "fork.swap", expect=4).out.splitlines()[0]
    assert headline == "CONTRADICTION: a fault of Mallory, pinned by you, is proven."


def test_an_option_that_is_given_twice_is_refused(mailed: Desk) -> None:
    """The last one would silently count."""
    mailed.fails(2, "usage", "verify", "list.swap", "--at", "2030-01-01", "--at", "2031-01-01")


def test_two_digits_trust_two_cards(mailed: Desk) -> None:
    both = ("--from", WOLF.party.fingerprint, "--from", STRANGER.party.fingerprint)
    mailed.write("all.swap", WOLF.party.card + mailed.read("list.swap") + mailed.read("strange.swap"))
    result = mailed.run("verify", "all.swap", *both)
    assert f"(so it calls itself; {WOLF.party.fingerprint[:11]} ...)" in result.out
    assert f"(so it calls itself; {STRANGER.party.fingerprint[:11]} ...)" in result.out


@pytest.mark.parametrize("verb", ["verify", "inspect", "diff"])
@pytest.mark.parametrize("words", [("nowhere.swap",), ("--no-such-option",)])
def test_json_is_an_object_on_failure_too(mailed: Desk, verb: str, words: tuple[str, ...]) -> None:
    more = ("list.swap",) if verb == "diff" else ()  # which takes two files
    found = json.loads(mailed.run(verb, *words, *more, "--json", expect=2).out)
    assert (found["ok"], found["exit"]) == (False, 2)


def test_entries_are_shown_in_the_order_and_with_the_titles_of_their_profile(north: Desk) -> None:
    table = "id,status,family_name,given_name,birth_date\n7,civilian,Вишневська,Olha,1990-01-02\n"
    north.write("people.csv", table)
    north.run(
        "commit",
        "people.csv",
        "-k",
        "North.swapkey",
        "--profile",
        "detainee",
        "--yes",
        "-o",
        "people.swap",
        "--role",
        "report",
    )
    north.run("disclose", "people.swap", "--yes", "-k", "North.swapkey", "--entry", 1, "-o", "one.swap")
    lines = north.run("verify", "one.swap", "--entries", "--language", "uk").out.splitlines()
    shown = [line for line in lines if line.startswith("  | ")]
    assert len(shown) == 5
    assert shown[0].startswith("  | ")
    assert any("Прізвище: Вишневська" in line for line in shown)
    assert not any("null" in line for line in shown)
    assert any(line.endswith("порожні)") for line in lines)
    found = json.loads(north.run("verify", "one.swap", "--entries", "--json").out)
    assert found["entries"][0]["entry"]["family_name"] == "Вишневська"
    assert "Вишневська" not in north.run("verify", "one.swap", "--json").out
