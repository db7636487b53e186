"""The verifier in JavaScript, where it is, and which cases of the specification it may leave out."""

import shutil
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "src" / "swapproto" / "report" / "verifier"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="there is no node, which runs the verifier outside of browsers")

NOT_FOR_READERS = frozenset(
    {
        *("check-values", "derive-identity", "find-openings", "read-key-file"),
        *("seal", "sign-statement", "verify-beacon", "wrap"),
    }
)
"""Operations of those who make lists, or who have keys, and the check of the beacon."""


def may_be_left_out(operation: str, given: Any) -> bool:
    """Return whether the verifier may answer that it does not have this: no reader's seed, and no beacon."""
    return operation in NOT_FOR_READERS or bool(given.get("beacon")) or (operation == "open" and "seed" in given)
