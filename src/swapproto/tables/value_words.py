"""Words for values: whether the fields have the values that the owner of a table says that its words mean."""

from collections.abc import Iterator, Mapping

from ..lists import Schema
from .blanks import is_nothing
from .cells import Column
from .columns import short
from .plan import Plan
from .splitting import WHOLE_NAME, NotSplit, said_parts
from .vocabulary import Vocabulary, fold_word


def wrong_words(plan: Plan, schema: Schema | None, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what is wrong with the words of a plan: they have no such value, no such field, or two meanings."""
    fields = {field.name: field for field in schema.fields} if schema else {}
    for name, words in plan.words.items():
        if name in fields:
            yield from _alike(name, words)
        of_names = name in plan.splits or fold_word(name) in vocabulary.full_names
        for word, value in words.items():
            if of_names:
                wrong = _wrong_parts(word, value, plan.splits.get(name, WHOLE_NAME))
            elif schema is None or name not in fields:
                wrong = "the schema has no such field"
            else:
                wrong = _wrong_value(word, value, Column(fields[name], schema))
            if wrong is not None:
                yield f'--set "{short(name)}:{short(word)}={short(value)}": {wrong}'


def _wrong_parts(name: str, value: str, parts: tuple[str, ...]) -> str | None:
    try:
        said_parts(value, parts, name)
    except NotSplit as error:
        return str(error)
    return None


def _wrong_value(word: str, value: str, column: Column) -> str | None:
    if value and not column.is_closed:
        return f"{short(column.name)} has no closed values: correct the cell itself"
    if value:
        found = column.understand(value)
        wrong = found.unread or found.refused
        return None if wrong is None else str(wrong)
    if not column.is_closed and not is_nothing(word):
        return f"{short(word)!r} is no word or sign for nothing: correct the cell itself"
    return None


def _alike(name: str, words: Mapping[str, str]) -> Iterator[str]:
    """Yield words of a field that are one word, written differently, and mean two values."""
    first: dict[str, str] = {}
    for word, value in words.items():
        other = first.setdefault(fold_word(word) or word, word)
        if words[other] != value:
            both = f"{short(word)!r} and {short(other)!r}"
            yield f"--set: {both} are one word for {short(name)!r}, with two meanings: say one"
