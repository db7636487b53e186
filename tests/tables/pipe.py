"""A stream as a pipe is."""

import io


class Pipe(io.RawIOBase):
    """It cannot be rewound, and gives at most ``most`` bytes at a time."""

    def __init__(self, data: bytes, most: int) -> None:
        self._data = io.BytesIO(data)
        self._most = most

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, self._most))
