"""The sections of verbs in the command line's page, written from the verbs themselves.

``python -m tests.docs.verbs`` regenerates them.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from swapproto.cli.parser import Parser, build, options_of
from swapproto.cli.verbs import VERBS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
BEGIN, END = "<!-- verbs: begin -->\n", "<!-- verbs: end -->\n"


def tables() -> str:
    """Return a section for each verb: what it does, its options, and its examples."""
    return "\n".join(_section(name, build(name)) for name in VERBS)


def _section(name: str, parser: Parser) -> str:
    rows = (f"| {_cell(', '.join(f'`{word}`' for word in words))} | {_cell(note)} |" for words, note in rows_of(parser))
    about = (parser.description or "").replace(". ", ".\n")
    examples = "\n".join(parser.examples)
    return f"## `{name}`\n\n{about}\n\n| | |\n|---|---|\n" + "\n".join(rows) + f"\n\n```sh\n{examples}\n```\n"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def rows_of(parser: argparse.ArgumentParser) -> Iterator[tuple[list[str], str]]:
    """Yield each argument and option of a verb as it is typed, and what it is for, but those that every verb has."""
    groups = parser._mutually_exclusive_groups
    one_of = {action for group in groups if group.required for action in group._group_actions}
    for action in options_of(parser):
        if action.dest == "quiet":
            continue
        needed = "needed" if action.required and action.option_strings else ""
        needed = "one of these is needed" if action in one_of else needed
        typed = [_typed(action, option) for option in action.option_strings or [""]]
        yield typed, "; ".join(filter(None, (action.help, needed)))


def _typed(action: argparse.Action, option: str) -> str:
    what = action.metavar if isinstance(action.metavar, str) else ""
    if not option:
        return what + {"+": " ...", "*": " ..."}.get(str(action.nargs), "")
    return option if action.nargs == 0 else f"{option} {what}"


def written() -> str:
    """Return the sections that are in the page."""
    return PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


if __name__ == "__main__":
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + "\n" + tables() + "\n" + END + rest.partition(END)[2], "utf-8")
