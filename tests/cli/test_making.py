"""commit, sign and reveal: what is signed is shown first, remembered before it is given out, and never forked."""

import json
import shlex
from pathlib import Path

import pytest

from swapproto import Transcript, read_statement
from swapproto.cli.pins import read_card
from swapproto.statements import Commitment, Signed
from swapproto.wire.armor import dearmor

from .desk import GUARDED, PEOPLE, Desk

OTHER = PEOPLE + "4,Ivan Рай,sound\n"
CELLS = ("Olha", "Вишневська", "Lelko", "Дзвінка", "cough", "fever")


def commitments(desk: Desk, name: str, by: str = "North") -> list[Signed[Commitment]]:
    author = read_card(f"{by}.swap")
    found = Transcript.read(desk.read(name)).statements.values()
    return [read_statement(s.raw, author.verify_key, Commitment) for s in found if s.kind == "commitment"]


def the(desk: Desk, name: str, by: str = "North") -> Signed[Commitment]:
    (found,) = commitments(desk, name, by)
    return found


def test_a_statement_is_signed_unseen(north: Desk) -> None:
    said = north.commit("list", "--to", "Heron", "--role", "offer")
    for words in (
        "'list'",
        "version 1",
        "offer (we will release)",
        "entries   3",
        "id, name, health",
        "Heron, and you",
    ):
        assert words in said.err, words
    assert the(north, "list.swap").body.root.hex() in said.err
    assert "swapproto reveal list.swap -k North.swapkey" in said.err
    assert not any(cell in said.all for cell in CELLS)


def test_a_script_signs_without_yes(north: Desk) -> None:
    north.write("list.csv", PEOPLE)
    north.fails(2, "not-confirmed", "commit", "list.csv", "-k", "North.swapkey", "-o", "l.swap")
    north.fails(2, "not-confirmed", "sign", "list.csv", "-k", "North.swapkey", "-o", "l.swap")
    assert not {"l.swap", "North.journal"} & north.names()
    north.commit()
    before = north.read("North.journal")
    north.fails(2, "not-confirmed", "reveal", "list.swap", "-k", "North.swapkey", "--public", "-o", "r.swap")
    assert "r.swap" not in north.names()
    assert north.read("North.journal") == before


# --- the journal ----------------------------------------------------------------------------------------------------


def test_fields_without_anything_hide_the_others_in_the_confirmation(north: Desk) -> None:
    north.write("guard.json", GUARDED)
    said = north.commit("list", "--profile", "guard.json", table="id,name\n1,Olha\n2,\n")
    assert "  fields    id, name; and 1 more of the schema, with no value in any entry\n" in said.err
    said = north.commit("none", "--profile", "guard.json", table="id,name\n")
    assert "  fields    id, name, health (restricted)\n" in said.err


def test_a_typo_and_a_second_run_fork(north: Desk) -> None:
    north.commit("my list", "--role", "offer")
    first = north.read("my list.swap")
    north.write("my list.csv", OTHER)
    words = ["my list.csv", "-k", "North.swapkey", "--yes", "--role", "offer", "-o", "second try.swap"]
    said = north.fails(2, "fork-refused", "commit", *words)
    assert "second try.swap" not in north.names()
    assert north.read("my list.swap") == first
    pasted = shlex.split(said.err.splitlines()[-1])
    assert pasted[:2] == ["swapproto", "commit"]
    north.run(*pasted[1:])
    body = the(north, "second try.swap").body
    assert (body.slot.version, body.slot.role, body.count) == (2, "offer", 4)
    assert body.slot.previous == the(north, "my list.swap").id
    said = north.run("verify", "my list.swap", "second try.swap")
    assert "it follows the version before it" in said.out


