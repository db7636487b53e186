"""Findings with their places."""

from collections.abc import Callable
from typing import NamedTuple

from ..findings import Check, Findings

Place = Callable[[int | None, str | None], str]
"""Where a row, counted from 1, and a field are in the file, in words; None is all of them."""


class Report(NamedTuple):
    """Adds findings, each with its place."""

    findings: Findings
    place: Place

    def add(
        self,
        check: Check,
        what: str,
        row: int | None = None,
        field: str | None = None,
        found: str = "",
        instead: str = "",
    ) -> None:
        """Report one: ``what`` holds no cell's content, ``found`` and ``instead`` do."""
        place = self.place(row, field)
        self.findings.add(check, what, row=row, field=field, place=place, found=found, instead=instead)
