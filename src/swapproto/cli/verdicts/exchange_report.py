"""The part of a report about an exchange: its title, its digits, and who owes which list."""

from collections.abc import Iterator

from ...assessment import Standing
from ...statements.party import fingerprint
from ..pinning.pins import Pins
from ..screen import layout
from ..screen.terminal import bold
from ..terms.terms_shown import Block, lines_of, slot_line, text_lines, title_of

_WIDTH = 8


def section(standing: Standing, pins: Pins, files: str) -> Iterator[str]:
    """Yield the first lines about an exchange; ``files`` are those that it is in."""
    identifier, terms = standing.exchange.id, standing.exchange.terms
    words = pins.words
    yield bold(words.label("exchange", id=identifier.hex(), title=title_of(standing, words=words)))
    parts: list[Block] = []
    if terms is not None:
        if not isinstance(terms.body.title, str):
            parts.append(("title-row", text_lines(terms.body.title)))
        parts += [("list-row", [slot_line(slot, pins)]) for slot in terms.body.slots]
        parts += [("mediator-row", [pins.shown(kid)]) for kid in terms.body.mediators]
    parts.append(("digits-row", [words.isolated(fingerprint(identifier))]))
    called = [(words.label(row, "console"), texts) for row, texts in parts]
    yield from lines_of(called, max(_WIDTH, *(layout.width(label) for label, _ in called)))
    if files:
        yield f"  {words.label('in', files=files)}"
    if terms is not None:
        yield f"  {words.label('signed-on', iat=terms.iat)}"
    yield f"  {words.label('see-json', 'console')}"
