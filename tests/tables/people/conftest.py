from tests.cli.conftest import desk, north

__all__ = ["desk", "north"]
