"""disclose: the entries that were asked for, and nothing of the others."""

import json
import subprocess

import pytest

from swapproto.cli.screen import terminal
from tests.cli.desk import Desk, command, environment


def test_disclose_shows_only_what_was_asked_for(guarded: Desk) -> None:
    result = guarded.run(
        *("disclose", "list.swap", "--yes", "-k", "North.swapkey", "--where", "name=Petro Lelko"),
        *("--expect", 1, "-o", "d.swap"),
    )
    assert "row 2: id 2, name Petro Lelko\n" in result.err
    assert "cough" not in result.all
    assert "1 of 3 entries" in result.err
    assert "It cannot be taken back" in result.err
    assert "later version may no longer contain them" in result.err
    raw = guarded.read("d.swap").decode("latin-1")
    assert "Petro Lelko" in raw
    assert not any(other in raw for other in ("Olha", "cough", "fever"))
    result = guarded.run("verify", "d.swap", "--require", "disclosed", "--entries")
    assert "name: Petro Lelko" in result.out
    assert "restricted fields are withheld" in result.out
    assert "a later version may exist" in result.out
    guarded.run("disclose", "list.swap", "--yes", "-k", "North.swapkey", "--entry", 2, "--restricted", "-o", "r.swap")
    assert "health: cough" in guarded.run("verify", "r.swap", "--entries").out
    assert "cough" not in guarded.run("verify", "r.swap").all


