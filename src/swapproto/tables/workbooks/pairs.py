"""A workbook of pairs of entries that may be the same person, in which somebody decides. No pair is a claim."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import BinaryIO

from ...empty import EMPTY
from ...lists import Entry, List
from ...xlsx.styles import Style
from ...xlsx.writer import Cell, Choice, Sheet, Styled, values
from ...xlsx.writer import write as write_sheets
from ..people import Pair
from .visible import in_a_cell, value_in_a_cell
from .words import Words

PAIRS, ABOUT = "Pairs", "About"
_SIDE_BY_SIDE = (
    "family_name",
    "given_name",
    "patronymic_name",
    "additional_name",
    "family_name_latin",
    "given_name_latin",
    "patronymic_name_latin",
    "additional_name_latin",
    "birth_date",
)


def write(
    pairs: Iterable[Pair],
    mine: List,
    theirs: List,
    stream: BinaryIO,
    names: tuple[str, str] = ("mine", "theirs"),
    *,
    language: str | None = None,
    titles: Mapping[str, str] = EMPTY,
) -> None:
    """Write pairs in their order. ``first`` is a row of ``mine``, ``second`` of ``theirs``; ``names`` name the lists.

    The workbook shows entries of both lists side by side: their keys, names, dates of birth, and the fields that pairs
    name, except fields that are empty in all of them. ``titles`` are what to call fields, in the order in which to show
    them; others follow under their names.
    """
    pairs = list(pairs)
    say = Words(language)
    first, second = _pick(mine, {pair.first for pair in pairs}), _pick(theirs, {pair.second for pair in pairs})
    fields = [
        name
        for name in _in_order(_fields(pairs, mine, theirs), titles)
        if any(entry.get(name) is not None for entry in (*first.values(), *second.values()))
    ]
    columns = [say("Row in {name}", name=name) for name in names]
    columns += [f"{titles.get(field, field)} ({name})" for field in fields for name in names]
    header = [*map(say, ("Score", "Agree", "Differ")), *columns, *map(say, ("Same person?", "Note"))]
    question = len(header) - 1
    allowed = values((say("yes"), say("no")))
    assert allowed is not None  # noqa: S101
    sheets = [
        Sheet(
            name=PAIRS,
            rows=_rows(header, pairs, fields, first, second, titles, say),
            widths=[8, 22, 22, 14, 14, *[22] * (2 * len(fields)), 14, 40],
            filtered=True,
            right_to_left=say.right_to_left,
            rules=[Choice(question, 2, allowed, say("yes or no"), say(_UNTIL_YOU_KNOW))],
            paged=True,
        ),
        Sheet(name=ABOUT, rows=_about(len(pairs), names, say), widths=[110], frozen=0, right_to_left=say.right_to_left),
    ]
    write_sheets(sheets, stream)


def _fields(pairs: Sequence[Pair], mine: List, theirs: List) -> list[str]:
    named = {*_SIDE_BY_SIDE}.union(*(pair.agree for pair in pairs), *(pair.differ for pair in pairs))
    keys = dict.fromkeys([*mine.schema.primary_key, *theirs.schema.primary_key])
    known = dict.fromkeys([*keys, *(field.name for entries in (mine, theirs) for field in entries.schema.fields)])
    return [name for name in known if name in keys or name in named]


def _in_order(names: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    """Return the names that have titles in the order of these, and then the others."""
    return [*(name for name in titles if name in names), *(name for name in names if name not in titles)]


def _rows(
    header: Sequence[str],
    pairs: Sequence[Pair],
    fields: Sequence[str],
    first: Mapping[int, Entry],
    second: Mapping[int, Entry],
    titles: Mapping[str, str],
    say: Words,
) -> Iterator[list[Cell]]:
    yield [Styled(in_a_cell(text), Style.HEADING) for text in header]
    for pair in pairs:
        agree, differ = (", ".join(titles.get(name, name) for name in part) for part in (pair.agree, pair.differ))
        texts = [_score(pair), agree, differ, str(pair.first), str(pair.second)]
        row: list[Cell] = [Styled(in_a_cell(text), Style.WRAPPED) for text in texts]
        for field in fields:
            look = Style.WARNING if field in pair.differ else Style.WRAPPED
            sides = first[pair.first].get(field), second[pair.second].get(field)
            row += [Styled(value_in_a_cell(value), look) for value in sides]
        yield [*row, Styled("", Style.WRAPPED), Styled("", Style.WRAPPED)]
    if not pairs:
        yield ["", say("No two entries are alike enough to be shown.")]


def _score(pair: Pair) -> str:
    """Return the score with two digits. It is 1.00 only if nothing differs, however little a difference counts."""
    return f"{min(pair.score, 0.99) if pair.differ else pair.score:.2f}"


def _pick(entries: List, rows: Set[int]) -> dict[int, Entry]:
    return {row: entry for row, entry in enumerate(entries, 1) if row in rows}


def _about(count: int, names: tuple[str, str], say: Words) -> Iterator[list[Cell]]:
    mine, theirs = map(in_a_cell, names)
    title = say("Who may be in both {mine} and {theirs}: {count} pairs", mine=mine, theirs=theirs, count=f"{count:,}")
    yield [Styled(title, Style.TITLE)]
    for text in _ABOUT.split("\n"):
        yield [Styled(say(text), Style.WRAPPED)]


_UNTIL_YOU_KNOW = "Write yes or no, or leave it empty until you know."


_ABOUT = (
    "A pair is a suggestion to look at two rows side by side. It is never a claim that they are the same person, "
    "and nothing is signed or sent because of it. Somebody who knows the papers decides, pair by pair.\n"
    "The score says how alike two entries are written: 1.00 is the same in everything that was compared, whatever the "
    "spelling, order or script of the names. It is no probability: two people can share a name and a date of birth.\n"
    "Agree and Differ name the fields that were compared. What differs has a yellow background.\n"
    "A row counts the entries of its list from 1, the header not counted. A row can be in several pairs: at most one "
    "of them is right.\n"
    "Write yes or no under Same person?, and the reason in the note. Who is in no pair may nevertheless be in "
    "both lists, under a name that is written quite differently: this does not prove that somebody is missing.\n"
    "This workbook shows entries of both lists. Keep it as you keep the lists."
)
