"""The report: a page for people who were not there, of what files show and what they do not."""

from collections.abc import Iterator, Sequence, Set
from itertools import islice
from typing import Any, NamedTuple

from ..assessment import Assessment, Standing
from ..stamps.pinning import name_in_words
from ..statements import Accept, Commitment, Reveal, Signed, Text, narrow
from ..statements.party import fingerprint
from ..wording import Name, load, when
from . import compared, good_faith, html, list_cells, lists, picture, strangers
from .cells import ABSENT, Cell
from .entries import Entries, entries
from .headline import headline
from .list_cells import Shown
from .made_of import Material, embedded
from .markup import Words, shortened, theirs
from .moves import awaiting, is_over
from .picture import Bounds, Picture
from .subjects import artefacts_about, by_subject, firm, subjects_of
from .timeline import Event, committed, events, handed_over
from .told import Beside, Telling, Told, warnings

ROWS = 500
"""The most rows of a table, and the most sections of a page: how many more there are is told."""
_STRANGERS = 4
_WARNINGS = 12
_LONGEST = 600

QUESTIONS = ("committed", "existed", "acknowledged", "opened", "handed-over", "matches", "counted", "contested")
"""What is asked of each list. The words are ``report.questions``."""


class Column(NamedTuple):
    """One list, and a cell for each of :data:`QUESTIONS`."""

    by: bytes
    role: str
    commitment: Signed[Commitment] | None
    cells: Sequence[Cell]


class Row(NamedTuple):
    """An event in the table of a timeline: what is proven of its time, and the numbers of what its signers knew."""

    number: int
    event: Event
    bounds: Bounds
    known: Sequence[int]


class Proof(NamedTuple):
    """What the files prove of a list, or of an exchange itself."""

    commitment: Signed[Commitment] | None
    told: Beside


class Section(NamedTuple):
    """One exchange, or one list outside of any."""

    standing: Standing | None
    commitment: Signed[Commitment] | None
    columns: Sequence[Column]
    parts: Sequence[good_faith.Column]
    picture: Picture
    rows: Sequence[Row]
    left_out: int
    entries: Sequence[Entries]
    proofs: Sequence[Proof]


def page(material: Material, language: str, name: Name) -> Iterator[bytes]:
    """Yield the parts of the report, which is one file; ``name`` is what its maker calls parties. Times are in UTC.

    Raise as :func:`html.render`.
    """
    assessment, transcript = material.assessment, embedded(material)
    commitments = ordered(assessment)
    lonely = [one for one in commitments if one.id not in _of_exchanges(assessment)]
    here, readers = _here(material), {i: accept.kid for i, accept in assessment.of(Accept).items()}
    telling = Telling(assessment, load(language).order)
    sections = _sections(assessment, lonely, language, telling)
    told_of = {i for standing in assessment.exchanges for i in subjects_of(standing)}
    about = artefacts_about(assessment)
    told_of |= {i for one in commitments for i in (one.id, *about[one.id])}
    return html.render(
        "report.html",
        language,
        transcript,
        t=Words(language, lambda kid: name(readers.get(kid, kid)), when),
        material=material,
        assessment=assessment,
        headline=headline(material),
        awaiting=_awaiting(assessment),
        is_over=lambda standing: is_over(standing, assessment.now),
        unpinned=strangers.unpinned(assessment, material.transcript),
        warnings=warnings(assessment, here),
        others=_others(telling, told_of, here, assessment),
        pins={kid: party for kid, party in assessment.trust.parties.items() if kid in here},
        states={view.subject: view for view in assessment.views if view.code == "state"},
        ignored=[one for one in assessment.ignored if not strangers.is_stranger(one)],
        strangers=strangers.strangers(material),
        misplaced=strangers.misplaced(material),
        contradictions=list(islice(compared.compared(assessment), ROWS)),
        needed=_needed(material),
        heads=lists.HEADS,
        overview=list(islice(lists.rows(commitments, assessment), ROWS)),
        count=len(commitments),
        sections=islice(sections, ROWS),  # each is made when the page comes to it, and takes as much memory as it shows
        sections_count=len(assessment.exchanges) + len(lonely),
        digest=html.digest(transcript),
        questions=QUESTIONS,
        parts_of=good_faith.PARTS,
        rows=ROWS,
        few=_STRANGERS,
        few_warnings=_WARNINGS,
        differs=compared.differs,
        digits=fingerprint,
        sha256=lambda data: html.digest([data]),
        certificate=name_in_words,
        pairs=lambda digest: digest.hex(":").upper(),
        theirs=lambda value: theirs(shortened(str(value), _LONGEST)),
        title_of=lambda standing: _title(standing, language),
        conditions=lambda body: [_in(text, language).split("\n") for text in body.conditions],
    )


