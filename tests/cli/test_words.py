"""The words of messages: counted nouns, standard output by its name, the command for a folder that is missing."""

import shlex
import subprocess

import pytest

from swapproto.counting import count_of
from tests.cli.desk import PEOPLE, Desk, command, environment


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (1000, "1,000 files"), (1001, "1,001 files")]
)
def test_a_number_takes_the_form_of_its_noun(number: int, text: str) -> None:
    assert count_of(number, "file") == text


def test_a_noun_can_have_another_plural() -> None:
    assert [count_of(number, "entry", "entries") for number in (1, 2)] == ["1 entry", "2 entries"]


def test_one_is_not_counted_as_many(north: Desk) -> None:
    words = ("-k", "North.swapkey", "--yes", "-o")
    said = [
        north.commit("list", "--profile", "person", table="id,family_name,given_name\n1,Tarn,Ossian\n").err,
        north.run("reveal", "list.swap", *words, "r.swap", "--public").err,
        north.run("disclose", "list.swap", *words, "d.swap", "--entry", 1).err,
        north.run("merge", "r.swap", "--only", "reveal", "-o", "m.swap").err,
        north.run("open", "list.swap", "-k", "North.swapkey", "-o", "x.csv").err,
        north.fails(2, "usage", "disclose", "list.swap", *words, "e.swap", "--entry", 1, "--expect", 2).err,
    ]
    text = "\n".join(said)
    assert "(s)" not in text
    for many in ("entries", "artefacts", "reveals", "primary keys", "persons"):
        assert f" 1 {many}" not in text, many
    for one in (
        "1, 1 distinct primary key",
        "1 reveal.",
        "1 of 1 entry,",
        "1 artefact\n",
        "1 entry matches, 2 expected",
    ):
        assert one in text, one


WRITING = {
    "commit": ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report"),
    "sign": ("sign", "list.csv", "-k", "North.swapkey", "--yes", "--role=report"),
    "reveal": ("reveal", "list.swap", "-k", "North.swapkey", "--yes", "--public"),
    "disclose": ("disclose", "list.swap", "-k", "North.swapkey", "--yes", "--entry", "1"),
    "merge": ("merge", "list.swap"),
    "open": ("open", "list.swap", "-k", "North.swapkey"),
    "template": ("template", "person"),
}


@pytest.mark.parametrize("verb", WRITING)
def test_standard_output_is_called_by_its_name(north: Desk, verb: str) -> None:
    north.commit()
    said = north.process(*WRITING[verb], "-o", "-")
    assert said.code == 0
    lines = said.err.splitlines()
    assert not any(line.startswith("-:") for line in lines)
    assert not any("swapproto reveal - " in line or "swapproto verify - " in line for line in lines)
    assert verb == "open" or "standard output: " in said.err


@pytest.mark.parametrize("words", [*WRITING.values(), ("card", "North.swapkey")], ids=[*WRITING, "card"])
def test_a_folder_that_is_missing_is_made_as_the_error_says(north: Desk, words: tuple[str, ...]) -> None:
    north.commit()
    output = "in here/and there/x." + ("csv" if words[0] == "open" else "xlsx" if words[0] == "template" else "swap")
    said = north.fails(2, "file", *words, "-o", output).err
    proposed = said.splitlines()[-1]
    assert shlex.split(proposed) == ["mkdir", "-p", "in here/and there"]
    subprocess.run(["sh", "-c", proposed], check=True)
    north.run(*words, "-o", output)


def test_keygen_says_how_to_make_its_folder(desk: Desk) -> None:
    said = desk.fails(2, "file", "keygen", "North", "--no-passphrase", "--out", "new keys").err
    assert shlex.split(said.splitlines()[-1]) == ["mkdir", "-p", "new keys"]


def test_the_next_step_of_commit_can_be_pasted(north: Desk) -> None:
    north.write("my list.csv", PEOPLE)
    words = ("commit", "my list.csv", "-k", "North.swapkey", "--yes", "--role=offer", "-o", "my list.swap")
    done = subprocess.run(command(*words), capture_output=True, text=True, env=environment(), timeout=60, check=True)
    later = next(line for line in done.stderr.splitlines() if line.startswith("Later: "))
    pasted = shlex.split(later.removeprefix("Later: "))
    north.run(*(word.replace("CARD", "South") for word in pasted[1:]), "--yes")
