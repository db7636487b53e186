"""The dialect of a CSV text: what separates its cells, found from many of its lines.

A separator occurs equally often in most lines and leaves cells that look like cells. A comma before a space is
punctuation. Record 41 has the figures.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

DELIMITERS = ",;\t|"
NAMES: Mapping[str, str] = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}

_MAX_LINES = 200
_MAX_TITLE_LINES = 5  # above the header, which need not have the separator
_MIN_SCORE = 0.25
_CLOSE = 0.8  # of the best score, from which another separator is told, too
_SEP_LINE = re.compile(r"sep=([^\w\s\"]|\t)(?:\r\n?|\n|\Z)", re.IGNORECASE)
# Python 3.11.2 does not match (?:...)*+ correctly.
_QUOTED = re.compile(r'(?:(?<=[,;\t|\r\n])|\A)"(?>(?:[^"]|"")*)"')
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,/: -]*")
_QUOTED_CELL = "\x00"


class Dialect(NamedTuple):
    """What separates cells; another that is nearly as likely, or ""; and whether the first line is only "sep=;"."""

    delimiter: str
    rival: str = ""
    has_sep_line: bool = False
    guessed: bool = False

    def in_words(self) -> str:
        """Return a note on what was guessed; "" for commas that nothing speaks against."""
        if not self.guessed or (self.delimiter == "," and not self.rival):
            return ""
        note = f"Cells are taken to be separated by {NAMES[self.delimiter]}"
        return f"{note}; {NAMES[self.rival]} are nearly as likely: --delimiter decides." if self.rival else f"{note}."


def find_dialect(head: str, *, given: str | None = None, named_tsv: bool = False) -> Dialect:
    """Return the dialect of a text that begins with ``head``.

    A ``given`` delimiter decides, then the first line if it is ``sep=;``, then the name of a ``.tsv`` file with tabs.
    """
    sep_line = _SEP_LINE.match(head)
    if given is not None:
        return Dialect(given, has_sep_line=sep_line is not None)
    if sep_line:
        return Dialect(sep_line[1], has_sep_line=True)
    lines = _lines(head)
    if named_tsv and any("\t" in line for line in lines):
        return Dialect("\t")
    scores = {delimiter: _score(lines, delimiter) for delimiter in DELIMITERS}
    best, second, *_ = sorted(DELIMITERS, key=scores.__getitem__, reverse=True)
    header = lines[0] if lines else ""
    if scores[best] < _MIN_SCORE or _is_punctuation(lines, best):
        if any(delimiter in header for delimiter in DELIMITERS):
            return Dialect(max(DELIMITERS, key=header.count), guessed=True)
        return Dialect(next((one for one in DELIMITERS if not scores[one]), ","))  # one column
    rival = second if scores[second] >= _CLOSE * scores[best] else ""
    return Dialect(best, rival, guessed=True)


def _lines(head: str) -> list[str]:
    """Return the first lines that are not empty, with a sign in place of each quoted cell."""
    lines = re.split(r"\r\n?|\n", _QUOTED.sub(_QUOTED_CELL, head))
    if len(lines) > 2:
        del lines[-1]  # of which the head may have only a part
    return [line for line in lines if line.strip()][:_MAX_LINES]


def _score(lines: Sequence[str], delimiter: str) -> float:
    """Return how likely it is, from 0 to 1, that this separates the cells of these lines."""
    first = next((n for n, line in enumerate(lines) if delimiter in line), None)
    if first is None:
        return 0
    lines = lines[min(first, _MAX_TITLE_LINES) :]
    counts = Counter(line.count(delimiter) for line in lines)
    del counts[0]
    count, agreeing = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    grades = [grade for line in lines if delimiter in line for grade in _grades(line, delimiter)]
    return agreeing / len(lines) * sum(grades) / len(grades) * (count + 0.5) / (count + 1)


def _is_punctuation(lines: Sequence[str], delimiter: str) -> bool:
    """Return whether a sign is not in the header, and before a space wherever it is: names as "Family, Given"."""
    return delimiter not in lines[0] and all(f"{delimiter} " in line for line in lines[1:] if delimiter in line)


def _grades(line: str, delimiter: str) -> Iterator[float]:
    """Yield for each cell of a line how much it looks like one, from 0 to 1."""
    for cell in line.split(delimiter):
        if any(re.search(rf"{re.escape(other)}(?! )", cell) for other in DELIMITERS if other != delimiter):
            yield 1 if _NUMBER.fullmatch(cell) else 0.2
        elif cell.startswith(" "):
            yield 0.5
        elif ", " in cell:
            yield 0.8
        else:
            yield 1
