"""The verb ``verifier``: the page that anyone with a browser can verify with."""

import argparse

from ...report import bundle
from .. import outputs
from ..arguments import add_output
from ..disk import writing
from ..screen.terminal import say

EXAMPLES = (
    "swapproto verifier -o verifier.html",
    "swapproto verifier -o verifier.html --force",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_output(parser, "VERIFIER.html")


def run(options: argparse.Namespace) -> int:
    """Write a page that verifies files in any browser, offline, and print its SHA-256. It shares no code with this
    program, needs no network, and takes no keys. Whoever gets it can compare the digest with the documentation."""
    outputs.check(options)
    page = bundle.verifier()
    writing.write(options.output, page, force=options.force)
    say(f"{writing.shown(options.output)}: SHA-256 {bundle.digest(page)}")
    return 0
