"""No output is ever an input, standard input is one input, and files are written where file systems lack something."""

import errno
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from swapproto.cli import outputs, verbs
from swapproto.cli.parser import build, options_of
from swapproto.cli.screen import terminal
from tests.cli.desk import Desk, command, environment

unix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such shells, devices and locks here")

OVERWRITING = {
    "reveal": ("reveal", "list.swap", "-k", "North.swapkey", "--public", "--yes", "-o", "list.swap"),
    "reveal, in a folder": ("reveal", ".", "-k", "North.swapkey", "--public", "--yes", "-o", "list.swap"),
    "reveal to a card": (
        *("reveal", "list.swap", "-k", "North.swapkey", "--to", "South.swap", "--yes"),
        *("-o", "South.swap"),
    ),
    "open": ("open", "list.swap", "-k", "North.swapkey", "-o", "list.swap"),
    "disclose": ("disclose", "list.swap", "--yes", "-k", "North.swapkey", "--entry", "1", "-o", "list.swap"),
    "the card of a signer": ("open", "list.swap", "-k", "North.swapkey", "--by", "South.swap", "-o", "South.swap"),
    "merge": ("merge", "list.swap", "South.swap", "-o", "South.swap"),
    "merge, another name for it": ("merge", "list.swap", "-o", "./list.swap"),
    "previous": ("commit", "list.csv", "--previous", "list.swap", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
    "answers": (
        *("commit", "list.csv", "--answers", "list.swap", "-k", "North.swapkey", "--yes", "--role=report"),
        *("-o", "list.swap"),
    ),
    "table": ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "list.csv"),
    "key": ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "North.swapkey"),
    "journal": ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "North.journal"),
    "map": (
        *("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "--map", "names.toml"),
        *("--save-map", "names.toml", "-o", "new.swap"),
    ),
    "map of check": ("check", "list.csv", "--map", "names.toml", "--save-map", "names.toml"),
    "profile": ("check", "list.csv", "--profile", "list.json", "--save-map", "list.json"),
    "a pin": ("open", "list.swap", "-k", "North.swapkey", "-o", "trust/South.swap"),
    "card": ("card", "North.swapkey", "-o", "North.journal"),
    "propose": ("propose", "T.toml", "-k", "North.swapkey", "--yes", "-o", "T.toml"),
    "propose, a party's card": ("propose", "T.toml", "-k", "North.swapkey", "--yes", "-o", "Heron.swap"),
    "propose, what it replaces": (
        *("propose", "T.toml", "--replaces", "list.swap", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
    ),
    "accept": ("accept", "list.swap", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
    "withdraw": (
        *("withdraw", "list.swap", "--what", "commitment", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
    ),
    "revoke": ("revoke", "-k", "North.swapkey", "--since", "2026-01-01", "--yes", "-o", "North.swapkey"),
    "match": ("match", "pairs.xlsx", "list.csv", "-o", "pairs.xlsx"),
    "stamp": ("stamp", "list.swap", "--query", "list.swap"),
    "stamp, for other programs": ("stamp", "list.swap", "--cose", "list.swap"),
    "stamp, an answer": ("stamp", "list.swap", "--response", "names.toml", "-o", "names.toml"),
    "beacon": (
        *("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "--beacon", "names.toml"),
        *("-o", "names.toml"),
    ),
    "a key that is not read": ("open", "list.swap", "-k", "North.swapkey", "-o", "South.swapkey"),
    "passphrase": (
        *("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "--passphrase-file", "phrase"),
        *("-o", "phrase"),
    ),
}


@pytest.mark.parametrize("words", OVERWRITING.values(), ids=OVERWRITING)
def test_no_output_is_an_input_even_with_force(
    north: Desk, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """The only copy of a sealed list, a key or a table would be lost."""
    north.commit()
    north.secret("phrase", "correct horse\n")
    north.write("names.toml", '[columns]\nx = "id"\n')
    north.write("list.json", '{"fields": [{"name": "id", "type": "string"}]}')
    north.write("pairs.xlsx", b"PK")
    north.write("trust/South.swap", north.read("South.swap"))
    north.write("trust/Heron.swap", north.read("Heron.swap"))
    north.write(
        "T.toml", 'title="T"\n[[slot]]\nparty="you"\nrole="offer"\n[[slot]]\nparty="Heron.swap"\nrole="offer"\n'
    )
    monkeypatch.setenv("SWAPPROTO_TRUST", "trust")
    before = _content(north.folder)
    north.fails(2, "file", *words, "--force")
    assert _content(north.folder) == before


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


NEITHER = {
    *(
        "adopt",
        "all",
        "armor",
        "as_name",
        "contact",
        "content",
        "delimiter",
        "encoding",
        "entries",
        "entry",
        "expect",
        "fields",
    ),
    *(
        "fingerprint",
        "folder",
        "force",
        "from_digits",
        "id",
        "json",
        "label",
        "language",
        "list",
        "name",
        "of_another",
    ),
    *("no_header", "no_passphrase", "not_after", "only", "passphrase_fd", "public", "remove", "require", "restricted"),
    *("role", "version", "where", "yes", "at", "out"),
    *("terms", "in_turn", "deposit", "outside_exchange", "complain", "to_mediator", "agree", "contest"),
    *("template", "what", "reason", "since"),
    *("map", "received", "written"),  # of init, which only writes their names down
    *("accuracy", "maker", "quorum", "renew", "stamp", "tsa"),
    *("split", "dates", "set", "header_row", "sheet"),
}
"""Options that name no file, or a folder in which nothing that exists is overwritten."""


@pytest.mark.parametrize("verb", verbs.VERBS)
def test_every_option_that_names_a_file_is_known_as_an_input_or_an_output(verb: str) -> None:
    names = {action.dest for action in options_of(build(verb))}
    assert names <= {*outputs.INPUTS, *outputs.OUTPUTS, *NEITHER}


@unix
@pytest.mark.parametrize("words", [("merge", "-"), ("merge", "/dev/stdin"), ("merge", "-", "--armor")])
def test_what_standard_input_is_read_from_is_not_overwritten(north: Desk, words: tuple[str, ...]) -> None:
    before = north.read("North.swap")
    for output in ("-o North.swap --force", "-o - >> North.swap"):
        line = f"{shlex.join(command(*words))} {output} < North.swap"
        done = subprocess.run(line, shell=True, env=environment(), capture_output=True, timeout=60, check=False)
        assert done.returncode == 2
        assert north.read("North.swap") == before


@unix
def test_a_name_of_standard_output_is_not_replaced_by_a_file(north: Desk) -> None:
    line = f"{shlex.join(command('merge', 'North.swap', '-o', '/dev/stdout', '--force'))} > out.swap"
    done = subprocess.run(line, shell=True, env=environment(), capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert b"[file]" in done.stderr
    assert Path("/dev/stdout").is_symlink() == Path("/dev/stdin").is_symlink()


def test_another_name_of_an_input_is_not_overwritten(north: Desk) -> None:
    """On a file system without capitals, LIST.swap is list.swap."""
    north.commit()
    os.link("list.swap", "LIST.swap")  # as one file is seen there
    north.fails(2, "file", "merge", "list.swap", "-o", "LIST.swap", "--force")


def test_standard_input_is_not_both_the_passphrase_and_the_table(desk: Desk) -> None:
    """A part of the table would be taken for the passphrase's file, and the rest would be signed."""
    desk.secret("phrase", "correct horse\n")
    desk.run("keygen", "North", "--passphrase-file", "phrase")
    for source in (("--passphrase-fd", "0"), ("--passphrase-file", "-")):
        words = command("commit", "-", "-k", "North.swapkey", *source, "--yes", "--role=report", "-o", "out.swap")
        given = b"correct horse\nname\n" + b"".join(b"Person %d\n" % i for i in range(1200))
        done = subprocess.run(words, input=given, capture_output=True, env=environment(), timeout=60, check=False)
        assert done.returncode == 2, done.stderr
        assert b"standard input" in done.stderr or "-" in source  # which is refused for its size before
        assert "out.swap" not in desk.names()


@unix
@pytest.mark.parametrize(
    "words",
    [
        ("commit", "/dev/stdin", "--passphrase-fd", "0", "--role=report"),
        ("commit", "-", "--passphrase-file", "/dev/stdin", "--role=report"),
        ("commit", "-", "--passphrase-fd", "3", "--role=report"),
        ("commit", "/dev/fd/3", "--passphrase-fd", "3", "--role=report"),
        ("commit", "-", "--previous", "-", "-k", "North.swapkey"),
        ("commit", "-", "--answers", "/dev/stdin", "-k", "North.swapkey", "--role=report"),
        ("merge", "-", "/dev/stdin"),
        ("merge", "/dev/fd/3", "-"),
        ("diff", "-", "-"),
        ("match", "-", "-"),
    ],
)
def test_one_stream_is_never_two_inputs(north: Desk, words: tuple[str, ...]) -> None:
    """What one input takes of a stream is missing in the other, and the rest would be signed."""
    north.secret("phrase", "correct horse\n")
    north.run("keygen", "Locked", "--passphrase-file", "phrase")
    north.commit()
    given = (
        b"correct horse\nname\nOlha\n"
        if words[0] == "commit" and {"--previous", "--answers"}.isdisjoint(words)
        else north.read("list.swap")
    )
    key = () if "-k" in words else ("-k", "Locked.swapkey" if words[0] == "commit" else "North.swapkey")
    more = {
        "commit": (*key, "--yes", "-o", "out.swap"),
        "merge": ("-o", "out.swap"),
        "diff": key,
        "propose": ("propose", "T.toml", "-k", "North.swapkey", "--yes", "-o", "T.toml"),
        "propose, a party's card": ("propose", "T.toml", "-k", "North.swapkey", "--yes", "-o", "Heron.swap"),
        "propose, what it replaces": (
            *("propose", "T.toml", "--replaces", "list.swap", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
        ),
        "accept": ("accept", "list.swap", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
        "withdraw": (
            *("withdraw", "list.swap", "--what", "commitment", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
        ),
        "revoke": ("revoke", "-k", "North.swapkey", "--since", "2026-01-01", "--yes", "-o", "North.swapkey"),
        "match": (*key, "-o", "out.xlsx"),
    }[words[0]]
    line = f"{shlex.join(command(words[0], *more, *words[1:]))} 3<&0"
    done = subprocess.run(
        line, shell=True, input=given, env=environment(), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 2, done.stderr
    assert b"cannot be two inputs" in done.stderr
    assert not {"out.swap", "out.xlsx", "Locked.journal"} & north.names()


def test_a_passphrase_is_whole_or_refused(desk: Desk) -> None:
    """A passphrase that is cut would open for everyone who knows its beginning."""
    desk.secret("long", "x" * 4097 + "\n")
    desk.fails(2, "usage", "keygen", "North", "--passphrase-file", "long")
    desk.secret("exact", "x" * 4095 + "\n")
    desk.run("keygen", "North", "--passphrase-file", "exact")


@pytest.mark.parametrize("size", [200, 250])
def test_a_file_name_as_long_as_the_file_system_takes_is_written(north: Desk, size: int) -> None:
    name = "\u0416" * (size // 2) + ".swap"
    north.run("merge", "North.swap", "-o", name)
    assert north.read(name) == north.read("North.swap")


def test_a_file_name_that_is_too_long_is_refused_before_anything_is_signed(north: Desk) -> None:
    north.write("list.csv", "id\n1\n")
    words = ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "x" * 300)
    north.fails(2, "file", *words)
    assert "North.journal" not in north.names()


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_without_fsync_is_written_to(north: Desk, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    assert north.commit().err.count("on the disk") == 1
    assert {"list.swap", "North.journal"} <= north.names()


def test_a_file_system_without_links_is_written_to_and_nothing_is_replaced(
    north: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    assert "has no links" in north.commit().err
    assert "list.swap" in north.names()
    north.fails(2, "file", "merge", "North.swap", "-o", "list.swap")


@pytest.mark.parametrize("clock", [-1.0, 253402300800.0])
def test_a_clock_that_no_statement_can_state_is_refused(
    north: Desk, monkeypatch: pytest.MonkeyPatch, clock: float
) -> None:
    north.write("list.csv", "id\n1\n")
    monkeypatch.setattr(time, "time", lambda: clock)
    for words in (
        ("keygen", "New", "--no-passphrase"),
        ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "list.swap"),
    ):
        assert "clock" in north.fails(2, "usage", *words).err


SIGNING = {
    "commit": ("commit", "next.csv", "--previous", "list.swap", "-k", "North.swapkey", "-o", "next.swap"),
    "sign": ("sign", "next.csv", "-k", "North.swapkey", "--role=report", "-o", "next.swap"),
    "reveal": ("reveal", "list.swap", "-k", "North.swapkey", "--public", "-o", "next.swap"),
}


@pytest.mark.parametrize("verb", SIGNING)
@pytest.mark.parametrize("journal", [True, False])
def test_with_a_clock_that_was_set_back_nothing_is_signed_unasked(
    north: Desk, monkeypatch: pytest.MonkeyPatch, verb: str, journal: bool
) -> None:
    """Version 2 would state a time before version 1, and its signer would look like a forger."""
    north.commit()
    north.write("next.csv", "id,name\n1,Olha\n")
    if not journal:  # the card has a time, too
        (north.folder / "North.journal").unlink()
    before = north.names()
    monkeypatch.setattr(time, "time", lambda: 86_400.0)
    more = ("--adopt",) if verb == "commit" and not journal else ()
    result = north.fails(2, "usage", *SIGNING[verb], *more, "--yes")
    assert "the clock says 1970-01-02" in result.err
    assert north.names() <= before | {"North.journal"}
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    monkeypatch.setattr(terminal, "ask", lambda question: "yes")
    result = north.run(*SIGNING[verb], *more)
    assert "Is the clock right?" in result.err


def test_a_last_day_that_is_over_is_refused(desk: Desk) -> None:
    assert "the clock says" in desk.fails(2, "usage", "keygen", "North", "--not-after", "1990-01-01").err


@pytest.mark.parametrize("verb", ["verify", "open"])
def test_a_clock_before_1970_is_named_where_files_are_read(
    north: Desk, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    north.commit()
    monkeypatch.setattr(time, "time", lambda: -1.0)
    more = () if verb == "verify" else ("-k", "North.swapkey", "-o", "out.csv")
    assert "the clock says" in north.fails(2, "usage", verb, "list.swap", *more).err


def test_a_key_is_not_overwritten_whatever_it_is_called(north: Desk) -> None:
    north.commit()
    for name, of in (("me.key", "North.swapkey"), ("North.swapkey.bak", "North.swapkey"), ("old", "North.journal")):
        north.write(name, north.read(of))
        north.fails(2, "file", "merge", "list.swap", "-o", name, "--force")
        assert north.read(name) == north.read(of)


@pytest.mark.parametrize("name", ["New.journal", "New.swapkey", "NEW.SWAPKEY"])
def test_no_other_verb_writes_a_file_with_the_name_of_a_key_or_journal(north: Desk, name: str) -> None:
    north.commit()
    north.fails(2, "file", "merge", "list.swap", "-o", name)
    assert name not in north.names()


def test_only_trust_writes_among_the_pins(north: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A card merged into the folder of pins would be trusted without anybody comparing its digits."""
    (north.folder / "pins").mkdir()
    monkeypatch.setenv("SWAPPROTO_TRUST", str(north.folder / "pins"))
    north.fails(2, "file", "merge", "North.swap", "-o", "pins/Evil.swap")
    assert not list((north.folder / "pins").iterdir())
