"""Renumbered keys: says that entries of a list are those of an earlier version, under other keys."""

from ...counting import count_of
from ...errors import InputError
from ...lists import Change, Diff, List, diff
from ..screen.terminal import clean

_MAX_DIGITS = 18


def since(before: List | None, after: List) -> str | None:
    """Return the warning that a new version renumbers most of what it keeps from the one before; None if it does not.

    ``before`` is None if the version before is not known, or does not open.
    """
    if before is None or not after.schema.primary_key:
        return None
    try:
        found = diff(before, after)
    except InputError:  # the version before has another key, or one twice
        return None
    moved = found.renumbered()
    if 2 * len(moved) <= len(found.changed) + len(found.added):
        return None
    return f"{in_words(found, moved)}: readers will see each as another person. Keep the keys of the version before"


def in_words(found: Diff, moved: list[Change]) -> str:
    """Return how many entries have other keys than before, and by how much if all keys moved alike."""
    entries = f"{count_of(len(moved), 'entry', 'entries')} {'is' if len(moved) == 1 else 'are'} the same as before"
    return f"{entries} under another {clean(', '.join(found.key))}{_shift(found, moved)}"


def _shift(found: Diff, moved: list[Change]) -> str:
    shifts = {_distance(change.before[found.key[0]], change.after[found.key[0]]) for change in moved}
    if len(found.key) > 1 or len(shifts) != 1 or None in shifts:
        return ""
    shift = shifts.pop() or 0
    return f", each {abs(shift):,} {'higher' if shift > 0 else 'lower'}"


def _distance(before: object, after: object) -> int | None:
    """Return by how much a number is higher than before, or None if either is no number of at most 18 digits."""
    one, other = str(before), str(after)
    if not all(text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS for text in (one, other)):
        return None
    return int(other) - int(one)
