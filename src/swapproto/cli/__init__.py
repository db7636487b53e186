"""The command line: ``main`` runs one verb, and turns every error into a line and an exit code."""

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress

from ..errors import EXITS, SwapError

INTERRUPTED, PIPE_CLOSED = 130, 141  # what a shell reports for SIGINT and SIGPIPE
COLLECTED_AFTER = 50_000
"""After how many new containers Python looks for garbage. By default it does so after 700, and then at all that
imports made: half of the time that a hostile entry of many arrays took."""


class Stopped(SwapError):
    """An error after files were assessed. Its exit code is the verdict on them, where that is the worse one."""

    def __init__(self, error: SwapError, exit_code: int) -> None:
        super().__init__(error.code, str(error))
        self.exit_code = exit_code


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: spec 12.1, step 9; 130 after Ctrl-C, 141 if its output is not read."""
    from .disk import files
    from .screen import terminal

    files.start()
    terminal.prepare_streams()
    if argv is None:
        terminal.interrupt_on_signals()
        terminal.leave_no_core()
        gc.set_threshold(COLLECTED_AFTER)
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        code = _run(words)
        terminal.flush()
        return code
    except SwapError as error:
        return _fail(exit_code(error), terminal.brief(str(error)), words, error)
    except KeyboardInterrupt:
        return _fail(INTERRUPTED, "interrupted; files that existed before are unchanged", words)
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: no verdict arrived, so none is given, not even 0
        return PIPE_CLOSED
    except OSError as error:
        sys.stdout = None  # or writing what is buffered would fail again at exit
        why = terminal.clean(error.strerror or str(error))
        return _fail(2, f"this could not be read or written: {why}", words)
    except MemoryError:
        return _fail(2, "there is not enough memory for this", words)


def _fail(code: int, message: str, words: Sequence[str], error: SwapError | None = None) -> int:
    """Show why a command failed, to people and, with ``--json``, to programs. Return its exit code. Spec 12.6."""
    from .screen import terminal

    hints = [terminal.clean(hint) for hint in getattr(error, "__notes__", ())]
    terminal.warn(f"swapproto: {message}" + ("" if error is None else f" [{error.code}]"))
    for hint in hints:
        terminal.warn(f"  {hint}")
    if any(word.partition("=")[0] == "--json" for word in words) and sys.stdout is not None:
        why = {"code": None if error is None else error.code, "message": message, "hints": hints}
        with suppress(OSError):
            terminal.out_json({"ok": False, "exit": code, "error": why})
            terminal.flush()
    return code


def _run(argv: list[str]) -> int:
    from . import parser, verbs
    from .screen import terminal

    if argv[:1] == ["--completion"] and len(argv) == 2:
        from .completion import script  # which asks the parser of every verb

        print(script(argv[1]), end="")
        return 0
    terminal.be_quiet(False)
    try:
        name, options = parser.parse(argv)
    except SystemExit as done:  # after help
        return int(done.code or 0)
    terminal.be_quiet(options.quiet)
    return verbs.load(name).run(options)


def exit_code(error: SwapError) -> int:
    """Return the exit code of a command that ends with this error."""
    return error.exit_code if isinstance(error, Stopped) else EXITS[error.code]
