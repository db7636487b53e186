"""A second look by the other side: names that speak, costs that multiply, files with two readings, and races."""

import json
import stat
import sys
from pathlib import Path

import pytest

from swapproto import Identity, KeyFile, List, Schema, SwapError, Transcript, disclose
from swapproto.cli import making
from swapproto.cli.pins import Pins, skeleton
from swapproto.cli.terminal import confirm
from swapproto.cli.words import report
from swapproto.errors import InputError
from swapproto.lists import Field
from swapproto.wire import cbor, cose
from swapproto.wire.armor import armor, dearmor
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
    party,
    people,
    reveal,
    sealed,
)

ID = "00112233445566778899aabbccddeeff"


def pinned_by_digits(one: Identity) -> Pins:
    pins = Pins()
    pins.add_by_fingerprint(Transcript.read(one.party.card), one.party.fingerprint)
    return pins


# --- names that speak -----------------------------------------------------------------------------------------------


def test_a_party_that_calls_itself_you_is_shown_by_a_quoted_name(desk: Desk) -> None:
    """With --from nobody chose the name but its owner: a list "by you" would be taken for one's own."""
    desk.party("South")
    digits = desk.party("you", pin=False)
    desk.write("list.csv", "id\n1\n")
    desk.run("sign", "list.csv", "-k", "you.swapkey", "--yes", "-o", "list.swap")
    said = desk.run("open", "list.swap", "-k", "South.swapkey", "--from", digits, "-o", "out.csv")
    assert "by 'you' (so it calls itself)" in said.err


def test_a_key_for_a_party_called_everyone_is_not_reported_as_published() -> None:
    """A key wrapped to oneself under this name would read as a proven publication."""
    everyone = party("everyone")
    made = make(everyone)
    found = assessed([made.both, reveal(made, to=everyone)], everyone)
    lines = report(found, pinned_by_digits(everyone))
    assert any("signed a key over to 'everyone' (so it calls itself)" in line for line in lines)
    assert not any("to everyone" in line for line in lines)


def test_a_name_is_quoted_apart_from_the_words_of_the_report() -> None:
    """A name that goes on like a line of the report must stay a name to whoever reads the line."""
    liar = party("South, and North signed two different lists as the same version of one list [fork]")
    lines = report(assessed(make(liar).both, liar), pinned_by_digits(liar))
    assert any(f"signed by {liar.party.name!r} (so it calls itself)" in line for line in lines)


def test_a_digit_match_renames_nobody_who_is_pinned() -> None:
    """The reader's own name for a party stays, whatever the party calls itself."""
    pins = Pins()
    pins.add(NORTH.party, "the secretariat")
    pins.add_by_fingerprint(Transcript.read(NORTH.party.card), NORTH.party.fingerprint)
    assert pins.name(NORTH.party.kid) == "the secretariat"


@pytest.mark.parametrize("name", ["you", "Everyone", "nоbody"])
def test_a_name_that_means_something_else_to_reports_is_not_pinned(name: str) -> None:
    """--trust takes names from files: one named you.swap must not make its party the reader."""
    with pytest.raises(InputError, match="means something else"):
        Pins().add(NORTH.party, name)


def test_a_name_that_looks_like_a_pinned_one_is_not_pinned() -> None:
    """Two folders may both hold a North.swap: reports could not tell the two parties apart."""
    pins = Pins()
    pins.add(NORTH.party, "North")
    pins.add(NORTH.party, "North")
    with pytest.raises(InputError, match="looks like"):
        pins.add(SOUTH.party, "Nоrth")


@pytest.mark.parametrize(
    ("one", "other"), [("Kyiv", "Kyıv"), ("Kyiv", "Kyӏv"), ("Kern", "Kem"), ("Wolf", "VVolf"), ("Olga", "Օlɡɑ")]
)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    """A dotless i, a palochka, r and n: each makes a second party under a name that is taken."""
    assert skeleton(one) == skeleton(other)


# --- costs that multiply --------------------------------------------------------------------------------------------


def test_a_report_on_thousands_of_commitments_is_made_within_bounds() -> None:
    """Looking through all claims for each commitment took minutes on 16 MB by one pinned party."""
    body = make(NORTH).signed.body
    made: list[bytes] = []
    for i in range(1500):
        slot = body.slot._replace(list_id=i.to_bytes(16, "big"))
        made.append(commit(NORTH, body._replace(slot=slot, seen=[bytes([0]) * 32])))
    seen = sorted({cose.Sign1.read(one).id for one in made[:32]})
    for i in range(1500, 3000):
        slot = body.slot._replace(list_id=i.to_bytes(16, "big"))
        made.append(commit(NORTH, body._replace(slot=slot, seen=seen)))
    found = assessed(b"".join(made), NORTH)
    with cpu_budget(3):
        lines = report(found, Pins())
    assert len(lines) > 50_000


def restated(made: Made, iat: int) -> Made:
    """The same commitment, said to be signed at another time: another statement with the same ctx."""
    body = made.signed.body
    unsigned = cose.prepare(
        "commitment",
        body.to_body(),
        verify_key=made.author.party.verify_key,
        subject=body.slot.subject,
        iat=iat,
    )
    return Made(made.author, unsigned.sign(made.author), made.envelope, made.cek)


