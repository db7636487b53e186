"""Rows from code: of Python's values, or of a data frame."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from math import isinf, isnan
from typing import Any, Protocol, TypeAlias, runtime_checkable

from ..errors import InputError
from ..lists import Schema, Value
from ..lists.schema import ENTRY_DEPTH
from .field_types import FIELD_TYPES
from .formats import Invalid
from .json_text import Number
from .rows import Reading, json_value
from .surveys import Survey


class _Typed(Protocol):
    """A scalar or an array of a numerical library, which says of what kind it is."""

    @property
    def dtype(self) -> Any: ...

    def tolist(self) -> Any: ...

    def astype(self, dtype: str, /) -> "_Typed": ...


@runtime_checkable
class _Polars(Protocol):
    def iter_rows(self, *, named: bool) -> Iterator[Mapping[str, Any]]: ...


@runtime_checkable
class _Pandas(Protocol):
    def itertuples(self, index: bool, name: str | None) -> Iterable[tuple[Any, ...]]: ...


@runtime_checkable
class _Arrow(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


Frame: TypeAlias = Any
"""A data frame of pandas or polars, or, where pyarrow is installed, what has the Arrow PyCapsule interface."""

_UNKNOWN = frozenset({"NAType", "NaTType"})
_PRECISE = ("D", "h", "m", "s", "ms", "us", "ns")
_DOUBLE = 8  # bytes
_MOST_EXACT, _MOST_BITS = 2**53 - 1, 1024


def survey(
    rows: Iterable[Mapping[str, Any]] | Frame, label: str, schema: Schema, severities: Mapping[str, str] | None
) -> Survey:
    """Read a list from rows of Python's values."""
    return Reading(schema, severities, _python_value).survey(label, _mappings(rows))


