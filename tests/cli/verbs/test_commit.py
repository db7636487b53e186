"""commit: what is signed is shown first, and sealed to pinned parties alone."""

import time

import pytest

from swapproto import Identity
from swapproto.wire.armor import dearmor
from tests.cli.desk import GUARDED, PEOPLE, Desk
from tests.cli.signed import commitment_in
from tests.making import IAT, party


def test_commit_refuses_an_expired_card(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(time, "time", lambda: 978_307_200.0)
        desk.run("keygen", "North", "--no-passphrase", "--not-after", "2001-09-09")
    desk.write("list.csv", PEOPLE)
    desk.fails(2, "usage", "commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "l.swap")
    desk.fails(2, "usage", "keygen", "South", "--no-passphrase", "--not-after", "tomorrow")


def test_commit_does_not_seal_to_a_substituted_card(north: Desk) -> None:
    """An attacker swaps the file that the user names; the pin is what counts."""
    for name, card in (("same name", Identity.generate("Heron", iat=IAT)), ("other", party("Wolf"))):
        north.write("Heron.swap", card.party.card)
        result = north.commit(name, "--to", "Heron.swap", expect=3)
        assert "[signer-not-pinned]" in result.err
        assert "swapproto trust Heron.swap" in result.err
        assert f"{name}.swap" not in north.names()


def test_commit_does_not_seal_to_a_party_named_like_anothers_file(north: Desk) -> None:
    wolf = party("Heron.swap")
    north.write("wolf.swap", wolf.party.card)
    north.run("trust", "wolf.swap", "--fingerprint", wolf.party.fingerprint)
    result = north.commit("list", "--to", "Heron.swap", expect=2)
    assert "[pin-conflict]" in result.err


OTHER = PEOPLE + "4,Ivan Рай,sound\n"


CELLS = ("Olha", "Вишневська", "Lelko", "Дзвінка", "cough", "fever")


def test_a_statement_is_shown_before_it_is_signed(north: Desk) -> None:
    result = north.commit("list", "--to", "Heron", "--role", "offer")
    for words in (
        "'list'",
        "version 1",
        "offer (we will release)",
        "entries   3",
        "id, name, health",
        "Heron, and you",
    ):
        assert words in result.err, words
    assert commitment_in(north, "list.swap").body.root.hex() in result.err
    assert "swapproto reveal list.swap -k North.swapkey" in result.err
    assert not any(cell in result.all for cell in CELLS)


def test_a_script_signs_only_with_yes(north: Desk) -> None:
    north.write("list.csv", PEOPLE)
    north.fails(2, "not-confirmed", "commit", "list.csv", "-k", "North.swapkey", "--role=report", "-o", "l.swap")
    north.fails(2, "not-confirmed", "sign", "list.csv", "-k", "North.swapkey", "--role=report", "-o", "l.swap")
    assert not {"l.swap", "North.journal"} & north.names()
    north.commit()
    before = north.read("North.journal")
    north.fails(2, "not-confirmed", "reveal", "list.swap", "-k", "North.swapkey", "--public", "-o", "r.swap")
    assert "r.swap" not in north.names()
    assert north.read("North.journal") == before


def test_the_confirmation_counts_fields_without_a_value(north: Desk) -> None:
    north.write("guard.json", GUARDED)
    result = north.commit("list", "--profile", "guard.json", table="id,name\n1,Olha\n2,\n")
    assert "  fields    id, name; and 1 more of the schema, with no value in any entry\n" in result.err
    result = north.commit("none", "--profile", "guard.json", table="id,name\n")
    assert "  fields    id, name, health (restricted)\n" in result.err


def test_previous_takes_only_ones_own_version(north: Desk) -> None:
    north.commit("mine")
    north.commit("theirs", by="South")
    result = north.commit("new", "--previous", "theirs.swap", expect=2)
    assert "no commitment of yours" in result.err
    assert north.commit("new", "--previous", "Heron.swap", expect=2).code == 2
    north.commit("new", "--previous", "nowhere.swap", expect=2)
    north.write("junk.swap", b"\xff\xff")
    north.commit("new", "--previous", "junk.swap", expect=2)
    result = north.commit("new", "--previous", "mine.swap", "--id", "0" * 32, expect=2)
    assert "not both" in result.err
    north.commit("more")
    north.write("both.swap", north.read("mine.swap") + north.read("more.swap"))
    result = north.commit("new", "--previous", "both.swap", expect=2)
    assert "give a file that contains only one" in result.err


def test_previous_takes_the_latest_version_of_several(north: Desk) -> None:
    north.commit("one", "--label", "l")
    north.commit("two", "--label", "l", "--previous", "one.swap", table=OTHER)
    north.write("both.swap", north.read("two.swap") + north.read("one.swap"))
    north.commit("three", "--label", "l", "--previous", "both.swap", table=PEOPLE)
    assert commitment_in(north, "three.swap").body.place.version == 3


def test_commit_warns_of_a_key_that_was_renumbered(north: Desk) -> None:
    north.write("guard.json", GUARDED)
    north.commit("list", "--profile", "guard.json")
    rows = ("1,Ivan Рай,", "2,Olha Вишневська,sound", "3,Petro Lelko,cough", "4,Ганна Дзвінка,fever")
    words = ("--label", "list", "--profile", "guard.json", "--previous", "list.swap")
    result = north.commit("new", *words, table="\n".join(["id,name,health", *rows, ""]))
    assert "WARNING   3 entries are the same as before under another id, each 1 higher" in result.err
    corrected = north.commit(
        "next", *words[:-1], "new.swap", table="\n".join(["id,name,health", *rows[1:], "5,X,", ""])
    )
    assert "WARNING" not in corrected.err


@pytest.mark.parametrize("wrong", ["12", "g" * 32, "0" * 33, " ".join(["00"] * 8)])
def test_commit_refuses_a_wrong_id(north: Desk, wrong: str) -> None:
    result = north.commit("list", f"--id={wrong}", expect=2)
    assert "32 hexadecimal digits" in result.err


def test_commit_uses_the_id_and_role_that_are_given(north: Desk) -> None:
    north.commit("list", "--id", "ab" * 16, "--role", "other:tranche-2")
    place = commitment_in(north, "list.swap").body.place
    assert (place.list_id, place.role) == (b"\xab" * 16, "tranche-2")
    for wrong in ("Offer", "", "two words", "x" * 300, "офер", "a\x1b[31m"):
        north.commit("bad", f"--role={wrong}", expect=2)


def test_an_answer_names_the_commitment_that_it_answers(north: Desk) -> None:
    north.commit("offer", by="South")
    north.commit("answer", "--answers", "offer.swap", "--role", "request")
    assert commitment_in(north, "answer.swap").body.place.answers == commitment_in(north, "offer.swap", "South").id
    desk = north
    desk.party("Stranger", pin=False)
    desk.commit("strange", by="Stranger")
    result = desk.commit("reply", "--answers", "strange.swap", expect=3)
    assert "[signer-not-pinned]" in result.err


def test_commit_seals_only_to_pinned_parties(north: Desk) -> None:
    north.party("Stranger", pin=False)
    result = north.commit("list", "--to", "Stranger.swap", expect=3)
    assert "swapproto trust Stranger.swap" in result.err
    result = north.commit("list", "--to", "Nobody", expect=2)
    assert "nobody is pinned" in result.err
    north.commit("list", "--to", "list.csv", expect=2)
    assert "list.swap" not in north.names()


def test_readers_given_by_name_or_card_can_read(north: Desk) -> None:
    north.commit("list", "--to", "South", "--to", "Heron.swap", "--to", "Heron")
    for reader in ("South", "Heron", "North"):
        north.run("open", "list.swap", "-k", f"{reader}.swapkey", "-o", f"{reader}.csv")
        assert north.read(f"{reader}.csv").decode().splitlines() == PEOPLE.splitlines()
    north.party("Wolf")
    north.fails(3, "reader-not-found", "open", "list.swap", "-k", "Wolf.swapkey", "-o", "wolf.csv")
    assert "wolf.csv" not in north.names()


def test_trust_given_by_option_replaces_the_pins(north: Desk) -> None:
    result = north.commit("list", "--trust", "South.swap", "--to", "Heron.swap", expect=3)
    assert "[signer-not-pinned]" in result.err
    north.commit("list", "--trust", "South.swap", "--trust", "Heron.swap", "--to", "Heron", "--to", "South")
    north.commit("new", "--trust", "nowhere", "--to", "Heron", expect=2)


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
def test_a_commitment_as_text_survives_the_mail(north: Desk, mangled: object) -> None:
    assert callable(mangled)
    north.commit("list", "--commitment", "public.txt")
    text = north.read("public.txt").decode()
    assert text.isascii()
    assert len(text) < 1500
    assert dearmor(text) == commitment_in(north, "list.swap").raw
    (north.folder / "public.txt").write_bytes(mangled(text).encode())
    result = north.run("verify", "public.txt", "--require", "signed", "--require", "count-stated")
    assert "it states 3 entries" in result.out
    assert "envelope, with the sealed entries, is not among" in result.out


def test_an_altered_commitment_does_not_verify(north: Desk) -> None:
    north.commit("list", "--commitment", "public.txt")
    lines = north.read("public.txt").decode().splitlines()
    middle = len(lines) // 2
    lines[middle] = lines[middle].swapcase()
    north.write("altered.txt", "\n".join(lines) + "\n")
    assert "FAILED" in north.run("verify", "altered.txt", expect=1).out
    north.write("cut.txt", "\n".join(lines[:-1]))
    assert "NOTHING TO VERIFY" in north.run("verify", "cut.txt", expect=2).out


def test_commit_reads_standard_input_and_writes_standard_output(north: Desk) -> None:
    north.write("l.swap", b"")
    done = north.process(
        "commit", "-", "-k", "North.swapkey", "--yes", "--role=report", "-o", "-", stdin=PEOPLE.encode()
    )
    assert done.code == 0
    assert "'list'" in done.err
    assert "CSV" not in done.err


def test_commit_refuses_more_than_64_readers(north: Desk) -> None:
    from tests.making import party

    (north.folder / "many").mkdir()
    words: list[str] = []
    for number in range(64):
        north.write(f"many/R{number}.swap", party(f"R{number}").party.card)
        words += ["--to", f"many/R{number}.swap"]
    result = north.commit("list", "--trust", "many", *words, expect=2)
    assert "64" in result.err
    north.commit("list", "--trust", "many", *words[2:])
