"""The verb ``withdraw``: terms, an accept or a commitment that is taken back."""

import argparse

from ...assessment import Standing
from ...errors import InputError
from ...statements import Accept, Body, Commitment, Signed
from ...statements.withdraw import REASON_LIMIT, is_reason
from .. import keyfiles, outputs
from ..acts import exchanging, signing
from ..arguments import KeyChoice, ListChoice, add_choice, add_files, add_key, add_output, add_terms, add_trust
from ..disk import writing
from ..journal import BesideKey
from ..pinning.pins import Pins
from ..screen.terminal import clean, confirm, paragraph, say
from ..session import Session
from ..terms.terms_shown import titled
from ..verdicts.report import files_of

EXAMPLES = (
    "swapproto withdraw inbox --what accept -k North.swapkey -o withdrawal.swap",
    'swapproto withdraw people.swap --what commitment --reason "a typo" -k North.swapkey -o w.swap',
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    parser.add_argument(
        "--what",
        required=True,
        choices=("accept", "terms", "commitment"),
        help="your accept, which is final for this exchange; terms that you proposed; or a commitment of yours",
    )
    parser.add_argument("--reason", metavar="TEXT", help="why, for everyone who gets OUT.swap")
    add_key(parser, required=True)
    add_output(parser, "OUT.swap")
    add_terms(parser)
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_choice(parser)
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Take back what you signed: your accept of an exchange, terms that you proposed, or a commitment. A
    withdrawn accept ends your part in the exchange. Nothing that was proven is undone, and a withdrawal is final. You
    are shown what it ends, and asked."""
    key, output, reason = KeyChoice.of(options), options.output, options.reason
    outputs.check(options)
    if options.what == "commitment" and options.terms:
        raise InputError("usage", "--terms is for accepts and terms: choose a commitment with --list or --version")
    if options.what != "commitment" and (options.list or options.by or options.version):
        raise InputError("usage", "--list, --by and --version are for --what commitment; --terms chooses an exchange")
    if reason is not None and not is_reason(reason):
        form = f"a reason has 1 to {REASON_LIMIT} bytes, in one line, with single spaces and no invisible characters"
        raise InputError("usage", form)
    me = keyfiles.unlock(key)
    session = Session.open(options.files, Pins.load(options.trust), me=me)
    if options.what == "commitment":
        targets, lines = _commitment(session, ListChoice.of(options))
    else:
        standing = exchanging.choose(session, options.terms)
        choose = _terms if options.what == "terms" else _accept
        targets, lines = choose(session, standing)
    if reason is not None:
        lines.append(f"The reason that it states is '{clean(reason)}'.")
    with BesideKey(options.key_file).claimed():
        journal = signing.open_journal(key, me)
        moves = exchanging.moves_of(session, me, journal)
        prepared = [moves.withdraw(target, reason) for target in targets]
        lines += signing.time_in_words(prepared[0].unsigned.iat, journal, me, yes=options.yes)
        confirm("\n".join([*lines, paragraph(_TAKES_NOTHING_BACK)]), yes=options.yes)
        signed = exchanging.sign(prepared, me, journal, output)
    writing.write(output, me.party.card + signed, force=options.force)
    in_ = files_of(session.assessment, session.pins.words, *(target.id for target in targets))
    say(f"\n{writing.shown(output)}: your card and the withdrawal. Send it to everyone who has what is in {in_}:")
    say("it counts for each of them once something that they signed names it, and no earlier.")
    say(f"{options.key_file} and its journal go to nobody.")
    return exchanging.exit_code(session)


def _own(session: Session, standing: Standing) -> list[Signed[Accept]]:
    """Return one of one's own accepts of an exchange, if there are any: to withdraw one withdraws from the exchange."""
    me = session.me
    return [accept for accept in standing.exchange.accepts if me is not None and accept.kid == me.party.kid][:1]


def _accept(session: Session, standing: Standing) -> tuple[list[Signed[Body]], list[str]]:
    own = _own(session, standing)
    if not own:
        raise InputError("usage", "no accept of yours of this exchange is among these files")
    lines = [
        "You are about to withdraw from the exchange",
        f"  {titled(standing)}",
        *_ends(session, standing),
    ]
    return [*own], lines


def _terms(session: Session, standing: Standing) -> tuple[list[Signed[Body]], list[str]]:
    terms, me = standing.exchange.terms, session.me
    if terms is None or me is None or terms.kid != me.party.kid:
        raise InputError(
            "usage",
            "the terms of this exchange are not yours, or not among these files. You can withdraw "
            "your accept of them: --what accept",
        )
    own = _own(session, standing)
    lines = ["You are about to withdraw the terms that you proposed" + (", and your accept of them:" if own else ":")]
    lines.append(f"  {titled(standing)}")
    return [terms, *own], lines + _ends(session, standing)


def _ends(session: Session, standing: Standing) -> list[str]:
    """Return what a withdrawal from an exchange ends, and what it does not."""
    terms, me = standing.exchange.terms, session.me
    kid = None if me is None else me.party.kid
    if terms is not None and kid in terms.body.mediators:
        others = set(terms.body.mediators) - standing.exchange.withdrawn - {kid}
        lines = ["It ends your service as a mediator. It does not end the exchange of the parties."]
        if terms.body.release == 2 and not others:
            lines = ["It ends your service as a mediator, and nobody else can release the lists: the exchange ends."]
    else:
        lines = ["It ends the exchange for everyone: these terms are not in force any more.", _UNTIL_KNOWN]
        if not standing.exchange.agreed:
            lines = ["These terms can no longer come into force.", _UNTIL_KNOWN]
    if standing.state == "settled":
        lines = ["The exchange is settled, and a withdrawal does not undo that."]
    lines.append("It is final: you can neither accept these terms again nor commit to a list under them.")
    if kid is not None and _owes(session, standing, kid):
        lines.append(
            "WARNING: others handed over keys and relied on your list. It stays owed to them, as everyone can see."
        )
    return lines


def _owes(session: Session, standing: Standing, kid: bytes) -> bool:
    """Return whether others relied on a list of this party when they handed over theirs, and do not all have it."""
    exchange = standing.exchange
    parties = set() if exchange.terms is None else set(exchange.terms.body.parties)
    public = {f.subject for f in session.assessment.facts if f.code == "opened" and f.value["transferable"]}
    for commitment in exchange.commitments:
        opened = {r.kid for r, about in exchange.receipts if about.id == commitment.id and r.body.stage == "opened"}
        relied_on = commitment.kid == kid and commitment.id in exchange.relied_on
        if relied_on and commitment.id not in public and not opened >= parties - {kid}:
            return True
    return False


def _commitment(session: Session, choice: ListChoice) -> tuple[list[Signed[Body]], list[str]]:
    me = session.me
    own = [c for c in session.assessment.of(Commitment).values() if me is not None and c.kid == me.party.kid]
    if not own:
        raise InputError("usage", "no commitment of yours is among these files")
    chosen = session.choose_among(own, choice)
    lines = ["You are about to withdraw the commitment to", f"  {session.named(chosen)}"]
    lines.append("It says that you do not stand by this list any more. It makes no room for another list in its place:")
    lines.append("to correct it, commit to its next version. Whoever has its key can still read it.")
    return [chosen], lines


_UNTIL_KNOWN = "Others who have not seen it may still rely on your accept: send it to them at once."
_TAKES_NOTHING_BACK = """\
It takes back nothing that was proven: whoever has your statements can still prove that you signed them."""
