"""The terminal: help, encodings, pipes that close, colours. Results go to stdout, messages to stderr."""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from swapproto import InputError
from swapproto.cli import verbs
from swapproto.cli.parser import build, options_of, parse
from swapproto.cli.screen import terminal
from swapproto.cli.screen.terminal import out_json

from .desk import Desk, command, environment

VERBS = list(verbs.VERBS)


def test_the_overview_names_every_verb(desk: Desk) -> None:
    result = desk.run("--help")
    named = re.findall(r"^  (\w+)  ", result.out, re.MULTILINE)
    assert sorted(named) == sorted(VERBS)
    assert named[:6] == ["keygen", "trust", "check", "commit", "open", "verify"]
    assert result.err == ""
    assert desk.run("-h").out == desk.run("help").out == result.out
    assert desk.run(expect=2).out == result.out
    assert max(map(len, result.out.splitlines())) <= 100


def test_the_version_is_that_of_the_package(desk: Desk) -> None:
    try:
        version = metadata.version("swapproto")
    except metadata.PackageNotFoundError:
        pytest.skip("run from its source, not installed: then there is no version")
    assert desk.run("--version").out == desk.run("-V").out == f"swapproto {version}\n"


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_verb_can_be_asked_for_in_two_ways(desk: Desk, verb: str) -> None:
    assert desk.run("help", verb).out == desk.run(verb, "--help").out


def test_a_narrow_window_is_told_by_columns(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    for words in (["--help"], ["help", "commit"]):
        lines = desk.run(*words).out.partition("\nexamples:")[0].splitlines()
        assert max(map(len, lines)) <= 50
    monkeypatch.setenv("COLUMNS", "x")
    assert max(map(len, desk.run("help", "commit").out.splitlines())) > 60


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["comit"], "commit"),
        (["OPEN"], "open"),
        (["decrypt"], "open"),
        (["version"], "--version"),
        (["help", "verfy"], "verify"),
        (["commit", "list.csv", "--profil", "person"], "--profile"),
        (["commit", "list.csv", "--lable=x"], "--label"),
        (["verify", "North.swap", "--require", "comitted"], "committed"),
        (["merge", "North.swap", "--only", "reveals", "-o", "x.swap"], "reveal"),
        (["commit", "list.csv", "-k", "North.swapkey", "--role", "ofer", "--yes", "-o", "x.swap"], "offer"),
        (["check", "list.csv", "--profile", "detaine"], "detainee"),
        (["disclose", "list.swap", "-k", "North.swapkey", "--where", "nmae=x", "-o", "x.swap"], "name"),
        (["diff", "list.swap", "list.swap", "-k", "North.swapkey", "--key", "heatlh"], "health"),
    ],
)
def test_a_mistyped_word_is_answered_with_the_likeliest(north: Desk, words: list[str], meant: str) -> None:
    north.commit()
    said = north.fails(2, "usage", *words).err
    assert f"did you mean {meant}?" in said


def test_an_option_that_is_like_no_other_is_refused_without_a_guess(desk: Desk) -> None:
    said = desk.fails(2, "usage", "verify", "x", "--zzzzzz").err
    assert "there is no option --zzzzzz; see" in said
    assert "no option" not in desk.fails(2, "file", "verify", "--", "--zzzzzz").err


def test_quiet_leaves_results_and_errors(north: Desk) -> None:
    assert north.commit("loud").err != ""
    said = north.commit("list", "--quiet").err
    assert "You are about to sign" in said  # what is signed is always shown
    assert "Later" not in said
    for word in ("-q", "--quiet"):
        result = north.run("open", "list.swap", "-k", "North.swapkey", "-o", f"x{word}.csv", word)
        assert result.all == ""
    assert "VERIFIED" in north.run("verify", "list.swap", "-q").out
    north.fails(2, "file", "verify", "nowhere.swap", "-q")
    assert north.run("open", "list.swap", "-k", "North.swapkey", "-o", "x.csv").err != ""


