"""The terms of an exchange: who owes which list to whom, and by when. Spec 17.1."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ..errors import FormatError
from ..lists import ENTRIES
from ..lists.fields import is_language
from ..text import HIDING, WIDE_SPACE, is_visible
from ..wire.cose import is_time
from .bodies import Check, Kind, ascending, is_bytes, is_id, is_int, is_nonce, is_references, or_null
from .commitment import is_role

TERMS_LIMIT = 65_536
SLOTS, MEDIATORS, CONDITIONS, OPERATORS, CERTIFICATES, LANGUAGES = 16, 4, 16, 4, 8, 16
TITLE_LIMIT, CONDITION_LIMIT, OPERATOR_LIMIT = 512, 16_384, 256
GRACE_LIMIT, ACCURACY_LIMIT = 31_622_400, 86_400

Text = str | Mapping[str, str]
"""A text, or by language tag several texts that are equally authentic."""

_DIGEST = re.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


class Slot(NamedTuple):
    """What one party owes: a list in a role, perhaps with an exact number of entries."""

    #: The kid of the party.
    kid: bytes
    #: The role of the list, as ``offer``.
    role: str
    #: The number of its entries, or None for any.
    count: int | None = None  # type: ignore[assignment]  # hides tuple.count, which nobody needs


class Deadlines(NamedTuple):
    """The times by which steps are due, in seconds since 1970; None where there is none."""

    #: When every party has to have accepted.
    accept: int | None = None
    #: When every slot has to be filled.
    commit: int | None = None
    #: When every list has to be revealed.
    reveal: int | None = None
    #: When every reader has to have reviewed.
    review: int | None = None


class Clock(NamedTuple):
    """Somebody whose time stamps the parties agree to believe. Spec 18.3."""

    #: What the parties call the operator.
    name: str
    #: The SHA-256 digests of certificates, ascending.
    certificates: Sequence[bytes]
    #: The accuracy in seconds to assume where a time stamp states none.
    accuracy: int


class Terms(NamedTuple):
    """The body of terms: everything that the parties of an exchange agree to."""

    #: 16 random bytes.
    nonce: bytes
    #: What the exchange is called.
    title: Text
    #: Who owes which list.
    slots: Sequence[Slot]
    #: The kids of mediators, ascending.
    mediators: Sequence[bytes] = ()
    #: The digest of the schema that every list has, 32 bytes, or None for any.
    schema: bytes | None = None
    #: When steps are due.
    deadlines: Deadlines = Deadlines()
    #: How many seconds after the deadline ``commit`` a receipt may come.
    grace: int = 0
    #: The clocks that the parties agree on.
    clocks: Sequence[Clock] = ()
    #: How many of these clocks have to agree, or None without any.
    quorum: int | None = None
    #: The chain of a beacon, 32 bytes, or None.
    beacon: bytes | None = None
    #: Whether each list has to be acknowledged in time.
    delivery: bool = False
    #: 1 if each party reveals its own list, 2 if a mediator reveals them all.
    release: int = 1
    #: What else is agreed.
    conditions: Sequence[Text] = ()
    #: The id of the terms that these replace, 32 bytes, or None.
    replaces: bytes | None = None
    #: The ids of statements that the signer had seen, ascending.
    seen: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return f"Terms({self.title!r}, {len(self.slots)} slots)"

    @property
    def parties(self) -> tuple[bytes, ...]:
        """The kids of the slots, each once, in the order of the slots."""
        return tuple(dict.fromkeys(slot.kid for slot in self.slots))

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        return {
            "nonce": self.nonce,
            "title": _plain(self.title),
            "slots": [list(slot) for slot in self.slots],
            "mediators": list(self.mediators),
            "schema": self.schema,
            "deadlines": self.deadlines._asdict(),
            "grace": self.grace,
            "clocks": [[clock.name, list(clock.certificates), clock.accuracy] for clock in self.clocks],
            "quorum": self.quorum,
            "beacon": self.beacon,
            "delivery": self.delivery,
            "release": self.release,
            "conditions": list(map(_plain, self.conditions)),
            "replaces": self.replaces,
            "seen": list(self.seen),
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Terms":
        """Read fields that passed the checks of ``TERMS``. Raise :class:`FormatError` ``body-invalid``."""
        terms = cls(
            **{
                **body,
                "slots": tuple(Slot(*slot) for slot in body["slots"]),
                "mediators": tuple(body["mediators"]),
                "deadlines": Deadlines(**body["deadlines"]),
                "clocks": tuple(Clock(name, tuple(digests), accuracy) for name, digests, accuracy in body["clocks"]),
                "conditions": tuple(body["conditions"]),
                "seen": tuple(body["seen"]),
            }
        )
        wrong = terms._wrong()
        if wrong is not None:
            raise FormatError("body-invalid", wrong)
        return terms

    def _wrong(self) -> str | None:
        """Return what is wrong between fields, or None. Spec 17.1."""
        if len({(slot.kid, slot.role) for slot in self.slots}) < len(self.slots):
            return "two slots of the terms have the same party and role"
        if len(self.parties) < 2:
            return "the slots of the terms are all of one party"
        if not set(self.mediators).isdisjoint(self.parties):
            return "a mediator of the terms is one of the parties"
        if any(later < earlier for earlier, later in pairwise(t for t in self.deadlines if t is not None)):
            return "the deadlines of the terms are not in their order: accept, commit, reveal, review"
        if len({clock.name for clock in self.clocks}) < len(self.clocks):
            return "two clocks of the terms have the same operator"
        if not 1 <= (self.quorum or 0) <= len(self.clocks) and (self.quorum, len(self.clocks)) != (None, 0):
            return "the quorum of the terms is not a number of their clocks"
        if self.release == 2 and not self.mediators:
            return "with release 2 a mediator reveals the lists, and the terms name none"
        return None

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim is the signer's kid."""
        return subject == kid.hex()

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names."""
        return frozenset(self.seen if self.replaces is None else (*self.seen, self.replaces))


def _plain(text: Text) -> Any:
    return text if isinstance(text, str) else dict(text)


def is_title(value: object) -> bool:
    """Return whether a value can be the title of terms, in one language. Spec 17.1."""
    return isinstance(value, str) and is_visible(value, TITLE_LIMIT) and _pins_addresses(value)


def is_condition(value: object) -> bool:
    """Return whether a value can be a condition of terms, in one language. Spec 17.1."""
    return (
        isinstance(value, str)
        and 0 < len(value.encode(errors="surrogatepass")) <= CONDITION_LIMIT
        and not HIDING.search(value.replace("\n", ""))
        and not WIDE_SPACE.search(value)
        and _pins_addresses(value)
    )


def _pins_addresses(text: str) -> bool:
    """Return whether a text that names an address has a digest: what is there could be changed later."""
    return "://" not in text or _DIGEST.search(text) is not None


def _in_languages(check: Check) -> Check:
    def checked(value: object) -> bool:
        if not isinstance(value, dict):
            return check(value)
        return 1 <= len(value) <= LANGUAGES and all(map(is_language, value)) and all(map(check, value.values()))

    return checked


def _is_array(check: Check, least: int, most: int) -> Check:
    return lambda value: isinstance(value, list) and least <= len(value) <= most and all(map(check, value))


def _is_tuple(*checks: Check) -> Check:
    return lambda value: (
        isinstance(value, list)
        and len(value) == len(checks)
        and all(check(one) for check, one in zip(checks, value, strict=True))
    )


def _is_deadlines(value: object) -> bool:
    named = isinstance(value, dict) and value.keys() == set(Deadlines._fields)
    return named and all(time is None or is_time(time) for time in value.values())  # type: ignore[attr-defined]


_is_slot = _is_tuple(is_id, is_role, or_null(is_int(0, ENTRIES)))
_is_clock = _is_tuple(
    lambda value: isinstance(value, str) and is_visible(value, OPERATOR_LIMIT),
    ascending(is_id, CERTIFICATES, least=1),
    is_int(0, ACCURACY_LIMIT),
)

TERMS = Kind(
    "terms",
    Terms,
    {
        "nonce": is_nonce,
        "title": _in_languages(is_title),
        "slots": _is_array(_is_slot, 2, SLOTS),
        "mediators": ascending(is_id, MEDIATORS),
        "schema": or_null(is_id),
        "deadlines": _is_deadlines,
        "grace": is_int(0, GRACE_LIMIT),
        "clocks": _is_array(_is_clock, 0, OPERATORS),
        "quorum": or_null(is_int(1, OPERATORS)),
        "beacon": or_null(is_bytes(32)),
        "delivery": lambda value: type(value) is bool,
        "release": is_int(1, 2),
        "conditions": _is_array(_in_languages(is_condition), 0, CONDITIONS),
        "replaces": or_null(is_id),
        "seen": is_references,
    },
    limit=TERMS_LIMIT,
)
