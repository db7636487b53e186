"""A list: its label, its schema and its entries, kept as their encodings. Spec 6.2."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, islice
from operator import itemgetter
from typing import ClassVar, overload

from ..errors import FormatError, InputError
from ..wire import cbor
from ..wire.strings import Strings
from .fields import TYPES, is_text, is_text_value
from .schema import Part, Schema, Value

ENTRIES = 2**20
LABEL_LIMIT = 512
_SIZE_LIMIT = 512 * 2**20  # bytes of all entries: no envelope is larger
_PORTION = 64  # entries encoded at a time: more are a tenth faster, and take four times the memory

Entry = dict[str, Value]


class List(Sequence[Entry]):
    """Entries by a schema, kept as their encodings: a million of them take little more room than these.

    ``public`` are the parts that a disclosure shows, ``restricted`` those that it withholds, or None if there are none.
    A sequence of whole entries, fields in the schema's order; each is decoded when it is asked for. Spec 6.2.

    >>> people = List.of("crew", Schema.of_texts(["name"]), [{"name": "Olha"}, {"name": "Петро"}])
    >>> len(people), [entry["name"] for entry in people]
    (2, ['Olha', 'Петро'])
    """

    def __init__(
        self, label: str, schema: Schema, public: Sequence[bytes], restricted: Sequence[bytes] | None = None
    ) -> None:
        #: What its author calls it, at most 512 bytes.
        self.label: str = label
        #: Its fields.
        self.schema: Schema = schema
        #: What a disclosure shows of each entry, encoded.
        self.public: Sequence[bytes] = public
        #: What a disclosure withholds of each entry, encoded; None if the schema restricts nothing.
        self.restricted: Sequence[bytes] | None = restricted
        self._checked = False

    def check(self) -> None:
        """Raise :class:`InputError` ``usage`` for a label or entries that no reader would accept.

        The entries of :meth:`of` were checked when they were encoded; others are decoded for it, once.
        """
        if not is_text(self.label, 0, LABEL_LIMIT):
            raise InputError("usage", f"a label is a text of at most {LABEL_LIMIT} bytes")
        if self._checked:
            return
        try:
            for _ in self:
                pass
        except (FormatError, TypeError, AttributeError) as error:
            raise InputError("usage", f"no reader would accept the entries: {error}") from None
        self._checked = True

    def read_all(self, watched: Callable[[Iterator[Entry]], Iterator[Entry]]) -> None:
        """Check the encoding of every entry, once, so that it is only decoded when it is asked for. Spec 6.2.

        ``watched`` is given the public parts as they are checked, and yields them. Raise :class:`FormatError`.
        """
        for _ in watched(self.schema.public.decode(self.public)):
            pass
        if self.schema.restricted is not None and self.restricted is not None:
            for _ in self.schema.restricted.decode(self.restricted):
                pass
        self._checked = True

    def _decoded(self, part: Part, encoded: Iterable[bytes]) -> Iterator[Entry]:
        return part.decode_again(encoded) if self._checked else part.decode(encoded)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, List) and self._all() == other._all()

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def _all(self) -> tuple[object, ...]:
        restricted = None if self.restricted is None else list(self.restricted)
        return self.label, self.schema, list(self.public), restricted

    def __repr__(self) -> str:
        return f"List({self.label!r}, {len(self)} entries)"

    @classmethod
    def of(cls, label: str, schema: Schema, entries: Iterable[Mapping[str, Value]]) -> "List":
        """Return a list of these entries; an omitted field is null.

        Values are of their fields' types. Whether a text is a date, a number or allowed by the schema's constraints
        is checked by :func:`swapproto.tables.survey_rows`, which takes Python's dates and numbers, too.
        Raise :class:`InputError` ``table`` that names the entry (from 1), or ``usage`` for a label over 512 bytes.
        """
        return cls.of_columns(label, schema, _in_columns(entries, schema))

    @classmethod
    def of_columns(cls, label: str, schema: Schema, portions: Iterable[Mapping[str, Sequence[Value]]]) -> "List":
        """Return a list of entries that come some at a time, as the values of each field.

        Raise :class:`InputError` as :meth:`of`.
        """
        if not is_text(label, 0, LABEL_LIMIT):
            raise InputError("usage", f"a label is a text of at most {LABEL_LIMIT} bytes")
        public, restricted = Strings(), Strings()
        withheld = schema.restricted
        for columns in portions:
            first, count = len(public) + 1, len(columns[schema.fields[0].name])
            if len(public) + count > ENTRIES:
                raise InputError("table", f"a list has at most {ENTRIES:,} entries")
            try:
                outer = schema.public.encode(columns, count, first)
                inner = [] if withheld is None else withheld.encode(columns, count, first)
            except FormatError as error:
                raise InputError("table", str(error)) from None
            public.extend(outer)
            restricted.extend(inner)
            if public.size + restricted.size > _SIZE_LIMIT:
                raise InputError("table", f"the entries take more than {_SIZE_LIMIT:,} bytes: split the list")
        made = cls(label, schema, public, None if withheld is None else restricted)
        made._checked = True
        return made

    def __len__(self) -> int:
        return len(self.public)

    def __iter__(self) -> Iterator[Entry]:
        names = [field.name for field in self.schema.fields]
        withheld = self.schema.restricted
        if withheld is None or self.restricted is None:
            for entry in self._decoded(self.schema.public, self.public):
                yield {name: entry[name] for name in names}
        else:
            parts = self._decoded(self.schema.public, self.public), self._decoded(withheld, self.restricted)
            for outer, inner in zip(*parts, strict=True):
                entry = outer | inner
                yield {name: entry[name] for name in names}

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> "List": ...

    def __getitem__(self, index: int | slice) -> "Entry | List":
        """Return one whole entry, counted from 0, or a list of some. Raise :class:`IndexError`."""
        if isinstance(index, slice):
            restricted = None if self.restricted is None else self.restricted[index]
            some = List(self.label, self.schema, self.public[index], restricted)
            some._checked = self._checked
            return some
        try:
            at = range(len(self))[index]
        except IndexError:
            raise IndexError(f"there is no entry at {index}: the list has {len(self):,}") from None
        (entry,) = self[at : at + 1]
        return entry

    def distinct_keys(self) -> int | None:
        """Return how many different primary keys the entries have, or None if the schema has no primary key."""
        key = self.schema.primary_key
        if not key:
            return None
        entries = self._decoded(self.schema.public, self.public)
        # texts hash by a secret of the process; integers and tuples of them could be chosen to collide
        if all(TYPES[field.type] is is_text_value for field in self.schema.fields if field.name in key):
            return len(set(map(itemgetter(*key), entries)))
        to_bytes = cbor.encoder()
        return len({to_bytes([entry[name] for name in key]) for entry in entries})


def _in_columns(entries: Iterable[Mapping[str, Value]], schema: Schema) -> Iterator[dict[str, list[Value]]]:
    """Yield the values of each field of some entries at a time."""
    names = [field.name for field in schema.fields]
    known = {*names}
    pending, first = iter(entries), 1
    while portion := list(islice(pending, _PORTION)):
        if not all(issubclass(kind, Mapping) for kind in {*map(type, portion)}):
            raise _no_mapping(portion, first)
        if not known.issuperset(chain.from_iterable(portion)):
            raise _unknown_field(portion, known, first)
        yield {name: [entry.get(name) for entry in portion] for name in names}
        first += len(portion)


def _no_mapping(entries: Sequence[object], first: int) -> InputError:
    row, entry = next((n, entry) for n, entry in enumerate(entries, first) if not isinstance(entry, Mapping))
    return InputError("table", f"entry {row} is of type {type(entry).__name__}, and not a mapping of names to values")


def _unknown_field(entries: Sequence[Mapping[str, Value]], names: Set[str], first: int) -> InputError:
    row, name = next((n, name) for n, entry in enumerate(entries, first) for name in entry if name not in names)
    return InputError("table", f"entry {row}: the schema has no field {name!r}")


def key_of(entry: Mapping[str, Value], key: Sequence[str]) -> bytes:
    """Return the encoding of the entry's values in the fields of ``key``, to compare entries by."""
    return cbor.encode([entry[name] for name in key])
