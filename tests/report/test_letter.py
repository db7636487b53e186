"""The letter: it says in words what its data proves, and nothing in it breaks out; only the data counts."""

import json
import re
import stat
import sys
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pytest

from swapproto import List, Schema, Transcript, disclose, seal, unseal, wording
from swapproto.lists import Field
from swapproto.report import html, marks, markup, values
from swapproto.report.letter import Fields, Signer, Stamped, write
from swapproto.statements import Accept, Place, Revoke, Withdraw
from swapproto.testing.exchanges import NORTH, SOUTH, Hall, ids, kid, signed, terms
from swapproto.testing.made import Made
from swapproto.wire.armor import armor
from tests.cli.desk import Desk
from tests.making import IAT, NOW, make, party, people, reveal
from tests.report.letters import HOSTILE, Page, letter, north_with_people
from tests.stamps.authorities import OPENSSL, Authorities
from tests.stamps.serving import serving

REPORT = Path(html.__file__).parent


@pytest.fixture
def digits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    """North's digits, who has signed a list of two people; nobody is pinned."""
    return north_with_people(desk, pin=False)


def test_a_letter_says_in_words_what_the_entry_says(desk: Desk, digits: str) -> None:
    said = desk.run(
        *("disclose", "list.swap", "-k", "North.swapkey", "--where", "id=22", "--expect", 1, "--yes"),
        *("--letter", "letter.html", "--contact", "Іванна Вигадана, +380 44 000 00 00"),
    ).err
    assert "letter.html: a letter about 1 of 2 entries, with the proof in it." in said
    page = Page(desk.read("letter.html"))
    for text in (
        "Family name Лунобій",
        "Status under the Geneva Conventions prisoner of war in the list: prisoner-of-war",
        "Date of birth February 3, 1991 in the list: 1991-02-03",
        "Date of capture or measure November 2025, uncertain in the list: 2025-11?",
        "Nationality Ukraine in the list: UKR",
        "Іванна Вигадана, +380 44 000 00 00",
        digits,
        "That this entry is in version 1 of the list",
        "was left out of this letter",
    ):
        assert text in page.words, text
    assert "Other given names" not in page.words  # a field without a value
    raw = desk.read("letter.html").decode()
    assert "transfer" not in raw
    assert "الوهمي" not in raw
    assert "'list'" not in raw  # the label is in the sealed part
    if sys.platform != "win32":
        assert stat.S_IMODE((desk.folder / "letter.html").stat().st_mode) == 0o600


def test_a_letter_is_verified_and_shows_its_entries_at_once(desk: Desk, digits: str) -> None:
    letter(desk)
    shown = desk.run("verify", "letter.html", "--from", digits, "--require", "disclosed").out
    assert shown.startswith("VERIFIED")
    assert "| family_name: Лунобій" in shown
    shown = desk.run("verify", "letter.html", "--from", digits, "--language", "uk").out
    assert "| Громадянство: Україна (UKR)" in shown
    said = desk.run("verify", "letter.html", expect=3)
    assert "Лунобій" not in said.all
    assert "compare the 60 digits" in said.err


def test_a_letter_of_several_entries_has_each_under_its_heading(desk: Desk, digits: str) -> None:
    path = letter(desk, "--entry", 2)
    words = Page(path.read_bytes()).words
    assert "Entry 1 of the 2 in this letter" in words
    assert "Entry 2 of the 2 in this letter" in words
    assert "That these entries are in version 1" in words
    assert "علی‌رضا" in words


def test_restricted_fields_are_in_a_letter_only_if_that_is_asked_for(desk: Desk, digits: str) -> None:
    path = letter(desk, "--restricted")
    words = Page(path.read_bytes()).words
    assert "Latest event transfer" in words
    assert "was left out" not in words
    assert "last_event: transfer" in desk.run("verify", path, "--from", digits).out


