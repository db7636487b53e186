"""The verb ``demo``: the main job from end to end."""

import argparse
import io
import os
import shlex
import sys
from pathlib import Path

from ...demo import story
from ...errors import InputError
from .. import INTERRUPTED, PIPE_CLOSED, main
from ..screen.terminal import bold, out

EXAMPLES = ("swapproto demo", "swapproto demo /tmp/swapproto-demo")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("folder", metavar="DIR", nargs="?", default="swapproto-demo", help="where to leave its files")


def run(options: argparse.Namespace) -> int:
    """Run an exchange of two made-up lists of 1000 people until it is settled, and three that go wrong, saying what
    each step proves. What each command prints in full is in DIR/output."""
    folder = Path(options.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("file", f"{folder}: {error.strerror}") from None
    if any(folder.iterdir()):
        raise InputError("file", f"{folder}: not empty; the demonstration needs a folder of its own")
    before, pins = Path.cwd(), os.environ.get("SWAPPROTO_TRUST")
    os.chdir(folder)
    os.environ["SWAPPROTO_TRUST"] = "pins"
    try:
        story.play(_Stage())
    finally:
        os.chdir(before)
        os.environ.pop("SWAPPROTO_TRUST")
        if pins is not None:
            os.environ["SWAPPROTO_TRUST"] = pins
    out(bold(f"\nEverything above is in {folder}{os.sep}: look at it with swapproto inspect, verify, open."))
    return 0


class _Stage:
    """The terminal, and the commands as a user types them."""

    def title(self, text: str) -> None:
        out(bold(f"\n== {text} =="))

    def show(self, text: str) -> None:
        out(text)
        sys.stdout.flush()

    def run(self, command: str, expect: int) -> str:
        streams, printed = (sys.stdout, sys.stderr), io.StringIO()
        sys.stdout = sys.stderr = printed  # one after the other, so that results and messages keep their order
        try:
            code = main(shlex.split(command))
        finally:
            sys.stdout, sys.stderr = streams
        if code in (INTERRUPTED, PIPE_CLOSED):
            raise KeyboardInterrupt if code == INTERRUPTED else BrokenPipeError
        if code != expect:
            raise AssertionError(f"{command}: it ended with {code}, expected {expect}: {printed.getvalue()}")
        return printed.getvalue()
