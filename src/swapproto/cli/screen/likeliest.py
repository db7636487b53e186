"""The likeliest word: what somebody meant who typed a word that is not among those that are known."""

from collections.abc import Iterable, Sequence

from ...errors import InputError

_MAX_COMPARED = 64


def likeliest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like a word, in any case, or None if none is much alike."""
    from difflib import get_close_matches  # which takes a while, and only mistakes need it

    folded = {text.casefold(): text for text in known}
    close = get_close_matches(word.casefold()[:_MAX_COMPARED], sorted(folded), 1)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question for the end of a message, or nothing."""
    found = likeliest(word, known)
    return "" if found is None else f"; did you mean {found}?"


def require_known(what: str, words: Iterable[str], known: Sequence[str]) -> None:
    """Raise :class:`InputError` ``usage`` for the first word that is not among those that are known."""
    for word in words:
        if word not in known:
            there_are = f"there are: {', '.join(known)}"
            raise InputError("usage", f"there is no {what} {word!r}; {there_are}{did_you_mean(word, known)}")
