"""Reviews: a verdict on a list of another, and the list of verdicts on its entries, sealed to those who may read it."""

import argparse
import os
from typing import NamedTuple

from ... import reviews
from ...assessment.versions import list_key
from ...counting import count_of
from ...envelope import Sealed, seal
from ...errors import InputError
from ...keys import Identity
from ...ledger import Ledger
from ...moves import Moves
from ...reviews import Opinions
from ...statements import Accept, Commitment, Party, Place, Signed, read_statement
from ...statements.commitment import REVIEW_ROLE
from ...statements.review import Verdict
from ..disk import writing
from ..screen import clock
from ..screen.terminal import confirm, say, working
from ..session import Session
from . import exchanging, signing, stamping


def is_review(commitment: Signed[Commitment]) -> bool:
    """Return whether a list is a review of another."""
    return commitment.body.place.role == REVIEW_ROLE and commitment.body.place.answers is not None


def own_reviews(session: Session, me: Identity, commitment: Signed[Commitment]) -> list[Signed[Commitment]]:
    """Return one's own review lists of any version of a list, the latest first."""
    commitments = session.assessment.of(Commitment)
    found = []
    for one in commitments.values():
        other = commitments.get(one.body.place.answers or b"")
        own = one.kid == me.party.kid and is_review(one)
        if own and other is not None and list_key(other) == list_key(commitment):
            found.append((other.body.place.version, one.body.place.version, one.iat, one.id, one))
    return [one for *_, one in sorted(found, key=lambda entry: entry[:-1], reverse=True)]


class Reviewer(NamedTuple):
    """A reader at work on the lists of a session."""

    session: Session
    me: Identity
    moves: Moves
    journal: Ledger

    def review(self, commitment: Signed[Commitment], opinions: Opinions | None, options: argparse.Namespace) -> int:
        """Sign a review, with the verdicts on entries if there are any, and write it. Return the exit code."""
        session, me, output = self.session, self.me, options.output
        verdict: Verdict = "agreed" if options.agree else "contested"
        sealed: Sealed | None = None
        readers: list[Party | Signed[Accept]] = []
        if opinions is not None:
            verdict = reviews.verdict_of(opinions)
            readers = [] if options.public else self._readers(commitment, options)
            sealed = self._sealed(commitment, opinions, readers)
            self.journal.require_free(sealed.commitment)
        who = ", ".join(session.pins.shown(reader.kid) for reader in readers)
        lines = self._in_words(commitment, verdict, opinions, "EVERYONE" if options.public else who)
        lines += signing.time_in_words(clock.now(), self.journal, me, yes=options.yes)
        confirm("\n".join(lines), yes=options.yes)
        made = me.party.card
        details = None
        if sealed is not None:
            raw = exchanging.sign([self.moves.sealed(sealed)], me, self.journal, output)
            listed = read_statement(raw, me.party.verify_key, Commitment)
            details = listed.id
            made += raw + sealed.envelope
            if options.public:
                reveal = self.moves.hand_out(listed, sealed.opened, None)
                made += exchanging.sign([reveal], me, self.journal, output)
        prepared = self.moves.review(commitment, verdict, details)
        made += exchanging.sign([prepared], me, self.journal, output)
        writing.write(output, made, force=options.force)
        self._tell(commitment, options, who)
        stamping.remind_of(session, [commitment], output)
        return exchanging.exit_code(session)

    def _readers(self, commitment: Signed[Commitment], options: argparse.Namespace) -> list[Party | Signed[Accept]]:
        """Return who can open the verdicts on entries: in an exchange by their accepts, others by their cards."""
        session, exchange_id = self.session, commitment.body.place.exchange
        parties = signing.readers_of(options.to, session.pins)
        standing = None if exchange_id is None else self.moves.standing(exchange_id)
        terms = None if standing is None else standing.exchange.terms
        if standing is None or terms is None:
            chosen = parties or [session.pins.parties[commitment.kid]]
            for party in chosen:
                signing.require_valid(party, session.pins)
            return [*chosen]
        named = {*terms.body.parties, *terms.body.mediators}
        kids = [party.kid for party in parties] or [commitment.kid, *terms.body.mediators]
        accepts = {kid: self.moves.key_for(standing.exchange, kid) for kid in kids if kid in named}
        needed = kids if parties else [commitment.kid]
        for kid in needed:
            if kid in named and accepts[kid] is None:
                who = session.pins.shown(kid)
                raise InputError(
                    "usage", f"{who} has no accept for you in these files, to seal to: add it, or give --to"
                )
        outside: list[Party | Signed[Accept]] = [party for party in parties if party.kid not in named]
        return outside + [accept for accept in accepts.values() if accept is not None]

    def _sealed(
        self, commitment: Signed[Commitment], opinions: Opinions, readers: list[Party | Signed[Accept]]
    ) -> Sealed:
        place = self._place(commitment)
        content = reviews.make(self.session.opened(commitment), opinions)
        with working(f"Sealing {count_of(len(content), 'verdict')}") as progress:
            return seal(
                content,
                author=self.me.party,
                local_secret=self.me.local_secret,
                place=place,
                readers=readers,
                iat=clock.now(),
                seen=self.moves.seen_by_list(place),
                progress=progress,
            )

    def _place(self, commitment: Signed[Commitment]) -> Place:
        """Return the place of a review list: the next version of one's own earlier one, or that of a new list."""
        exchange = commitment.body.place.exchange
        own = own_reviews(self.session, self.me, commitment)
        known = [one for one in own if one.body.place.exchange == exchange and self.journal.knows(one.id)]
        latest = max(known, key=lambda one: one.body.place.version, default=None)
        if latest is not None:
            return Place.after(latest)._replace(answers=commitment.id)
        return Place(REVIEW_ROLE, os.urandom(16), exchange=exchange, answers=commitment.id)

    def _in_words(
        self, commitment: Signed[Commitment], verdict: Verdict, opinions: Opinions | None, who: str
    ) -> list[str]:
        """Return what a user is about to sign."""
        lines = ["You are about to sign a review:", f"  {self.session.named(commitment)}"]
        if opinions is None:
            return [*lines, f"  verdict   {verdict.upper()}, on the list as a whole"]
        contested = sum(opinion.verdict == "contested" for opinion in opinions.values())
        agreed = count_of(len(opinions) - contested, "entry", "entries")
        return [
            *lines,
            f"  verdict   {verdict.upper()}: {agreed} agreed, {contested:,} contested",
            f"  details   a list with every verdict and its reason, readable by {who or 'nobody else'}",
            "Everybody who has the file sees the verdict on the whole, and how many entries there are.",
        ]

    def _tell(self, commitment: Signed[Commitment], options: argparse.Namespace, who: str) -> None:
        signer, output = self.session.pins.shown(commitment.kid), writing.shown(options.output)
        if not options.imported:
            say(f"\n{output}: your card and the review. Send it to {signer}, and in an exchange to all whom it names.")
            return
        say(f"\n{output}: your card, the review, and the verdicts on entries. Send it to {signer}, and in an exchange")
        say(f"to all whom it names. {'EVERYONE' if options.public else who or 'Nobody else'} can read those verdicts.")
        say("The workbooks go to nobody: they can be read without a key.")
