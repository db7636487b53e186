"""What attacks by tables need: a desk with keys, and another program that saves workbooks."""

from tests.cli.conftest import desk, north
from tests.tables.conftest import office

__all__ = ["desk", "north", "office"]
