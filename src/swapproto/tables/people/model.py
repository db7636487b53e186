"""What is read of an entry, and what is said of two."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

Entry: TypeAlias = Mapping[str, object]
"""Values by the name of their field. Texts and integers are read; all else counts as not known."""

FAMILY, GIVEN, PATRONYMIC, ADDITIONAL = "family_name", "given_name", "patronymic_name", "additional_name"
BIRTH, SERIAL, FATHER, PLACE = "birth_date", "serial_number", "father_given_name", "birth_place"
LATIN = "_latin"
COMPARED = (
    *(FAMILY, GIVEN, PATRONYMIC, ADDITIONAL),
    *(FAMILY + LATIN, GIVEN + LATIN, PATRONYMIC + LATIN, ADDITIONAL + LATIN),
    *(BIRTH, SERIAL, FATHER, PLACE),
)
"""What two entries are compared by, as far as both have it."""
SHOWN = (FAMILY, GIVEN, PATRONYMIC, ADDITIONAL, FAMILY + LATIN, GIVEN + LATIN, PATRONYMIC + LATIN, BIRTH)
"""What tells people which person is meant."""


class Pair(NamedTuple):
    """Two rows, counted from 1, that are likely one person.

    ``score`` is between 0 and 1: the higher, the likelier; :mod:`swapproto.tables.people` says what it is not.
    ``agree`` and ``differ`` name fields that both rows fill, as the first row has them: a name agrees in any spelling
    and script, and a date as far as both go.
    """

    first: int
    second: int
    score: float
    agree: tuple[str, ...]
    differ: tuple[str, ...]


def has_names(field_names: Iterable[str]) -> bool:
    """Whether a list with these fields holds names to compare."""
    return not {FAMILY, GIVEN, FAMILY + LATIN, GIVEN + LATIN}.isdisjoint(field_names)