@pytest.mark.parametrize("verb", VERBS)
def test_help_fits_and_shows_two_examples(desk: Desk, verb: str) -> None:
    result = desk.run(verb, "--help")
    assert result.out.startswith(f"usage: swapproto {verb}")
    assert max(map(len, result.out.splitlines())) <= 100
    assert result.err == ""
    assert "    " not in result.out.partition("\n\n")[2].partition("\n\n")[0]  # the description is one paragraph
    desk.fails(2, "usage", verb, "--nonsense", "x")
    if verb != "demo":
        assert f"swapproto {verb} --help" in desk.fails(2, "usage", verb).err or verb == "trust"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_two_examples_that_it_accepts(desk: Desk, verb: str) -> None:
    printed = desk.run(verb, "--help").out.partition("\nexamples:\n")[2].splitlines()
    assert len(printed) == 2
    for example in printed:
        program, *words = shlex.split(example)
        name, options = parse(words)
        assert (program, name, options.command) == ("swapproto", verb, words)


def test_the_help_says_which_options_may_be_repeated() -> None:
    for verb in VERBS:
        for action in options_of(build(verb)):
            assert action.help
            repeated = isinstance(action, argparse._AppendAction)
            assert action.help.count("may be repeated") == repeated, (verb, action.dest)


def test_every_verb_can_be_loaded_and_no_other_word(desk: Desk) -> None:
    for verb in VERBS:
        assert callable(verbs.load(verb).run)
    desk.fails(2, "usage", "nonsense")
    desk.fails(2, "usage", "commi")
    desk.fails(2, "usage", "verify", "x", "--requ", "signed")  # no abbreviations: a script means what it says


def test_only_results_go_to_standard_output(north: Desk) -> None:
    assert north.commit().out == ""
    assert north.run("open", "list.swap", "-k", "North.swapkey", "-o", "x.csv").out == ""
    assert north.run("disclose", "list.swap", "--yes", "-k", "North.swapkey", "--entry", 1, "-o", "d.swap").out == ""
    assert north.run("verify", "list.swap").err == ""
    done = north.process("open", "list.swap", "-k", "North.swapkey", "-o", "-")
    assert done.out.encode() == north.read("x.csv").replace(b"\r", b"") or done.out.encode() == north.read("x.csv")


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "cp437", "latin-1", "utf-16"])
def test_every_console_can_show_a_name(desk: Desk, encoding: str) -> None:
    name = "Ґалаґан 🕊 Œuvre"
    digits = desk.party(name)
    desk.commit(by=name, table="ім'я\nОлена é 🕊\n")
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    words = ["-k", f"{name}.swapkey"]
    for verb in (
        ["verify", "list.swap"],
        ["inspect", "list.swap"],
        ["trust", "--list"],
        ["open", "list.swap", *words, "-o", f"{encoding}.csv"],
        ["diff", "list.swap", "list.swap", *words],
        ["verify", "list.swap", "--from", digits],
    ):
        assert desk.process(*verb, env=env).code == 0, verb
    assert "Олена é 🕊" in desk.read(f"{encoding}.csv").decode()
    done = subprocess.run(
        command("verify", "list.swap", "--json"), capture_output=True, env=environment(env), check=True
    )
    assert json.loads(done.stdout.decode(encoding))["trust"][0]["name"] == name
    done = subprocess.run(
        command("open", "list.swap", *words, "-o", "-"), capture_output=True, env=environment(env), check=True
    )
    assert "Олена é 🕊".encode() in done.stdout  # a table is UTF-8, whatever the console is


