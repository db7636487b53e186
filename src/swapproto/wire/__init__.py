"""The wire layer: bytes to values and back. It knows no kind of statement, no list and no party."""