def test_one_list_under_many_commitments_is_opened_once() -> None:
    """Half a megabyte that opened the same 100,000 entries twenty times took six seconds and 500 MB."""
    made = make(NORTH, people(50))
    many = [restated(made, IAT + i) for i in range(40)]
    found = assessed([made.envelope, *(one.commitment + reveal(one) for one in many)], NORTH)
    assert found.opened.keys() == {one.id for one in many}
    assert all(opened.commitment_id == i for i, opened in found.opened.items())
    assert len({id(opened.tree) for opened in found.opened.values()}) == 1
    proven = [fact.value for fact in found.facts if fact.code == "count-proven"]
    assert proven == [{"count": 50, "distinct_keys": 50}] * 40


def test_a_wrong_root_beside_a_right_one_is_found() -> None:
    """What is decrypted once is still compared with every commitment's own root."""
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
    """1 GiB for Argon2id is allowed: where it is not to be had, that is no crash and no wrong passphrase."""
    greedy = KeyFile(NORTH.party, bytes(48), (bytes(16), 1, 1024 * 1024), bytes(24))
    desk.write("North.swapkey", greedy.encode())
    desk.write("list.csv", "id\n1\n")
    desk.write("phrase", "correct\n")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (900 * 2**20, 900 * 2**20))"
    words = ("commit", "list.csv", "-k", "North.swapkey", "--passphrase-file", "phrase", "--yes", "-o", "list.swap")
    said = desk.process(*words, before=limit)
    assert (said.code, "[memory]" in said.err) == (2, True), said.err


# --- two readings ---------------------------------------------------------------------------------------------------


def test_a_key_file_in_two_blocks_is_refused() -> None:
    """One reader joined the blocks, another refused: a key file is one block (4.5)."""
    text = KeyFile.lock(NORTH, None).encode()
    item = dearmor(text, "SWAPPROTO KEY")
    with pytest.raises(SwapError) as caught:
        KeyFile.read(armor(item[:50], "SWAPPROTO KEY") + armor(item[50:], "SWAPPROTO KEY"))
    assert caught.value.code == "key-file-malformed"


def test_a_vertical_tab_is_rejected_and_the_artefact_after_it_is_read() -> None:
    """Readers that took U+000B for white space saw armor, others artefacts: two verdicts on one file."""
    found = Transcript.read(b"\x0b" + NORTH.party.card)
    assert [r.code for r in found.rejected.values()] == ["artefact-unknown"]
    assert found.cards() == [NORTH.party]


def test_of_two_faults_the_one_of_the_earlier_step_is_reported() -> None:
    """With another's issuer and a body without fields, the body comes first (5.3): codes must not depend on readers."""
    claims = {1: cose.kid_uri(SOUTH.party.kid), 2: "00" * 16, 6: IAT}
    header = {1: -19, 4: NORTH.party.kid, 15: claims, 16: "application/vnd.swapproto.commitment+cose"}
    statement = cose.Unsigned(NORTH.party.verify_key, cbor.encode(header), cbor.encode({"seen": []})).sign(NORTH)
    assert [r.code for r in assessed(statement, NORTH).rejected] == ["body-invalid"]


# --- races, and what is left behind ---------------------------------------------------------------------------------


def test_two_commands_at_once_sign_no_fork(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one command waits for its yes, another may sign for the same place: an honest party would have forked."""
    desk.party("North")

    def meanwhile(statement: str, *, yes: bool) -> None:
        monkeypatch.setattr(making, "confirm", confirm)
        desk.commit("other", "--id", ID, table="id,name\n1,Olha\n2,Petro\n")
        confirm(statement, yes=yes)

    monkeypatch.setattr(making, "confirm", meanwhile)
    desk.write("list.csv", "id,name\n1,Olha\n")
    words = ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--id", ID, "-o", "list.swap")
    desk.fails(2, "fork-refused", *words)
    assert "list.swap" not in desk.names()
    assert desk.read("North.journal").count(b"\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links take a privilege there")
def test_a_key_reached_by_a_link_keeps_its_journal(desk: Desk) -> None:
    """Beside the link there is no journal: the same key would sign another list in a place that is taken."""
    desk.party("North")
    desk.commit("list", "--id", ID)
    folder = desk.write("elsewhere/other.csv", "id,name\n9,Olha\n").parent
    (folder / "key.swapkey").symlink_to(desk.folder / "North.swapkey")
    words = ("-k", "elsewhere/key.swapkey", "--yes", "--id", ID, "-o", "other.swap")
    desk.fails(2, "fork-refused", "commit", "elsewhere/other.csv", *words)


def test_a_journal_with_an_impossible_time_stops_signing(desk: Desk) -> None:
    """A line that was damaged or tampered with stops signing, in words."""
    desk.party("North")
    desk.commit("list", "--id", ID)
    record = json.loads(desk.read("North.journal"))
    desk.write("North.journal", json.dumps(record | {"iat": 10**18}) + "\n")
    desk.write("list.csv", "id\n1\n")
    words = ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--id", ID, "-o", "again.swap")
    desk.fails(2, "file", *words)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes there")
def test_a_merged_disclosure_is_readable_by_its_owner_only(desk: Desk) -> None:
    """A disclosure is written for its owner's eyes only: merging it must not show its entries to the whole machine."""
    made = sealed(NORTH, List.of("x", Schema((Field("name"),)), [{"name": "Olha"}]))
    shown = disclose(made.opened, [0])
    desk.write("d.swap", NORTH.party.card + made.sign(NORTH) + shown)
    for name, words in (("a.swap", ()), ("a.txt", ("--armor",))):
        desk.run("merge", "d.swap", "-o", name, *words)
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    desk.run("merge", "d.swap", "--only", "commitment", "-o", "c.swap")
    assert stat.S_IMODE(Path("c.swap").stat().st_mode) & 0o044
