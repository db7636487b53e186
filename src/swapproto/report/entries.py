"""The entries that are published or disclosed, under the titles of their profile and in its order."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, Literal, NamedTuple

from ..assessment import Assessment
from ..lists import Schema
from ..statements import Commitment, Signed
from .markup import shortened

ENTRIES = 200
"""The most entries of a list, or of a disclosure, that a page shows."""

_LONGEST = 1_000  # characters of a value


class Entries(NamedTuple):
    """Entries of one list that are proven to be in it, as a table of texts: None is withheld."""

    commitment: Signed[Commitment]
    kind: Literal["published", "disclosed"]
    #: The label of a published list, or the id of a disclosure.
    label: str
    #: The newer version that is here, too, and may no longer contain them.
    newest: int | None
    titles: Sequence[str]
    rows: Sequence[Sequence[str | None]]
    left_out: int


def entries(assessment: Assessment, language: str) -> Iterator[Entries]:
    """Yield the entries of each list that is open to everyone, and of each disclosure."""
    commitments, heads = assessment.of(Commitment), Headings(assessment, language)
    for identifier, opened in sorted(assessment.opened.items()):
        shown = [_texts(entry) for entry in islice(opened.list, ENTRIES)]
        left_out = commitments[identifier].body.count - len(shown)
        titles, rows = _table(shown, heads.of(commitments[identifier]))
        yield Entries(commitments[identifier], "published", opened.list.label, None, titles, rows, left_out)
    about = {fact.subject: commitments[fact.evidence[1]] for fact in assessment.facts if fact.code == "disclosed"}
    newest = {view.subject: view.value["newest"] for view in assessment.views if view.code == "superseded"}
    for disclosure, items in sorted(assessment.shown.items()):
        commitment = about[disclosure]
        shown = [_texts(item.entry) for item in items[:ENTRIES]]
        titles, rows = _table(shown, heads.of(commitment))
        left_out, newer = len(items) - len(shown), newest.get(disclosure)
        yield Entries(commitment, "disclosed", disclosure.hex()[:12], newer, titles, rows, left_out)


def text_of(value: object) -> str:
    """Return a value as people read it."""
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class Headings:
    """The titles of the fields of lists, where an opened list or a profile that comes with the program has their
    schema. Those of one schema are found once: there can be a thousand disclosures of one list."""

    def __init__(self, assessment: Assessment, language: str | None) -> None:
        schemas = (opened.list.schema for opened in assessment.opened.values())
        self._opened, self._language = {schema.digest: schema for schema in schemas}, language
        self._found: dict[bytes, Mapping[str, str]] = {}

    def of(self, commitment: Signed[Commitment]) -> Mapping[str, str]:
        """Return the titles of the fields of a list, by name, in the order of its schema; none if it is not known."""
        digest = commitment.body.schema
        if digest not in self._found:
            self._found[digest] = _headings(self._opened.get(digest) or _profiles().get(digest), self._language)
        return self._found[digest]


@cache
def _profiles() -> Mapping[bytes, Schema]:
    """Return the schemas of the profiles that come with the program, by digest."""
    from ..tables import profiles  # takes longer to load than a verification takes

    schemas = (profiles.load(name).schema for name in profiles.names())
    return {schema.digest: schema for schema in schemas}


def _headings(schema: Schema | None, language: str | None) -> dict[str, str]:
    """Return the titles of the fields of a schema in a language, if it has them, in the order of the schema."""
    if schema is None:
        return {}
    from ..tables import titles

    known = language if language in titles.languages(schema) else None
    names = [field.name for field in schema.fields]
    return dict(zip(names, titles.headings(schema, known), strict=True))


def _texts(entry: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the values of an entry as texts: None is null. The values themselves may take far more memory."""
    return {name: None if value is None else shortened(text_of(value), _LONGEST) for name, value in entry.items()}


def _table(
    shown: Sequence[Mapping[str, str | None]], heads: Mapping[str, str]
) -> tuple[list[str], list[list[str | None]]]:
    """Return the titles of the columns in which something is, and the entries as rows of texts: None is withheld."""
    filled = {name for entry in shown for name, text in entry.items() if text is not None}
    names = [name for name in heads if name in filled] + sorted(filled - heads.keys())
    rows = [[entry[name] or "" if name in entry else None for name in names] for entry in shown]
    return [heads.get(name, name) for name in names], rows
