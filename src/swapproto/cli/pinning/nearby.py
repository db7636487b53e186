"""Nearby: the folders from the present one upwards that have a ``swapproto.toml``. Most commands find none, quickly."""

import os
from collections.abc import Iterator

FILE = "swapproto.toml"
_MAX_LEVELS = 64


def folders() -> list[str]:
    """Return the folders with such a file, the nearest first."""
    return [folder for folder in _upwards() if os.path.lexists(os.path.join(folder, FILE))]


def _upwards() -> Iterator[str]:
    try:
        folder = os.path.realpath(os.getcwd())
    except OSError:  # the present folder was removed
        return
    for _ in range(_MAX_LEVELS):
        yield folder
        if (above := os.path.dirname(folder)) == folder:
            return
        folder = above