def test_a_letter_is_written_beside_a_disclosure_or_instead_of_it(desk: Desk, digits: str) -> None:
    path = letter(desk, "-o", "entry.swap")
    assert Transcript.read(path.read_bytes()).encode() == Transcript.read(desk.read("entry.swap")).encode()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("-o", "d.swap", "--contact", "me"),
        ("--letter", "l.html", "-o", "l.html"),
        ("--letter", "l.html", "--language", "tlh"),
        ("--letter", "l.html", "--language", "../en"),
        ("--letter", "l.html", "--contact", ""),
        ("--letter", "l.html", "--contact", "a\u200bb"),
        ("--letter", "l.html", "--contact", "x" * 257),
        ("--letter", "list.swap"),
        ("--letter", "North.swapkey"),
        ("--letter", "nowhere/l.html"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_disclosed(
    desk: Desk, digits: str, words: tuple[str, ...]
) -> None:
    before = {name: desk.read(name) for name in desk.names() if (desk.folder / name).is_file()}
    desk.run("disclose", "list.swap", "-k", "North.swapkey", "--entry", 1, "--yes", *words, expect=2)
    assert {name: desk.read(name) for name in desk.names() if (desk.folder / name).is_file()} == before


def test_a_letter_is_asked_about_and_overwrites_nothing(desk: Desk, digits: str) -> None:
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--entry", 1, "--letter", "letter.html")
    desk.fails(2, "not-confirmed", *words)
    assert "letter.html" not in desk.names()
    desk.write("letter.html", "mine")
    desk.fails(2, "file", *words, "--yes")
    assert desk.read("letter.html") == b"mine"
    desk.run(*words, "--yes", "--force")


def test_the_signer_is_called_as_whoever_makes_the_letter_calls_them(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    desk.commit("list")
    desk.run("reveal", "list.swap", "-k", "North.swapkey", "--public", "--yes", "-o", "key.swap")
    words = ("disclose", "list.swap", "key.swap", "--entry", 1, "--yes", "--force", "--letter", "letter.html")
    desk.run(*words, "--from", digits)
    assert "the key of North. Compare" in re.sub(r" (?:\d{5} )+", " ", Page(desk.read("letter.html")).words)
    desk.run("trust", "North.swap", "--as", "Secretariat of the North", "--fingerprint", digits)
    desk.run(*words)
    said = Page(desk.read("letter.html")).words
    assert "the key of Secretariat of the North. On the key’s own card its holder is called North." in said


def page_with(text: str, name: str) -> Page:
    """Return the letter about an entry in which everything that others write is this text."""
    author, field = party(name), f"field {text}"[:120]
    schema = Schema(
        (Field(field, title=text), Field("when", "date", title={"en": f"{text}."}), Field("open", "boolean"))
    )
    content = List.of("list", schema, [{field: f"{text}\n{text}", "when": text, "open": True}])
    made = make(author, content)
    headings = {field: text, "when": f"{text}.", "open": text}
    stamps = [Stamped(made.commitment, NOW, text)]
    return Page(
        write(
            *(Signer(author.party, text), made.signed, disclose(unseal(made.signed, made.envelope, made.cek), [0])),
            *(Fields(schema, headings),),
            stamps=stamps,
            contact=text,
        )
    )


def test_nothing_that_others_wrote_becomes_a_part_of_the_page() -> None:
    """The same elements, whatever a field's name and title, a value, the signer and the line of the maker say."""
    harmless, hostile = page_with("harmless", "North"), page_with(HOSTILE, '"><script>alert(1)</script>')

    def elements(page: Page) -> list[object]:
        digest = re.compile(r"sha256-[^']+")
        return [(tag, [(name, digest.sub("", value or "")) for name, value in found]) for tag, found in page.elements]

    assert elements(hostile) == elements(harmless)
    assert hostile.text.count(HOSTILE.replace("\u202e", "\ufffd")) > 9
    assert "\u202e" not in hostile.text
    assert ("script", (("type", "text/plain"), ("id", "transcript"))) in hostile.elements


def mailed(page: bytes, how: str) -> bytes:
    """Return a mail with a letter attached, or as its text."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Лист", "a@example.org", "b@example.org"
    mail.set_content("See below.")
    if how == "attached":
        mail.add_attachment(page, maintype="text", subtype="html", filename="letter.html")
    else:
        mail.add_alternative(page.decode(), subtype="html", cte=how)
    return bytes(mail)


@pytest.mark.parametrize("how", ["attached", "quoted-printable", "base64", "quoted", "utf-16", "crlf"])
def test_a_forwarded_letter_is_read(desk: Desk, digits: str, how: str) -> None:
    page = letter(desk).read_bytes()
    forwarded = {
        "quoted": "\n".join(f"> {line}" for line in page.decode().splitlines()).encode(),
        "utf-16": page.decode().encode("utf-16"),
        "crlf": page.replace(b"\n", b"\r\n"),
    }
    desk.write("forwarded", forwarded.get(how) or mailed(page, how))
    shown = desk.run("verify", "forwarded", "--from", digits, "--require", "disclosed").out
    assert "| family_name: Лунобій" in shown


def test_only_the_data_of_a_letter_counts(desk: Desk, digits: str) -> None:
    page = letter(desk).read_text("utf-8")
    desk.write("edited.html", page.replace("Лунобій", "Тихоплин").replace("1991", "1981"))
    shown = desk.run("verify", "edited.html", "--from", digits).out
    assert "| family_name: Лунобій" in shown
    assert "| birth_date: 1991-02-03" in shown
    assert "Тихоплин" not in shown


def test_no_altered_character_of_the_data_goes_unnoticed(desk: Desk, digits: str) -> None:
    page = letter(desk).read_bytes()
    begin, end = page.index(b"-----BEGIN SWAPPROTO-----\n") + 26, page.index(b"-----END SWAPPROTO-----")
    random = Random(50)
    for place in random.sample([i for i in range(begin, end - 1) if page[i] != 10], 40):
        other = random.choice([one for one in b"ABCabc019+/" if one != page[place]])
        desk.write("altered.html", page[:place] + bytes([other]) + page[place + 1 :])
        result = desk.run("verify", "altered.html", "--from", digits, "--require", "disclosed", expect=1)
        assert "VERIFIED" not in result.all


def test_the_entries_of_any_page_or_text_are_shown_whatever_it_says_of_itself(desk: Desk, digits: str) -> None:
    """A letter that does not say that it is one, or only after a lot of space, would be vouched for by a verdict."""
    page = letter(desk, "-o", "entry.swap").read_bytes()
    bare = desk.read("entry.swap")
    for name, data in {
        "unmarked.html": page.replace(b' content="swapproto letter"', b""),
        "padded.html": b"<!doctype html>" + b" " * 5_000 + page,
        "words.txt": b"They are safe.\n" + armor(bare).encode(),
        "behind.swap": bare + b"<p>They are safe.</p>",
        "cut.swap": bare[:60] + b"<p>They are safe.</p>" + bare,
    }.items():
        desk.write(name, data)
        out = desk.run("verify", name, "--from", digits, expect=1 if name.endswith(".swap") else 0).out
        assert "| family_name: Лунобій" in out, name
    assert "Лунобій" not in desk.run("verify", "entry.swap", "--from", digits).all


def signed_against(what: str, made: Made) -> bytes:
    """Return a statement that speaks against a list, with what it takes to read it."""
    north, place = party("North"), made.signed.body.place
    if what == "fork":
        return make(north, people(3, word="other"), place=place).both
    if what == "chain":
        return make(north, people(1), place=Place.after(made.signed)._replace(version=3)).both
    if what == "newer":
        return make(north, people(1), place=Place.after(made.signed)).both
    if what == "revoked":
        return signed(north, Revoke(bytes(16), IAT - 100), north.party.kid, IAT + 100)
    return signed(north, Withdraw(bytes(16), made.id, "we erred"), place.subject, IAT + 5)


@pytest.mark.parametrize("language", ["en", "uk", "ru", "fr", "ar"])
@pytest.mark.parametrize(
    ("what", "warning", "told"),
    [
        (
            "fork",
            "against this list: North signed two different lists",
            "signed two different lists as the same version",
        ),
        (
            "chain",
            "against this list: North signed a version that names",
            "names something else as the version before it",
        ),
        ("newer", "version 2 of it is here", "have version 2 of this list, too"),
        ("revoked", "revoked their key", "revoked their key: what it signed from"),
        ("withdrawn", "withdrew it, by their own word", "withdrew this list: by their own word"),
    ],
)
def test_what_files_show_against_a_list_is_told_first_and_goes_with_its_entries(
    desk: Desk, what: str, warning: str, told: str, language: str
) -> None:
    made = make(party("North"), people(2), place=Place("report", bytes(16)))
    against = signed_against(what, made)
    desk.write("north.swap", party("North").party.card)
    desk.run("trust", "north.swap", "--fingerprint", party("North").party.fingerprint)
    desk.write("all.swap", made.both + reveal(made) + against)
    code = desk.run("verify", "all.swap", expect=4 if what in ("fork", "chain") else 0).code
    words = ("disclose", "all.swap", "--list", made.id.hex()[:12], "--entry", 1, "--language", language)
    said = desk.run(*words, "--yes", "--letter", "l.html", "-o", "entry.swap", expect=code).err
    assert warning in " ".join(said.split())
    page = Page(desk.read("l.html")).words
    assert wording.load(language).label("against", "letter") in page
    assert language != "en" or told in page
    statement = Transcript.read(against).statements.keys()
    for name in ("l.html", "entry.swap"):
        read = Transcript.read(desk.read(name))
        assert statement <= read.statements.keys()
        assert not read.envelopes
        desk.run("verify", name, expect=code)


@pytest.mark.parametrize(("forked", "shown"), [(1, 2), (2, 1), (2, 3), (3, 1)])
def test_a_fork_at_any_version_of_the_list_is_told_and_its_proof_goes_along(
    desk: Desk, forked: int, shown: int
) -> None:
    """Outside exchanges as well: who signed two lists as one version is not to be believed of the next one either."""
    north, place, versions = party("North"), Place("report", bytes(16)), []
    for number in (1, 2, 3):
        versions.append(make(north, people(number), place=place))
        place = Place.after(versions[-1].signed)
    made, first = versions[shown - 1], versions[forked - 1]
    other = make(north, people(4, word="other"), place=first.signed.body.place)
    files = b"".join(one.both for one in (*versions, other))
    desk.write("all.swap", north.party.card + files + reveal(made))
    words = ("disclose", "all.swap", "--list", made.id.hex()[:12], "--entry", 1, "--yes")
    trusted = ("--from", north.party.fingerprint)
    said = desk.run(*words, *trusted, "--letter", "l.html", "-o", "entry.swap", expect=4).err
    assert "what these files show against this list: " in " ".join(said.split())
    assert "North signed two different lists as the same version" in Page(desk.read("l.html")).words
    for name in ("l.html", "entry.swap"):
        statements = Transcript.read(made.commitment + first.commitment + other.commitment).statements.keys()
        assert statements <= Transcript.read(desk.read(name)).statements.keys()
        assert "CONTRADICTION" in desk.run("verify", name, *trusted, expect=4).out


def beyond(what: str) -> tuple[Hall, bytes]:
    """Return an exchange in which something speaks against North's public list, and the id of that."""
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    hall.commit(SOUTH, ids("c"))
    commitment = hall.commit(NORTH, ids("a", "b"))
    hall.reveal(NORTH)
    hall.add(hall.desk(NORTH).reveal(*hall.files, commitment=commitment, reader=None))
    if what == "slot-fork":
        place = Place.first("offer", exchange=hall.standing().exchange.id)
        other = seal(ids("z"), author=NORTH.party, local_secret=NORTH.local_secret, place=place, iat=hall.tick())
        hall.add(other.sign(NORTH))
        return hall, commitment.id
    who = NORTH if what == "withdrawn by the signer" else SOUTH
    (accept,) = (one for one in hall.assess().of(Accept).values() if one.kid == kid(who))
    hall.add(hall.desk(who).withdraw(*hall.files, target=accept, reason=None))
    return hall, commitment.id


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize(
    ("what", "warned", "told"),
    [
        ("slot-fork", "signed two different lists in the same role", "signed two different lists in the same role"),
        ("withdrawn by the signer", "the exchange that it was signed for is withdrawn", "signed for is withdrawn"),
        ("withdrawn by another", "the exchange that it was signed for is withdrawn", "signed for is withdrawn"),
    ],
)
def test_what_takes_statements_of_others_to_show_is_told_and_they_do_not_go_along(
    desk: Desk, what: str, warned: str, told: str, language: str
) -> None:
    """The terms of an exchange name people, and a family that has one party's digits could not verify them."""
    hall, commitment = beyond(what)
    trusted = [word for who in (NORTH, SOUTH) for word in ("--from", who.party.fingerprint)]
    desk.write("all.swap", b"".join(hall.files))
    code = 4 if what == "slot-fork" else 0
    words = ("disclose", "all.swap", "--list", commitment.hex()[:12], "--entry", 1, *trusted)
    said = desk.run(*words, "--language", language, "--yes", "--letter", "l.html", "-o", "entry.swap", expect=code).err
    assert warned in " ".join(said.split())
    assert "These do not go along" in " ".join(said.split())
    page, sentences = Page(desk.read("l.html")).words, wording.load(language)
    assert " ".join(sentences.label("against-beyond", "letter").split()) in page
    assert sentences.label("against-data", "letter") not in page
    if what == "slot-fork":
        sentence = sentences.showing(str).contradiction(hall.assess().contradictions[0], lambda _: NORTH.party.name)
        assert " ".join(sentence.split()) in page
    assert language != "en" or told in page
    for name in ("l.html", "entry.swap"):
        read = Transcript.read(desk.read(name))
        assert sorted(one.kind for one in read.statements.values()) == ["card", "commitment"]
        assert "VERIFIED" in desk.run("verify", name, "--from", NORTH.party.fingerprint).out


def test_of_a_list_that_nothing_speaks_against_nothing_is_said(desk: Desk, digits: str) -> None:
    assert "What speaks against it" not in Page(letter(desk).read_bytes()).words


def test_a_heading_that_the_signer_chose_stands_beside_the_name_of_its_field(desk: Desk) -> None:
    """A disclosure has no titles: 'Verified by the Red Cross' would stand in a letter, and be proven by nothing."""
    schema = Schema((Field("id"), Field("name", title={"en": "Verified by all"})), primary_key=("id",))
    made = make(party("North"), List.of("list", schema, [{"id": "1", "name": "Bob"}]))
    desk.write("list.swap", party("North").party.card + made.both + reveal(made))
    digits = ("--from", party("North").party.fingerprint)
    desk.run("disclose", "list.swap", "--entry", 1, "--yes", "--letter", "letter.html", *digits)
    said = Page(desk.read("letter.html")).words
    assert "id 1 Verified by all name Bob" in said
    assert "They are not part of the proof" in said
    assert "| name: Bob" in desk.run("verify", "letter.html", *digits).out


def test_the_titles_of_the_profiles_that_come_with_the_program_stand_alone(desk: Desk, digits: str) -> None:
    assert "family_name" not in Page(letter(desk).read_bytes()).words


def test_a_letter_without_its_data_is_called_that(desk: Desk, digits: str) -> None:
    page = letter(desk).read_text("utf-8")
    desk.write("copied.html", re.sub("<script.*?</script>", "", page, flags=re.DOTALL))
    said = desk.run("verify", "copied.html", expect=2).out
    assert "a letter without its data: ask for the file itself, as an attachment" in said


@pytest.mark.parametrize("language", ["en", "uk", "ru", "fr", "ar"])
def test_text_that_was_copied_from_a_letter_is_called_that(desk: Desk, digits: str, language: str) -> None:
    """A family pastes it into a message; whoever gets that needs the letter, and not to commit to a table."""
    page = Page(letter(desk, "--language", language).read_bytes())
    for text in (page.text, page.words, page.text.replace("\n", "\n> ")):
        desk.write("pasted.txt", text)
        said = desk.run("verify", "pasted.txt", expect=2).out
        assert "a letter without its data: ask for the file itself, as an attachment" in said


@pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
def test_a_stamp_is_in_a_letter_and_named_as_somebodys_clock(desk: Desk, authorities: Authorities) -> None:
    digits = north_with_people(desk)
    desk.write("root.pem", authorities.root.pem)
    with serving(authorities.authority()) as address:
        desk.run("stamp", "list.swap", "--tsa", address, "--trust", "root.pem", "-o", "stamped.swap")
    words = ("disclose", "stamped.swap", "-k", "North.swapkey", "--entry", 1, "--yes", "--force")
    desk.run(*words, "--trust", "root.pem", "--letter", "letter.html", "-o", "entry.swap")
    said = Page(desk.read("letter.html")).words
    assert re.search(r"It existed by .+ UTC, by the clock of .+, if you trust that clock\.", said)
    assert "but for the clocks above, if you trust them" in said
    for name in ("letter.html", "entry.swap"):
        shown = desk.run("verify", name, "--from", digits, "--trust", "root.pem", "--require", "existed-by").out
        assert "it existed by" in shown
        assert "it existed by" not in desk.run("verify", name, "--from", digits).out
    desk.run(*words, "--letter", "letter.html")  # no clock is believed: a stamp can be by anybody
    assert "No clock of anybody else confirms that here." in Page(desk.read("letter.html")).words


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("partialdate", "1991-02-03", "3 лютого 1991 р."),
        ("partialdate", "1991-02", "лютий 1991 р."),
        ("partialdate", "1991", None),
        ("partialdate", "1991?", "1991, uncertain"),
        ("partialdate", "1991-02~", "about лютий 1991 р."),
        ("partialdate", "1991-02-03%", "about 3 лютого 1991 р., uncertain"),
        ("partialdate", "1991-02-31", None),
        ("partialdate", "1991-13", None),
        ("partialdate", "0000-01-01", None),
        ("partialdate", "yesterday", None),
        ("partialdate", "١٩٩١", None),
        ("date", "2024-02-29", "29 лютого 2024 р."),
        ("datetime", "2024-02-29T16:30:00+02:00", "29 лютого 2024 р., 16:30:00 UTC+0200"),
        ("datetime", "2024-02-29T16:30:00Z", "29 лютого 2024 р., 16:30:00 UTC"),
        ("datetime", "9999-12-31T24:00:00Z", None),
        ("string", "1991-02-03", None),
        ("number", "1e999999", None),
        ("integer", 2**63 - 1, None),
        ("boolean", True, "yes"),
        ("array", ["a", 1, None], None),
        ("object", {"a": [1]}, None),
    ],
)
def test_values_are_shown_in_words_beside_what_is_signed(kind: str, value: object, words: str | None) -> None:
    english = wording.load()
    shown = values.shown(Field("f", kind), value, "uk", lambda code, **given: english.label(code, "letter", **given))
    assert shown is not None
    if words is None:
        assert shown.signed == ""
        assert isinstance(value, list | dict) or shown.lines == [str(value)]
    else:
        assert [line.replace("\u202f", " ").replace("\xa0", " ") for line in shown.lines] == [words]
        assert shown.signed == (value if isinstance(value, str) else json.dumps(value))


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_a_value_that_says_nothing_is_left_out(value: object) -> None:
    assert values.shown(None, value, "en", lambda code, **given: code) is None


