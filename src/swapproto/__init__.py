"""Lists between two sides that do not trust each other: signed, sealed, versioned, committed, and proven later.

The protocol is in ``spec/swapproto.md``. This page of names is the library's whole surface, with ``swapproto.tables``
for files; everything else is inside.

>>> me = Identity.generate("Secretariat", iat=1767225600)
>>> crew = List.of("crew", Schema.of_texts(["name"]), [{"name": "Olha"}, {"name": "Петро"}])
>>> sealed = seal(crew, author=me.party, local_secret=me.local_secret, slot=Slot.first("report"), iat=1767225600)
>>> commitment = read_statement(sealed.sign(me), me.party.verify_key, Commitment)
>>> opened = unseal(commitment, sealed.envelope, obtain_key(commitment, sealed.envelope, me.party.kid, me))
>>> shown = Disclosure.read(disclose(opened, [1])).verify(commitment)
>>> shown[0].entry
{'name': 'Петро'}
"""

from .assessment import (
    Assessment,
    Claim,
    Contradiction,
    Evidence,
    Ignored,
    NotOpened,
    assess,
    conclude,
    gather,
    open_wraps,
    plain,
)
from .disclosure import Disclosure, Shown, disclose
from .envelope import Opened, Sealed, seal, unseal
from .errors import AccessError, Code, FormatError, InputError, SwapError, VerificationError
from .keys import Identity, KeyFile, Opener, Signer
from .lists import Change, Constraints, Diff, Field, List, Schema, diff
from .release import obtain_key, obtain_revealed_key, prepare_reveal
from .statements import Commitment, Party, Reveal, Signed, Slot, prepare_card, read_statement
from .transcript import Rejected, Transcript
from .trust import Trust
from .wire.cose import Unsigned

__all__ = [
    "AccessError",
    "Assessment",
    "Change",
    "Claim",
    "Code",
    "Commitment",
    "Constraints",
    "Contradiction",
    "Diff",
    "Disclosure",
    "Evidence",
    "Field",
    "FormatError",
    "Identity",
    "Ignored",
    "InputError",
    "KeyFile",
    "List",
    "NotOpened",
    "Opened",
    "Opener",
    "Party",
    "Rejected",
    "Reveal",
    "Schema",
    "Sealed",
    "Shown",
    "Signed",
    "Signer",
    "Slot",
    "SwapError",
    "Transcript",
    "Trust",
    "Unsigned",
    "VerificationError",
    "assess",
    "conclude",
    "diff",
    "disclose",
    "gather",
    "obtain_key",
    "obtain_revealed_key",
    "open_wraps",
    "plain",
    "prepare_card",
    "prepare_reveal",
    "read_statement",
    "seal",
    "unseal",
]
