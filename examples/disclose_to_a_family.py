"""Show one entry of a sealed list with its proof, and withhold the other entries and the restricted fields.

After a flood an office seals a register of the people in its shelters. A family asks about one person, and gets a file
with that one entry. They can check it offline with the office's card and its sixty digits. The medical note is
withheld; the proof works without it.

It does NOT prove that the person is there today: a later version may no longer contain the entry. It does not prove
that the entry is true, who handed over the file, or anything about people who were not shown. The family does learn how
many entries the office says there are.
"""

import time

from swapproto import (
    AccessError,
    Assessment,
    Commitment,
    Field,
    Identity,
    InputError,
    List,
    Opened,
    Party,
    Place,
    Schema,
    Transcript,
    Trust,
    assess,
    disclose,
    obtain_key,
    read_statement,
    seal,
    unseal,
)

SCHEMA = Schema(
    fields=(
        Field("number"),
        Field("name", title="Name as written down at the door"),
        Field("born", "date"),
        Field("shelter"),
        Field("medical note", restricted=True),
    ),
    primary_key=("number",),
)
PEOPLE: list[dict[str, str | None]] = [
    {"number": "17", "name": "Runa Velk", "born": "1958-03-02", "shelter": "School 4", "medical note": "insulin"},
    {"number": "18", "name": "Ossian Tarn", "born": "1990-11-23", "shelter": "School 4", "medical note": None},
    {"number": "19", "name": "Mirle Dovik", "born": "2014-06-30", "shelter": "Town hall", "medical note": "asthma"},
]


def publish(office: Identity, people: list[dict[str, str | None]], place: Place) -> tuple[bytes, bytes]:
    """Return the commitment and the envelope of one version of the register."""
    register = List.of("People in shelters", SCHEMA, people)
    sealed = seal(register, author=office.party, local_secret=office.local_secret, place=place, iat=int(time.time()))
    return sealed.sign(office), sealed.envelope


def show_one(opened: Opened, number: str) -> bytes:
    """Disclose the one entry with this number. Raise an error if there is none, or more than one."""
    places = [place for place, entry in enumerate(opened.list) if entry["number"] == number]
    if len(places) != 1:
        raise InputError("usage", f"{len(places)} entries have the number {number}")
    return disclose(opened, places)  # restricted=True would show the medical note as well


def check(file: bytes, card: bytes, fingerprint: str) -> Assessment:
    """Assess the file as the family does, who have the office's card, and its digits from another channel."""
    office = Party.read(card)
    if office.fingerprint != fingerprint:
        raise AccessError("signer-not-pinned", "this card does not have the digits that you were given")
    return assess(Transcript.read(file, "from the office"), Trust.of(office), now=int(time.time()))


def main() -> None:
    office = Identity.generate("Shelter Office", iat=int(time.time()))
    card, fingerprint = office.party.card, office.party.fingerprint
    signed, envelope = publish(office, PEOPLE, Place.first("report"))

    commitment = read_statement(signed, office.party.verify_key, Commitment)
    cek = obtain_key(commitment, envelope, office.party.kid, office)  # the office reopens what it sealed
    file = commitment.raw + show_one(unseal(commitment, envelope, cek), "18")
    print(f"the family gets {len(file)} bytes: the commitment, and one entry with its proof")

    found = check(file, card, fingerprint)
    for entries in found.shown.values():
        for shown in entries:
            print(f"  proven: {', '.join(f'{name} {value}' for name, value in shown.entry.items())}")
            print(f"  held back: {'something restricted' if shown.held_back else 'nothing'}")
    for view in found.views:
        if view.code == "disclosure-age":
            print(f"  of version {view.value['version']}; a later version may no longer hold it")
    print(f"  the list is said to have {commitment.body.count} entries; the others stay sealed")

    found = check(file.replace(b"School 4", b"School 5"), card, fingerprint)
    print(f"with another shelter written in: exit code {found.exit_code()}, rejected as {found.rejected[0].code}")

    moved_on = [person for person in PEOPLE if person["number"] != "18"]
    second, _ = publish(office, moved_on, Place.after(commitment))
    found = check(file + second, card, fingerprint)
    superseded = next(view for view in found.views if view.code == "superseded")
    print(f"with version {superseded.value['newest']} beside it: {superseded.code}, ask the office again")
    print(f"not proven by any of this: {', '.join(found.not_proven)}")


if __name__ == "__main__":
    main()
