"""Traces of other programs in a text: escapes of web pages and spreadsheets, their errors, and lost letters."""

import html
import re
from collections.abc import Iterator

from ..findings import Code

ERRORS = ("Err", "Ошибка", "Помилка", "Erreur")
"""Words that begin an error of a spreadsheet program, which has no sign that texts do not have."""
_MAYBE = re.compile(r"[&#=?¿□\\<]|['\"]|(?:Err|Ошибка|Помилка|Erreur)\s?:?\s?[0-9]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"</?(?:br|p|b|i|u|em|strong|span|div|td|tr|font|a)\b[^<>]{0,200}>", re.IGNORECASE)
_MAX_ROUNDS = 3  # &amp;#39; was escaped twice

_AS_TEXT = re.compile(r'\s*=\s*"((?:[^"]|"")*)"\s*')  # ="001", which keeps zeros when Excel opens a CSV file
_APOSTROPHE_BEFORE = re.compile(r"'(?=[-0-9=+@])")  # '001, Excel's sign for a text
_FORMULA = re.compile(r"\s*[=@]\s*[-+]?[\w(\"'$].*", re.DOTALL)
_ERROR = re.compile(
    r"#[¡¿]?[^\W\d_][^\s#]{0,18}[!?]|#(?:N/A|N/D|N/B|NV|YOK|GETTING_DATA|Н/Д|НД|Δ/Υ)|#{3,}"
    r"|(?:Err|Ошибка|Помилка|Erreur)\s?:?\s?[0-9]{3}",
    re.IGNORECASE,
)
_IN_QUOTES = re.compile(r'\s+"([^"]*)"\s*|"([^"]*)"\s+')
_QUOTE_FIRST = re.compile(r'\s+"')

_LETTER = r"[^\W\d_]"
_LOST = re.compile(rf"{_LETTER}['’ʼ]?[?¿□]+['’ʼ]?(?={_LETTER})|(?<![\w/=&])[?□]+(?={_LETTER})|(?<!\w)\?{{4,}}(?!\w)|□")
_ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)


def find_traces(text: str) -> Iterator[tuple[Code, str]]:
    """Yield what other programs left in a text, with what to do."""
    if not _MAYBE.search(text):
        return
    is_address = _ADDRESS.search(text) is not None
    if not is_address and (_JSON_ESCAPE.search(text) or _decoded(text) != text):
        yield "escapes", "has an escape of a web page or program in place of a sign, as &amp; for &: write the sign"
    elif not is_address and _TAG.search(text):
        yield "escapes", "has a tag of a web page, as <br>: remove it"
    if _ERROR.fullmatch(text.strip()):
        yield "formula", "an error of a spreadsheet, such as #N/A, as text: write what is meant, or leave it empty"
    elif _AS_TEXT.fullmatch(text) or _APOSTROPHE_BEFORE.match(text):
        yield "escapes", "Excel's way to keep the zeros of a number, which is not part of it: write the number alone"
    elif _FORMULA.fullmatch(text):
        yield "escapes", "a formula as text: write what it should show"
    if _QUOTE_FIRST.match(text) or _IN_QUOTES.fullmatch(text):
        yield "quotes", "a quote after a space is part of the text, and keeps nothing together: remove space and quotes"
    if _LOST.search(text) and any(map(str.isalpha, text)) and not is_address:
        yield "encoding", "has a ? in place of a letter, which a conversion lost: look it up in the original"


def without_traces(text: str) -> str:
    """Return the text with what other programs left in it decoded, as far as that needs no guess."""
    if not _MAYBE.search(text):
        return text
    if found := _AS_TEXT.fullmatch(text):
        text = found[1].replace('""', '"')
    text = _APOSTROPHE_BEFORE.sub("", text, count=1)
    if found := _IN_QUOTES.fullmatch(text):
        text = found[1] or found[2] or ""
    return text if _ADDRESS.search(text) else _decoded(text)


def _decoded(text: str) -> str:
    for _ in range(_MAX_ROUNDS):
        decoded = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
        if decoded == text:
            break
        text = decoded
    escaped = _JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    try:
        return escaped.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return text