def _here(material: Material) -> frozenset[bytes]:
    """Return the kids of the pinned parties that signed something here, or are named in it. Others are nobody's affair
    but the maker's."""
    signed = b"".join(statement.raw for statement in material.transcript.statements.values())
    signers = {statement.kid for statement in material.transcript.statements.values()}
    return frozenset(kid for kid in material.assessment.trust.parties if kid in signers or kid in signed)


def _others(telling: Telling, told_of: Set[bytes], here: Set[bytes], assessment: Assessment) -> list[Told]:
    """Return what is told of statements that belong to no list and no exchange, but for cards of others."""
    cards = {party.card_id for kid, party in assessment.trust.parties.items() if kid not in here}
    return [one for _, beside in telling.others(told_of | cards) for claims in beside for one in claims]


def _of_exchanges(assessment: Assessment) -> set[bytes]:
    return {c.id for standing in assessment.exchanges for c in standing.exchange.commitments}


def _needed(material: Material) -> list[bytes]:
    """Return the kids of those who signed something here, and whose pinned cards are in none of the files."""
    here = {party.card_id for party in material.transcript.cards()}
    parties, signers = material.assessment.trust.parties, {s.kid for s in material.assessment.statements.values()}
    return sorted(kid for kid in signers if parties[kid].card_id not in here)


def _title(standing: Standing, language: str) -> str | None:
    """Return the title of an exchange in a language, or the first that it has; None where its terms are not here."""
    if standing.exchange.terms is None:
        return None
    return _in(standing.exchange.terms.body.title, language)


def _in(text: Text, language: str) -> str:
    chosen = text if isinstance(text, str) else text.get(language, next(iter(text.values())))
    return shortened(chosen, _LONGEST)


def ordered(assessment: Assessment) -> list[Signed[Commitment]]:
    """Return the commitments in the order of a report: by signer, list and version."""
    return sorted(
        assessment.of(Commitment).values(), key=lambda c: (c.kid, c.body.place.list_id, c.body.place.version, c.id)
    )


def _awaiting(assessment: Assessment) -> list[tuple[Standing, list[Any]]]:
    """Return each exchange with the moves in it, those that are due first before others."""
    found = [(standing, list(awaiting(standing, assessment.now))) for standing in assessment.exchanges]
    return sorted(found, key=lambda pair: min((m.due for m in pair[1] if m.due is not None), default=2**62))


def _sections(
    assessment: Assessment, lonely: Sequence[Signed[Commitment]], language: str, telling: Telling
) -> Iterator[Section]:
    """Yield a section for each exchange, and then one for each list that belongs to none."""
    shown = _All(assessment, list(entries(assessment, language)), telling)
    for standing, _ in _awaiting(assessment):
        yield shown.exchange(standing)
    yield from map(shown.alone, lonely)


