"""The clock of the computer, as far as statements can state it."""

import time

from ..errors import InputError
from ..wire.cose import is_time


def now() -> int:
    """Return the time in seconds since 1970. Raise :class:`InputError` ``usage`` for a clock that is far off."""
    seconds = int(time.time())
    if not is_time(seconds):
        raise InputError("usage", "the clock of this computer is before 1970 or after 9999: set it, and try again")
    return seconds
