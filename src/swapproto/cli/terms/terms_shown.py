"""Terms in words: all of them, in every language that they have, and how they differ from those that they replace."""

from collections.abc import Iterable, Iterator

from ...assessment import Assessment, Standing
from ...counting import count_of
from ...errors import InputError
from ...stamps.beacon import CHAIN
from ...statements import Slot, Terms, Text
from ...statements.party import fingerprint
from ...wording import Wording, load, short, when
from ..pinning import clock_files
from ..pinning.pins import Pins
from ..screen.layout import padded
from ..screen.moments import duration
from ..screen.terminal import clean

Block = tuple[str, list[str]]
"""A label, and the lines beside it."""

_WIDTH, _MAX_TITLE = 12, 80
_RELEASES = {
    1: "each party reveals its own list, in turn; the last to move may abort",
    2: "a mediator reveals all lists, after opening them all",
}


def title_of(standing: Standing, most: int = _MAX_TITLE, words: Wording | None = None) -> str:
    """Return the title of an exchange, in quotes, if its terms are here.

    It is in the reader's language or, without ``words`` or in none of its own, in the first that it has. Of a long one,
    ``most`` characters are shown.
    """
    terms = standing.exchange.terms
    if terms is None:
        return (words or load()).label("terms-absent")
    title = terms.body.title
    first = title if isinstance(title, str) else next(iter(title.values()))
    text = first if words is None or isinstance(title, str) else title.get(words.language, first)
    return quoted(text if len(text) <= most else f"{text[: most - 3]}...")


def choose_exchange(assessment: Assessment, beginning: str | None = None) -> Standing:
    """Return the only exchange, or the one whose id begins so. Raise :class:`InputError` ``usage``."""
    found = [s for s in assessment.exchanges if s.exchange.id.hex().startswith(beginning or "")]
    if len(found) == 1:
        return found[0]
    if not found:
        which = "no exchange" if beginning is None else f"no exchange whose id begins with {clean(beginning)[:64]}"
        raise InputError("usage", f"{which} is in these files, or none by anyone you pinned")
    refusal = InputError("usage", f"{len(found)} exchanges are in these files, and one is meant: add --terms HEX")
    for standing in found:
        refusal.add_note(f"  {titled(standing)}")
    raise refusal


def titled(standing: Standing, words: Wording | None = None) -> str:
    """Return the beginning of the id of an exchange and, if it is known, its title."""
    return f"{short(standing.exchange.id)} {title_of(standing, words=words)}"


def blocks(terms: Terms, pins: Pins, schema: str = "") -> list[Block]:
    """Return what terms say, part by part. ``schema`` is what is known of their schema, beside its digest."""
    found: list[Block] = [("title", text_lines(terms.title))]
    found += [("list", [slot_line(slot, pins)]) for slot in terms.slots]
    found.append(("mediators", [pins.shown(kid) for kid in terms.mediators] or ["nobody"]))
    its_schema = "any" if terms.schema is None else f"{terms.schema.hex()}{schema}"
    found.append(("schema", [its_schema]))
    found.append(("release", [f"{terms.release}: {_RELEASES[terms.release]}"]))
    found += _deadlines(terms)
    for clock in terms.clocks:
        to = f"{quoted(clock.name)}, right within {count_of(clock.accuracy, 'second')} where a stamp does not say"
        found.append(("clock", [to, *(f"certificate {clock_files.in_pairs(digest)}" for digest in clock.certificates)]))
    if terms.quorum is not None:
        found.append(("quorum", [f"{terms.quorum} of these clocks"]))
    if terms.beacon is not None:
        known = "drand's quicknet" if terms.beacon.hex() == CHAIN else "not a beacon that is checked here"
        found.append(("beacon", [f"{terms.beacon.hex()}: {known}"]))
    found += [(f"condition {number}", text_lines(text)) for number, text in enumerate(terms.conditions, 1)]
    return found


def text_lines(text: Text) -> list[str]:
    """Return the lines of a text; each line in quotes, so that none passes for a line of the screen."""
    if isinstance(text, str):
        return [quoted(line) for line in text.split("\n")]
    return [f"{clean(tag)}: {quoted(line)}" for tag, one in text.items() for line in one.split("\n")]


def quoted(line: str) -> str:
    """Return a line in quotes, cleaned."""
    return f"'{clean(line)}'"


def slot_line(slot: Slot, pins: Pins) -> str:
    """Return who owes which list."""
    words = pins.words
    values = {"by": pins.shown(slot.kid), "reader": slot.kid == pins.reader, "count": slot.count}
    return words.label("owes", **values, role=words.role(slot.role))


def _deadlines(terms: Terms) -> Iterator[Block]:
    for step, time in terms.deadlines._asdict().items():
        yield f"{step} by", ["no deadline" if time is None else when(time)]
    late = ""
    if terms.deadlines.commit is not None:
        late = f" by {when(terms.deadlines.commit + terms.grace)}"
        late += f", which is {duration(terms.grace)} after the deadline" if terms.grace else ""
    yield "delivery", [f"each list has to be acknowledged{late}" if terms.delivery else "need not be acknowledged"]
    if terms.grace and not terms.delivery:
        yield "grace", [duration(terms.grace)]


def lines_of(parts: Iterable[Block], width: int = _WIDTH) -> list[str]:
    """Return blocks as lines of a screen."""
    lines: list[str] = []
    for label, texts in parts:
        heads = [label, *[""] * (len(texts) - 1)]
        lines += [f"  {padded(head, width)} {text}" for head, text in zip(heads, texts, strict=True)]
    return lines


def identity_lines(identifier: bytes) -> list[str]:
    """Return the id of terms, and its digits, as those of a card can be read to somebody."""
    return [
        *lines_of([("id", [identifier.hex()]), ("digits", [fingerprint(identifier)])]),
        "  Whoever has the same digits has the same terms: read them to each other over the telephone.",
    ]


def replacing_lines(replaces: bytes, replaced: Terms | None, terms: Terms, pins: Pins, schema: str) -> list[str]:
    """Return how terms differ from those that they replace, if these are at hand."""
    if replaced is None:
        return [f"They replace the terms {short(replaces)}, which are not among these files: no difference is shown."]
    before = blocks(replaced, pins, schema if replaced.schema == terms.schema else "")
    lines = [f"They replace the terms {short(replaces)}, and differ from them so (- before, + now):"]
    lines += _difference(before, blocks(terms, pins, schema))
    if left_out := set(replaced.parties) - {*terms.parties, *terms.mediators}:
        names = ", ".join(sorted(map(pins.shown, left_out)))
        lines.append(f"  WARNING: they do not name {names}, and so they cannot take the place of the terms before.")
    return lines


def _difference(old: list[Block], new: list[Block]) -> list[str]:
    lines: list[str] = []
    for label in dict.fromkeys(label for label, _ in (*old, *new)):
        before, after = ([text for name, text in parts if name == label] for parts in (old, new))
        for sign, texts, others in (("-", before, after), ("+", after, before)):
            changed = [(label, text) for text in texts if text not in others]
            lines += [f"  {sign} {line[2:]}" for line in lines_of(changed)]
    return lines or ["  in nothing that is shown here"]
