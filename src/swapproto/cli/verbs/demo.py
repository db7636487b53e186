"""The verb ``demo``: the main job from end to end."""

import argparse
import os
import shlex
import sys
from pathlib import Path

from ...demo import story
from ...errors import InputError
from .. import INTERRUPTED, PIPE_CLOSED, main
from ..terminal import bold, out

EXAMPLES = ("swapproto demo", "swapproto demo /tmp/swapproto-demo")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("folder", metavar="DIR", nargs="?", default="swapproto-demo", help="where to leave its files")


def run(options: argparse.Namespace) -> int:
    """Run the whole of it with two made-up lists of 1000 people, saying what each step proves."""
    folder = Path(options.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("file", f"{folder}: {error.strerror}") from None
    if any(folder.iterdir()):
        raise InputError("file", f"{folder}: not empty; the demonstration needs a folder of its own")
    before = Path.cwd()
    os.chdir(folder)
    try:
        story.play(_Stage())
    finally:
        os.chdir(before)
    out(bold(f"\nEverything above is in {folder}{os.sep}: look at it with swapproto inspect, verify, open."))
    return 0


class _Stage:
    """The terminal, and the commands as a user types them."""

    def title(self, text: str) -> None:
        out(bold(f"\n== {text} =="))

    def show(self, text: str) -> None:
        out(text)

    def run(self, command: str, expect: int) -> None:
        out(f"\n$ swapproto {command}")
        sys.stdout.flush()
        stderr, sys.stderr = sys.stderr, sys.stdout  # so that results and messages keep their order
        try:
            code = main(shlex.split(command))
        finally:
            sys.stderr = stderr
        if code in (INTERRUPTED, PIPE_CLOSED):
            raise KeyboardInterrupt if code == INTERRUPTED else BrokenPipeError
        if code != expect:
            raise AssertionError(f"it ended with {code}, expected {expect}")
