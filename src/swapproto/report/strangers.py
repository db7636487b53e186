"""Who signed without being pinned, and which files do not belong to anything that is assessed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from ..assessment import Assessment, Ignored
from ..statements import Party
from ..transcript import Transcript
from .made_of import Material


class Stranger(NamedTuple):
    """A key that signed something here, and that nobody pinned."""

    kid: bytes
    #: What its cards here call it, with their digits.
    cards: Sequence[tuple[str, str]]
    #: How many statements of each kind it signed, cards left out.
    kinds: Sequence[tuple[str, int]]
    files: Sequence[str]


class Misplaced(NamedTuple):
    """A file that nothing here is about: why, in words, and the code of the reason."""

    name: str
    #: ``impostor``, ``stranger``, ``rejected``, ``ignored``, ``not-read`` or ``nothing``. The words are
    #: ``report.misplaced``.
    reason: str
    why: str


_NAMES = 4
"""The most names of one key that are told."""
_ORDER = ("impostor", "stranger", "rejected", "ignored", "not-read", "nothing")


def strangers(material: Material) -> list[Stranger]:
    """Return the signers of statements whom nobody pinned, in order of their kids. Cards alone are none."""
    assessment, transcript = material.assessment, material.transcript
    ignored = set(map(attrgetter("id"), filter(is_stranger, assessment.ignored)))
    found: defaultdict[bytes, dict[bytes, str]] = defaultdict(dict)
    for statement in transcript.statements.values():
        if statement.id in ignored:
            found[statement.kid][statement.id] = statement.kind
    cards: defaultdict[bytes, list[tuple[str, str]]] = defaultdict(list)
    for party in transcript.cards():
        cards[party.kid].append((party.name, party.fingerprint))
    return [
        Stranger(kid, cards[kid], sorted(Counter(kinds.values()).items()), _files(assessment, kinds))
        for kid, kinds in sorted(found.items())
    ]


def unpinned(assessment: Assessment, transcript: Transcript) -> list[tuple[bytes, list[str]]]:
    """Return the kids of those whom nobody pinned and without whose digits less is told of exchanges: parties and
    mediators, and whoever signed terms; where no terms are of anybody pinned, whoever accepted some, too. Each has what
    its cards here call it, with the first of their digits."""
    named = [one.exchange.terms.body for one in assessment.exchanges if one.exchange.terms is not None]
    kids = {kid for terms in named for kid in (*terms.parties, *terms.mediators)} - assessment.trust.parties.keys()
    kinds = ("terms",) if named else ("terms", "accept")
    ignored = {one.id for one in assessment.ignored if one.kind in kinds and is_stranger(one)}
    kids |= {statement.kid for statement in transcript.statements.values() if statement.id in ignored}
    cards = sorted({(_called(party), party.kid) for party in transcript.cards()}) if kids else []
    return [(kid, [name for name, of in cards if of == kid][:_NAMES]) for kid in sorted(kids)]


def _called(party: Party) -> str:
    first, second = party.fingerprint.split()[:2]
    return f"{party.name!r} ({first} {second} ...)"


def is_stranger(one: Ignored) -> bool:
    """Return whether something was ignored for want of a pin. A card alone is no ground for a warning."""
    return one.code == "signer-not-pinned" and one.kind != "card"


def misplaced(material: Material) -> list[Misplaced]:
    """Return the files that nothing here is about, impostors first."""
    found = [*_impostors(material), *_unused(material)]
    found += (Misplaced(name, "not-read", why) for name, why in material.not_read if name not in material.belonging)
    return sorted(found, key=lambda one: (_ORDER.index(one.reason), one.name))


def _impostors(material: Material) -> Iterator[Misplaced]:
    for party, _ in material.impostors:
        for name in material.assessment.sources.get(party.card_id, ()):
            yield Misplaced(name, "impostor", f"{party.name}: {party.fingerprint}")


def _unused(material: Material) -> Iterator[Misplaced]:
    """Yield the files of which nothing was assessed."""
    assessment = material.assessment
    of_file = _artefacts_by_file(material.transcript)
    why = {one.id: one for one in assessment.ignored}
    impostors = {party.card_id for party, _ in material.impostors}
    for name in material.inputs:
        artefacts = of_file[name]
        if any(i not in why for i in artefacts) and not artefacts <= impostors:
            continue
        rejected = [one for one in assessment.rejected if one.source == name]
        if rejected:
            yield Misplaced(name, "rejected", rejected[0].message)
        elif artefacts - impostors:
            first = min(artefacts - impostors, key=lambda i: (why[i].kind == "card", why[i].kind, i))
            strange = is_stranger(why[first])
            yield Misplaced(name, *(("stranger", "") if strange else ("ignored", why[first].message)))
        elif not artefacts:
            yield Misplaced(name, "nothing", "")


def _artefacts_by_file(transcript: Transcript) -> defaultdict[str, set[bytes]]:
    found: defaultdict[str, set[bytes]] = defaultdict(set)
    for identifier, names in transcript.sources().items():
        for name in names:
            found[name].add(identifier)
    return found


def _files(assessment: Assessment, artefacts: dict[bytes, str]) -> list[str]:
    return list(dict.fromkeys(name for i in artefacts for name in assessment.sources.get(i, ())))
