"""The file of terms: what it says, and what is wrong with it, by line and key."""

import pytest

from swapproto import InputError
from swapproto.cli.terms.terms_file import SIZE_LIMIT, TermsFile
from swapproto.cli.terms.terms_template import template
from tests.budget import cpu_budget

WHOLE = """\
title = { uk = "Обмін", en = "Exchange" }
release = 2
delivery = true
grace = "36h"
profile = "person"
conditions = ["One.", { en = "Two.", uk = "Два." }, "See https://example.org/p ACT"]
quorum = 1
beacon = "BEACON"
replaces = "old.swap"
[[slot]]
party = "you"
role = "offer"
count = 3
[[slot]]
party = "South"
role = "other:thanks"
[[mediator]]
party = "Heron.swap"
[deadlines]
accept = 2027-01-31T18:00:00+02:00
commit = 2027-02-28T18:00:00Z
[[clock]]
operator = "Clock House"
certificates = ["ACT"]
accuracy = "1s"
""".replace("ACT", "ab" * 32).replace("BEACON", "cd" * 32)

SLOTS = '[[slot]]\nparty = "you"\nrole = "offer"\n[[slot]]\nparty = "South"\nrole = "offer"\n'


def read(text: str) -> TermsFile:
    return TermsFile(text.encode(), "T.toml")


def test_every_key_of_terms_is_read() -> None:
    written = read(WHOLE).written
    assert written.title == {"uk": "Обмін", "en": "Exchange"}
    assert (written.release, written.delivery, written.grace, written.quorum) == (2, True, 36 * 3600, 1)
    assert [(one.party, one.role, one.count) for one in written.slot] == [
        ("you", "offer", 3),
        ("South", "other:thanks", None),
    ]
    assert written.mediator[0].party == "Heron.swap"
    assert written.deadlines.accept == 1_801_411_200  # 16:00 in UTC
    assert written.deadlines.reveal is None
    assert written.clock[0].accuracy == 1


def test_all_but_a_title_and_two_slots_may_be_left_out() -> None:
    written = read(f'title = "T"\n{SLOTS}').written
    assert (written.release, written.delivery, written.grace, written.conditions) == (1, False, 0, [])


def test_the_template_is_a_file_of_terms() -> None:
    written = TermsFile(template(1_800_000_000).encode(), "T.toml").written
    accept, commit, reveal, review = written.deadlines.model_dump().values()
    assert 1_800_000_000 < accept < commit < reveal < review
    everything = template(1_800_000_000).replace("# grace", "grace").replace("# profile", "profile")
    everything = everything.replace("# conditions", "conditions").replace("# count", "count")
    everything = everything.replace("# replaces", "replaces").replace("# [[mediator]]\n# party", "[[mediator]]\nparty")
    assert TermsFile(everything.encode(), "T.toml").written.mediator[0].party == "Mediator"


WRONG = {
    "unknown key": (f'title = "T"\ncolour = "red"\n{SLOTS}', "line 2: colour: there is no such key"),
    "unknown key of a slot": (f'title = "T"\n{SLOTS}entries = 2\n', "line 8: slot 2, entries: there is no such key"),
    "below a table": (f'title = "T"\n{SLOTS}release = 2\n', "line 8: slot 2, release: move it above the first [table]"),
    "no title": (SLOTS, "title: it is missing"),
    "no role": ('title = "T"\n[[slot]]\nparty = "you"\n', "line 2: slot 1, role: it is missing"),
    "one slot": ('title = "T"\n[[slot]]\nparty = "you"\nrole = "offer"\n', "line 2: slot: there are at least 2"),
    "five mediators": (
        f'title = "T"\n{SLOTS}' + '[[mediator]]\nparty = "M"\n' * 5,
        "line 8: mediator: there are at most 4",
    ),
    "release": (f'title = "T"\nrelease = 3\n{SLOTS}', "line 2: release: it is 1 or 2"),
    "count as text": (f'title = "T"\n{SLOTS}count = "3"\n', "line 8: slot 2, count: write a whole number"),
    "count that cannot be": (f'title = "T"\n{SLOTS}count = 2000000\n', "line 8: slot 2, count: it is too large"),
    "count below none": (f'title = "T"\n{SLOTS}count = -1\n', "line 8: slot 2, count: it is too small"),
    "truth in quotes": (f'title = "T"\ndelivery = "yes"\n{SLOTS}', "line 2: delivery: write true or false"),
    "grace": (f'title = "T"\ngrace = 2\n{SLOTS}', "line 2: grace: write a duration in quotes"),
    "no offset": (
        f'title = "T"\n{SLOTS}[deadlines]\naccept = 2027-01-01T10:00:00\n',
        "line 9: deadlines, accept: write a time",
    ),
    "a date alone": (
        f'title = "T"\n{SLOTS}[deadlines]\naccept = 2027-01-01\n',
        "line 9: deadlines, accept: write a time",
    ),
    "a title that reorders": (f'title = "T\\u202E"\n{SLOTS}', "line 1: title: it contains U+202E"),
    "a title with a control character": (f'title = "T\\u0007"\n{SLOTS}', "line 1: title: it contains U+0007"),
    "a title of two lines": (f'title = "T\\nU"\n{SLOTS}', "line 1: title: it has 1 to 512 bytes, in one line"),
    "a title in a language": (f'title = {{ uk = "T\\u202E" }}\n{SLOTS}', "line 1: title: in uk, it contains U+202E"),
    "no language": (f'title = {{ "in English" = "T" }}\n{SLOTS}', "'in English' is not the tag of a language"),
    "a title that is no text": (f"title = 3\n{SLOTS}", "line 1: title: write a text in quotes"),
    "an address": (
        f'title = "T"\nconditions = ["a", "see https://a.b"]\n{SLOTS}',
        "line 2: conditions 2: it names an address",
    ),
    "a digest": (f'title = "T"\nbeacon = "AB"\n{SLOTS}', "line 2: beacon: write 64 digits"),
    "not TOML": ('title = "T\n', "it is not TOML"),
    "not UTF-8": ("title = \udcff", "it is not UTF-8 at byte 8"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_line_and_key(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        TermsFile(text.encode(errors="surrogateescape"), "T.toml")
    assert caught.value.code == "usage"
    assert str(caught.value).startswith("T.toml: ")
    assert message in str(caught.value)


def test_a_line_in_a_text_is_not_taken_for_a_key() -> None:
    text = f'title = "T"\nconditions = ["""\nrelease = 1\n[[slot]]\n"""]\nrelease = 3\n{SLOTS}'
    with pytest.raises(InputError, match="line 6: release"):
        read(text)


@pytest.mark.parametrize(
    "text", ["a." * 30_000 + "b = 1", "[" + "a." * 30_000 + "b]", "x = " + "[" * 60_000, '"' * 65_000]
)
def test_a_hostile_file_is_refused_soon(text: str) -> None:
    """Whoever is sent a file of terms to propose would wait for gigabytes of memory."""
    with cpu_budget(2), pytest.raises(InputError):
        read(text)


def test_a_long_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"longer than 65,536 bytes"):
        TermsFile(b"#" * (SIZE_LIMIT + 1), "T.toml")
