"""The command line: ``main`` finds the verb, runs it, and turns whatever goes wrong into a line and an exit code."""

import sys
from collections.abc import Sequence

from ..errors import SwapError

_NOT_DONE = frozenset(
    {
        "usage",
        "file",
        "table",
        "schema-invalid",
        "key-exposed",
        "key-file-malformed",
        "passphrase-wrong",
        "pin-conflict",
        "fork-refused",
        "not-confirmed",
    }
)
_NOT_ENOUGH = frozenset(["signer-not-pinned", "signer-unknown", "reader-not-found", "commitment-missing"])
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. The exit codes are those of spec 12.1, step 9; 130 after Ctrl-C."""
    from . import arguments, terminal

    terminal.prepare_streams()
    try:
        options = arguments.parse(sys.argv[1:] if argv is None else list(argv))
        return arguments.verb(options.verb)(options)
    except SwapError as error:
        terminal.say(f"swapproto: {terminal.clean(str(error))} [{error.code}]")
        return exit_code(error)
    except KeyboardInterrupt:
        terminal.say("swapproto: interrupted; what was there before is unchanged")
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # whoever read from us has gone; nothing is left to say
        return 0
    except MemoryError:
        terminal.say("swapproto: there is not enough memory for this")
        return 2


def exit_code(error: SwapError) -> int:
    """2 where the command could not be carried out, 3 where more is needed, 1 where something does not verify."""
    if error.code in _NOT_DONE:
        return 2
    return 3 if error.code in _NOT_ENOUGH else 1
