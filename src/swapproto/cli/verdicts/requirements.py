"""What ``--require`` asks for: a fact, of every list or of those by one signer, in one role, with one id."""

import re
from difflib import get_close_matches
from typing import cast

from ...assessment import FACTS, Requirement
from ...assessment.claims import Fact
from ...assessment.requirements import ABOUT_TERMS
from ...errors import InputError
from ..pinning.pins import Pins
from ..screen.likeliest import did_you_mean

_OFTEN_REQUIRED = ("committed", "opened", "count-proven", "existed-by", "agreed")
_LIKE = 0.5
_ANY = "*"
_PARTS = 4
_LIST_ID = re.compile("[0-9a-f]{32}", re.IGNORECASE)


def parse(text: str, pins: Pins) -> Requirement:
    """Return what ``CLAIM[:SIGNER[:ROLE[:LIST]]]`` requires. Raise :class:`InputError` for one that means nothing."""
    parts = text.split(":")
    if "" in parts or len(parts) > _PARTS:
        raise InputError("usage", f"--require {text!r}: write CLAIM:SIGNER:ROLE:LIST, with * for any, or less of it")
    code, signer, role, list_id = parts + [_ANY] * (_PARTS - len(parts))
    if code not in FACTS:
        like = ", ".join(get_close_matches(code, sorted(FACTS), cutoff=_LIKE) or _OFTEN_REQUIRED)
        meant = did_you_mean(code, FACTS)
        raise InputError("usage", f"there is no fact {code!r}; there are, for example: {like}{meant}")
    if list_id != _ANY and not _LIST_ID.fullmatch(list_id):
        raise InputError("usage", f"--require {text!r}: the id of a list has 32 hexadecimal digits")
    if code in ABOUT_TERMS and (role, list_id) != (_ANY, _ANY):
        raise InputError("usage", f"--require {text!r}: {code} is about terms, which have no role and no list")
    return Requirement(
        cast("Fact", code),
        None if signer == _ANY else pins.find(signer).kid,
        None if role == _ANY else role,
        None if list_id == _ANY else bytes.fromhex(list_id),
    )


def in_words(requirement: Requirement, pins: Pins) -> str:
    """Return what is required, and of which lists or terms."""
    words = pins.words
    of = "required-terms" if requirement.code in ABOUT_TERMS else "required-lists"
    parts = [words.label(of, "console", code=requirement.code)]
    if requirement.by is not None:
        parts.append(words.label("required-by", "console", by=pins.shown(requirement.by)))
    if requirement.role is not None:
        parts.append(words.label("required-role", "console", role=requirement.role))
    if requirement.list_id is not None:
        parts.append(words.label("required-list", "console", list=requirement.list_id.hex()))
    return " ".join(parts)
