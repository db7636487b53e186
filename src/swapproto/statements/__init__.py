"""Statements: everything that a party signs. One file a kind, and a table of all kinds. Spec 5."""

from .bodies import B, Body, Signed
from .card import Card, prepare_card
from .commitment import Commitment, Slot
from .kinds import KINDS, narrow, prepare, read_form, read_statement, verify
from .party import Party, verify_card
from .reveal import Reveal

__all__ = [
    "KINDS",
    "B",
    "Body",
    "Card",
    "Commitment",
    "Party",
    "Reveal",
    "Signed",
    "Slot",
    "narrow",
    "prepare",
    "prepare_card",
    "read_form",
    "read_statement",
    "verify",
    "verify_card",
]
