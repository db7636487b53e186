"""The questions of ``prepare``: what each column is, with three of its cells."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

from ..empty import EMPTY
from ..errors import InputError
from ..lists import Schema
from ..tables.cells import Column
from ..tables.dating import DateForm, is_in_an_order
from ..tables.plan import Plan
from ..tables.prepare import Layout, Prepared, Proposal
from ..tables.prepare.grid import Grid
from ..tables.prepare.proposing import AS_SAID, BY_MAP, BY_SPLIT
from ..tables.profiles import Profile
from ..tables.splitting import NotSplit, said_parts
from ..tables.titles import Titles
from ..tables.vocabulary import Vocabulary, fold_word
from ..tables.workbooks.words import Words
from .screen.terminal import ask, clean, say

_HELP = "Enter takes it, - leaves the column out, or type a field, or several fields to split names into."
_ORDERS = "Its dates can be read in two ways. Type the order, as d/m/yyyy or m/d/yyyy; Enter leaves them to do."
_SAY_ORDER = "dates that can be read in two ways are left to do: say the order with --dates"
_CENTURIES = "Its years can be of two centuries. Type the order, as d.m.yy, for the last hundred; Enter leaves them."
_EACH_WORD = "For each: the number or the value that it means; - for nothing; Enter leaves it to do."
_EACH_NOTHING = "For each: - leaves the cells empty; Enter keeps it."
_MAX_TRIES, _MAX_CHOICES, _MAX_NAMES = 3, 12, 100


def show_columns(phrase: Words, grid: Grid, layout: Layout, plan: Plan, schema: Schema) -> None:
    """Show what is taken for what, where nobody can be asked, and no cell may end up in a log."""
    for one in layout.columns:
        if one.header.strip() or one.samples:
            line = _line(phrase, grid, one._replace(samples=[]))
            unsaid = one.header not in plan.dates and _is_of_two_orders(one, schema)
            say(f"{line}; {phrase(_SAY_ORDER)}" if unsaid else line)


def about_columns(phrase: Words, grid: Grid, layout: Layout, plan: Plan, profile: Profile) -> Layout:
    """Ask about each column that the plan does not decide, and return the layout that was answered."""
    row = grid.rows[layout.header].number
    say(phrase("The header is row {row}. For each column: {help}", row=row, help=phrase(_HELP)) + "\n")
    columns = []
    for one in layout.columns:
        decided = one.why in (BY_MAP, BY_SPLIT) or one.header in plan.columns
        if decided or not (one.header.strip() or one.samples):
            columns.append(one)
        else:
            columns.append(_answered(phrase, grid, one, profile.schema, profile.rules.vocabulary))
    return layout._replace(columns=columns)


def about_dates(phrase: Words, grid: Grid, layout: Layout, plan: Plan, schema: Schema) -> Plan:
    """Ask for the order of the dates of each column in which it is not certain, and return the plan with it."""
    dates = dict(plan.dates)
    for one in layout.columns:
        of_two_orders = _is_of_two_orders(one, schema)
        of_two_centuries = one.evidence is not None and one.evidence.of_two_centuries > 0
        if one.header not in dates and (of_two_orders or of_two_centuries):
            say(f"{_line(phrase, grid, one)}\n  {phrase(_ORDERS if of_two_orders else _CENTURIES)}")
            if (form := _order(plan.last_year)) is not None:
                dates[one.header] = form
    return plan._replace(dates=dates)


def _is_of_two_orders(one: Proposal, schema: Schema) -> bool:
    """Return whether it is not certain in which order the day and the month of some dates are."""
    if one.evidence is not None:
        return one.evidence.of_two_orders > 0
    kinds = {field.name: field.type for field in schema.fields if field.name == one.field}
    return kinds.get(one.field or "") in ("date", "partialdate") and any(map(is_in_an_order, one.samples))


def _order(last_year: int) -> DateForm | None:
    for _ in range(_MAX_TRIES):
        if not (answer := ask("  ? ").strip()):
            return None
        try:
            return DateForm.parse(answer, last_year)
        except InputError as error:
            say(f"  {error}")
    return None


def about_words(phrase: Words, prepared: Prepared, layout: Layout, plan: Plan, profile: Profile) -> Plan:
    """Ask what words mean that are no value, or look like nothing, and return the plan with what was answered."""
    headers = {one.field: one.header for one in layout.columns if one.field}
    words = {field: dict(of) for field, of in plan.words.items()}
    unknown, nothing = prepared.unknown_words(), prepared.words_for_nothing()
    for field in profile.schema.fields:
        name = field.name
        column = Column(field, profile.schema, words=profile.rules.vocabulary.values.get(name, EMPTY))
        values = ["true", "false"] if field.type == "boolean" else list(field.constraints.enum)
        header = clean(headers.get(name, name))[:40]
        if name in unknown:
            choices = [f"\n  {number}  {value}" for number, value in enumerate(values, 1)]
            shown = "".join(choices) if len(choices) <= _MAX_CHOICES else ""
            say("\n" + phrase("Words of ‘{header}’ that are no value of {field}:", header=header, field=name) + shown)
            say(phrase(_EACH_WORD))
            words.setdefault(name, {}).update(_meant(phrase, unknown[name], partial(_value, values, column)))
        elif name in nothing:
            what = "Texts of ‘{header}’ ({field}) that look like a word or sign for nothing."
            say(f"\n{phrase(what, header=header, field=name)} {phrase(_EACH_NOTHING)}")
            words.setdefault(name, {}).update(_meant(phrase, nothing[name], lambda word: "" if word == "-" else None))
    return plan._replace(words={name: of for name, of in words.items() if of})


def about_names(phrase: Words, prepared: Prepared, layout: Layout, plan: Plan) -> Plan:
    """Ask for the parts of each name that no rule splits, and return the plan with what was answered."""
    parts = {one.at: one.parts for one in layout.columns}
    said = {header: dict(of) for header, of in plan.words.items()}
    for at, name, why in islice(prepared.record.unsplit(), _MAX_NAMES):
        words, whole = said.setdefault(layout.headers[at], {}), " ".join(name.split())
        if whole in words:
            continue
        say("\n" + phrase("‘{name}’ {why}.", name=clean(whole)[:80], why=why.partition(": ")[0]))
        for _ in range(_MAX_TRIES):
            asked = phrase("{parts}, or Enter to leave it to do", parts=" | ".join(parts[at]))
            if not (answer := ask(f"  {asked}\n  ? ").strip()):
                break
            try:
                words[whole] = " | ".join(said_parts(answer, parts[at], name))
                break
            except NotSplit as error:
                bar = phrase("Put | between the parts: {parts}.", parts=" | ".join(parts[at]))
                say(f"  {error}" if "|" in answer else f"  {bar}")
    return plan._replace(words={header: of for header, of in said.items() if of})


def _meant(phrase: Words, found: Sequence[tuple[str, int]], understand: Callable[[str], str | None]) -> dict[str, str]:
    """Ask about some words, once about those that are alike, and return the value of each that was answered."""
    alike: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for word, count in found:
        alike.setdefault(fold_word(word) or word, []).append(word.strip())
        counts[fold_word(word) or word] += count
    meant: dict[str, str] = {}
    for key, words in alike.items():
        for _ in range(_MAX_TRIES):
            if not (answer := ask(f"‘{clean(words[0])[:60]}’ ({phrase.count_of(counts[key], 'cell')})\n  ? ").strip()):
                break
            if (value := understand(answer)) is not None:
                meant |= dict.fromkeys(words if not fold_word(words[0]) else words[:1], value)
                break
            say("  " + phrase("There is no such value: {answer}.", answer=clean(answer)[:60]))
    return meant


def _value(values: Sequence[str], column: Column, answer: str) -> str | None:
    if answer == "-":
        return ""
    if answer.isascii() and answer.isdecimal() and 0 < int(answer[:4]) <= len(values):
        return values[int(answer[:4]) - 1]
    return column.understand(answer).meant if column.allows(answer) else None


def _answered(phrase: Words, grid: Grid, one: Proposal, schema: Schema, vocabulary: Vocabulary) -> Proposal:
    names = {field.name for field in schema.fields}
    for _ in range(_MAX_TRIES):
        answer = ask(f"{_line(phrase, grid, one)}\n  ? ").strip()
        if not answer:
            return one if one.field is not None or one.parts else one._replace(field="", why="because nobody named it")
        if answer == "-":
            return one._replace(field="", parts=(), evidence=None, why=AS_SAID)
        whole = _field(answer, names, schema, vocabulary)
        words = answer.split() if whole is None else []
        fields = [_field(word, names, schema, vocabulary) for word in words] or [whole]
        known = [field for field in fields if field is not None]
        if known and len(known) == len(fields):
            split = tuple(known) if len(known) > 1 else ()
            return one._replace(field=None if split else known[0], parts=split, why=AS_SAID)
        known_ones = ", ".join(sorted(names))
        say(
            "  "
            + phrase("There is no such field: {answer}. There are {fields}.", answer=clean(answer), fields=known_ones)
        )
    return one


def _field(word: str, names: set[str], schema: Schema, vocabulary: Vocabulary) -> str | None:
    if word in names:
        return word
    meant = [*Titles(schema).meaning(word)] or [vocabulary.headers.get(fold_word(word), "")]
    return meant[0] if len(meant) == 1 and meant[0] in names else None


def _line(phrase: Words, grid: Grid, one: Proposal) -> str:
    samples = "; ".join(clean(sample)[:30] for sample in one.samples)
    meant, why = one.field or "", phrase.plain(one.why)
    if one.parts:
        meant = phrase("split into {parts}, {why}", parts=", ".join(one.parts), why=why)
    elif one.field is None:
        meant = phrase("not known")
    else:
        meant = f"{one.field}, {why}" if one.field else phrase("left out, {why}", why=why)
    if one.evidence is not None:
        form, read, cells, only = one.evidence.form.text, one.evidence.read, one.evidence.cells, one.evidence.only
        counts = {"read": f"{read:,}", "cells": f"{cells:,}", "only": f"{only:,}"}
        meant += "; " + phrase(
            "{read} of {cells} can be read as {form}, {only} of them in no other way", form=form, **counts
        )
        if one.evidence.of_two_centuries:
            count = f"{one.evidence.of_two_centuries:,}"
            meant += "; " + phrase("{count} of them can be of two centuries, and are left to do", count=count)
    if one.samples:
        meant += f" ({phrase.count_of(len(one.samples), 'sample')}: {samples})"
    header = clean(one.header)[:40]
    return phrase("column {column} ‘{header}’: {meant}", column=grid.label(one.at + 1), header=header, meant=meant)
