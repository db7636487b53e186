"""Findings: everything that is or may be wrong with a table, collected while it is read and checked before signing.

A finding is for the table's owner. ``what`` never contains the content of a cell, so that it can be printed in a
terminal or a log; ``found`` and ``instead`` do, and are written only where the owner asks for them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias, get_args

from ..errors import InputError

Code: TypeAlias = Literal[
    # a cell, as it is read
    "missing",
    "malformed",
    "not-allowed",
    "not-split",
    "repeated",
    "not-shown",
    "formula",
    "turned",
    "lost-zeros",
    "nothing",
    "quotes",
    "escapes",
    # the table
    "guessed-encoding",
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
    "implausible-age",
    "header-row",
    "total-row",
    "stray-row",
    "duplicate-key",
    "alike-keys",
    "same-entry",
    "likely-same",
]
Severity: TypeAlias = Literal["error", "warning"]
_SEVERITIES = ("error", "warning", "ignore")

CODES: tuple[Code, ...] = get_args(Code)
WARNINGS: frozenset[Code] = frozenset(
    {
        "turned",
        "lost-zeros",
        "nothing",
        "quotes",
        "escapes",
        "guessed-encoding",
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
        "implausible-age",
        "stray-row",
        "alike-keys",
        "same-entry",
        "likely-same",
    }
)
"""What a careful person may have meant. All others are errors; a profile can change some severities, not all."""
ALWAYS_ERRORS: frozenset[Code] = frozenset(CODES) - WARNINGS - {"encoding", "bidirectional", "header-row", "total-row"}
"""Cases where an entry differs from what the table shows or from what the schema asks: never to be signed."""

_MAX_KEPT_PER_CODE = 10_000
_MAX_PLACES_NAMED = 3

Locate: TypeAlias = Callable[[int | None, str | None], str]
"""Returns where a row (from 1) and a field are in the file, in words; "" for the table as a whole (neither given)."""


def by_row(row: int | None, field: str | None) -> str:
    """Return the place in a list that was not read from a file."""
    return ", ".join(filter(None, (f"row {row:,}" if row else "", field)))


class Finding(NamedTuple):
    """One thing that is wrong, or may be.

    ``row`` is the entry it is about, counted from 1, and ``field`` the name of its field; None if it is about more.
    ``place`` is where that is in the file, in words. ``found`` is the cell's text, and ``instead`` what to write
    if that is known; otherwise both are "".
    """

    #: What it is, for programs.
    code: Code
    #: Whether it is an error or a warning.
    severity: Severity
    #: What it is, for people; without the content of any cell.
    what: str
    #: The entry that it is about, from 1; None if it is about more.
    row: int | None = None
    #: The name of the field; None if it is about more.
    field: str | None = None
    #: Where that is in the file, in words.
    place: str = ""
    #: The text of the cell, which may be about a person; or an empty text.
    found: str = ""
    #: What to write, if that is known.
    instead: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what

    def __repr__(self) -> str:
        return f"Finding({self.code!r}, {str(self)!r})"  # without the cell's text


class Findings:
    """The findings of one table. All are counted, and the first 10,000 of each code are kept.

    ``severities`` are a profile's, by code; "ignore" drops a finding. What is always an error remains one.
    ``locate`` puts a row and a field of the table in words.
    """

    def __init__(self, severities: Mapping[str, str] | None = None, locate: Locate = by_row) -> None:
        self._severities = severities or {}
        for code, severity in self._severities.items():
            if code not in CODES or severity not in _SEVERITIES:
                raise InputError("usage", f"{code!r}: {severity!r} is no severity of a finding")
        self._locate = locate
        self._kept: list[Finding] = []
        self.counts: Counter[Code] = Counter()

    def add(
        self,
        code: Code,
        what: str,
        *,
        row: int | None = None,
        field: str | None = None,
        place: str | None = None,
        found: str = "",
        instead: str = "",
    ) -> None:
        """Add a finding, unless the profile ignores its code. Without ``place``, row and field say where it is."""
        severity = self.severity(code)
        if severity is None:
            return
        self.counts[code] += 1
        if self.counts[code] <= _MAX_KEPT_PER_CODE:
            where = self.place(row, field) if place is None else place
            self._kept.append(Finding(code, severity, what, row, field, where, found, instead))

    def is_full(self, code: Code) -> bool:
        """Return whether no more findings of a code are kept, so that what they propose need not be worked out."""
        return self.counts[code] >= _MAX_KEPT_PER_CODE or self.severity(code) is None

    def place(self, row: int | None, field: str | None = None) -> str:
        """Return where a row and a field are in the file, in words."""
        return self._locate(row, field)

    def severity(self, code: Code) -> Severity | None:
        """Return the severity of a code; None if the profile ignores it."""
        match None if code in ALWAYS_ERRORS else self._severities.get(code):
            case "error":
                return "error"
            case "warning":
                return "warning"
            case "ignore":
                return None
        return "warning" if code in WARNINGS else "error"

    @property
    def columns_unknown(self) -> bool:
        """Whether some column has no field, or some field no column: entries that differ there look the same."""
        return any(finding.code == "columns" and finding.row is None for finding in self._kept)

    def __iter__(self) -> Iterator[Finding]:
        """Yield the findings about the whole table, then those of each row; within a row errors come first."""
        return iter(sorted(self._kept, key=lambda finding: (finding.row or 0, finding.severity)))

    def __len__(self) -> int:
        return self.counts.total()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Findings) and (self.counts, self._kept) == (other.counts, other._kept)

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Findings({self.errors} errors, {self.warnings} warnings)"

    @property
    def errors(self) -> int:
        """The number of errors."""
        return self._count("error")

    @property
    def warnings(self) -> int:
        """The number of warnings."""
        return self._count("warning")

    def _count(self, severity: Severity) -> int:
        return sum(count for code, count in self.counts.items() if self.severity(code) == severity)

    def of(self, severity: Severity) -> list[Finding]:
        """Return the findings of a severity, in the order of the table."""
        return [finding for finding in self if finding.severity == severity]

    def folded(self, severity: Severity) -> list["Folded"]:
        """Return a line for equal findings of a severity in one column: "column D, 39 cells, first D2: what"."""
        equal: dict[tuple[Code, str, str | None], list[Finding]] = {}
        for finding in self.of(severity):
            equal.setdefault((finding.code, finding.what, finding.field), []).append(finding)
        lines = [Folded(code, self._line(found)) for (code, _, _), found in equal.items()]
        return lines + [
            Folded(code, f"{code}: only the first {_MAX_KEPT_PER_CODE:,} of {count:,} are listed")
            for code, count in self.counts.items()
            if count > _MAX_KEPT_PER_CODE and self.severity(code) == severity
        ]

    def summary(self, severity: Severity) -> list[str]:
        """Return the lines of :meth:`folded` without their codes."""
        return [line for _, line in self.folded(severity)]

    def _line(self, found: list[Finding]) -> str:
        first = found[0]
        if len(found) <= _MAX_PLACES_NAMED:
            named = "; ".join(filter(None, [finding.place for finding in found]))
            return f"{named}: {first.what}" if named else first.what
        column = self.place(None, first.field) if first.field is not None else ""
        where = first.place.removesuffix(f", {column}").removesuffix(f" ({first.field})")
        cells = "rows" if first.field is None else "cells"
        return f"{f'{column}, ' if column else ''}{len(found):,} {cells}, first {where}: {first.what}"


class ByRow:
    """Findings on some rows, of which each step finds its own, to be added in the order of the rows."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._pending: list[tuple[int, Code, str, dict[str, Any]]] = []

    def add(self, code: Code, what: str, *, row: int, **more: Any) -> None:
        """Add a finding as :meth:`Findings.add` does, later."""
        if self._findings.is_full(code):
            self._findings.add(code, what, row=row, **more)
            return
        self._pending.append((row, code, what, more))

    def place(self, row: int | None, field: str | None = None) -> str:
        """Return where a row and a field are in the file, in words."""
        return self._findings.place(row, field)

    def flush(self) -> None:
        """Add what was found, row by row; in a row, in the order of the steps."""
        for row, code, what, more in sorted(self._pending, key=itemgetter(0)):
            self._findings.add(code, what, row=row, **more)
        self._pending.clear()


class Folded(NamedTuple):
    """A line on equal findings, and their code."""

    code: Code
    line: str