def test_the_command_that_is_named_forks_again(north: Desk) -> None:
    """From any version, and with restricted fields, pasting leads to the next free version with the same fields."""
    north.write("guard.json", GUARDED)
    north.commit("list", "--profile", "guard.json")
    listed = the(north, "list.swap").body.slot.list_id.hex()
    north.commit("two", "--profile", "guard.json", "--label", "list", "--previous", "list.swap", table=OTHER)
    for old in (("--previous", "list.swap"), (f"--id={listed}",), ("--id", listed)):
        words = ["--profile", "guard.json", "--label", "list", *old]
        said = north.commit("three", *words, table=OTHER + "5,Sofiia Вук,\n", expect=2)
        pasted = shlex.split(said.err.splitlines()[-1])
        assert "two.swap" in " ".join(pasted)
    north.run(*pasted[1:])
    assert the(north, "three.swap").body.slot.version == 3
    said = north.run("disclose", "three.swap", "-k", "North.swapkey", "--entry", 5, "-o", "d.swap")
    assert "withheld" in said.err


def test_a_moved_file_is_named_as_if_it_were_there(north: Desk) -> None:
    north.commit()
    (north.folder / "list.swap").rename(north.folder / "moved.swap")
    said = north.commit(table=OTHER, expect=2)
    pasted = said.err.splitlines()[-1].replace("OLD.swap", "moved.swap")
    north.run(*shlex.split(pasted)[1:])
    assert the(north, "list.swap").body.slot.version == 2


def test_an_honest_retry_is_refused_or_gives_another_root(north: Desk) -> None:
    north.commit()
    said = north.run("commit", "list.csv", "-k", "North.swapkey", "--yes", "-o", "again.swap", "--to", "South")
    assert "sealed again, with the same root" in said.err
    one, two = the(north, "list.swap"), the(north, "again.swap")
    assert (one.body.root, one.body.key, one.body.slot) == (two.body.root, two.body.key, two.body.slot)
    said = north.run("verify", "list.swap", "again.swap", "--require", "reissued")
    assert "this is no fault" in said.out


def test_another_list_of_the_same_key_is_taken_for_a_fork(north: Desk) -> None:
    north.commit("one")
    north.commit("two", table=OTHER)
    north.commit("one", "--label", "one, for the press", "--force", table=OTHER)
    assert len({c.body.slot.list_id for n in ("one", "two") for c in commitments(north, f"{n}.swap")}) == 2


def test_a_journal_tells_what_is_in_a_list(north: Desk) -> None:
    north.commit()
    assert not any(cell.encode() in north.read("North.journal") for cell in CELLS)
    record = json.loads(north.read("North.journal"))
    assert record["about"]["root"] == the(north, "list.swap").body.root.hex()
    assert Path(record["file"]).is_absolute()


@pytest.mark.parametrize(
    "damage",
    [b"x", b"\x00\xff", b"[]", b"{}", b"[" * 100_000, b'{"statement": 5}', b"\n\n"],
    ids=["text", "bytes", "array", "object", "deep", "type", "empty-lines"],
)
def test_a_damaged_journal_is_passed_over(north: Desk, damage: bytes) -> None:
    north.commit()
    sound = north.read("North.journal")
    north.write("North.journal", sound + damage)
    said = north.commit("new", expect=2)
    assert "North.journal: line 2 is damaged" in said.err
    assert "new.swap" not in north.names()
    north.write("North.journal", sound[:-30])
    assert "line 1" in north.commit("new", expect=2).err
    north.write("North.journal", sound.replace(b'"version": 1', b'"version": "1"'))
    assert "line 1" in north.commit("new", expect=2).err
    north.write("North.journal", sound)
    north.commit("new")


def test_something_is_signed_that_the_journal_cannot_remember(north: Desk) -> None:
    (north.folder / "North.journal").mkdir()
    said = north.commit(expect=2)
    assert "[file]" in said.err
    assert "list.swap" not in north.names()


# --- versions, ids, answers -----------------------------------------------------------------------------------------


