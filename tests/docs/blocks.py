"""The commands and programs in a page, run as they stand there, on a terminal as a person would type them.

A ``console`` block holds ``$ commands`` (continued by ``> ``) and what they print; ``...`` in it stands for anything. A
command that fails has to be followed by ``$ echo $?``. A block with a caption is a file of that name, and a
``{csv-table}`` is what somebody types in a spreadsheet program, into the workbook that it is titled by. The ``python``
blocks of a page are one program, and a ``text`` block right after one is what it prints.
"""

import csv
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook

SECONDS = 60
_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>\S*) *(?P<title>[^\n]*)\n(?P<text>.*?)^(?P=fence)[ ]*$", re.DOTALL | re.MULTILINE
)
_CAPTION = re.compile(r":caption: (\S+)\n\n?")

Answer = Callable[["re.Match[str]", str], str]
"""What is typed at a prompt: from the prompt as it matched, and the command that asks."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its kind, the name of the file that it is about, if any, its text, and where it begins."""

    kind: str
    name: str
    text: str
    line: int


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in _FENCE.finditer(page):
        text, line = found["text"], page.count("\n", 0, found.start()) + 1
        caption = _CAPTION.match(text)
        name = caption[1] if caption else found["title"] if found["kind"] == "{csv-table}" else ""
        yield Block(found["kind"], name, text[caption.end() :] if caption else text, line)


@dataclass(slots=True)
class Terminal:
    """A shell in ``folder`` with its own pins; ``answers`` are what its user types, by the prompt."""

    folder: Path
    tools: Path
    answers: Mapping[str, Answer] = field(default_factory=dict)
    status: int = 0

    def __post_init__(self) -> None:
        self.tools.mkdir(exist_ok=True)
        for name, arguments in (("swapproto", "-m swapproto "), ("python", "")):
            tool = self.tools / name
            tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments}"$@"\n', encoding="utf-8")
            tool.chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "PATH": os.pathsep.join((str(self.tools), os.environ.get("PATH", ""))),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "PYTHONUTF8": "1",
            "HOME": str(self.tools),
            "XDG_CONFIG_HOME": str(self.tools / "config"),
            "SWAPPROTO_TRUST": str(self.tools / "pins"),
            "NO_COLOR": "1",
            "TERM": "dumb",
        }

    def run(self, command: str) -> str:
        """What a command prints on a terminal; ``status`` is then how it ended."""
        if sys.platform == "win32":
            raise NotImplementedError("the pages speak to a Unix shell")
        import pty

        ours, its = pty.openpty()
        shell = subprocess.Popen(
            ["bash", "-c", f"(exit {self.status}); {command}"],
            cwd=self.folder,
            env=self.environment,
            stdin=its,
            stdout=its,
            stderr=its,
            start_new_session=True,
        )
        os.close(its)
        try:
            printed = self._converse(ours, command)
            self.status = shell.wait(SECONDS)
        finally:
            shell.kill()
            shell.wait()
            os.close(ours)
        return printed

    def _converse(self, terminal: int, command: str) -> str:
        printed, answered, until = b"", 0, time.monotonic() + SECONDS
        while time.monotonic() < until:
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                data = os.read(terminal, 65_536)
            except OSError:  # how Linux says that the other end is closed
                data = b""
            if not data:
                return _as_seen(printed.decode())
            printed += data
            if answer := self._answer(printed[answered:].decode(errors="replace"), command):
                answered = len(printed)
                os.write(terminal, answer.encode() + b"\n")
        raise AssertionError(f"{command}: no end within {SECONDS} s; so far: {printed.decode(errors='replace')}")

    def _answer(self, printed: str, command: str) -> str | None:
        for prompt, answer in self.answers.items():
            if asked := re.search(prompt + r"\Z", printed):
                return answer(asked, command)
        return None


def _as_seen(printed: str) -> str:
    """Without what was overwritten: a progress bar is gone when its work is done."""
    return re.sub(r"[^\n]*\r", "", printed.replace("\r\n", "\n"))


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a ``console`` block, and what stands under it."""
    for piece in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        first, *rest = piece.splitlines()
        more = 0
        while more < len(rest) and rest[more].startswith("> "):
            more += 1
        yield "\n".join([first, *(line[2:] for line in rest[:more])]), "\n".join(rest[more:])


def agrees(expected: str, printed: str) -> bool:
    """Whether a page shows what was printed: ``...`` stands for anything, and nothing at all promises nothing."""
    if not expected.strip():
        return True
    pattern = r".*?".join(re.escape(part) for part in _trimmed(expected).split("..."))
    return re.fullmatch(pattern, _trimmed(printed), re.DOTALL) is not None


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def run_page(page: str, terminal: Terminal) -> list[str]:
    """Run a page's blocks in order; what does not hold, in words. Nothing is left out but blocks of other kinds."""
    wrong: list[str] = []
    program: list[str] = []
    expected: list[tuple[int, str]] = []
    found = list(blocks(page))
    for before, block in zip([None, *found], found, strict=False):
        if block.kind == "{csv-table}":
            type_into(terminal.folder / block.name, block.text)
        elif block.name:
            (terminal.folder / block.name).write_text(block.text, encoding="utf-8")
        elif block.kind == "console":
            wrong += _run_console(block, terminal)
        elif block.kind == "python":
            program.append(block.text + f"print({_MARK!r}, flush=True)\n")
            expected.append((block.line, ""))
        elif block.kind == "text" and before is not None and before.kind == "python":
            expected[-1] = (block.line, block.text)
    return wrong + (list(_run_python(program, expected, terminal)) if program else [])


def type_into(workbook: Path, table: str) -> None:
    """Type each text of a table into its cell of a workbook's first sheet, and delete rows, as a person would."""
    book = load_workbook(workbook)
    sheet = book.worksheets[0]
    deleted = []
    for where, text, _ in csv.reader(line for line in table.splitlines() if line and not line.startswith(":")):
        if text == "delete":
            deleted.append(int(where.removeprefix("row ")))
        else:
            sheet[where].value = text
    for row in sorted(deleted, reverse=True):
        sheet.delete_rows(row)
    book.save(workbook)


_MARK = "--- the next block ---"


def _run_console(block: Block, terminal: Terminal) -> Iterable[str]:
    found = list(commands(block.text))
    if not found:
        yield f"line {block.line}: a console block without a command"
    for (command, expected), (following, _) in zip(found, [*found[1:], ("", "")], strict=True):
        printed = terminal.run(command)
        if terminal.status != 0 and following != "echo $?":
            yield f"line {block.line}: {command!r} ended with {terminal.status}: {printed}"
        if not agrees(expected, printed):
            yield f"line {block.line}: {command!r} printed\n{printed}\nand not\n{expected}"


def _run_python(program: list[str], expected: list[tuple[int, str]], terminal: Terminal) -> Iterable[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "".join(program)],
        cwd=terminal.folder,
        env=terminal.environment,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        yield f"the page's program ended with {done.returncode}: {done.stderr}"
        return
    for (line, text), printed in zip(expected, done.stdout.split(_MARK), strict=False):
        if not agrees(text, printed):
            yield f"line {line}: the program printed\n{printed}\nand not\n{text}"
