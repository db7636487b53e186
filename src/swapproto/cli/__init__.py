"""The command line: ``main`` finds the verb, runs it, and turns whatever goes wrong into a line and an exit code."""

import sys
from collections.abc import Sequence

from ..errors import EXITS, SwapError

INTERRUPTED, UNHEARD = 130, 141  # as a shell has it for what SIGINT and SIGPIPE ended


class Stopped(SwapError):
    """A verb cannot go on, and an assessment says with which exit code: what files prove outranks what they lack."""

    def __init__(self, error: SwapError, exit_code: int) -> None:
        super().__init__(error.code, str(error))
        self.exit_code = exit_code


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. The exit codes are those of spec 12.1, step 9; 130 after Ctrl-C, 141 if nobody reads."""
    from . import terminal

    terminal.prepare_streams()
    if argv is None:
        terminal.heed_signals()
    try:
        code = _run(sys.argv[1:] if argv is None else list(argv))
        terminal.flush()
        return code
    except SwapError as error:
        terminal.say(f"swapproto: {terminal.brief(str(error))} [{error.code}]")
        for note in getattr(error, "__notes__", ()):
            terminal.say(f"  {terminal.clean(note)}")
        return exit_code(error)
    except KeyboardInterrupt:
        terminal.say("swapproto: interrupted; what was there before is unchanged")
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # whoever read from us has gone: no verdict was heard, so none is given, not even 0
        return UNHEARD
    except OSError as error:
        sys.stdout = None  # or what is left for it would fail again at the end
        terminal.say(f"swapproto: this could not be read or written: {terminal.clean(error.strerror or str(error))}")
        return 2
    except MemoryError:
        terminal.say("swapproto: there is not enough memory for this")
        return 2


def _run(argv: list[str]) -> int:
    from . import arguments

    try:
        options = arguments.parse(argv)
    except SystemExit as done:  # after help
        return int(done.code or 0)
    return arguments.verb(options.verb)(options)


def exit_code(error: SwapError) -> int:
    """Return the exit code of a command that ends with this error."""
    return error.exit_code if isinstance(error, Stopped) else EXITS[error.code]
