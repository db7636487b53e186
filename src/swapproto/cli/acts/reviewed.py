"""A review list as a table for people: beside each leaf the row of the entry that it is about, and who that is."""

from ... import reviews
from ...lists import Field, List, Schema
from ...statements import Commitment, Signed
from ...statements.commitment import REVIEW_ROLE
from ..screen.telling import Telling
from ..screen.terminal import say
from ..session import Session
from ..verdicts.report import heading

_ADDED = Field("row", "integer"), Field("entry")


def with_entries(session: Session, commitment: Signed[Commitment], content: List) -> List:
    """Return a review list with the row and the key of each entry, and names, and say of which list they are.

    Any other list, and one of which the reviewed list does not open here, is returned as it is.
    """
    place = commitment.body.place
    about = session.assessment.of(Commitment).get(place.answers or b"")
    if place.role != REVIEW_ROLE or about is None or content.schema != reviews.SCHEMA:
        return content
    opened = session.assessment.opened.get(about.id)
    if opened is None:
        say(f"It is about {heading(about, session.pins)}, which does not open here.")
        say("With a key that opens that list, too, this command says whom each leaf is about.")
        return content
    say(f"The columns row and entry are not in the review, but of {heading(about, session.pins)}.")
    telling = Telling(opened.list.schema)
    entries = enumerate(zip(reviews.leaves(opened), opened.list, strict=True), 1)
    found = {leaf: {"row": row, "entry": telling.line(entry)} for row, (leaf, entry) in entries}
    nothing = {field.name: None for field in _ADDED}
    schema = Schema([*_ADDED, *content.schema.fields], content.schema.primary_key)
    return List.of(content.label, schema, ({**found.get(entry["leaf"], nothing), **entry} for entry in content))
