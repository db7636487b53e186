"""The part of a report about an exchange: its title, its digits, and who owes which list."""

from collections.abc import Iterator

from ..assessment import Exchange, Standing
from ..statements import Accept, Terms
from ..statements.party import fingerprint
from ..wording import when
from .pins import Pins
from .terminal import bold
from .terms_shown import Block, lines_of, slot_line, text_lines, title_of

_WIDTH = 8


def subjects_of(standing: Standing) -> set[bytes]:
    """Return the ids of what is said of an exchange itself: its terms, accepts of them, and withdrawals of either."""
    exchange = standing.exchange
    found = {exchange.id, *(accept.id for accept in exchange.accepts)}
    return found | {w.id for w, target in exchange.withdrawals if isinstance(target.body, Terms | Accept)}


def members(exchange: Exchange) -> set[bytes]:
    """Return the ids of all statements of an exchange."""
    found = {exchange.id, *(accept.id for accept in exchange.accepts), *(c.id for c in exchange.commitments)}
    for pairs in (exchange.reveals, exchange.receipts, exchange.reviews, exchange.withdrawals):
        found |= {statement.id for statement, _ in pairs}
    return found


def section(standing: Standing, pins: Pins, files: str) -> Iterator[str]:
    """Yield the first lines about an exchange; ``files`` are those that it is in."""
    identifier, terms = standing.exchange.id, standing.exchange.terms
    yield bold(f"Exchange {identifier.hex()}, {title_of(standing)}")
    parts: list[Block] = []
    if terms is not None:
        if not isinstance(terms.body.title, str):
            parts.append(("title", text_lines(terms.body.title)))
        parts += [("list", [slot_line(slot, pins)]) for slot in terms.body.slots]
        parts += [("mediator", [pins.shown(kid)]) for kid in terms.body.mediators]
    yield from lines_of([*parts, ("digits", [fingerprint(identifier)])], _WIDTH)
    if files:
        yield f"  in {files}"
    if terms is not None:
        yield f"  it says it was signed on {when(terms.iat)}"
    yield "  which statement names which: see --json"