def test_json_escapes_what_hides_characters(capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join(map(chr, [*range(0x20), 0x7F, 0x9B, 0x202E, 0x200B, 0xE0041])) + "Ґé"
    out_json({text: [text, {text: text}]})
    shown = capsys.readouterr().out
    assert json.loads(shown) == {text: [text, {text: text}]}
    assert not any((ord(c) < 0x20 and c != "\n") or ord(c) in (0x7F, 0x9B, 0x202E, 0x200B, 0xE0041) for c in shown)


def test_an_iterator_in_json_is_printed_as_the_array_of_its_members(capsys: pytest.CaptureFixture[str]) -> None:
    arrays: list[list[Any]] = [[], [1], [{}, {"a": []}], [["\n", {"b": ["c", None]}], "\\n", 2.5]]
    for members in arrays:
        wholes: list[Any] = [{"x": 1, "found": members, "y": {"z": {}}}, {"in": {"found": members}}, members]
        for whole in wholes:
            out_json(whole)
            shown = capsys.readouterr().out
            out_json(_streamed(whole, members))
            assert capsys.readouterr().out == shown == json.dumps(whole, indent=1) + "\n"


def _streamed(value: Any, members: list[Any]) -> Any:
    if value is members:
        return iter(members)
    return {name: _streamed(one, members) for name, one in value.items()} if isinstance(value, dict) else value


# --- pipes and closed streams ---------------------------------------------------------------------------------------

closes = pytest.mark.skipif(sys.platform == "win32", reason="streams are closed otherwise here")


@pytest.fixture
def failing(north: Desk) -> Desk:
    """Return a desk with a file that does not verify, on which the report is long."""
    north.commit(table="id\n" + "".join(f"{i}\n" for i in range(3000)))
    north.write("bad.swap", north.read("list.swap") + b"\xa0")
    return north


def shell(line: str) -> "subprocess.CompletedProcess[bytes]":
    program = Path("swapproto.sh")
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m swapproto "$@"\n')
    program.chmod(0o755)
    return subprocess.run(["sh", "-c", line], capture_output=True, env=environment(), timeout=60, check=False)


@closes
@pytest.mark.parametrize(
    "words",
    ["verify bad.swap", "verify bad.swap --json", "inspect bad.swap", "--help", "commit --help", "trust --list"],
)
def test_a_closed_pipe_ends_without_a_traceback_or_a_verdict(failing: Desk, words: str) -> None:
    done = shell(f"{{ ./swapproto.sh {words}; echo $? >code; }} | true")
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert failing.read("code").strip() in (b"141", b"1" if "bad" in words else b"0")
    done = shell("{ ./swapproto.sh open list.swap -k North.swapkey -o -; echo $? >code; } | head -n 1")
    assert done.stdout == b"id\r\n"
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@closes
def test_closed_streams_end_without_a_traceback(failing: Desk) -> None:
    for line, code in (
        ("verify bad.swap >&-", 1),
        ("verify bad.swap --json >&-", 1),
        ("verify bad.swap 2>&-", 1),
        ("verify list.swap </dev/null", 0),
        ("verify - <&-", 2),
        ("open list.swap -k North.swapkey -o - >&-", 2),
        ("open list.swap -k North.swapkey -o x.csv 2>&-", 0),
        ("commit - -k North.swapkey --yes -o y.swap <&-", 2),
        ("commit list.csv -k North.swapkey -o y.swap <&- >&- 2>&-", 2),
    ):
        done = shell(f"./swapproto.sh {line}")
        assert done.returncode == code, (line, done)
        assert b"Traceback" not in done.stderr, line
        assert b"Exception ignored" not in done.stderr, line
    assert b"swapproto" not in shell("./swapproto.sh verify nowhere.swap 2>&-").stdout  # errors are not results


@closes
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_a_result_that_could_not_be_written_is_a_failure(failing: Desk) -> None:
    for words in (
        "verify list.swap",
        "verify list.swap --json",
        "trust --list",
        "open list.swap -k North.swapkey -o -",
    ):
        done = shell(f"./swapproto.sh {words} >/dev/full")
        assert done.returncode == 2, words
        assert b"Traceback" not in done.stderr
        assert b"Exception ignored" not in done.stderr
        assert b"No space left" in done.stderr


def test_a_pipe_shows_no_colours(failing: Desk) -> None:
    for words in (["verify", "bad.swap"], ["inspect", "bad.swap"], ["commit", "--help"], ["trust", "--list"]):
        assert "\x1b" not in failing.process(*words, env={"FORCE_COLOR": "1", "TERM": "xterm"}).all


@pytest.mark.parametrize(
    ("typed", "confirmed"),
    [
        (["yes"], True),
        (["Y", "YES"], True),
        (["y", "y"], False),
        (["\u0442\u0430\u043a"], True),
        (["\u0414\u0430"], True),
        (["yse", "yes"], True),
        (["yse", "yse"], False),
        (["no"], False),
        ([""], False),
        (["\ufffd\ufffd", "no"], False),
    ],
)
def test_a_confirmation_takes_the_whole_word_yes_in_three_languages_and_asks_once_again(
    monkeypatch: pytest.MonkeyPatch, typed: list[str], confirmed: bool
) -> None:
    answers = iter(typed)
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    monkeypatch.setattr(terminal, "ask", answer)
    if confirmed:
        terminal.confirm("a statement", yes=False)
    else:
        with pytest.raises(InputError) as caught:
            terminal.confirm("a statement", yes=False)
        assert caught.value.code == "not-confirmed"
    assert not list(answers)
    assert asked[0] == "Sign this? Type yes: "
    assert all("to stop, press Enter" in question for question in asked[1:])
