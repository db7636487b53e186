"""The man page, written from the verbs themselves. ``python -m tests.docs.man_page`` regenerates it."""

import textwrap
from pathlib import Path

from swapproto.cli.parser import build
from swapproto.cli.verbs import VERBS
from tests.docs.verbs import rows_of

PAGE = Path(__file__).parents[2] / "docs" / "man" / "swapproto.1"

_BEFORE = """\
.TH SWAPPROTO 1
.SH NAME
swapproto \\- commit to a list, seal it, prove it later
.SH SYNOPSIS
.B swapproto
.I VERB
\\&...
.SH DESCRIPTION
Two sides that do not trust each other exchange lists: signed, sealed, committed to, and revealed later.
What a file proves, anyone can verify with the file and the signer's fingerprint alone.
.PP
Results go to standard output, everything else to standard error.
With \\fB\\-\\-quiet\\fR, or \\fB\\-q\\fR, any verb shows results, questions, warnings and errors, and nothing else.
Nothing is overwritten without \\fB\\-\\-force\\fR, and nothing is signed before it was shown and confirmed.
"""
_AFTER = """\
.SH EXIT STATUS
.TP
.B 0
verified
.TP
.B 1
does not verify: something is altered, forged or does not match
.TP
.B 2
cannot be done as asked
.TP
.B 3
nothing is shown to be wrong, but a key is not pinned or something required is not proven
.TP
.B 4
a contradiction is proven against a pinned party
.TP
.B 130
interrupted
.TP
.B 141
the output was not read
.SH ENVIRONMENT
.TP
.B SWAPPROTO_TRUST
the folder of pinned cards, instead of \\fIswapproto/trust\\fR in the user's configuration folder
.TP
.B NO_COLOR
turns off bold text and colours
.TP
.B COLUMNS
the width of the window, in place of what it says itself
"""


def page() -> str:
    """Return the man page: a section for each verb, between what holds for all of them."""
    return _BEFORE + ".SH VERBS\n" + "".join(map(_section, VERBS)) + _AFTER


def _section(name: str) -> str:
    parser = build(name)
    lines = [f".SS {name}", *textwrap.wrap(_escaped(parser.description or ""), 100)]
    for words, note in rows_of(parser):
        lines += [".TP", ", ".join(f"\\fB{_escaped(word)}\\fR" for word in words), _escaped(note)]
    lines += [".PP", ".nf", *map(_escaped, parser.examples), ".fi"]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
