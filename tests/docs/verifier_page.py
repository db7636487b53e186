"""The SHA-256 of verifier.html, where the documentation states it.

``python -m tests.docs.verifier_page`` writes it, after the page changed.
"""

import re
from pathlib import Path

from swapproto.report import bundle

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "verify-in-a-browser.md"

if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    PAGE.write_text(re.sub(r"\b[0-9a-f]{64}\b", bundle.digest(bundle.verifier()), text), "utf-8")
