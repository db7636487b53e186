"""Names for files that a command is to write: a party's own, in the folder that they read, and no file has them yet."""

import os
import unicodedata
from collections.abc import Sequence

from ...statements import Party

_LONGEST = 40  # characters, of four bytes at most: names have 255 bytes


def suggested(party: Party, what: str, paths: Sequence[str]) -> str:
    """Return where a party can write a ``.swap`` file: in the first folder of ``paths``, or else in the present one.

    It has the name of the party, or else files of several would overwrite each other in a folder that they share.
    """
    folder = next(filter(os.path.isdir, paths), "")
    return free(os.path.join(folder, "-".join(filter(None, (_safe(party.name), what)))))


def with_file(paths: Sequence[str], file: str) -> list[str]:
    """Return paths, and a file that was written, unless it is in a folder among them."""
    folder = os.path.realpath(os.path.dirname(file))
    return [*paths] if any(os.path.realpath(path) == folder for path in paths) else [*paths, file]


def free(stem: str, ending: str = ".swap") -> str:
    """Return the name of a file that does not exist yet."""
    number, name = 1, f"{stem}{ending}"
    while os.path.lexists(name):
        number += 1
        name = f"{stem}-{number}{ending}"
    return name


def _safe(name: str) -> str:
    """Return the letters, marks and digits of a name in small letters, and a hyphen for what is between them."""
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in unicodedata.normalize("NFC", name).casefold())
    return "-".join("".join(kept).split())[:_LONGEST].strip("-")