def test_previous_takes_what_is_not_ones_own_version(north: Desk) -> None:
    north.commit("mine")
    north.commit("theirs", by="South")
    said = north.commit("new", "--previous", "theirs.swap", expect=2)
    assert "no commitment of yours" in said.err
    assert north.commit("new", "--previous", "Heron.swap", expect=2).code == 2
    north.commit("new", "--previous", "nowhere.swap", expect=2)
    north.write("junk.swap", b"\xff\xff")
    north.commit("new", "--previous", "junk.swap", expect=2)
    said = north.commit("new", "--previous", "mine.swap", "--id", "0" * 32, expect=2)
    assert "not both" in said.err
    north.commit("more")
    north.write("both.swap", north.read("mine.swap") + north.read("more.swap"))
    said = north.commit("new", "--previous", "both.swap", expect=2)
    assert "give a file that holds only one" in said.err


def test_previous_takes_an_older_version_of_several(north: Desk) -> None:
    north.commit("one", "--label", "l")
    north.commit("two", "--label", "l", "--previous", "one.swap", table=OTHER)
    north.write("both.swap", north.read("two.swap") + north.read("one.swap"))
    north.commit("three", "--label", "l", "--previous", "both.swap", table=PEOPLE)
    assert the(north, "three.swap").body.slot.version == 3


@pytest.mark.parametrize("wrong", ["", "12", "g" * 32, "0" * 33, " ".join(["00"] * 8)])
def test_a_wrong_id_is_used(north: Desk, wrong: str) -> None:
    said = north.commit("list", f"--id={wrong}", expect=2)
    assert "32 hexadecimal digits" in said.err


def test_an_id_or_role_is_not_the_one_given(north: Desk) -> None:
    north.commit("list", "--id", "ab" * 16, "--role", "tranche-2")
    slot = the(north, "list.swap").body.slot
    assert (slot.list_id, slot.role) == (b"\xab" * 16, "tranche-2")
    for wrong in ("Offer", "", "two words", "x" * 300, "офер", "a\x1b[31m"):
        north.commit("bad", f"--role={wrong}", expect=2)


def test_an_answer_is_to_something_else(north: Desk) -> None:
    north.commit("offer", by="South")
    north.commit("answer", "--answers", "offer.swap", "--role", "request")
    assert the(north, "answer.swap").body.slot.answers == the(north, "offer.swap", "South").id
    desk = north
    desk.party("Stranger", pin=False)
    desk.commit("strange", by="Stranger")
    said = desk.commit("reply", "--answers", "strange.swap", expect=3)
    assert "[signer-not-pinned]" in said.err


# --- readers --------------------------------------------------------------------------------------------------------


def test_a_list_is_sealed_to_somebody_unpinned_or_unknown(north: Desk) -> None:
    north.party("Stranger", pin=False)
    said = north.commit("list", "--to", "Stranger.swap", expect=3)
    assert "swapproto trust Stranger.swap" in said.err
    said = north.commit("list", "--to", "Nobody", expect=2)
    assert "nobody is pinned" in said.err
    north.commit("list", "--to", "list.csv", expect=2)
    assert "list.swap" not in north.names()


def test_a_reader_by_name_or_card_cannot_read(north: Desk) -> None:
    north.commit("list", "--to", "South", "--to", "Heron.swap", "--to", "Heron")
    for reader in ("South", "Heron", "North"):
        north.run("open", "list.swap", "-k", f"{reader}.swapkey", "-o", f"{reader}.csv")
        assert north.read(f"{reader}.csv").decode().splitlines() == PEOPLE.splitlines()
    north.party("Wolf")
    north.fails(3, "reader-not-found", "open", "list.swap", "-k", "Wolf.swapkey", "-o", "wolf.csv")
    assert "wolf.csv" not in north.names()


def test_trust_given_by_option_is_not_the_only_one(north: Desk) -> None:
    said = north.commit("list", "--trust", "South.swap", "--to", "Heron.swap", expect=3)
    assert "[signer-not-pinned]" in said.err
    north.commit("list", "--trust", "South.swap", "--trust", "Heron.swap", "--to", "Heron", "--to", "South")
    north.commit("new", "--trust", "nowhere", "--to", "Heron", expect=2)


