"""Statements: everything that a party signs. One file a kind, and a table of all kinds. Spec 5."""

from .accept import Accept
from .bodies import B, Body, Signed, new_nonce
from .card import Card, prepare_card
from .commitment import Commitment, Place
from .kinds import KINDS, STEPS, narrow, prepare, read_form, read_statement, verify
from .party import Party, Reader, key_for, verify_card
from .receipt import Receipt
from .reveal import Reveal
from .review import Review
from .revoke import Revoke
from .terms import Clock, Deadlines, Slot, Terms, Text
from .withdraw import Withdraw

__all__ = [
    "KINDS",
    "STEPS",
    "Accept",
    "B",
    "Body",
    "Card",
    "Clock",
    "Commitment",
    "Deadlines",
    "Party",
    "Place",
    "Reader",
    "Receipt",
    "Reveal",
    "Review",
    "Revoke",
    "Signed",
    "Slot",
    "Terms",
    "Text",
    "Withdraw",
    "key_for",
    "narrow",
    "new_nonce",
    "prepare",
    "prepare_card",
    "read_form",
    "read_statement",
    "verify",
    "verify_card",
]
