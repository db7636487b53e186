"""The part of a report about an exchange: its title, its digits, and who owes which list."""

from collections.abc import Iterator

from ..assessment import Standing
from ..statements.party import fingerprint
from ..wording import when
from .pins import Pins
from .terminal import bold
from .terms_shown import Block, lines_of, slot_line, text_lines, title_of

_WIDTH = 8


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
