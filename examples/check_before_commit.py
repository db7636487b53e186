"""Check a table before anything is signed, as a program does that accepts tables from other people.

A branch office of a library sends a table of lent books, with its own headers. The profile says what form a row must
have, and what to report to the table's owner. The program refuses to commit to a list with errors; it shows warnings.

It does NOT prove that a row is true: a list without findings is well-formed, no more.
"""

import io
from datetime import date

from swapproto import InputError, tables
from swapproto.tables import profiles
from swapproto.tables.checks import examine

PROFILE = """{
  "fields": [
    {"name": "number", "title": {"en": "Number", "uk": "Номер"}, "constraints": {"required": true}},
    {"name": "title"},
    {"name": "lent_on", "type": "date"},
    {"name": "back_on", "type": "date"}
  ],
  "primaryKey": "number",
  "checks": {"chronology": [["lent_on", "back_on"]], "severity": {"spaces": "error"}}
}"""
TABLE = """Номер,Book,lent_on,back_on
B-1,The  Lighthouse,2026-03-01,2026-02-01
B-2,Moths of Maulne,2026-03-31,
B-2,Salt,2026-02-30,
"""


def main() -> None:
    profile = profiles.read(PROFILE.encode())
    column_map = {"Book": "title"}  # the other headers are names or titles of fields
    survey = tables.survey(
        io.BytesIO(TABLE.encode()),
        "csv",
        label="Lent",
        schema=profile.schema,
        column_map=column_map,
        severities=profile.rules.severity,
    )
    examine(list(survey.list), profile.schema, profile.rules, survey.findings, date(2026, 6, 15))
    for note in survey.notes:
        print(f"note: {note}")
    for found in survey.findings:
        instead = f"; instead: {found.instead}" if found.instead else ""
        print(f"{found.severity}: {found} [{found.code}]{instead}")
    try:
        tables.refuse_errors(survey.findings)
    except InputError as error:
        print(f"not committed to: {error.code}, {survey.findings.errors} errors")


if __name__ == "__main__":
    main()
