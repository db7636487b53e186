"""A session: the files of one command, gathered once against the reader's pins and key, and the list that is meant."""

import shlex
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..assessment import Assessment, Evidence, Exchange, conclude, gather, open_wraps
from ..assessment.versions import list_key
from ..envelope import Opened
from ..errors import AccessError, Code, InputError, SwapError, VerificationError
from ..keys import Identity
from ..statements import Commitment, Party, Signed
from ..statements.party import fingerprint, parse_fingerprint
from ..transcript import Transcript
from ..trust import Trust
from . import Stopped
from .arguments import ListChoice
from .disk import inbox
from .pinning.pins import Pins
from .screen import clock
from .screen.terminal import clean, warn, working
from .verdicts.report import contradictions, heading

_MAX_LISTS_NAMED = 10
_MIN_DIGITS = 8  # of a commitment's id: fewer could be those of any
_MAX_CARDS_NAMED = 3


class Session(NamedTuple):
    """Files as one reader sees them. ``me`` is the reader's key, if they gave one."""

    transcript: Transcript
    pins: Pins
    evidence: Evidence
    assessment: Assessment
    me: Identity | None
    paths: Sequence[str]

    @classmethod
    def open(
        cls,
        paths: Sequence[str],
        pins: Pins,
        *,
        beside: Sequence[str] = (),
        digits: Sequence[str] = (),
        me: Identity | None = None,
        own: Party | None = None,
    ) -> "Session":
        """Read files and assess them, opening with the key of ``me`` what it opens; show what is wrong with them.

        ``beside`` are folders with what else was received: :attr:`ListChoice.within` says then which list is meant.
        ``digits`` are the fingerprints of cards in the files to trust, too; ``own`` is the reader's party, if they are
        named but their key is not needed. Raise :class:`SwapError`.
        """
        transcript, _, not_read = inbox.load(paths, beside=beside)
        if transcript.framed == 0:
            names = ", ".join(paths)
            why = f": {inbox.listed(not_read)}" if not_read else ""
            raise InputError("file", f"{names}: no .swap file and no armored text; nothing in it can be read{why}")
        pins = pins.copy()
        for fingerprint_digits in digits:
            trust_digits(pins, transcript, fingerprint_digits)
        party = own if me is None else me.party
        if party is not None:
            pins.add_reader(party)
        with working("Checking") as progress:
            evidence = gather(transcript, pins.trust())
            openings = {} if me is None else open_wraps(evidence, me.party.kid, me, me.local_secret)
            assessment = conclude(evidence, openings=openings, now=clock.now(), progress=progress)
        _show_faults(assessment, pins)
        return cls(transcript, pins, evidence, assessment, me, paths)

    def choose(self, choice: ListChoice | None = None) -> Signed[Commitment]:
        """Return the commitment that is meant: of the only list, or the chosen one; of its latest or chosen version.

        ``choice`` is None for verbs that offer none. Raise :class:`SwapError` if no pinned party made one, if there
        are several lists, or for a fork.
        """
        return self.choose_among(list(self.assessment.of(Commitment).values()), choice)

    def choose_among(
        self, commitments: list[Signed[Commitment]], choice: ListChoice | None = None
    ) -> Signed[Commitment]:
        """As :meth:`choose`, of these commitments."""
        if not commitments:
            strangers = [
                ignored.message
                for ignored in self.assessment.ignored
                if ignored.code == "signer-not-pinned" and ignored.kind == "commitment"
            ]
            why = strangers[0] if strangers else "no commitment by anyone you pinned verifies here"
            how = "Pin its card with swapproto trust, or give --from DIGITS"
            raise self._stopped("signer-not-pinned", f"{why}. {how}")
        commitments = self.chosen(commitments, choice or ListChoice(None, None, None))
        if not commitments:
            raise InputError("usage", "no commitment in these files is of that list, signer and version")
        lists = {*map(list_key, commitments)}
        if len(lists) > 1:
            how = "give a file that contains only one" if choice is None else "choose one"
            refusal = InputError("usage", f"{len(lists)} lists are in these files; {how}:")
            self._name_candidates(refusal, commitments, choice)
            raise refusal
        latest = max(c.body.place.version for c in commitments)
        found = [c for c in commitments if c.body.place.version == latest]
        if len({c.body.fixed for c in found}) > 1:
            fork = self._stopped("root-mismatch", f"there are two different versions {latest} of this list: a fork")
            self._name_candidates(fork, found, choice)
            raise fork
        # of a list that was sealed twice, one that is opened here, if any
        return min(found, key=lambda c: (c.id not in self.assessment.opened, c.id))

    def chosen(self, commitments: Iterable[Signed[Commitment]], choice: ListChoice) -> list[Signed[Commitment]]:
        """Return the commitments that the options of a choice mean."""
        digits, version = choice.id, choice.version
        kid = None if choice.by is None else self.pins.find(choice.by).kid
        return [
            c
            for c in commitments
            if (digits is None or c.body.place.list_id.hex().startswith(digits) or _begins_id(digits, c))
            and (kid is None or c.kid == kid)
            and (version is None or c.body.place.version == version)
            and (choice.within is None or self._is_in(c, choice.within))
        ]

    def _is_in(self, commitment: Signed[Commitment], path: str) -> bool:
        """Return whether a commitment is in a file, or in a part of it."""
        names = self.assessment.sources[commitment.id]
        return any(name == path or name.startswith(f"{path}: ") for name in names)

    def _name_candidates(
        self, refusal: SwapError, commitments: Sequence[Signed[Commitment]], choice: ListChoice | None
    ) -> None:
        """Add to a refusal the commitments that can be meant, each with the option that selects exactly it."""
        ids = [i for c in self.assessment.of(Commitment).values() for i in (c.id.hex(), c.body.place.list_id.hex())]
        found = sorted(commitments, key=lambda c: (heading(c, self.pins), c.id))
        for commitment in found[:_MAX_LISTS_NAMED]:
            refusal.add_note(self.named(commitment))
            if choice is not None:
                refusal.add_note(f"  --list {_shortest(commitment.id.hex(), ids)}")
        if len(found) > _MAX_LISTS_NAMED:
            refusal.add_note(f"and {len(found) - _MAX_LISTS_NAMED} more: see swapproto verify")

    def named(self, commitment: Signed[Commitment]) -> str:
        """Return the line that identifies a commitment, with the list's label if it is known."""
        opened = self.assessment.opened.get(commitment.id)
        return heading(commitment, self.pins) + (f": {clean(opened.list.label)!r}" if opened else "")

    def exchange_of(self, commitment: Signed[Commitment]) -> Exchange | None:
        """Return the exchange that a list is of, or None."""
        found = (standing.exchange for standing in self.assessment.exchanges)
        return next((exchange for exchange in found if exchange.id == commitment.body.place.exchange), None)

    def opened(self, commitment: Signed[Commitment]) -> Opened:
        """Return what the commitment opened to. Raise :class:`SwapError` with the reason why it did not open."""
        opened = self.assessment.opened.get(commitment.id)
        if opened is not None:
            return opened
        for fault in self.assessment.contradictions:
            if fault.code == "wrong-content" and commitment.id in fault.evidence and fault.why is not None:
                raise self._stopped(fault.why, "what was sealed is not the committed list; nothing was written")
        views = [view for view in self.assessment.views if commitment.id in view.evidence]
        makers = {view.by for view in views if view.code == "wrap-failed"}
        failed = (
            f"the key that {', '.join(sorted(map(self.pins.shown, makers)))} wrapped for you does not open this list"
        )
        exchange = self.exchange_of(commitment)
        mediators = () if exchange is None or exchange.terms is None else exchange.terms.body.mediators
        if makers & {commitment.kid, *mediators}:
            raise self._stopped("wrap-invalid", failed, 1)
        cure = ""
        if makers:
            why = f"the list is sealed, and not to this key; {failed}"
        elif any(view.code == "envelope-absent" for view in views):
            why = "the envelope, with the sealed entries, is not among these files, or was altered"
            if any(fact.code == "disclosed" and commitment.id in fact.evidence for fact in self.assessment.facts):
                why += ". Some entries are shown by a disclosure: swapproto verify ... --entries"
        elif self.me is None:
            why = "the list is sealed, and no key for everyone is here. With your key: -k"
        elif commitment.body.place.exchange is not None:
            why = (
                "the list is sealed, and nothing in these files opens it with this key. In an exchange that takes your "
                "accepts and the reveal, too: give all files of the exchange"
            )
        else:
            why = "the list is sealed, and not to this key. If a reveal to it exists, join both first:"
            cure = shlex.join(["swapproto", "merge", *self.paths, "REVEAL.swap", "-o", "ALL.swap"])
        refusal = self._stopped("reader-not-found", why)
        if cure:
            refusal.add_note(cure)
        raise refusal

    def _stopped(self, code: Code, message: str, exit_code: int = 3) -> Stopped:
        return Stopped(AccessError(code, message), worst(self.assessment.exit_code(), exit_code))


