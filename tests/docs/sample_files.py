"""Make the files of docs/samples/, from which the documentation's sample reports are made: four made-up stories.

``python -m tests.docs.sample_files``. They are made once, since what is sealed is never the same bytes twice; a page
made of them is.
"""

from pathlib import Path

from spec.cases.clocks import SUNDIAL, stamp
from swapproto import Field, List, Schema, Transcript, seal
from swapproto.cli.pinning import clock_files
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Operator
from swapproto.statements import Clock, Deadlines, Terms
from swapproto.testing.exchanges import EAST, MIRA, NORTH, SOUTH, START, Hall, kid, terms

FOLDER = Path(__file__).parents[2] / "docs" / "samples"
DAY = 86_400
PEOPLE = Schema((Field("id"), Field("name")), primary_key=("id",))
OURS = {"N1": "Runa Velk", "N2": "Jorun Haal", "N3": "Ганна Дзвінка"}
THEIRS = {"S1": "Ossian Tarn", "S2": "Mirle Dovik", "S3": "Петро Лелько"}


def people(label: str, names: dict[str, str]) -> List:
    """Return a list of made-up people."""
    return List.of(label, PEOPLE, [{"id": key, "name": name} for key, name in names.items()])


def three_for_three(**fields: object) -> Terms:
    """Return terms of three entries for three, with a clock and deadlines."""
    clock = Clock("Sundial", (Certificate.read(SUNDIAL.raw).digest,), 1)
    deadlines = Deadlines(*(START + days * DAY for days in (2, 4, 6, 8)))
    return terms(title="Three for three", deadlines=deadlines, clocks=[clock], quorum=1, **fields)


def stamped(hall: Hall) -> None:
    """Have each list and receipt stamped a minute after it was signed."""
    statements = Transcript.union(map(Transcript.read, hall.files)).statements.values()
    hall.files += [stamp(SUNDIAL, one.raw, one.iat + 60) for one in statements if one.kind in ("commitment", "receipt")]


def both_lists(**fields: object) -> Hall:
    """Return an exchange in which both lists are committed to, and acknowledged."""
    hall = Hall()
    hall.agree(three_for_three(mediators=[kid(MIRA)], release=2, delivery=True, **fields), NORTH, SOUTH, MIRA)
    hall.now += DAY
    hall.commit(NORTH, people("ours", OURS))
    hall.commit(SOUTH, people("theirs", THEIRS))
    hall.now += 3600
    hall.acknowledge(NORTH, SOUTH, MIRA)
    return hall


def fulfilled() -> Hall:
    """Return the exchange in which each list is handed over, opened and agreed with."""
    hall = both_lists()
    hall.now += DAY
    hall.reveal(MIRA)
    hall.acknowledge(NORTH, SOUTH)
    for reader, owner in ((NORTH, SOUTH), (SOUTH, NORTH)):
        hall.add(hall.desk(reader).review(*hall.files, commitment=hall.commitment(owner), verdict="agreed"))
    return hall


def unanswered() -> Hall:
    """Return the exchange in which no list from South is among the files."""
    hall = Hall()
    hall.agree(three_for_three(mediators=[kid(MIRA)], release=2, delivery=True), NORTH, SOUTH, MIRA)
    hall.now += DAY
    hall.commit(NORTH, people("ours", OURS))
    hall.acknowledge(MIRA)
    return hall


def contradiction() -> Hall:
    """Return the exchange in which North signed two different lists."""
    hall = both_lists()
    other = people("ours", OURS | {"N3": "Somebody Else"})
    place = hall.commitment(NORTH).body.place
    sealed = seal(other, author=NORTH.party, local_secret=NORTH.local_secret, place=place, iat=hall.tick())
    hall.add(sealed.sign(NORTH) + sealed.envelope)
    return hall


def unpinned() -> Hall:
    """Return an exchange with East, whose card the maker of the report has not pinned."""
    hall = Hall()
    slots = tuple(slot._replace(kid=kid(EAST)) if slot.kid == kid(SOUTH) else slot for slot in three_for_three().slots)
    hall.agree(three_for_three()._replace(slots=slots), NORTH, EAST)
    hall.commit(NORTH, people("ours", OURS))
    commitment = hall.commit(EAST, people("theirs", THEIRS))
    hall.add(hall.desk(EAST).reveal(*hall.files, commitment=commitment, reader=None))
    return hall


def main() -> None:
    """Write a file for each story, and the certificate of the clock."""
    FOLDER.mkdir(exist_ok=True)
    for story in (fulfilled, unanswered, contradiction, unpinned):
        hall = story()
        stamped(hall)
        whole = Transcript.union(map(Transcript.read, hall.files))
        (FOLDER / f"{story.__name__}.swap").write_bytes(whole.encode())
    sundial = Operator("Sundial", (Certificate.read(SUNDIAL.raw),))
    (FOLDER / "Sundial.pem").write_bytes(clock_files.encode(sundial))


if __name__ == "__main__":
    main()
