"""The mapping with nothing in it: a default value that nobody can change, and that copies and pickles."""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

__all__ = ["EMPTY"]


class _Empty(Mapping[str, Any]):
    def __getitem__(self, key: str) -> NoReturn:
        raise KeyError(key)

    def get(self, key: str, default: Any = None) -> Any:
        return default

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "{}"

    def __reduce__(self) -> str:
        return "EMPTY"  # by its name here


EMPTY = _Empty()