def test_restricted_fields_are_published_unasked(north: Desk) -> None:
    north.write("guard.json", GUARDED)
    north.write("list.csv", PEOPLE)
    words = ["sign", "list.csv", "-k", "North.swapkey", "--yes", "--profile", "guard.json", "-o", "l.swap"]
    said = north.fails(2, "usage", *words)
    assert "--public" in said.err
    assert "l.swap" not in north.names()
    assert "EVERYONE" in north.run(*words, "--public").err
    north.run("open", "l.swap", "-o", "read.csv")
    assert north.read("read.csv").decode().splitlines() == PEOPLE.splitlines()


def test_sign_cannot_be_read_by_everyone_or_verified_as_said(north: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    north.write("my list.csv", PEOPLE)
    said = north.run("sign", "my list.csv", "-k", "North.swapkey", "--yes", "-o", "my list.swap")
    pasted = shlex.split(said.err.splitlines()[-1].partition("with: ")[2])
    monkeypatch.setenv("SWAPPROTO_TRUST", str(north.folder / "no trust at all"))
    said = north.run(*pasted[1:], "--require", "opened", "--require", "count-proven")
    assert "everyone can check that" in said.out


# --- the small public file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mangled",
    [
        lambda text: text,
        lambda text: "> " + text.replace("\n", "\n> "),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "".join(f"    {line}  \n" for line in text.splitlines()),
        lambda text: "\ufeff" + text,
        lambda text: "Dear reader,\nhere it is:\n\n>> " + text.replace("\n", "\n>> ") + "\n-- \nbye, Київ",
        lambda text: (">> Лист\r\n" + text).replace("\n", "\r\n\t"),
    ],
    ids=["as-is", "quoted", "crlf", "indented", "bom", "in-a-mail", "after-cyrillic"],
)
def test_a_commitment_does_not_survive_the_mail(north: Desk, mangled: object) -> None:
    assert callable(mangled)
    north.commit("list", "--commitment", "public.txt")
    text = north.read("public.txt").decode()
    assert text.isascii()
    assert len(text) < 1500
    assert dearmor(text) == the(north, "list.swap").raw
    (north.folder / "public.txt").write_bytes(mangled(text).encode())
    said = north.run("verify", "public.txt", "--require", "signed", "--require", "count-stated")
    assert "it states 3 entries" in said.out
    assert "envelope, with the sealed entries, is not among" in said.out


def test_an_altered_commitment_verifies(north: Desk) -> None:
    north.commit("list", "--commitment", "public.txt")
    lines = north.read("public.txt").decode().splitlines()
    middle = len(lines) // 2
    lines[middle] = lines[middle].swapcase()
    north.write("altered.txt", "\n".join(lines) + "\n")
    assert "FAILED" in north.run("verify", "altered.txt", expect=1).out
    north.write("cut.txt", "\n".join(lines[:-1]))
    assert "NOTHING TO VERIFY" in north.run("verify", "cut.txt", expect=2).out


# --- reveal ---------------------------------------------------------------------------------------------------------


def test_a_reveal_reaches_others_than_it_says(north: Desk) -> None:
    north.commit()
    said = north.run(
        "reveal", "list.swap", "-k", "North.swapkey", "--yes", "--to", "South", "--to", "South.swap", "-o", "r.swap"
    )
    assert "1 reveal(s)" in said.err
    assert "It cannot be taken back" in said.err
    north.run("open", "list.swap", "r.swap", "-k", "South.swapkey", "-o", "south.csv")
    north.fails(3, "reader-not-found", "open", "list.swap", "r.swap", "-k", "Heron.swapkey", "-o", "heron.csv")
    north.fails(3, "reader-not-found", "open", "list.swap", "r.swap", "-o", "all.csv")
    said = north.fails(3, "reader-not-found", "open", "r.swap", "list.swap", "-o", "all.csv")
    assert "-k" in said.err
    # the reader may pass it on, to all
    north.run("reveal", "list.swap", "r.swap", "-k", "South.swapkey", "--yes", "--public", "-o", "all.swap")
    north.run("open", "list.swap", "all.swap", "-o", "all.csv")
    said = north.run("verify", "list.swap", "all.swap", "--require", "released")
    assert "South handed over the key, to everyone" in said.out


