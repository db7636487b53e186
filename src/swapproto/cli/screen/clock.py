"""The clock of the computer, as far as statements can state it."""

import time

from ...errors import InputError
from ...wire.cose import is_time


def now() -> int:
    """Return the time in seconds since 1970. Raise :class:`InputError` ``usage`` for a clock that is far off."""
    seconds = int(time.time())
    if not is_time(seconds):
        when = "before 1970" if seconds < 0 else "after 9999"
        raise InputError("usage", f"the clock says that it is {when}: set the clock of this computer, and try again")
    return seconds
