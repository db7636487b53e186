"""Roles: what a list says of those on it. None is the default: another role is another statement, signed for ever."""

import argparse

from ...errors import InputError
from ...statements.commitment import is_role
from ...wording import load
from ..screen import terminal
from ..screen.likeliest import likeliest

_OTHER = "other:"


def given(options: argparse.Namespace) -> str | None:
    """Return the role that ``--role`` gives, or None: then the earlier version or the terms say it, or it is asked.

    Raise :class:`InputError` ``usage``, before anything else is typed, if there is nobody to ask.
    """
    if options.role is not None:
        return parse(options.role)
    if getattr(options, "exchange", None):
        return None  # the terms say it
    if options.previous is None and (options.yes or not terminal.is_interactive()):
        raise InputError("usage", f"give the list's role with --role: {_choices()}, or {_OTHER}WORD")
    return None


def ask() -> str:
    """Ask for a role on the terminal. Raise ``not-confirmed`` if none is given, or none that there is, twice."""
    terminal.warn("What does this list say? Its role is one of:")
    for word, meaning in load().roles.items():
        terminal.warn(f"  {word:<9} {meaning}")
    terminal.warn(f"or a word of your own, as {_OTHER}WORD.")
    for _ in range(2):
        answer = terminal.ask("Role: ")
        if not answer:
            break
        try:
            return parse(answer)
        except InputError as error:
            terminal.warn(str(error))
    raise InputError("not-confirmed", "no role was chosen; nothing was signed")


def parse(text: str) -> str:
    """Return the role that a user named. Raise :class:`InputError` ``usage`` with the likeliest, if there is none."""
    known = load().roles
    own = text.removeprefix(_OTHER)
    if text in known or (own != text and is_role(own)):
        return own
    if own != text:
        raise InputError("usage", f"the role {own!r} is not a word of lower-case letters, digits and hyphens")
    near = likeliest(text, known)
    meant = f"there are {_choices()}." if near is None else f"did you mean {near}?"
    word = text if is_role(text) else "WORD"
    raise InputError(
        "usage", f"there is no role {terminal.clean(text)[:40]!r}; {meant} A word of your own: {_OTHER}{word}"
    )


def _choices() -> str:
    return ", ".join(f"{word} ({meaning})" for word, meaning in load().roles.items())