def trust_digits(pins: Pins, transcript: Transcript, digits: str) -> None:
    """Trust the card in ``transcript`` that has this fingerprint, and verify no other card.

    Raise :class:`AccessError` if there is none, or :class:`VerificationError` if something here does not verify, which
    is then the better answer.
    """
    wanted = parse_fingerprint(digits)
    invalid: VerificationError | None = None
    for digest, statement in sorted(transcript.statements.items()):
        if statement.kind != "card" or fingerprint(statement.id).replace(" ", "") != wanted:
            continue
        try:
            party = Party.read(statement.raw)
        except SwapError as error:
            source, offset = transcript.place(digest)
            invalid = VerificationError(error.code, f"{source}, byte {offset}: the card with this fingerprint: {error}")
            continue
        pins.add_by_digits(party)
        return
    raise invalid or _no_such_card(transcript, wanted)


def _no_such_card(transcript: Transcript, digits: str) -> SwapError:
    cards = transcript.cards()
    if cards:
        names = ", ".join(repr(party.name) for party in cards[:_MAX_CARDS_NAMED])
        names += " and others" if len(cards) > _MAX_CARDS_NAMED else ""
        why = (
            f"no card in these files has the fingerprint {digits[:5]} {digits[5:10]} ...; the cards here, of {names}, "
            "have others. "
            "Check what you typed. If it is what the party gave you, do not trust these files"
        )
    else:
        why = (
            "these files contain no card that verifies: it is missing, altered or cut off. Add the signer's "
            "card; verify without --from reports what else is wrong"
        )
    for rejected in sorted(gather(transcript, Trust.of(*cards)).rejected):
        where = f"{rejected.source}, byte {rejected.offset}"
        return VerificationError(rejected.code, f"{why}. And {where}: {rejected.message}")
    return AccessError("signer-not-pinned", why)


def _show_faults(assessment: Assessment, pins: Pins) -> None:
    if assessment.contradictions:
        warn("CONTRADICTIONS, proven for ever:")
        for line in contradictions(assessment, pins):
            warn(line)
    for rejected in assessment.rejected:
        warn(f"rejected: {clean(rejected.source)}, byte {rejected.offset}: {clean(rejected.message)} [{rejected.code}]")


def _begins_id(digits: str, commitment: Signed[Commitment]) -> bool:
    return len(digits) >= _MIN_DIGITS and commitment.id.hex().startswith(digits)


def _shortest(identifier: str, ids: Iterable[str]) -> str:
    """Return a beginning of an id that begins no other one, whoever chose the others."""
    others = [other for other in ids if other != identifier]
    size = 12
    while any(other.startswith(identifier[:size]) for other in others):
        size += 4
    return identifier[:size]


def worst(*codes: int) -> int:
    """Return the one of several verdicts that counts. Spec 12.1, step 9."""
    return next((code for code in (4, 1, 3) if code in codes), 0)