def test_a_disclosure_is_verified_with_the_digits_alone(guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    guarded.run(
        *("disclose", "list.swap", "--yes", "-k", "North.swapkey", "--entry", 1, "--entry", 3, "--entry", 1),
        *("-o", "d.swap"),
    )
    digits = guarded.run("inspect", "North.swap").out.partition("fingerprint")[2].strip()
    monkeypatch.setenv("SWAPPROTO_TRUST", str(guarded.folder / "nothing"))
    result = guarded.run("verify", "d.swap", "--from", digits, "--require", "disclosed")
    assert "2 of its entries are shown here" in result.out
    guarded.run("verify", "d.swap", "--require", "disclosed", expect=3)


@pytest.mark.parametrize(
    "words",
    [
        ["--where", "id=1", "--where", "id=2"],
        ["--where", "id=9"],
        ["--where", "name=Petro Lelko", "--expect", "2"],
        ["--where", "id"],
        ["--where", "nofield=1"],
        ["--where", "="],
        ["--entry", "0"],
        ["--entry", "4"],
        ["--entry", "-1"],
        ["--entry", "one"],
        ["--entry", "1_0"],
        ["--entry", " 1"],
        ["--entry", "\u0661"],
        ["--entry", "9" * 999],
        ["--entry", "1", "--expect", "2"],
        ["--entry", "1", "--where", "id=1"],
        [],
    ],
)
def test_disclose_refuses_what_matches_no_or_other_entries(guarded: Desk, words: list[str]) -> None:
    result = guarded.run("disclose", "list.swap", "--yes", "-k", "North.swapkey", *words, "-o", "d.swap", expect=2)
    assert result.err.splitlines()[-1].startswith("swapproto: ")
    assert "d.swap" not in guarded.names()


def test_all_conditions_must_match(guarded: Desk) -> None:
    words = ["--where", "health=cough", "--where", "id=2", "--expect", "1"]
    guarded.run("disclose", "list.swap", "--yes", "-k", "North.swapkey", *words, "-o", "d.swap")


def test_disclose_refuses_a_list_that_it_cannot_open(guarded: Desk) -> None:
    guarded.fails(
        3, "reader-not-found", "disclose", "list.swap", "--yes", "-k", "South.swapkey", "--entry", 1, "-o", "d.swap"
    )
    guarded.fails(3, "reader-not-found", "disclose", "list.swap", "--yes", "--entry", 1, "-o", "d.swap")


def test_disclose_refuses_a_condition_without_a_value(north: Desk) -> None:
    """A variable that is not set would disclose every entry that has nothing in the field."""
    north.commit()
    north.fails(
        2, "usage", "disclose", "list.swap", "--yes", "-k", "North.swapkey", "--where", "id=", "-o", "shown.swap"
    )
    assert "shown.swap" not in north.names()


def test_an_empty_list_id_is_refused(north: Desk) -> None:
    """A variable that is not set would choose whatever list is there."""
    north.commit()
    words = ("-k", "North.swapkey", "--list", "")
    north.fails(2, "usage", "disclose", "list.swap", "--yes", *words, "--entry", "1", "-o", "shown.swap")
    north.fails(2, "usage", "reveal", "list.swap", *words, "--public", "--yes", "-o", "key.swap")


def test_entries_are_shown_under_their_signer_list_and_version(north: Desk) -> None:
    """Another party's entry about the same person could be taken for North's."""
    north.commit()
    north.commit("theirs", by="South", table="id,name\n1,Olha\n")
    north.run("disclose", "list.swap", "--yes", "-k", "North.swapkey", "--entry", "1", "-o", "a.swap")
    north.run("disclose", "theirs.swap", "--yes", "-k", "South.swapkey", "--entry", "1", "-o", "b.swap")
    north.commit("next", "--previous", "list.swap", table="id,name\n1,Olha\n")
    out = north.run("verify", "a.swap", "b.swap", "next.swap", "--entries").out.partition("Entries shown")[2]
    assert "version 1, report (we hold), by North" in out
    assert "version 1, report (we hold), by South" in out
    assert out.count("SUPERSEDED: version 2 is here too") == 1


PERSONS = """\
id,status,family_name,given_name,patronymic_name,birth_date,nationality
22,civilian,Лунобій,Іван,Іванович,1991-02-03,UKR
23,civilian,Лунобій,Олег,Петрович,1968-11-30,UKR
"""


@pytest.fixture
def detained(north: Desk) -> Desk:
    north.commit("list", "--profile", "detainee", table=PERSONS)
    return north


def test_whom_is_disclosed_is_shown_by_name_and_date_of_birth_beside_the_key(detained: Desk) -> None:
    """Of the key alone nobody sees that it is the wrong person."""
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--where", "family_name=Лунобій", "--yes")
    said = detained.fails(2, "usage", *words, "--expect", 1, "-o", "d.swap").err
    for line in (
        "  row 1: id 22, family_name Лунобій, given_name Іван, patronymic_name Іванович, birth_date 1991-02-03\n",
        "  row 2: id 23, family_name Лунобій, given_name Олег, patronymic_name Петрович, birth_date 1968-11-30\n",
        "2 entries match, 1 expected",
    ):
        assert line in said
    said = detained.run(*words, "--where", "patronymic_name=Іванович", "--expect", 1, "-o", "d.swap").err
    assert "given_name Іван" in said
    assert "Олег" not in said


@pytest.mark.parametrize("called", ["Прізвище", "прізвище", "Family name", "nom de famille"])
def test_a_condition_takes_the_titles_that_are_shown(detained: Desk, called: str) -> None:
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--yes", "--language", "uk")
    said = detained.run(*words, "--where", f"{called}=Лунобій", "-o", "d.swap").err
    assert "row 2: " in said
    more = ("--where", f"{called}=Лунобій", "--where", "По батькові=Петрович", "--expect", 1, "-o", "one.swap")
    assert "Олег" in detained.run(*words, *more).err


def test_titles_of_profiles_are_taken_for_a_list_that_has_none(north: Desk) -> None:
    north.commit("list", table="id,family_name\n1,Tarn\n2,Brask\n")
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--yes", "--language", "uk", "-o", "d.swap")
    assert "Brask" in north.run(*words, "--where", "Прізвище=Brask").err


def test_a_title_of_several_fields_is_no_condition(north: Desk) -> None:
    fields = [{"name": name, "type": "string", "title": {"en": "Name"}} for name in ("first", "last")]
    north.write("two.json", json.dumps({"fields": fields, "primaryKey": ["last"]}))
    north.commit("list", "--profile", "two.json", table="first,last\nOlha,Tarn\n")
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--yes", "-o", "d.swap")
    said = north.fails(2, "usage", *words, "--where", "Name=Tarn").err
    assert "'Name' can mean several fields of this list: first, last" in said


@pytest.mark.parametrize(
    ("fields", "cells", "line"),
    [
        (["no", "Surname", "First name", "DOB"], ["7", "Tarn", "Ossian", "1990"], "Surname Tarn, First name Ossian"),
        (["a", "b", "c", "d", "e"], ["", "2", "3", "4", "5"], "row 1: b 2, c 3, d 4, e 5\n"),
        (["k", *"abcde", "ПІБ"], ["1", *"abcde", "Тарн Осіян"], "k 1, a a, b b, ПІБ Тарн Осіян\n"),
        (["Name"], ["x" * 200], f"Name {'x' * 60}...\n"),
    ],
)
def test_entries_of_any_schema_are_shown_by_what_tells_them_apart(
    north: Desk, fields: list[str], cells: list[str], line: str
) -> None:
    north.write("list.json", json.dumps([dict(zip(fields, cells, strict=True))]))
    north.run("commit", "list.json", "-k", "North.swapkey", "--yes", "--role=report", "-o", "list.swap")
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--entry", 1, "--yes", "-o", "d.swap")
    assert line in north.run(*words).err


def test_a_name_that_is_restricted_is_shown_to_its_owner_and_not_disclosed(north: Desk) -> None:
    fields = [{"name": "id", "type": "string"}, {"name": "name", "type": "string", "restricted": True}]
    north.write("schema.json", json.dumps({"fields": fields, "primaryKey": ["id"]}))
    north.commit("list", "--profile", "schema.json", table="id,name\n1,Olha\n")
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--entry", 1, "--yes", "-o", "d.swap")
    said = north.run(*words).err
    assert "row 1: id 1, name Olha" in said
    assert "restricted fields withheld" in said
    assert b"Olha" not in north.read("d.swap")
    assert "WITH all restricted fields" in north.run(*words, "--restricted", "--force").err
    assert b"Olha" in north.read("d.swap")


@pytest.mark.parametrize("more", [(), ("--expect", "1")])
def test_a_script_discloses_only_with_yes(detained: Desk, more: tuple[str, ...]) -> None:
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--where", "id=22", *more, "-o", "d.swap")
    said = detained.fails(2, "not-confirmed", *words).err
    assert "nothing was disclosed" in said
    assert "row 1: id 22" in said
    assert "d.swap" not in detained.names()
    detained.run(*words, "--yes")


@pytest.mark.parametrize(("answers", "code"), [(["yes"], 0), (["ys", "TAK", ""], 2), (["ys", " Так "], 0), ([""], 2)])
def test_on_a_terminal_disclosing_is_asked_about(
    detained: Desk, monkeypatch: pytest.MonkeyPatch, answers: list[str], code: int
) -> None:
    left, asked = list(answers), []

    def ask(question: str) -> str:
        asked.append(question)
        return left.pop(0).strip()

    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    monkeypatch.setattr(terminal, "ask", ask)
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--where", "id=22", "--expect", "1", "-o", "d.swap")
    said = detained.run(*words, expect=code).err
    assert "You are about to show 1 of 2 entries" in said
    assert "It cannot be taken back" in said
    assert asked[0] == "Disclose this? Type yes: "
    assert ("d.swap" in detained.names()) == (code == 0)


def test_conditions_come_from_a_file_too(detained: Desk) -> None:
    """A name on the command line is in the list of processes, and in the shell's history."""
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--yes", "--force", "-o", "d.swap", "--where-file")
    for text in ("family_name=Лунобій\npatronymic_name=Петрович", "\ufeffpatronymic_name=Петрович\r\n\r\n"):
        detained.write("whom.txt", text)
        said = detained.run(*words, "whom.txt").err
        assert "row 2: id 23" in said
        assert "1 of 2 entries" in said
    done = subprocess.run(
        command(*words, "-"), input=b"id=22", capture_output=True, env=environment(), timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    for wrong in ("", "\n", "family_name=\n", "family_name\n", "nobody=x\n", "patronymic_name=Петрович\nfamily_name="):
        detained.write("whom.txt", wrong)
        detained.fails(2, "usage", *words, "whom.txt")
    detained.write("whom.txt", b"\xff\xfe")
    detained.fails(2, "usage", *words, "whom.txt")
    detained.fails(2, "file", *words, "nowhere.txt")
    detained.fails(2, "usage", *words, "whom.txt", "--where", "id=22")
    before = detained.write("whom.txt", "id=22\n").read_bytes()
    detained.fails(2, "file", *words[:-2], "whom.txt", "--where-file", "whom.txt")
    assert detained.read("whom.txt") == before


def test_a_letter_is_not_written_about_more_people_than_were_meant(north: Desk) -> None:
    north.commit("two", table="id,name\n1,Iryna\n2,Iryna\n")
    words = ("disclose", "two.swap", "-k", "North.swapkey", "--where", "name=Iryna", "--yes", "--letter", "letter.html")
    assert "one family" in north.fails(2, "usage", *words).err
    assert not (north.folder / "letter.html").exists()
    north.run(*words, "--expect", 2)
    assert (north.folder / "letter.html").exists()
