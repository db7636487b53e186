"""The parts of "in good faith" as a table for a terminal."""

from collections.abc import Iterator

from ...assessment import Assessment, Standing
from ...report.good_faith import PARTS, columns
from ..pinning.pins import Pins
from ..screen import layout
from ..screen.terminal import bold


def table(standing: Standing, assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Yield a table with a column for each list that is owed, if everybody has agreed to the terms."""
    words, found = pins.words, list(columns(standing, assessment))
    if not found:
        return
    cells = [[words.report(f"cells.{cell.code}", pins.shown, **cell.value) for cell in one.cells] for one in found]
    heads = [words.report("questions.column", pins.shown, by=one.by, role=one.role) for one in found]
    parts = [words.report(f"parts.{part}") for part in PARTS]
    yield bold(words.label("part-by-part"))
    yield from (f"  {line}" for line in layout.aligned([("", *heads), *zip(parts, *cells, strict=True)]))
