"""What the benchmarks run on: made-up entries of five fields, about 75 bytes each as CBOR."""

from collections.abc import Iterator

from swapproto import Field, Schema
from swapproto.demo.people import people

SCHEMA = Schema((Field("id"), Field("family"), Field("given"), Field("born", "date"), Field("unit")), ("id",))


def made_up(count: int, seed: int) -> Iterator[dict[str, str]]:
    """``count`` entries of ``SCHEMA``."""
    for person in people(count, seed):
        yield {
            "id": person["id"],
            "family": person["family_name"],
            "given": person["given_name"],
            "born": person["birth_date"],
            "unit": person["id"][-2:],
        }
