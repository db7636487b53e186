"""The folder of data beside the project: real lists, tokens and rounds. Tests that need it are skipped without it."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = SHARED / "data"