class _All:
    """What is shown of all lists, sorted once by what it is about."""

    def __init__(self, assessment: Assessment, found: Sequence[Entries], telling: Telling) -> None:
        self._assessment, self._entries, self._telling = assessment, found, telling
        self._about, self._commitments = artefacts_about(assessment), ordered(assessment)
        self._claims = by_subject(firm(assessment))
        self._proven = picture.bounds(assessment)
        self._released = {fact.subject for fact in assessment.facts if fact.code == "released"}

    def exchange(self, standing: Standing) -> Section:
        """Return the section of an exchange."""
        exchange = standing.exchange
        reviews = [review for review, _ in exchange.reviews]
        stakes = standing.at_stake.items()
        columns = [Column(slot.kid, slot.role, one, self._cells(one, reviews, standing)) for slot, one in stakes]
        if not columns:  # no rule is applied, since a party is not pinned or the terms are not here
            columns = [
                Column(one.kid, one.body.place.role, one, self._cells(one, reviews, standing))
                for one in exchange.commitments
            ]
        its = {one.id for one in exchange.commitments}
        parts = list(good_faith.columns(standing, self._assessment))
        return self._section(standing, None, columns, parts, events(standing, self._assessment), its)

    def alone(self, commitment: Signed[Commitment]) -> Section:
        """Return the section of a list that belongs to no exchange."""
        found = (self._assessment.statements.get(i) for i in self._about[commitment.id])
        reveals = ((reveal, commitment) for one in found if one is not None and (reveal := narrow(one, Reveal)))
        happened = [committed(commitment), *handed_over(reveals, self._released)]
        place = commitment.body.place
        column = Column(commitment.kid, place.role, commitment, self._cells(commitment, (), None))
        return self._section(None, commitment, [column], [], happened, {commitment.id})

    def _section(
        self,
        standing: Standing | None,
        commitment: Signed[Commitment] | None,
        columns: Sequence[Column],
        parts: Sequence[good_faith.Column],
        happened: Sequence[Event],
        its: set[bytes],
    ) -> Section:
        told = picture.ordered(happened, self._assessment)
        shown = told[:ROWS]
        history = picture.History(shown, self._assessment)
        rows = [
            Row(number + 1, event, picture.joined(event, self._proven), [n + 1 for n in history.last_before(number)])
            for number, event in enumerate(shown)
        ]
        drawn = picture.draw(told, self._assessment, self._proven)
        of_these = [one for one in self._entries if one.commitment.id in its]
        proofs = [self._proof(one) for one in self._commitments if one.id in its]
        if standing is not None:
            proofs.insert(0, Proof(None, self._telling.beside(standing.exchange.id, subjects_of(standing))))
        left_out = len(told) - len(shown)
        return Section(standing, commitment, columns, parts, drawn, rows, left_out, of_these, proofs)

    def _proof(self, commitment: Signed[Commitment]) -> Proof:
        about = (commitment.id, *self._about[commitment.id])
        return Proof(commitment, self._telling.beside(commitment.id, about))

    def _cells(
        self, commitment: Signed[Commitment] | None, reviews: Sequence[Any], standing: Standing | None
    ) -> list[Cell]:
        """Return the answers to the questions about a list that its owner made, or did not."""
        if commitment is None:
            return [ABSENT] * len(QUESTIONS)
        shown = Shown.of(commitment, self._claims, self._about[commitment.id], self._assessment.contradictions)
        version = {"version": commitment.body.place.version}
        return [
            list_cells.contradicted(shown.faults & list_cells.FORKS) or Cell("proven", "committed", version),
            list_cells.existed(shown, _due(standing)),
            list_cells.acknowledged(shown),
            list_cells.opened(shown),
            list_cells.revealed(shown, None if standing is None else standing.exchange),
            list_cells.matches(shown),
            list_cells.counted(shown),
            list_cells.contested(shown, reviews),
        ]


def _due(standing: Standing | None) -> int | None:
    terms = None if standing is None or not standing.at_stake else standing.exchange.terms
    return None if terms is None else terms.body.deadlines.commit
