"""The fields that persons are compared by, and the pairs that a comparison gives."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

Record: TypeAlias = Mapping[str, object]
"""What a list says of a person, by the name of the field. Values that are no texts or integers count as unknown."""

FAMILY, GIVEN, PATRONYMIC, ADDITIONAL = "family_name", "given_name", "patronymic_name", "additional_name"
BIRTH, SERIAL, FATHER, PLACE = "birth_date", "serial_number", "father_given_name", "birth_place"
LATIN = "_latin"
COMPARED = (
    *(FAMILY, GIVEN, PATRONYMIC, ADDITIONAL),
    *(FAMILY + LATIN, GIVEN + LATIN, PATRONYMIC + LATIN, ADDITIONAL + LATIN),
    *(BIRTH, SERIAL, FATHER, PLACE),
)
"""The fields that two records are compared by, as far as both have them."""
READ = (*COMPARED, FATHER + LATIN)
"""With them, what stands for one of them."""
SHOWN = (FAMILY, GIVEN, PATRONYMIC, ADDITIONAL, FAMILY + LATIN, GIVEN + LATIN, PATRONYMIC + LATIN, BIRTH)
"""The fields that show a reader which person is meant."""


class Pair(NamedTuple):
    """Two rows, counted from 1, that are likely one person.

    ``score`` is between 0 and 1: the higher, the likelier; :mod:`swapproto.tables.people` says what it is not.
    ``agree`` and ``differ`` name the fields that both rows fill, by their names in the first row. Names can agree in
    different spellings and scripts, and dates agree if they do as far as both are known.
    """

    #: A row, from 1.
    first: int
    #: The other row, from 1.
    second: int
    #: How likely they are one person, between 0 and 1. It is no proof.
    score: float
    #: The fields that agree, by their names in the first row.
    agree: tuple[str, ...]
    #: The fields that differ.
    differ: tuple[str, ...]


def has_names(field_names: Iterable[str]) -> bool:
    """Return whether a list with these fields has names to compare."""
    return not {FAMILY, GIVEN, FAMILY + LATIN, GIVEN + LATIN}.isdisjoint(field_names)
