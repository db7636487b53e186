"""Words and signs for nothing in a column of texts: N/A, невідомо, a dash."""

from collections.abc import Sequence
from itertools import islice

from ...lists import Field
from ..blanks import fold_nothing, is_nothing
from ..columnar import Cell, Columnar
from ..findings import Findings

_MAX_LOOKED_AT = 1_000
_YES, _NO = frozenset(("так", "да", "yes", "oui", "نعم")), frozenset(("немає", "нема", "нет", "none", "aucun"))
"""In a column with answers of the one kind, those of the other kind are answers, too."""
_CODE = 3  # characters
_MIN_SHARE_OF_CODES = 0.5  # of a column's cells, from which ND and NC are codes like the others


def find_words_for_nothing(cells: Sequence[Cell], table: Columnar, field: Field, findings: Findings) -> None:
    """Report which of the cells that look like a word for nothing may be one. They stay texts: people decide."""
    if not cells:
        return
    allowed = frozenset(field.constraints.enum)
    sample = [text for _, text in islice(table.cells(field.name), _MAX_LOOKED_AT)]
    if any(fold_nothing(text) in _YES for text in sample if len(text) <= _CODE):
        allowed |= _NO
    others = [text for text in sample if not is_nothing(text)]
    codes = 0 < _MIN_SHARE_OF_CODES * len(others) <= sum(len(text) <= _CODE and text.isalpha() for text in others)
    what = "looks like a word or sign for nothing, and is a text: leave the cell empty, unless it is a name"
    for row, text in cells:
        if text in allowed or fold_nothing(text) in allowed:
            continue
        if not (codes and len(text) <= _CODE and text.isalpha()):
            findings.add("nothing", what, row=row, field=field.name, found=text)
