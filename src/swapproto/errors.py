"""The failure vocabulary: one root, a few flat leaves, and the codes of spec section 13."""

from collections.abc import Mapping
from typing import Literal, Self, get_args

Code = Literal[
    # spec section 13, in its order
    "malformed",
    "not-deterministic",
    "type-not-allowed",
    "too-deep",
    "too-large",
    "armor-malformed",
    "artefact-unknown",
    "statement-malformed",
    "alg-unknown",
    "kind-unknown",
    "kid-mismatch",
    "key-weak",
    "signature-invalid",
    "body-invalid",
    "claims-mismatch",
    "signer-unknown",
    "signer-not-pinned",
    "schema-invalid",
    "entry-invalid",
    "envelope-malformed",
    "envelope-mismatch",
    "envelope-unclaimed",
    "reader-not-found",
    "wrap-invalid",
    "key-mismatch",
    "decrypt-failed",
    "content-malformed",
    "padding-wrong",
    "schema-mismatch",
    "count-mismatch",
    "root-mismatch",
    "commitment-missing",
    "disclosure-malformed",
    "proof-invalid",
    "stamp-malformed",
    "token-malformed",
    "token-hash-weak",
    "token-imprint",
    "token-altered",
    "token-signer-missing",
    "token-key-weak",
    "token-algorithm",
    "token-purpose",
    "token-untrusted",
    "token-expired",
    "token-revoked",
    "beacon-invalid",
    "target-missing",
    "key-file-malformed",
    "passphrase-wrong",
    # of this program, not of the protocol
    "usage",
    "file",
    "busy",
    "network",
    "table",
    "key-exposed",
    "pin-conflict",
    "fork-refused",
    "not-confirmed",
    "memory",
    "card-mismatch",
]

CODES: frozenset[str] = frozenset(get_args(Code))

_CANNOT_BE_DONE = (
    "usage",
    "file",
    "busy",
    "network",
    "table",
    "schema-invalid",
    "key-exposed",
    "key-file-malformed",
    "passphrase-wrong",
    "pin-conflict",
    "fork-refused",
    "not-confirmed",
    "memory",
)
_MORE_IS_NEEDED = (
    "signer-not-pinned",
    "signer-unknown",
    "reader-not-found",
    "commitment-missing",
    "token-signer-missing",
    "token-untrusted",
    "target-missing",
)
EXITS: Mapping[str, int] = (
    dict.fromkeys(CODES, 1) | dict.fromkeys(_CANNOT_BE_DONE, 2) | dict.fromkeys(_MORE_IS_NEEDED, 3)
)
"""The exit code of a command that ends with an error of this code."""


class SwapError(Exception):
    """The root of all errors. ``code`` is stable and for programs; the message is for people and holds no secret."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code
        """What is wrong, for programs."""

    def __reduce__(self) -> "tuple[type[Self], tuple[Code, str], dict[str, object]]":
        return type(self), (self.code, str(self)), vars(self)  # the default calls it without its code


class FormatError(SwapError):
    """The bytes do not have the required form; nothing is known about who made them."""


class VerificationError(SwapError):
    """The bytes are well-formed and do not verify: altered, forged, or not matching what was committed."""


class AccessError(SwapError):
    """The artefact may be valid, but this reader cannot use it: they lack a pin, a wrap or a passphrase."""


class InputError(SwapError):
    """An input of the user or caller cannot be used: a table, a file, an option, an argument."""
