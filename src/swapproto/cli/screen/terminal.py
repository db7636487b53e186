"""The terminal: what people see and type.

- Results go to stdout, messages to people go to stderr.
- Text that another party wrote passes through :func:`clean` before it is shown.
- A question is asked only where somebody can answer it; scripts are refused instead.
- Colours and moving bars appear only on a terminal, and NO_COLOR turns colours off.
- Lines are fitted to the window of a terminal; in a pipe or a file they are as long as they are.
- With ``--quiet`` people see results, questions, warnings and errors, and nothing else.
"""

import io
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from ...errors import InputError
from ...progress import Progress, nobody
from ...text import HIDING
from . import layout

_BAR, _ROOM, _MAX_BRIEF, _MAX_NAME = 20, 70, 280, 160
_TOLD_FROM = 0.05  # of the work: before that, how long the rest takes is a mere guess
_quiet = False


def be_quiet(quiet: bool) -> None:
    """Show people only results, questions, warnings and errors from now on, or all again."""
    global _quiet  # noqa: PLW0603  # of the process, as the streams are
    _quiet = quiet


def clean(text: str) -> str:
    """Return text without control, invisible and reordering characters, so that a terminal shows all of it."""
    return HIDING.sub("\N{REPLACEMENT CHARACTER}", text)


def clean_name(name: str) -> str:
    """Return the name of a file for one line of a report: cleaned, without runs of spaces, the middle left out."""
    text = " ".join(clean(name).split())
    return text if len(text) <= _MAX_NAME else f"{text[: _MAX_NAME // 2]}...{text[-_MAX_NAME // 2 :]}"


def brief(text: str) -> str:
    """As :func:`clean`, and shortened to two or three lines."""
    text = clean(text)
    return text if len(text) <= _MAX_BRIEF else f"{text[: _MAX_BRIEF - 100]} ... {text[-80:]}"


def out_json(value: Any) -> None:
    """Print JSON on stdout, piece by piece, in which what hides or reorders text is escaped: a terminal shows it
    harmlessly. A member of an object that is an iterator is an array, whose members are made as they are printed."""
    import json  # here, and below: not every command needs it, and importing it takes a while

    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("_", "-") in ("utf-8", "utf8")
    for piece in _pieces(value, json.JSONEncoder(ensure_ascii=not unicode, indent=1).iterencode):
        print("\n".join(HIDING.sub(_escaped, line) for line in piece.split("\n")), end="")
    print()


def _pieces(value: Any, pieces_of: Callable[[Any], Iterator[str]]) -> Iterator[str]:
    """Yield the pieces of a value in JSON, its lines indented by one space for each level."""
    if isinstance(value, dict) and value:
        for number, (name, member) in enumerate(value.items()):
            yield f"{',' if number else '{'}\n {''.join(pieces_of(name))}: "
            yield from (piece.replace("\n", "\n ") for piece in _pieces(member, pieces_of))
        yield "\n}"
    elif isinstance(value, Iterator):
        number = -1
        for number, member in enumerate(value):
            yield "," if number else "["
            yield "".join(pieces_of([member]))[1:-2]
        yield "[]" if number < 0 else "\n]"
    else:
        yield from pieces_of(value)


def _escaped(found: re.Match[str]) -> str:
    import json

    return json.dumps(found[0])[1:-1]


def prepare_streams() -> None:
    """Replace what the console's encoding lacks: a name in another script is no reason to fail.

    Where Python was told not to buffer, a write to a disk that is nearly full would write a part, and say nothing.
    """
    if sys.stdout is not None and isinstance(getattr(sys.stdout, "buffer", None), io.RawIOBase):
        number, encoding = sys.stdout.fileno(), sys.stdout.encoding
        sys.stdout = open(number, "w", encoding=encoding, buffering=1, closefd=False)  # noqa: SIM115  # to the end
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)


def interrupt_on_signals() -> None:
    """Treat a closed window or a shutdown as Ctrl-C, so that half-written files are removed."""
    import signal

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
            signal.signal(getattr(signal, name), signal.default_int_handler)


