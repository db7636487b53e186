"""The failure vocabulary: one root, a few flat leaves, and the codes of spec section 13."""

from typing import Literal, get_args

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
    "key-file-malformed",
    "passphrase-wrong",
    # of this program, not of the protocol
    "usage",
    "file",
    "table",
    "key-exposed",
    "pin-conflict",
    "fork-refused",
    "not-confirmed",
    "card-mismatch",
]

CODES: frozenset[str] = frozenset(get_args(Code))


class SwapError(Exception):
    """Whatever goes wrong. ``code`` is stable and machine-readable; the message is for people and holds no secret."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code


class FormatError(SwapError):
    """The bytes are not what they should be in form; nothing was learned about who made them."""


class VerificationError(SwapError):
    """Well-formed, but it does not verify: altered, forged, or not matching what was committed."""


class AccessError(SwapError):
    """It may be sound, but this reader cannot use it: no pin, no wrap, no passphrase."""


class InputError(SwapError):
    """What the user or caller handed in cannot be used: a table, a file, an option, an argument."""
