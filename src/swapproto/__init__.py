"""Signed, sealed and versioned lists between two sides that do not trust each other.

A party **seals** a list and signs a **commitment**, which fixes the exact list and does not show its entries. Later
the party **reveals** the key, to one reader or to everyone, or **discloses** single entries with a proof. A reader pins
parties as their **trust**, reads artefacts into a **transcript**, and lets ``assess`` say what these prove.

These names are the library's interface, with ``swapproto.tables`` for CSV, XLSX and JSON files and rows from code;
``docs/reference/stability.md`` says what stays, and how a change is announced. The protocol is specified in
``spec/swapproto.md``. Nothing here touches a file, the clock or the terminal: times are seconds since 1970, keys and
ids are bytes, and every error is a :class:`SwapError` with a stable code.

>>> me = Identity.generate("Secretariat", iat=1767225600)
>>> crew = List.of("crew", Schema.of_texts(["name"]), [{"name": "Olha"}, {"name": "Петро"}])
>>> sealed = seal(crew, author=me.party, local_secret=me.local_secret, place=Place.first("report"), iat=1767225600)
>>> commitment = read_statement(sealed.sign(me), me.party.verify_key, Commitment)
>>> opened = unseal(commitment, sealed.envelope, obtain_key(commitment, sealed.envelope, me.party.kid, me))
>>> shown = Disclosure.read(disclose(opened, [1])).verify(commitment)
>>> shown[0].entry
{'name': 'Петро'}
"""

from typing import TYPE_CHECKING

from .assessment import (
    Assessment,
    AssessmentData,
    Awaited,
    Claim,
    Contradiction,
    Evidence,
    Exchange,
    Ignored,
    NotOpened,
    Requirement,
    Standing,
    assess,
    conclude,
    find_wraps,
    gather,
    open_wraps,
    plain,
)
from .desk import Confirmation, Desk, Holder, Proposal
from .disclosure import Disclosure, Shown, disclose
from .envelope import Opened, Sealed, seal, unseal
from .errors import AccessError, Code, FormatError, InputError, SwapError, VerificationError
from .keys import ExchangeKey, Identity, KeyFile, LocalSecret, Opener, Signer
from .lists import Change, Constraints, Diff, Field, List, Schema, diff
from .moves import Keys, Moves, Prepared
from .release import Wrapped, obtain_key, obtain_revealed_key, prepare_opening, prepare_reveal
from .statements import (
    Accept,
    Clock,
    Commitment,
    Deadlines,
    Party,
    Place,
    Reader,
    Receipt,
    Reveal,
    Review,
    Revoke,
    Signed,
    Slot,
    Terms,
    Withdraw,
    prepare_card,
    read_statement,
)
from .transcript import Rejected, Transcript
from .trust import Trust
from .wire.cose import Unsigned

__all__ = [
    "Accept",
    "AccessError",
    "Assessment",
    "AssessmentData",
    "Awaited",
    "Change",
    "Claim",
    "Clock",
    "Code",
    "Commitment",
    "Confirmation",
    "Constraints",
    "Contradiction",
    "Deadlines",
    "Desk",
    "Diff",
    "Disclosure",
    "Evidence",
    "Exchange",
    "ExchangeKey",
    "Field",
    "FormatError",
    "Holder",
    "Identity",
    "Ignored",
    "InputError",
    "KeyFile",
    "Keys",
    "List",
    "LocalSecret",
    "Moves",
    "NotOpened",
    "Opened",
    "Opener",
    "Party",
    "Place",
    "Prepared",
    "Proposal",
    "Reader",
    "Receipt",
    "Rejected",
    "Requirement",
    "Reveal",
    "Review",
    "Revoke",
    "Schema",
    "Sealed",
    "Shown",
    "Signed",
    "Signer",
    "Slot",
    "Standing",
    "SwapError",
    "Terms",
    "Transcript",
    "Trust",
    "Unsigned",
    "VerificationError",
    "Withdraw",
    "Wrapped",
    "assess",
    "conclude",
    "diff",
    "disclose",
    "find_wraps",
    "gather",
    "obtain_key",
    "obtain_revealed_key",
    "open_wraps",
    "plain",
    "prepare_card",
    "prepare_opening",
    "prepare_reveal",
    "read_statement",
    "seal",
    "unseal",
]

if TYPE_CHECKING:
    __version__: str
    """The version of the installed package."""
else:

    def __getattr__(name: str) -> str:
        if name != "__version__":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib.metadata import version  # takes longer to load than all of this

        return version("swapproto")
