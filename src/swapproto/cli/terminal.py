"""What people see and type: words to stderr, data to stdout, and nothing that another party wrote unfiltered."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from ..errors import InputError
from ..text import HIDING

_BAR, _LONG = 20, 280


def clean(text: str) -> str:
    """Text from others, made safe for a terminal: no control, invisible or reordering characters."""
    return HIDING.sub("\N{REPLACEMENT CHARACTER}", text)


def brief(text: str) -> str:
    """As :func:`clean`, and no longer than two or three lines, whatever was quoted in it."""
    text = clean(text)
    return text if len(text) <= _LONG else f"{text[: _LONG - 100]} ... {text[-80:]}"


def as_json(value: Any) -> str:
    """JSON for people and programs; what hides or reorders text is escaped, so that a terminal shows it harmlessly."""
    import json  # here, and below: not every command needs it, and loading it takes a while

    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("_", "-") in ("utf-8", "utf8")
    text = json.dumps(value, ensure_ascii=not unicode, indent=1)
    return "\n".join(HIDING.sub(lambda found: json.dumps(found[0])[1:-1], line) for line in text.split("\n"))


def prepare_streams() -> None:
    """Whatever the console's encoding is, a name in another script is no reason to fail."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)


def heed_signals() -> None:
    """A closed window or a shutdown is an interruption like Ctrl-C: what is half written is cleared away."""
    import signal

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
            signal.signal(getattr(signal, name), signal.default_int_handler)


def flush() -> None:
    """See that the result arrived. Raises :class:`OSError` if it did not."""
    if sys.stdout is not None:
        sys.stdout.flush()


def say(text: str = "") -> None:
    """A line for people, on stderr, if there is one: a result never hangs on it."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(text, file=sys.stderr, flush=True)


def out(text: str = "") -> None:
    """A line of the result, on stdout."""
    print(text)


def bold(text: str) -> str:
    """``text`` in bold on a terminal that shows colours, as it is elsewhere. ``NO_COLOR`` is heard."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if sys.stdout is not None and sys.stdout.isatty() and not plain:
        return f"\x1b[1m{text}\x1b[0m"
    return text


def is_interactive() -> bool:
    """Whether somebody can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask(question: str) -> str:
    """The answer that is typed. Only where :func:`is_interactive`."""
    print(question, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise InputError("not-confirmed", "no answer was given")
    return answer.strip()


def confirm(statement: str, *, yes: bool) -> None:
    """Show what is about to be signed, and go on only if it is meant. Raises ``not-confirmed``."""
    say(statement)
    if yes:
        return
    if not is_interactive():
        raise InputError("not-confirmed", "nothing was signed: confirm on a terminal, or add --yes in a script")
    if ask("Sign this? Type yes: ").lower() != "yes":
        raise InputError("not-confirmed", "nothing was signed")


@contextmanager
def working(what: str) -> Iterator[None]:
    """A moving bar on a terminal while something takes longer than a second."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    import threading

    done = threading.Event()

    def draw() -> None:
        started = time.monotonic()
        if done.wait(1):
            return
        step = 0
        while not done.wait(0.1):
            place = abs(_BAR - step % (2 * _BAR))
            bar = "".join("=" if abs(i - place) < 2 else " " for i in range(_BAR + 1))
            print(f"\r{what} [{bar}] {time.monotonic() - started:.0f} s ", end="", file=sys.stderr, flush=True)
            step += 1
        print("\r" + " " * (len(what) + _BAR + 14) + "\r", end="", file=sys.stderr, flush=True)

    thread = threading.Thread(target=draw, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
