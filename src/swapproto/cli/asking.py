"""The questions of ``prepare``: what each column is, with three of its cells."""

from ..counting import count_of
from ..lists import Schema
from ..tables.plan import Plan
from ..tables.prepare import Layout, Proposal
from ..tables.prepare.grid import Grid
from ..tables.profiles import Profile
from ..tables.titles import Titles
from ..tables.vocabulary import Vocabulary, fold_word
from .screen.terminal import ask, clean, say

_HELP = "Enter takes it, - leaves the column out, or type a field, or several fields to split names into."
_MAX_TRIES = 3


def show_columns(grid: Grid, layout: Layout) -> None:
    """Show what is taken for what, where nobody can be asked, and no cell may end up in a log."""
    for one in layout.columns:
        if one.header.strip() or one.samples:
            say(_line(grid, one._replace(samples=[])))


def about_columns(grid: Grid, layout: Layout, plan: Plan, profile: Profile) -> Layout:
    """Ask about each column that the plan does not decide, and return the layout that was answered."""
    say(f"The header is row {grid.rows[layout.header].number}. For each column: {_HELP}\n")
    columns = []
    for one in layout.columns:
        decided = one.why in ("as --map says", "as --split says") or one.header in plan.columns
        if decided or not (one.header.strip() or one.samples):
            columns.append(one)
        else:
            columns.append(_answered(grid, one, profile.schema, profile.rules.vocabulary))
    return layout._replace(columns=columns)


def _answered(grid: Grid, one: Proposal, schema: Schema, vocabulary: Vocabulary) -> Proposal:
    names = {field.name for field in schema.fields}
    for _ in range(_MAX_TRIES):
        answer = ask(f"{_line(grid, one)}\n  ? ").strip()
        if not answer:
            return one if one.field is not None or one.parts else one._replace(field="", why="because nobody named it")
        if answer == "-":
            return one._replace(field="", parts=(), evidence=None, why="as you said")
        whole = _field(answer, names, schema, vocabulary)
        words = answer.split() if whole is None else []
        fields = [_field(word, names, schema, vocabulary) for word in words] or [whole]
        known = [field for field in fields if field is not None]
        if known and len(known) == len(fields):
            split = tuple(known) if len(known) > 1 else ()
            return one._replace(field=None if split else known[0], parts=split, why="as you said")
        say(f"  There is no such field: {clean(answer)}. There are {', '.join(sorted(names))}.")
    return one


def _field(word: str, names: set[str], schema: Schema, vocabulary: Vocabulary) -> str | None:
    if word in names:
        return word
    meant = [*Titles(schema).meaning(word)] or [vocabulary.headers.get(fold_word(word), "")]
    return meant[0] if len(meant) == 1 and meant[0] in names else None


def _line(grid: Grid, one: Proposal) -> str:
    column = f"column {grid.label(one.at + 1)} ‘{clean(one.header)[:40]}’"
    samples = "; ".join(clean(sample)[:30] for sample in one.samples)
    if one.parts:
        meant = f"split into {', '.join(one.parts)}, {one.why}"
    elif one.field is None:
        meant = "not known"
    elif not one.field:
        meant = f"left out, {one.why}"
    else:
        meant = f"{one.field}, {one.why}"
    dates = f"; {one.evidence.in_words()}" if one.evidence else ""
    return f"{column}: {meant}{dates}" + (f" ({count_of(len(one.samples), 'sample')}: {samples})" if samples else "")
