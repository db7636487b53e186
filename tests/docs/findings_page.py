"""The table of checks in the page on findings, from the program itself.

``python -m tests.docs.findings_page`` regenerates it.
"""

from pathlib import Path

from swapproto.tables.findings import CODES, WARNINGS
from swapproto.tables.workbooks.explained import EXPLAINED

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "findings.md"
BEGIN, END = "<!-- checks: begin -->\n", "<!-- checks: end -->\n"


def table() -> str:
    """Each check, whether it is an error if the profile says nothing, what it means and what to do."""
    rows = [
        f"| `{check}` | {'warning' if check in WARNINGS else 'error'} | {' '.join(EXPLAINED[check])} |"
        for check in CODES
    ]
    return "\n".join(["| check | is | what it means, and what to do |", "|---|---|---|", *rows])


def written() -> str:
    """The table as it stands in the page."""
    return PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


if __name__ == "__main__":
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}{table()}\n{END}{after}", encoding="utf-8")
