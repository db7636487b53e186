"""On a terminal: passphrases, questions, confirmation, colours. A real one, by pty."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from swapproto import List
from tests.making import NAMES, make, party, reveal
from tests.stamps.authorities import Authorities

from .desk import PEOPLE, Desk, Result, command, environment, manners

if sys.platform == "win32":
    pytest.skip("there is no pty here", allow_module_level=True)

import fcntl
import termios

TAKE = "import fcntl, os, termios\nos.setsid()\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)"
SECRET = "Отой пароль"
TIME = 30


class Terminal:
    """One command on a terminal, and somebody who types."""

    def __init__(self, process: "subprocess.Popen[bytes]", master: int) -> None:
        self.process, self._master, self.screen = process, master, ""

    def _more(self, until: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0, until - time.monotonic()))
        if not ready:
            raise AssertionError(f"waited in vain; on the screen: {self.screen!r}")
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the other end is closed
            return False
        self.screen += data.decode(errors="replace")
        return bool(data)

    def answer(self, question: str, reply: str | bytes) -> "re.Match[str]":
        """Wait for the question, after what was answered so far, and type."""
        until = time.monotonic() + TIME
        while not (found := re.search(question, self.screen)):
            assert self._more(until), self.screen
        self.screen = self.screen[found.end() :]
        time.sleep(0.05)  # getpass empties the line before it reads
        os.write(self._master, reply if isinstance(reply, bytes) else reply.encode() + b"\n")
        return found

    def end(self) -> Result:
        until = time.monotonic() + TIME
        while self._more(until):
            pass
        return manners(Result(self.process.wait(TIME), self.screen, ""))


@contextmanager
def on_terminal(
    *words: object, env: dict[str, str] | None = None, columns: int = 0, before: str = ""
) -> Iterator[Terminal]:
    """Run a command on a terminal; ``columns`` are 0 for a window that does not say how wide it is."""
    master, slave = os.openpty()
    try:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24 if columns else 0, columns, 0, 0))
        process = subprocess.Popen(
            command(*words, before=f"{TAKE}\n{before}"), stdin=slave, stdout=slave, stderr=slave, env=environment(env)
        )
        os.close(slave)
        with process:
            try:
                yield Terminal(process, master)
            finally:
                process.kill()
    finally:
        os.close(master)


def test_a_passphrase_is_asked_twice_and_never_shown(desk: Desk) -> None:
    desk.write("list.csv", PEOPLE)
    with on_terminal("keygen", "North") as terminal:
        terminal.answer("Choose a passphrase: ", SECRET)
        terminal.answer("The same again: ", SECRET)
        result = terminal.end()
    assert result.code == 0
    assert SECRET not in result.out
    with on_terminal("commit", "list.csv", "-k", "North.swapkey", "--role=report", "-o", "l.swap") as terminal:
        terminal.answer("Passphrase for North.swapkey: ", SECRET)
        terminal.answer(r"fields    id, name, health(?s:.*)Sign this\? Type yes: ", "yes")
        result = terminal.end()
    assert result.code == 0
    assert SECRET not in result.out
    assert "l.swap" in desk.names()


def test_passphrases_that_differ_or_are_empty_make_no_key(desk: Desk) -> None:
    cases: list[list[str | bytes]] = [[SECRET, "another"], [""], [b"\x04"]]
    for replies in cases:
        with on_terminal("keygen", "North") as terminal:
            for question, reply in zip(("Choose a passphrase: ", "The same again: "), replies, strict=False):
                terminal.answer(question, reply)
            result = terminal.end()
        assert result.code == 2, result.out
        assert "swapproto: " in result.out
        assert desk.names() == set()


def test_nothing_but_yes_signs(north: Desk) -> None:
    north.write("list.csv", PEOPLE)
    for reply, code in ((b"\x03", 130), (b"\x04", 2), ("", 2), ("no", 2)):
        with on_terminal("commit", "list.csv", "-k", "North.swapkey", "--role=report", "-o", "l.swap") as terminal:
            terminal.answer("Type yes: ", reply)
            result = terminal.end()
        assert result.code == code, (reply, result.out)
        assert not {"l.swap", "North.journal"} & north.names()


@pytest.mark.parametrize(
    ("verb", "question"),
    [("commit", "Role: "), ("commit", "Sign this"), ("reveal", "Sign this"), ("disclose", "Disclose this")],
)
@pytest.mark.parametrize(("reply", "code"), [(b"\x03", 130), (b"\x04", 2), (b"\n", 2)], ids=["C-c", "C-d", "empty"])
def test_an_empty_answer_or_an_interruption_declines_at_once(
    north: Desk, verb: str, question: str, reply: bytes, code: int
) -> None:
    north.commit()
    before = north.names() | {"North.journal"}, north.read("North.journal")
    words = {
        "commit": ("list.csv", *(() if question == "Role: " else ("--role", "offer"))),
        "reveal": ("list.swap", "--to", "South"),
        "disclose": ("list.swap", "--entry", 1),
    }[verb]
    with on_terminal(verb, *words, "-k", "North.swapkey", "-o", "out.swap") as terminal:
        terminal.answer(question, reply)
        result = terminal.end()
    assert result.code == code, result.out
    assert (north.names(), north.read("North.journal")) == before


@pytest.mark.parametrize("slip", ["q", "y", "Yess", "ні, так", "\u0443"])
@pytest.mark.parametrize("answer", ["yes", " YES ", "Так", "ДА"])
def test_a_slip_at_the_question_loses_nothing_that_was_typed(desk: Desk, slip: str, answer: str) -> None:
    """The passphrase, which was typed before, would have to be typed again."""
    desk.secret("phrase", SECRET)
    desk.run("keygen", "North", "--passphrase-file", "phrase")
    desk.write("list.csv", PEOPLE)
    with on_terminal("commit", "list.csv", "-k", "North.swapkey", "-o", "l.swap") as terminal:
        terminal.answer("Passphrase for North.swapkey: ", SECRET)
        terminal.answer(r"offer +we will release(?s:.*)request +we ask for(?s:.*)report +we hold(?s:.*)Role: ", "ofer")
        terminal.answer(r"did you mean offer\?(?s:.*)Role: ", "offer")
        terminal.answer(r"role      offer \(we will release\)(?s:.*)Sign this\? Type yes: ", slip)
        terminal.answer(r"to stop, press Enter\.\s+Sign this\? Type yes: ", answer)
        result = terminal.end()
    assert result.code == 0, result.out
    assert "l.swap" in desk.names()


def test_two_slips_at_the_question_sign_nothing(north: Desk) -> None:
    north.write("list.csv", PEOPLE)
    with on_terminal("commit", "list.csv", "-k", "North.swapkey", "--role=report", "-o", "l.swap") as terminal:
        terminal.answer("Sign this.*: ", "yy")
        terminal.answer("to stop, press Enter(?s:.*)Type yes: ", "yy")
        result = terminal.end()
    assert result.code == 2
    assert "nothing was signed [not-confirmed]" in result.out
    assert not {"l.swap", "North.journal"} & north.names()


def test_a_person_is_disclosed_after_they_were_shown(north: Desk) -> None:
    north.commit()
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--where", "id=2", "--expect", 1, "-o", "d.swap")
    with on_terminal(*words) as terminal:
        question = r"row 2: id 2, name Petro Lelko(?s:.*)1 of 3 entries(?s:.*)cannot be taken back(?s:.*)Type yes: "
        terminal.answer(question, "yes")
        result = terminal.end()
    assert result.code == 0
    assert "d.swap" in north.names()


def compare(terminal: Terminal, groups: list[str], slips: dict[int, str]) -> list[int]:
    """Answer the questions for groups; ``slips`` are what is typed instead, by the number of the question."""
    asked: list[int] = []
    while not slips or len(asked) <= max(slips):
        until = time.monotonic() + TIME
        while not (found := re.search(r"Type group (\d+): ", terminal.screen)):
            if not terminal._more(until):
                return asked
        terminal.answer(r"Type group \d+: ", slips.get(len(asked), f" {groups[int(found[1]) - 1]} "))
        asked.append(int(found[1]))
    return asked


def test_four_groups_of_the_digits_are_asked_and_compared(desk: Desk) -> None:
    groups = desk.party("North", pin=False).split(" ")
    with on_terminal("trust", "North.swap") as terminal:
        asked = compare(terminal, groups, {})
        result = terminal.end()
    assert result.code == 0
    assert len(asked) == 4
    assert sorted(set(asked)) == asked
    assert "North" in desk.run("trust", "--list").out


@pytest.mark.parametrize("at", [0, 1, 3])
def test_one_slip_in_the_digits_is_forgiven(desk: Desk, at: int) -> None:
    groups = desk.party("North", pin=False).split(" ")
    with on_terminal("trust", "North.swap") as terminal:
        asked = compare(terminal, groups, {at: "0000x"})
        terminal.answer(r"You typed 0000x; the card has another group (\d+). Read it again.(?s:.*)do not use this", b"")
        assert not any(group in terminal.screen for group in groups)  # the program shows none of them
        asked += compare(terminal, groups, {})
        result = terminal.end()
    assert result.code == 0, result.out
    assert asked[at] == asked[at + 1]
    assert len(asked) == 5
    assert "North" in desk.run("trust", "--list").out


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, 2), (3, 4), (1, 4)])
def test_two_wrong_groups_are_refused(desk: Desk, first: int, second: int) -> None:
    """Whoever made the card would be helped by a third try."""
    groups = desk.party("North", pin=False).split(" ")
    with on_terminal("trust", "North.swap") as terminal:
        asked = compare(terminal, groups, {first: "00000x", second: "11111x"})
        result = terminal.end()
    assert result.code == 1
    assert f"group {asked[-1]} of this card is different: do not use it [card-mismatch]" in result.out
    assert desk.run("trust", "--list").out == ""


@pytest.mark.parametrize(("reply", "code"), [(b"\x03", 130), (b"\x04", 2), (b"\n", 2)], ids=["C-c", "C-d", "empty"])
def test_who_stops_comparing_pins_nobody(desk: Desk, reply: bytes, code: int) -> None:
    desk.party("North", pin=False)
    with on_terminal("trust", "North.swap") as terminal:
        terminal.answer(r"Type group \d+: ", reply)
        result = terminal.end()
    assert result.code == code
    assert desk.run("trust", "--list").out == ""


@pytest.mark.parametrize(
    ("reply", "code"), [(b"yes\n", 0), (b"no\n", 2), (b"\n", 2), (b"\x03", 130)], ids=["yes", "no", "empty", "C-c"]
)
def test_a_clock_is_shown_on_a_terminal_and_pinned_for_a_yes(
    desk: Desk, authorities: Authorities, reply: bytes, code: int
) -> None:
    desk.write("root.pem", authorities.intermediate.pem + authorities.root.pem)
    with on_terminal("trust", "root.pem", "--as", "Sundial") as terminal:
        shown = terminal.answer(r"Believe this clock, as 'Sundial'\? Type yes: ", reply).string
        result = terminal.end()
    assert result.code == code
    for one in (authorities.intermediate, authorities.root):
        assert one.certificate.digest.hex(":").upper() in shown
    assert ("Sundial" in desk.run("trust", "--list").out) == (code == 0)


def test_a_terminal_shows_colours_unless_they_are_turned_off(north: Desk) -> None:
    north.commit()
    with on_terminal("verify", "list.swap", env={"TERM": "xterm", "NO_COLOR": ""}) as terminal:
        assert "\x1b[1mVERIFIED" in terminal.end().out
    for env in ({"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}):
        with on_terminal("verify", "list.swap", env=env) as terminal:
            result = terminal.end()
        assert "VERIFIED" in result.out
        assert "\x1b" not in result.out


@pytest.mark.parametrize(
    ("words", "colour"), [(["list.swap"], 32), (["bad.swap"], 31), (["list.swap", "--require", "opened"], 33)]
)
def test_the_first_line_of_a_verdict_has_a_colour(north: Desk, words: list[str], colour: int) -> None:
    north.commit()
    north.write("bad.swap", north.read("list.swap") + b"\xa0")
    env = {"TERM": "xterm", "NO_COLOR": ""}
    with on_terminal("verify", *words, env=env) as terminal:
        first, *others = terminal.end().out.splitlines()
    assert first.startswith(f"\x1b[{colour}m\x1b[1m")
    assert not any(f"\x1b[{colour}m" in line for line in others)


WORDS_SHOWN = {
    "help": ("help", "commit"),
    "overview": ("--help",),
    "verdict": ("verify", "list.swap"),
    "confirmation": ("commit", "list.csv", "--role=offer", "--label=other", "--yes", "-kNorth.swapkey", "-ox.swap"),
}


@pytest.mark.parametrize("columns", [40, 60, 80])
@pytest.mark.parametrize("words", WORDS_SHOWN.values(), ids=WORDS_SHOWN)
@pytest.mark.parametrize("told", ["by the window", "by COLUMNS"])
def test_lines_are_broken_between_words_at_the_width_of_the_window(
    north: Desk, columns: int, words: tuple[str, ...], told: str
) -> None:
    north.commit()
    by_window = told == "by the window"
    env = {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "" if by_window else str(columns)}
    with on_terminal(*words, env=env, columns=columns if by_window else 200) as terminal:
        shown = terminal.end().out.splitlines()
    too_long = [line.strip() for line in shown if len(line) > columns]
    assert all(" " not in line or line.startswith("swapproto ") for line in too_long)
    assert max(map(len, shown)) > columns / 2


def test_the_bar_says_how_far_the_work_has_come(north: Desk) -> None:
    north.write("long.csv", "id\n" + "".join(f"{number}\n" for number in range(4000)))
    slowly = "import time\nfrom swapproto.progress import Steps\nadd = Steps.add\n"
    slowly += "def slow(self, count):\n    add(self, count)\n    time.sleep(0.5)\nSteps.add = slow"
    words = ("commit", "long.csv", "-k", "North.swapkey", "--role", "report", "--yes", "-o", "long.swap")
    with on_terminal(*words, before=slowly) as terminal:
        shown = terminal.end().out
    assert re.search(r"Sealing 4,000 entries \[=+ *\] +[1-9][0-9]?%, about [0-9]+ s left", shown)
    with on_terminal(*words, "--force", "--quiet", before=slowly) as terminal:
        assert "Sealing" not in terminal.end().out


def test_a_closed_window_leaves_no_other_file(north: Desk) -> None:
    north.commit()
    before = north.names()
    with on_terminal("open", "list.swap", "-k", "North.swapkey", "-o", "x.csv") as terminal:
        terminal.process.send_signal(signal.SIGHUP)
        terminal.end()
    assert north.names() - before <= {"x.csv"}


def test_a_table_on_a_terminal_is_cleaned(north: Desk) -> None:
    """The author of a list would set the window's title, or clear the verdict from the screen."""
    made = make(party("Wolf"), List.of("evil", NAMES, [{"id": "1", "name": "\x1b]0;owned\x07\x1b[2Jred"}]))
    north.write("evil.swap", made.author.party.card + made.both + reveal(made))
    with on_terminal("open", "evil.swap", "--from", made.author.party.fingerprint, "-o", "-") as terminal:
        result = terminal.end()
    assert result.code == 0
    assert "red" in result.out
    assert "\x1b" not in result.out
    assert "\x07" not in result.out


@pytest.mark.parametrize("verb", ["commit", "merge", "card"])
def test_artefacts_are_not_written_to_a_terminal(north: Desk, verb: str) -> None:
    """A list would be signed, and lost on the screen."""
    north.write("list.csv", PEOPLE)
    words = {
        "commit": ["list.csv", "-k", "North.swapkey", "--yes", "--role", "report"],
        "merge": ["North.swap"],
        "card": ["North.swapkey"],
    }
    with on_terminal(verb, *words[verb], "-o", "-") as terminal:
        result = terminal.end()
    assert result.code == 2
    assert "not shown on a terminal" in result.out
    assert "North.journal" not in north.names()


def test_armored_text_is_written_to_a_terminal(north: Desk) -> None:
    with on_terminal("merge", "North.swap", "--armor", "-o", "-") as terminal:
        assert "-----END SWAPPROTO-----" in terminal.end().out
