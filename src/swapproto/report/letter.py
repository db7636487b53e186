"""The letter: entries of a list as a family reads them, with the disclosure that proves them in it.

What a letter says of its entries and of their list is read from the disclosure and the commitment in it, as whoever
checks it reads them. Only what the signer is called, and whom to call, are the words of whoever makes it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from .. import wording
from ..assessment import Contradiction
from ..disclosure import Disclosure
from ..lists import Schema
from ..statements import Commitment, Party, Signed
from ..tables import profiles, titles
from ..wording import Wording
from . import marks, values
from .against import Against
from .html import render
from .markup import clean, timed, times

_NUMBER = re.compile(r"(\+?[0-9][0-9 ()./-]{5,}[0-9])")


class Signer(NamedTuple):
    """The party that signed a list, and what whoever makes a letter calls them."""

    party: Party
    name: str


class Stamped(NamedTuple):
    """The bytes of a stamp of the commitment, by when it shows that to have existed, and whose clock says so.

    ``time`` is in seconds since 1970.
    """

    stamp: bytes
    time: int
    clock: str


class Fields(NamedTuple):
    """The schema of a list, and what its fields are called in the reader's language, in the order to show them."""

    schema: Schema
    headings: Mapping[str, str]


def write(
    signer: Signer,
    commitment: Signed[Commitment],
    disclosure: bytes,
    fields: Fields,
    *,
    language: str = "en",
    stamps: Sequence[Stamped] = (),
    against: Against = Against(),  # noqa: B008 (a constant)
    contact: str = "",
) -> bytes:
    """Return the letter about a disclosure, a page in one of :data:`wording.LANGUAGES`. Raise :class:`SwapError`.

    ``against`` is what is shown against the list, and in the page as well; ``contact`` is whom to call, and how.
    """
    words, label = wording.load(language), _labels(language)
    entries = Disclosure.read(disclosure).verify(commitment)
    proof = (signer.party.card, commitment.raw, disclosure, *(one.stamp for one in stamps))
    page = render(
        "letter.html",
        language,
        [*proof, *(one.raw for one in against.statements)],
        mark=Markup(marks.LETTER),  # noqa: S704 (a constant)
        label=label,
        on_page=lambda code: words.label(code, "page"),
        signer=signer,
        entries=[(list(_values(one.entry, fields, language)), one.held_back) for one in entries],
        commitment=commitment,
        role=escape(words.role(commitment.body.place.role)),
        against=against,
        faults=[_fault(one, signer, language) for one in against.faults],
        beyond=[_fault(one, signer, language) for one in against.beyond],
        stamps=stamps,
        contact=[(text, _NUMBER.fullmatch(text)) for text in _NUMBER.split(contact) if text],
    )
    return b"".join(page)


def _fault(fault: Contradiction, signer: Signer, language: str) -> Markup:
    """Return the sentence of a fault of the signer, as verdicts have it."""
    return times(_isolating(language).contradiction(fault, lambda _: signer.name))


def _isolating(language: str) -> Wording:
    return wording.load(language).showing(
        lambda text: wording.isolated(clean(text)), lambda seconds, _: timed(seconds, values.moment(seconds, language))
    )


def _labels(language: str) -> values.Label:
    """Return what fills in a sentence: each text cleaned, and kept from changing the direction of what is around it."""
    words = _isolating(language)
    return lambda code, **given: times(words.label(code, "letter", **given))


def _values(entry: Mapping[str, Any], fields: Fields, language: str) -> Iterator[tuple[str, str, values.Shown]]:
    """Yield the heading and the value of each field that is filled in, in the order of the headings.

    Between them is the field's name, for a heading that whoever signed the list chose: no proof has that in it.
    """
    known, label = {field.name: field for field in fields.schema.fields}, _labels(language)
    for name in [*filter(entry.__contains__, fields.headings), *sorted(entry.keys() - fields.headings.keys())]:
        value = values.shown(known.get(name), entry[name], language, label)
        if value is not None:
            heading = fields.headings.get(name, name)
            yield heading, "" if heading == name or (name, heading) in _titles() else name, value


@cache
def _titles() -> frozenset[tuple[str, str]]:
    """Return the names and titles of the fields of the profiles that come with the program."""
    fields = [field for name in profiles.names() for field in profiles.load(name).schema.fields]
    return frozenset((field.name, title) for field in fields for title in titles.translated(field).values())
