"""The receipt: what another party has of a list: received, opened, or not to be opened. Spec 17.5."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

from ..errors import FormatError
from ..wire.cose_encrypt import WRAP_SIZE
from .bodies import Kind, is_bytes, is_id, is_nonce, is_one_of, is_references, is_subject, or_null, pair

Stage = Literal["received", "opened", "unopenable"]


class Receipt(NamedTuple):
    """The body of a receipt. ``source``, ``key``, ``seed`` and ``wrap`` are those of a complaint, ``unopenable``."""

    #: 16 random bytes.
    nonce: bytes
    #: The id of the commitment that is acknowledged.
    commitment: bytes
    #: The digest of its envelope, 32 bytes.
    envelope: bytes
    #: What its signer says of the list.
    stage: Stage
    #: What only who has the content key can compute, 32 bytes, with ``opened``.
    tag: bytes | None = None
    #: The id of the commitment or reveal whose wrap does not open.
    source: bytes | None = None
    #: The key id of that wrap, 32 bytes.
    key: bytes | None = None
    #: The seed of that key, 32 bytes, for everyone; or None.
    seed: bytes | None = None
    #: The key id of a mediator and the seed wrapped for them, 1168 bytes; or None.
    wrap: tuple[bytes, bytes] | None = None
    #: The ids of statements that the signer had seen, ascending.
    seen: Sequence[bytes] = ()

    @property
    def gives_seed(self) -> bool:
        """Whether it gives a key away, to everyone or to a mediator."""
        return self.seed is not None or self.wrap is not None

    def __repr__(self) -> str:
        return f"Receipt({self.commitment.hex()!r}, {self.stage})"  # without the seed

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        wrap = None if self.wrap is None else list(self.wrap)
        return {**self._asdict(), "wrap": wrap, "seen": list(self.seen)}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Receipt":
        """Read fields that passed the checks of ``RECEIPT``. Raise :class:`FormatError` ``body-invalid``."""
        complaint = body["stage"] == "unopenable"
        if (body["tag"] is not None) != (body["stage"] == "opened"):
            raise FormatError("body-invalid", "a receipt has a tag if its stage is opened, and otherwise none")
        if any((body[name] is not None) != complaint for name in ("source", "key")):
            raise FormatError("body-invalid", "a receipt names a source and a key if its stage is unopenable")
        given = [name for name in ("seed", "wrap") if body[name] is not None]
        if given and (not complaint or len(given) > 1):
            raise FormatError("body-invalid", "only a complaint gives a seed, and it does so once")
        wrap = None if body["wrap"] is None else (body["wrap"][0], body["wrap"][1])
        return cls(**{**body, "wrap": wrap, "seen": tuple(body["seen"])})

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim can be that of the commitment."""
        return is_subject(subject)

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names."""
        named = (self.commitment, self.source, self.key, self.wrap and self.wrap[0])
        return frozenset(self.seen) | {i for i in named if i is not None}


RECEIPT = Kind(
    "receipt",
    Receipt,
    {
        "nonce": is_nonce,
        "commitment": is_id,
        "envelope": is_id,
        "stage": is_one_of(*get_args(Stage)),
        "tag": or_null(is_bytes(32)),
        "source": or_null(is_id),
        "key": or_null(is_id),
        "seed": or_null(is_bytes(32)),
        "wrap": or_null(pair(is_id, is_bytes(WRAP_SIZE))),
        "seen": is_references,
    },
)
