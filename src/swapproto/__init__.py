"""Lists between two sides that do not trust each other: signed, sealed, versioned, committed, and proven later.

The protocol is in ``spec/swapproto.md``. This page of names is the library's whole surface, with ``swapproto.tables``
for files; everything else is inside.

>>> me = Identity.generate("Secretariat", iat=1767225600)
>>> crew = List.of("crew", Schema.of_texts(["name"]), [{"name": "Olha"}, {"name": "Петро"}])
>>> sealed = seal(crew, author=me.party, local_secret=me.local_secret, slot=Slot.first("report"), iat=1767225600)
>>> commitment = read_commitment(sealed.sign(me), me.party)
>>> opened = unseal(commitment, sealed.envelope, obtain_key(commitment, sealed.envelope, me.party.kid, me))
>>> shown = Disclosure.read(disclose(opened, [1])).verify(commitment)
>>> shown[0].entry
{'name': 'Петро'}
"""

from .assessment import Assessment, Claim, Contradiction, Ignored, assess, open_wraps, plain
from .disclosure import Disclosure, Shown, disclose
from .envelope import Opened, Sealed, obtain_key, obtain_revealed_key, prepare_reveal, seal, unseal
from .errors import AccessError, Code, FormatError, InputError, SwapError, VerificationError
from .fields import Constraints, Field
from .keys import Identity, KeyFile, Opener, Party, Signer, prepare_card
from .lists import Change, Diff, List, diff
from .schema import Schema
from .statements import Commitment, Reveal, Signed, Slot, read_commitment, read_reveal
from .transcript import Rejected, Transcript
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
    "Field",
    "FormatError",
    "Identity",
    "Ignored",
    "InputError",
    "KeyFile",
    "List",
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
    "Unsigned",
    "VerificationError",
    "assess",
    "diff",
    "disclose",
    "obtain_key",
    "obtain_revealed_key",
    "open_wraps",
    "plain",
    "prepare_card",
    "prepare_reveal",
    "read_commitment",
    "read_reveal",
    "seal",
    "unseal",
]
