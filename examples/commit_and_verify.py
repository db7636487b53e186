"""Commit to a list today, reveal it later, and let a stranger check both.

A museum publishes a commitment now, a few hundred bytes. It shows how many entries there are, and no entry. Months
later the museum publishes the rest. Anyone who compared its sixty digits can check that this is the very list to which
it committed.

It does NOT prove that the list is true or complete, that the museum signed no other list, or when it signed: the date
in a statement is the signer's own word. Keep the commitment somewhere with a date of its own.
"""

import time

from swapproto import (
    Assessment,
    Commitment,
    Identity,
    List,
    Party,
    Place,
    Requirement,
    Schema,
    SwapError,
    Transcript,
    Trust,
    assess,
    obtain_key,
    prepare_reveal,
    read_statement,
    seal,
)

LOANS = [
    {"number": "1", "object": "Astrolabe, brass", "lent to": "Tarn Observatory"},
    {"number": "2", "object": "Tide table, 1811", "lent to": "Port of Maulne"},
    {"number": "3", "object": "Ship's bell", "lent to": "Port of Maulne"},
]


def commit(museum: Identity) -> tuple[bytes, bytes]:
    """Return the signed commitment, for everyone, and the envelope, which only the museum can open so far."""
    loans = List.of("Loans of the year", Schema.of_texts(["number", "object", "lent to"]), LOANS)
    sealed = seal(
        loans,
        author=museum.party,
        local_secret=museum.local_secret,
        place=Place.first("report"),
        iat=int(time.time()),
    )
    return sealed.sign(museum), sealed.envelope


def reveal(museum: Identity, commitment_bytes: bytes, envelope: bytes) -> bytes:
    """Return the signed reveal that opens the envelope to everyone. It takes the museum's key, and no other secret."""
    commitment = read_statement(commitment_bytes, museum.party.verify_key, Commitment)
    cek = obtain_key(commitment, envelope, museum.party.kid, museum)
    unsigned = prepare_reveal(commitment, cek, revealer=museum.party, reader=None, iat=int(time.time()))
    return unsigned.finish(museum.sign(unsigned.to_be_signed))


def verify(file: bytes, fingerprint: str) -> Assessment:
    """Assess a file as a stranger does who has nothing but the sixty digits of the signer."""
    transcript = Transcript.read(file, "the file")
    return assess(transcript, pin(transcript, fingerprint), now=int(time.time()))


def pin(transcript: Transcript, fingerprint: str) -> Trust:
    """Pin the party whose card is in the file and has these digits. A card with other digits is a stranger's."""
    pinned = {}
    for statement in transcript.statements.values():
        if statement.kind == "card":
            try:
                party = Party.read(statement.raw)
            except SwapError:
                continue  # assess lists it as rejected
            if party.fingerprint == fingerprint:
                pinned[party.kid] = party
    return Trust(pinned)


def main() -> None:
    museum = Identity.generate("Harbour Museum", iat=int(time.time()))
    fingerprint = museum.party.fingerprint  # read out over the telephone, printed on a poster

    commitment, envelope = commit(museum)
    today = museum.party.card + commitment
    print(f"today: a commitment of {len(commitment)} bytes goes out; the envelope may follow now or later")
    found = verify(today, fingerprint)
    print(f"  a stranger finds: {', '.join(fact.code for fact in found.facts)}")
    print(f"  and so far: {', '.join(view.code for view in found.views)}")

    later = today + envelope + reveal(museum, commitment, envelope)
    found = verify(later, fingerprint)
    required = [Requirement("committed"), Requirement("opened")]
    print(f"later: the whole file, exit code {found.exit_code(required)}")
    for opened in found.opened.values():
        for entry in opened.list:
            print(f"  proven to be in the list: {entry['object']}, lent to {entry['lent to']}")

    altered = bytearray(later)
    altered[len(today) + len(envelope) // 2] ^= 1
    found = verify(bytes(altered), fingerprint)
    print(f"one bit altered in the envelope: exit code {found.exit_code()}, rejected as {found.rejected[0].code}")

    impostor = Identity.generate("Harbour Museum", iat=int(time.time()))
    found = verify(impostor.party.card + commit(impostor)[0], fingerprint)
    print(f"the same name with another key: exit code {found.exit_code()}, ignored as {found.ignored[0].code}")

    print(f"not proven by any of this: {', '.join(found.not_proven)}")


if __name__ == "__main__":
    main()