def leave_no_core() -> None:
    """Let no crash write the memory, with the key and the entries in it, to a file."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def flush() -> None:
    """Write what is buffered. Raise :class:`OSError` if the result could not be written."""
    if sys.stdout is not None:
        sys.stdout.flush()


def warn(text: str = "") -> None:
    """Show people lines, cleaned, on stderr. Without stderr nothing happens: no result depends on it."""
    if sys.stderr is not None:
        lines = "\n".join(map(clean, text.split("\n")))
        with suppress(OSError):
            print(layout.fitted(lines, _columns(sys.stderr)), file=sys.stderr, flush=True)


def paragraph(text: str) -> str:
    """Return a text of several sentences in lines for :func:`warn`."""
    return layout.paragraph(text, _columns(sys.stderr))


def say(text: str = "") -> None:
    """As :func:`warn`, for what was done and what comes next: not with ``--quiet``."""
    if not _quiet:
        warn(text)


def note(text: str) -> None:
    """Show people what they may not expect, and need not act on at once: not with ``--quiet``."""
    say(f"note: {text}")


def out(text: str = "") -> None:
    """Print a line of the result, on stdout."""
    print(layout.fitted(text, _columns(sys.stdout)))


def _columns(stream: TextIO | None) -> int | None:
    """Return the columns that lines are fitted to, or None for a pipe, a file or a terminal that only passes on."""
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return None
    return layout.window(stream)


_GREEN, _RED, _YELLOW, _ALARM = "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[37;41m"
_COLOURS = {0: _GREEN, 1: _RED, 2: _RED, 3: _YELLOW, 4: _ALARM}


def bold(text: str) -> str:
    """Return ``text`` in bold on a terminal that shows colours, and as it is elsewhere."""
    return f"\x1b[1m{text}\x1b[0m" if _shows_colours() else text


def headline(text: str, exit_code: int) -> str:
    """Return the first line of a verdict: in bold, and in the colour of its exit code where colours are shown."""
    return f"{_COLOURS[exit_code]}{bold(text)}" if _shows_colours() else text


def _shows_colours() -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout is not None and sys.stdout.isatty() and not plain


def is_interactive() -> bool:
    """Return whether somebody can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask(question: str) -> str:
    """Return the answer that is typed. Only where :func:`is_interactive`."""
    print(question, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise InputError("not-confirmed", "no answer was given")
    return answer.strip()


_YES, _NO = ("yes", "так", "да"), ("no", "n", "ні", "нет", "")


def confirm(statement: str, *, yes: bool, question: str = "Sign this?", otherwise: str = "nothing was signed") -> None:
    """Show what is about to be done, and return only if the user confirms it. Raise ``not-confirmed``.

    Only the whole word confirms, since much of it cannot be taken back: y alone is a slip of the finger. Such a slip is
    asked about once more, so that nothing typed before it, as a passphrase, is lost.
    """
    warn(statement)
    if yes:
        return
    if not is_interactive():
        raise InputError("not-confirmed", f"{otherwise}: confirm on a terminal, or add --yes in a script")
    for slip in ("", "That was neither yes, as a whole word, nor no; to stop, press Enter.\n"):
        answer = ask(f"{slip}{question} Type yes: ").casefold()
        if answer in _YES:
            return
        if answer in _NO:
            break
    raise InputError("not-confirmed", otherwise)


@contextmanager
def working(what: str) -> Iterator[Progress]:
    """Show a bar on a terminal while something takes longer than a second, and how far it has come.

    The work that is given the progress says how far; the bar of other work only moves.
    """
    if _quiet or sys.stderr is None or not sys.stderr.isatty():
        yield nobody
        return
    import threading

    done = threading.Event()
    so_far: list[int] = []

    def draw() -> None:
        started = time.monotonic()
        if done.wait(1):
            return
        step, line = 0, ""
        while not done.wait(0.1):
            seconds = time.monotonic() - started
            line = _line(what, *so_far, seconds=seconds) if so_far else _moving(what, step, seconds)
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
            step += 1
        print("\r" + " " * len(line) + "\r", end="", file=sys.stderr, flush=True)

    thread = threading.Thread(target=draw, daemon=True)
    thread.start()
    try:
        yield lambda steps, total: so_far.__setitem__(slice(None), (steps, total))
    finally:
        done.set()
        thread.join()


def _line(what: str, steps: int, total: int, *, seconds: float) -> str:
    share = steps / total if total else 1
    bar = ("=" * round(share * _BAR)).ljust(_BAR)
    left = f", about {seconds / share - seconds:.0f} s left" if share > _TOLD_FROM else ""
    return _on_one_line(f"{what} [{bar}] {share:4.0%}{left}")


def _moving(what: str, step: int, seconds: float) -> str:
    place = abs(_BAR - step % (2 * _BAR))
    bar = "".join("=" if abs(i - place) < 2 else " " for i in range(_BAR + 1))
    return _on_one_line(f"{what} [{bar}] {seconds:.0f} s")


def _on_one_line(text: str) -> str:
    columns = (layout.window(sys.stderr) or layout.WIDEST) - 1
    return text[:columns].ljust(min(columns, _ROOM))


def note_once(text: str) -> None:
    """Show a note, but not again in the same command."""
    if text not in _noted:
        _noted.add(text)
        note(text)


def forget_notes() -> None:
    """Begin a command, which shows each note again."""
    _noted.clear()


_noted: set[str] = set()
