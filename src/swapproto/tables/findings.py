"""What is wrong with a table, place by place: collected while it is read and checked, before anything is signed.

A finding is about the owner's own table and is for its owner. ``what`` never holds the content of a cell, so that it
may stand in a terminal or a log; ``found`` and ``instead`` do, and go only where he asks for them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias, get_args

Check: TypeAlias = Literal[
    # a cell, as it is read
    "missing",
    "malformed",
    "not-allowed",
    "repeated",
    "not-shown",
    "formula",
    "turned",
    "lost-zeros",
    # the table
    "encoding",
    "shape",
    "columns",
    "hidden",
    "struck-out",
    "merged",
    "second-sheet",
    "empty",
    # a text
    "not-nfc",
    "control",
    "invisible",
    "bidirectional",
    "mixed-scripts",
    "apostrophes",
    "spaces",
    # an entry, and entries together
    "implausible-date",
    "expected",
    "duplicate-key",
    "same-entry",
    "likely-same",
]
Severity: TypeAlias = Literal["error", "warning"]

CHECKS: tuple[Check, ...] = get_args(Check)
WARNINGS: frozenset[Check] = frozenset(
    {
        "turned",
        "lost-zeros",
        "hidden",
        "struck-out",
        "empty",
        "not-nfc",
        "invisible",
        "mixed-scripts",
        "apostrophes",
        "spaces",
        "implausible-date",
        "expected",
        "same-entry",
        "likely-same",
    }
)
"""What a careful person may have meant. All others are errors; a profile may say otherwise, but not of all."""
ALWAYS_ERRORS: frozenset[Check] = frozenset(CHECKS) - WARNINGS - {"encoding", "bidirectional"}
"""Where an entry does not hold what the table shows, or not what the schema asks: never to be signed."""

_KEPT = 10_000
_NAMED = 3

Places: TypeAlias = Callable[[int | None, str | None], str]
"""Where the entry of a row (from 1) has a field, in words; of neither, the table as a whole, which is ""."""


def _by_row(row: int | None, field: str | None) -> str:
    """Places in a list that was not read from a file."""
    return ", ".join(filter(None, (f"row {row:,}" if row else "", field)))


class Finding(NamedTuple):
    """One thing that is wrong, or may be.

    ``row`` is the entry it is about, counted from 1, and ``field`` the name of its field; None if it is about more.
    ``place`` is where that is in the file, in words. ``found`` is the cell's text, and ``instead`` what to write,
    where that can be told; both are "" otherwise.
    """

    check: Check
    severity: Severity
    what: str
    row: int | None = None
    field: str | None = None
    place: str = ""
    found: str = ""
    instead: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what


class Findings:
    """Findings as they come: of each check the first 10,000 are kept, and all are counted.

    ``severities`` are a profile's, by the name of the check; "ignore" passes over it. What is always an
    error stays one.
    """

    def __init__(self, severities: Mapping[str, str] | None = None) -> None:
        self.places: Places = _by_row
        self._severities = severities or {}
        self._found: list[Finding] = []
        self.counts: Counter[Check] = Counter()

    def add(
        self,
        check: Check,
        what: str,
        *,
        row: int | None = None,
        field: str | None = None,
        place: str | None = None,
        found: str = "",
        instead: str = "",
    ) -> None:
        """Report one, unless the profile passes over it. Its place is that of row and field, if none is given."""
        severity = self.severity(check)
        if severity is None:
            return
        self.counts[check] += 1
        if self.counts[check] <= _KEPT:
            where = self.places(row, field) if place is None else place
            self._found.append(Finding(check, severity, what, row, field, where, found, instead))

    def severity(self, check: Check) -> Severity | None:
        """What a finding of this check is; None if the profile passes over it."""
        match None if check in ALWAYS_ERRORS else self._severities.get(check):
            case "error":
                return "error"
            case "warning":
                return "warning"
            case "ignore":
                return None
        return "warning" if check in WARNINGS else "error"

    def __iter__(self) -> Iterator[Finding]:
        """Those about the whole table, then row by row; in a row errors first."""
        return iter(sorted(self._found, key=lambda found: (found.row or 0, found.severity)))

    def __len__(self) -> int:
        return self.counts.total()

    @property
    def errors(self) -> int:
        """How many are errors."""
        return self._count("error")

    @property
    def warnings(self) -> int:
        """How many are warnings."""
        return self._count("warning")

    def _count(self, severity: Severity) -> int:
        return sum(count for check, count in self.counts.items() if self.severity(check) == severity)

    def of(self, severity: Severity) -> list[Finding]:
        """Those that are errors, or warnings, in the order of the table."""
        return [found for found in self if found.severity == severity]

    def summary(self, severity: Severity) -> list[str]:
        """A line for each thing that is wrong, with the first places."""
        by_words: dict[tuple[Check, str], list[str]] = {}
        for found in self.of(severity):
            by_words.setdefault((found.check, found.what), []).append(found.place)
        lines = [_line(what, places) for (_, what), places in by_words.items()]
        cut = [check for check, count in self.counts.items() if count > _KEPT and self.severity(check) == severity]
        return lines + [f"{check}: only the first {_KEPT:,} of {self.counts[check]:,} are told" for check in cut]


def _line(what: str, places: list[str]) -> str:
    named = "; ".join(filter(None, places[:_NAMED]))
    more = len(places) - _NAMED
    if not named:
        return what
    return f"{named}{f' and {more:,} more places' if more > 0 else ''}: {what}"