def test_what_cannot_be_opened_is_revealed(north: Desk) -> None:
    north.commit()
    words = ["-k", "South.swapkey", "--yes", "--public", "-o", "r.swap"]
    north.fails(3, "reader-not-found", "reveal", "list.swap", *words)
    north.write("public.swap", the(north, "list.swap").raw)
    north.fails(3, "reader-not-found", "reveal", "public.swap", "-k", "North.swapkey", *words[2:])
    altered = bytearray(north.read("list.swap"))
    altered[-30] ^= 1
    north.write("altered.swap", bytes(altered))
    north.fails(1, "reader-not-found", "reveal", "altered.swap", "-k", "North.swapkey", *words[2:])
    north.party("Stranger", pin=False)
    north.fails(
        3,
        "signer-not-pinned",
        "reveal",
        "list.swap",
        "-k",
        "North.swapkey",
        "--yes",
        "--to",
        "Stranger.swap",
        "-o",
        "r.swap",
    )
    north.fails(2, "usage", "reveal", "list.swap", "-k", "North.swapkey", "-o", "r.swap")
    north.fails(2, "usage", "reveal", "list.swap", "-k", "North.swapkey", "--public", "--to", "South", "-o", "r.swap")
    assert "r.swap" not in north.names()


# --- tables ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.xlsx", "PK", "table"),
        ("a.xlsx", "id,name\n1,SECRET\n", "table"),
        ("a.doc", "x", "table"),
        ("a", "x", "table"),
        ("a.csv", "", "table"),
        ("a.csv", "id,name\nSECRET\n", "table"),
        ("a.csv", "id,id\nSECRET,2\n", "table"),
        ("a.csv", 'id\n"SECRET', "table"),
        ("a.json", "[" * 100_000, "table"),
        ("a.json", '[{"a": "SECRET"}, 5]', "table"),
        ("a.json", '{"a": "SECRET"}', "table"),
        ("a.jsonl", '{"a": "SECRET"}\n{"a"', "table"),
    ],
)  # fmt: skip
def test_a_bad_table_is_signed_or_its_cells_are_shown(north: Desk, name: str, content: str, error: str) -> None:
    north.write(name, content)
    said = north.fails(2, error, "commit", name, "-k", "North.swapkey", "--yes", "-o", "l.swap")
    assert "SECRET" not in said.all
    assert "l.swap" not in north.names()


def test_a_bad_profile_or_option_ends_in_a_traceback(north: Desk) -> None:
    for content in ("", "[]", "{", "[" * 50_000, '{"fields": [{"name": "id", "type": "secret"}]}', "\xff"):
        north.write("profile.json", content)
        north.commit("list", "--profile", "profile.json", expect=2)
    north.write("profile.json", '{"fields": [{"name": "other", "type": "string"}]}')
    north.commit("list", "--profile", "profile.json", expect=2)
    north.commit("list", "--profile", "nowhere.json", expect=2)
    north.commit("list", "--encoding", "klingon", expect=2)
    north.commit("list", "--delimiter", "", expect=2)
    north.commit("list", "--delimiter", ";;", expect=2)
    north.commit("list", "--label", "x" * 513, expect=2)
    north.fails(2, "file", "commit", "nowhere.csv", "-k", "North.swapkey", "--yes", "-o", "l.swap")
    north.fails(2, "file", "commit", "folder.csv", "-k", "North.swapkey", "--yes", "-o", "l.swap")


DETAINEE = """\
id,status,family_name,given_name,birth_date,health_state
N-1,prisoner-of-war,Вітрогонч,Ігор,1985-01~,ill
N-2,civilian,Tarn,Ossian,1990,
"""


