"""The tables of verbs and options in the command line's page, from what the command line really takes.

``python -m tests.docs.verbs`` writes them anew.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from swapproto.cli import arguments

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
BEGIN, END = "<!-- verbs: begin -->\n", "<!-- verbs: end -->\n"


def tables() -> str:
    """A section for each verb: what it does, how it is called, and each of its options."""
    return "\n".join(_section(name, build) for name, build in arguments._BUILDERS.items())


def _section(name: str, build: Callable[[argparse.ArgumentParser], None]) -> str:
    parser = argparse.ArgumentParser(add_help=False)
    build(parser)
    required = {
        action for group in parser._mutually_exclusive_groups if group.required for action in group._group_actions
    }
    rows = []
    for action in parser._actions:
        words = ", ".join(f"`{word}`" for word in (_called(action, option) for option in action.option_strings or [""]))
        must = "needed" if action.required and action.option_strings else ""
        must = "one of these is needed" if action in required else must
        notes = [action.help or "", must, "may be repeated" if isinstance(action, argparse._AppendAction) else ""]
        rows.append(f"| {words} | {'; '.join(note for note in dict.fromkeys(notes) if note)} |")
    about = " ".join((build.__doc__ or "").split())
    return f"## `{name}`\n\n{about}\n\n| | |\n|---|---|\n" + "\n".join(rows) + "\n"


def _called(action: argparse.Action, option: str) -> str:
    what = action.metavar if isinstance(action.metavar, str) else ""
    if not option:
        return what + {"+": " ...", "*": " ..."}.get(str(action.nargs), "")
    return option if action.nargs == 0 else f"{option} {what}"


def written() -> str:
    """The tables as they stand in the page."""
    return PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


if __name__ == "__main__":
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + "\n" + tables() + "\n" + END + rest.partition(END)[2], "utf-8")