def test_a_joiner_is_kept_only_between_letters_of_arabic() -> None:
    for text, shown in (
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("علی\u200c", "علی\ufffd"),
        ("a\u200cb", "a\ufffdb"),
        ("علی\u200c\u200cرضا", "علی\ufffd\ufffdرضا"),
        ("ع\u202eر", "ع\ufffdر"),
    ):
        assert markup.clean(text) == shown


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_a_letter_calls_what_is_on_the_page_that_checks_it_by_its_words(desk: Desk, digits: str, language: str) -> None:
    said = Page(letter(desk, "--language", language).read_bytes()).words
    for code in ("files", "digits", "verify"):
        assert said.count(wording.load(language).label(code, "page")) == 1


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_a_letter_says_first_that_nothing_is_proven_until_it_is_checked_and_leads_there(
    desk: Desk, digits: str, language: str
) -> None:
    raw = letter(desk, "--language", language, "--contact", "Іванна, +380 44 000 00 00").read_bytes()
    words, page = wording.load(language), Page(raw)
    heading, check = words.label("heading", "letter", several=False), words.label("check", "letter")
    assert f"{heading} {words.label('unchecked', 'letter')} {check}".replace("\xa0", " ") in page.words
    assert ("a", (("href", "#check"),)) in page.elements
    assert f'<section id="check">\n<h2>{check}</h2>' in raw.decode()


def test_every_sentence_of_letters_is_used_and_every_one_used_is_there() -> None:
    sources = [REPORT / "templates" / "letter.html", REPORT / "values.py"]
    text = "".join(path.read_text("utf-8") for path in sources)
    used = {*re.findall(r'label\("([a-z-]+)"', text), "yes", "no", *values._CERTAINTY.values()}
    data = json.loads((Path(wording.__file__).parent / "en.json").read_text("utf-8"))
    assert used == data["letter"].keys()


def test_a_page_says_that_it_is_a_letter_only_at_its_beginning(desk: Desk, digits: str) -> None:
    assert marks.is_letter(letter(desk).read_bytes())
    assert not marks.is_letter(b"x" * 10_000 + marks.LETTER.encode())
