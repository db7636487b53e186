"""Publish a second version of a list, and see as its reader what changed, field by field.

A shipyard seals its crew list to the harbour master, and a week later a second version. Each version names the one
before it, so the harbour master knows that the second follows the first. Nobody else learns anything about the entries
except how many there are.

It does NOT prove that there is no third version somewhere, or that a change was right. Two different lists that both
claim to be version 2 are a different matter: they prove a fault of the signer, for ever. The last step shows that.
"""

import time

from swapproto import (
    Assessment,
    Commitment,
    Field,
    Identity,
    List,
    Opened,
    Party,
    Place,
    Schema,
    Transcript,
    Trust,
    assess,
    diff,
    obtain_key,
    read_statement,
    seal,
    unseal,
)

SCHEMA = Schema(fields=(Field("id"), Field("name"), Field("post")), primary_key=("id",))
FIRST = [
    {"id": "1", "name": "Runa Velk", "post": "master"},
    {"id": "2", "name": "Ossian Tarn", "post": "mate"},
    {"id": "3", "name": "Mirle Dovik", "post": "cook"},
]
SECOND = [
    {"id": "1", "name": "Runa Velk", "post": "master"},
    {"id": "2", "name": "Ossian Tarn", "post": "first mate"},
    {"id": "4", "name": "Jorun Haal", "post": "cook"},
]
SHOWN = {"bad-chain", "chained", "fork", "gap"}


def publish(yard: Identity, crew: list[dict[str, str]], place: Place, reader: Party) -> tuple[bytes, bytes]:
    """Return the commitment and the envelope of one version, sealed to the reader and to the yard itself."""
    sealed = seal(
        List.of("Crew", SCHEMA, crew),
        author=yard.party,
        local_secret=yard.local_secret,
        place=place,
        readers=[reader],
        iat=int(time.time()),
    )
    return sealed.sign(yard), sealed.envelope


def read(signed: bytes, envelope: bytes, author: Party, reader: Identity) -> Opened:
    """Open the list, after checking all of it against its commitment."""
    commitment = read_statement(signed, author.verify_key, Commitment)
    return unseal(commitment, envelope, obtain_key(commitment, envelope, reader.party.kid, reader))


def summary(found: Assessment) -> str:
    """Summarise the verdict in one line."""
    codes = {fault.code for fault in found.contradictions} | {claim.code for claim in (*found.facts, *found.views)}
    return f"exit code {found.exit_code()}: {', '.join(sorted(codes & SHOWN))}"


def main() -> None:
    yard = Identity.generate("Shipyard", iat=int(time.time()))
    harbour = Identity.generate("Harbour Master", iat=int(time.time()))
    trust = Trust.of(yard.party)  # the harbour master compared the sixty digits

    one, one_envelope = publish(yard, FIRST, Place.first("report"), harbour.party)
    after_one = Place.after(read_statement(one, yard.party.verify_key, Commitment))
    two, two_envelope = publish(yard, SECOND, after_one, harbour.party)

    old = read(one, one_envelope, yard.party, harbour)
    new = read(two, two_envelope, yard.party, harbour)
    changes = diff(old.list, new.list)
    print(f"compared by {', '.join(changes.key)}: {changes.same} the same")
    for entry in changes.added:
        print(f"  added: {entry['name']}, {entry['post']}")
    for entry in changes.removed:
        print(f"  removed: {entry['name']}, {entry['post']}")
    for change in changes.changed:
        for name, (before, after) in change.fields.items():
            print(f"  changed: {change.after['name']}, {name}: {before} -> {after}")

    both = Transcript.read(one + one_envelope + two + two_envelope)
    openings = {old.commitment_id: old.cek, new.commitment_id: new.cek}
    print(f"both versions, {summary(assess(both, trust, openings=openings, now=int(time.time())))}")

    alone = Transcript.read(two + two_envelope)
    print(f"version 2 alone, {summary(assess(alone, trust, now=int(time.time())))}")

    other_two, _ = publish(yard, FIRST[:2], after_one, harbour.party)
    forked = both | Transcript.read(other_two)
    print(f"a second version 2, {summary(assess(forked, trust, now=int(time.time())))}")


if __name__ == "__main__":
    main()