def _mappings(rows: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(rows, _Polars):
        rows = rows.iter_rows(named=True)
    elif isinstance(rows, _Pandas):
        rows = _of_pandas(rows)
    elif isinstance(rows, _Arrow):
        rows = _of_stream(rows)
    if not isinstance(rows, Iterable):
        raise InputError("table", f"there are no rows in what is of type {type(rows).__name__}")
    for n, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise InputError(
                "table", f"row {n:,} is of type {type(row).__name__}, and not a mapping of names to values"
            )
        yield row


def _of_pandas(frame: Any) -> Iterable[Mapping[str, Any]]:
    names = _different(frame.columns)
    if named := [name for name in frame.index.names if name is not None]:
        what = f"the index of the frame is named {named[0]!r}, and an index is not read"
        raise InputError("table", f"{what}: make it a column with reset_index(), or drop it")
    if getattr(frame.index.dtype, "kind", "") not in "iu":
        what = "the index of the frame has other values than numbers of rows, and an index is not read"
        raise InputError("table", f"{what}: make it a column with reset_index(), or drop it")
    return (dict(zip(names, values, strict=True)) for values in frame.itertuples(index=False, name=None))


def _of_stream(table: _Arrow) -> Iterator[Any]:
    try:
        pyarrow: Any = import_module("pyarrow")
    except ModuleNotFoundError:
        raise InputError("usage", "a stream of Arrow is read with pyarrow: pip install pyarrow") from None
    try:
        batches: Any = pyarrow.RecordBatchReader.from_stream(table)
        _different(batches.schema.names)
        for batch in batches:
            yield from batch.to_pylist()
    except (ValueError, TypeError, OverflowError, OSError) as error:  # pyarrow's own are of these
        why = type(error).__name__  # and not its words, which can be those of a cell
        raise InputError("table", f"the stream of Arrow cannot be read: {why}") from None


def _different(columns: Iterable[str]) -> list[str]:
    names = [*columns]
    if twice := next((name for name, count in Counter(names).items() if count > 1), None):
        raise InputError("table", f"two columns are named {twice!r}: keep one of them, or rename it")
    return names


def _python_value(value: Any, name: str) -> Value:
    """Return a value of Python, or of a numerical library, as one of the type ``name``. Raise :class:`Invalid`."""
    decoded = _decoded(value, name)
    if decoded is None:
        return None
    if name == "number" and type(decoded) is str:  # as entries hold numbers
        return FIELD_TYPES[name].read(decoded)
    return json_value(decoded, name)


def _decoded(value: Any, name: str, depth: int = ENTRY_DEPTH) -> Any:
    """Return a value as JSON would have it, None for one that is not known."""
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        value = _native(value)
    if value is None or type(value).__name__ in _UNKNOWN:
        return None
    if not depth:
        raise Invalid(f"nested too deep: an entry, itself counted, has at most {ENTRY_DEPTH} levels")
    if isinstance(value, list | tuple):
        return [_decoded(item, name, depth - 1) for item in value]
    if isinstance(value, Mapping):
        return {_text(key): _decoded(item, name, depth - 1) for key, item in value.items()}
    for kind, convert in _SCALARS.items():
        if isinstance(value, kind):
            return convert(value, name)
    raise Invalid(f"a value of type {type(value).__name__}, which no field can hold")


def _native(value: _Typed) -> Any:
    """Return a scalar or an array of a numerical library as Python has it."""
    kind = getattr(value.dtype, "kind", "")
    if kind == "m":
        raise Invalid("a length of time, which no field can hold")
    if kind == "M":
        return _moment(value)
    native = value.tolist()
    if isinstance(native, float) and value.dtype.itemsize < _DOUBLE:
        return Decimal(str(value))  # as it is written, and not with digits that it never had
    return native


def _moment(value: _Typed) -> Any:
    """Return a year, a month, a day or a moment. Of others, as weeks and pairs of days, numpy tells the first day."""
    unit = value.dtype.str.partition("[")[2].rstrip("]")
    if str(value) == "NaT":
        return None
    if unit in _PRECISE:
        native = value.astype("datetime64[us]").tolist()  # of nanoseconds, tolist() makes an integer
        if not isinstance(native, int):
            return native
    if unit in ("Y", "M"):
        return str(value)
    raise Invalid("a time in a unit, or of a year, that no field can hold")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Invalid(f"an object has a name of type {type(value).__name__}, and not a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Invalid("it has half a character (a lone surrogate)") from None
    return str.__str__(value)


def _of_int(value: int) -> Number:
    if value.bit_length() > _MOST_BITS:
        raise Invalid("a number with too many digits")
    return Number(str(int(value)))


def _of_fraction(value: float | Decimal, name: str) -> Number | None:
    nan, infinite = (
        (value.is_nan(), value.is_infinite()) if isinstance(value, Decimal) else (isnan(value), isinf(value))
    )
    if nan:
        return None
    if infinite:
        raise Invalid("infinity, which no field can hold")
    most = _MOST_EXACT if isinstance(value, float) else 2**64  # a Decimal is exact, whatever its size
    if name == "integer" and -most <= value <= most and value == int(value):
        return _of_int(int(value))  # what a data frame makes of integers beside a missing one
    if name == "integer" and isinstance(value, float) and abs(value) > _MOST_EXACT:
        raise Invalid("an integer that was made a fraction, and may have lost its last digits")
    return Number(str(value))


def _of_moment(value: datetime, name: str) -> str:
    if name == "datetime":
        return value.isoformat()
    if value.time() != time():
        raise Invalid(f"a date with a time of day where the schema says {name}")
    return _of_date(value.date(), name)  # as data frames keep dates


def _of_date(value: date, name: str) -> str:
    if name not in ("date", "partialdate"):
        raise Invalid(f"its type is date where the schema says {name}")
    return value.isoformat()


_SCALARS: Mapping[type, Callable[[Any, str], Any]] = {
    str: lambda value, _: _text(value),
    bool: lambda value, _: value,  # before int, which it is, too
    int: lambda value, _: _of_int(value),
    float: lambda value, name: _of_fraction(float(value), name),
    Decimal: _of_fraction,
    datetime: _of_moment,  # before date, which it is, too
    date: _of_date,
}
