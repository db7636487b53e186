"""Commit to a data frame, and get one back.

The frame is checked as a table is: dates, numbers and constraints, with the row and the field of everything wrong. Its
dates, and integers beside a missing one, are taken for what they mean.

It does NOT keep the frame's own types: what is sealed are the values of the schema, so give it the types again.
"""

import time

import pandas as pd

from swapproto import (
    Commitment,
    Constraints,
    Field,
    Identity,
    Place,
    Schema,
    obtain_key,
    read_statement,
    seal,
    tables,
    unseal,
)

SCHEMA = Schema(
    [
        Field("ship", constraints=Constraints(required=True)),
        Field("crew", "integer", constraints=Constraints(minimum=1)),
        Field("left", "date"),
    ]
)


def main() -> None:
    now = int(time.time())
    port = Identity.generate("Port of Maulne", iat=now)
    ships = pd.DataFrame(
        {"ship": ["Gull", "Heron", None], "crew": [12, None, 0], "left": pd.to_datetime(["2026-01-31", None, None])}
    )
    for finding in tables.survey_rows(ships, label="Ships", schema=SCHEMA).findings:
        print(finding)

    found = tables.survey_rows(ships.head(2), label="Ships", schema=SCHEMA)
    tables.refuse_errors(found.findings)
    sealed = seal(found.list, author=port.party, local_secret=port.local_secret, place=Place.first("report"), iat=now)
    commitment = read_statement(sealed.sign(port), port.party.verify_key, Commitment)
    opened = unseal(commitment, sealed.envelope, obtain_key(commitment, sealed.envelope, port.party.kid, port))

    again = pd.DataFrame(list(opened.list)).astype({"crew": "Int64"})
    again["left"] = pd.to_datetime(again["left"])
    print(f"{len(again)} ships of {again['crew'].sum()} people known, the first left in {again['left'].min():%B %Y}")


if __name__ == "__main__":
    main()