def test_a_profile_is_not_found_by_its_name(north: Desk) -> None:
    said = north.commit("list", "--profile", "detainee", table=DETAINEE)
    assert "health_state (restricted)" in said.err
    assert "have no column" in said.err
    north.run("disclose", "list.swap", "-k", "North.swapkey", "--where", "id=N-1", "-o", "one.swap")
    entries = north.run("verify", "one.swap", "--entries").out
    assert "Вітрогонч" in entries
    assert "ill" not in entries.split()
    said = north.commit("bad", "--profile", "detainee", table=DETAINEE.replace("1990", "SECRET"), expect=2)
    assert "row 2 (line 3), column 5 (birth_date): not a date" in said.err
    assert "SECRET" not in said.all
    assert "bad.swap" not in north.names()


def test_a_file_of_ones_own_is_hidden_by_a_profile_of_its_name(north: Desk) -> None:
    north.write("person", '{"fields": [{"name": "id"}, {"name": "name"}, {"name": "health"}]}')
    assert "not in the schema" in north.commit("list", "--profile", "person", expect=2).err
    north.commit("own", "--profile", "./person")
    said = north.commit("no", "--profile", "nobody", expect=2)
    assert "profiles: detainee, person" in said.err


def test_a_value_that_does_not_fit_its_type_is_shown_in_the_error(north: Desk) -> None:
    north.write("profile.json", '{"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "date"}]}')
    north.write("list.csv", "id,name\n1,SECRET\n")
    said = north.fails(
        2,
        "table",
        "commit",
        "list.csv",
        "-k",
        "North.swapkey",
        "--yes",
        "--profile",
        "profile.json",
        "-o",
        "l.swap",
    )
    assert "SECRET" not in said.all
    assert "row 1" in said.err


def test_a_guess_at_the_encoding_is_not_told(north: Desk) -> None:
    cells = "".join(f"{i},Вишневська Ганна\n" for i in range(20))
    north.write("old.csv", f"id;name\n{cells.replace(',', ';')}".encode("cp1251"))
    said = north.run("commit", "old.csv", "-k", "North.swapkey", "--yes", "-o", "old.swap")
    assert "cp1251" in said.err
    north.run("commit", "old.csv", "-k", "North.swapkey", "--yes", "--encoding", "cp1251", "--force", "-o", "old.swap")
    north.run("open", "old.swap", "-k", "North.swapkey", "-o", "read.csv")
    assert north.read("read.csv").decode().splitlines()[1] == "0,Вишневська Ганна"


def test_a_table_without_header_loses_its_first_row(north: Desk) -> None:
    north.commit("list", "--no-header", table="1;Olha\n2;Petro\n")
    assert the(north, "list.swap").body.count == 2


def test_standard_input_and_output_are_not_used(north: Desk) -> None:
    north.write("l.swap", b"")
    done = north.process("commit", "-", "-k", "North.swapkey", "--yes", "-o", "-", stdin=PEOPLE.encode())
    assert done.code == 0
    assert "'list'" in done.err
    assert "CSV" not in done.err


def test_more_than_64_readers_are_cut_off(north: Desk) -> None:
    from tests.making import party

    (north.folder / "many").mkdir()
    words: list[str] = []
    for number in range(64):
        north.write(f"many/R{number}.swap", party(f"R{number}").party.card)
        words += ["--to", f"many/R{number}.swap"]
    said = north.commit("list", "--trust", "many", *words, expect=2)
    assert "64" in said.err
    north.commit("list", "--trust", "many", *words[2:])


def test_who_publishes_a_list_is_told_that_no_name_is_seen(desk: Desk) -> None:
    desk.party("North", pin=False)
    desk.write("list.csv", "id\n1\n")
    published = desk.run("sign", "list.csv", "-k", "North.swapkey", "--yes", "-o", "open.swap").err
    assert "no name" not in published
    assert "every entry" in published
