"""A reveal of a key that opens another list, by South to North: what no command makes, for the page on complaints.

``python -m tests.docs.wrong_key FOLDER KEY OUT`` makes it under the terms of the exchange in a folder.
"""

import sys
import time
from pathlib import Path

from swapproto import Commitment, Desk, KeyFile, List, Party, Schema, prepare_reveal, seal
from swapproto.ledger import InMemory, Ledger


def main(folder: Path, key: Path, out: Path) -> None:
    now = int(time.time())
    me = KeyFile.read(key.read_text("utf-8")).unlock()
    cards = [Party.read(path.read_bytes()) for path in key.parent.glob("*.swap") if path.stem + ".swapkey" in KEYS]
    desk = Desk(me, Ledger(InMemory(), me.party.kid), clock=lambda: now, pinned=cards)
    found = desk.assess(*(path.read_bytes() for path in sorted(folder.glob("*.swap"))))
    (ours,) = (one for one in found.of(Commitment).values() if one.kid == me.party.kid)
    (theirs,) = (one for one in found.of(Commitment).values() if one.kid != me.party.kid)
    (standing,) = found.exchanges
    content = List.of("another list", Schema.of_texts(["name"]), [{"name": "Nobody at all"}] * ours.body.count)
    sealed = seal(content, author=me.party, local_secret=me.local_secret, place=ours.body.place, iat=now)
    reveal = prepare_reveal(
        ours._replace(body=ours.body._replace(key=sealed.commitment.key, schema=sealed.commitment.schema)),
        sealed.opened.cek,
        revealer=me.party,
        reader=standing.exchange.key_for(ours.kid, theirs.kid),
        iat=now,
        given=[theirs.id],
        seen=[ours.id],
    )
    out.write_bytes(me.party.card + reveal.sign(me))


KEYS = ("North.swapkey", "South.swapkey", "Mediator.swapkey")

if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
