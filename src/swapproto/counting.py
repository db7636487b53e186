"""Numbers with their nouns, for messages: one is not counted as many."""


def count_of(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, as "1 file" or "2,000 files"; ``many`` is the plural where it takes no s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
