"""Mistakes that another implementation could make, as changes of ``spec/reference.py`` that a case must notice."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Mistake(NamedTuple):
    """A mistake: its name, the operations whose cases must notice it, and what to replace by what, each once."""

    name: str
    operations: str
    changes: tuple[tuple[str, str], ...]

    def made_in(self, source: str) -> str:
        """Return the source with the mistake in it."""
        for old, new in self.changes:
            if source.count(old) != 1:
                raise LookupError(f"{self.name}: once, and not {source.count(old)} times, there should be {old}")
            source = source.replace(old, new)
        return source


def mistake(name: str, operations: str, *texts: str) -> Mistake:
    return Mistake(name, operations, tuple(zip(texts[::2], texts[1::2], strict=True)))


_WHITE = '.lstrip(b" \\t\\r\\v\\f>").rstrip(b" \\t\\r\\v\\f")'
_POINT = """        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
"""
_AS_POINT = """        point, answer = signature[:32], signature[32:]
        need(int.from_bytes(answer, "little") < 2**252 + 27742317777372353535851937790883648493, "signature-invalid")
        challenge = sodium.crypto_core_ed25519_scalar_reduce(hashlib.sha512(point + key + signed).digest())
        try:
            right = sodium.crypto_core_ed25519_add(point, sodium.crypto_scalarmult_ed25519_noclamp(challenge, key))
            need(right == sodium.crypto_scalarmult_ed25519_base_noclamp(answer), "signature-invalid")
        except RuntimeError:
            raise InvalidSignature from None
"""
_CODES = '("too-large", "type-not-allowed", "malformed", "not-deterministic")'

BYTES = (
    mistake(
        "types after UTF-8", "read-cbor", _CODES, '("too-large", "malformed", "type-not-allowed", "not-deterministic")'
    ),
    mistake(
        "types after order", "read-cbor", _CODES, '("too-large", "malformed", "not-deterministic", "type-not-allowed")'
    ),
    mistake(
        "UTF-8 after order", "read-cbor", _CODES, '("too-large", "type-not-allowed", "not-deterministic", "malformed")'
    ),
    mistake(
        "types before depth",
        "read-cbor",
        '    need(found <= depth, "too-deep")  # step 3\n',
        "",
        "        need(code not in problems, code)\n",
        '        need(code not in problems, code)\n    need(found <= depth, "too-deep")\n',
    ),
    mistake(
        "depth before what follows",
        "read-cbor",
        '    need(item_end(data, 0)[0] == len(data), "malformed")  # step 2\n'
        "    return read_first(data, depth, pairs)[0]\n",
        '    value, end = read_first(data, depth, pairs)\n    need(end == len(data), "malformed")\n    return value\n',
    ),
    mistake(
        "floats in shortest form",
        "read-cbor",
        "least = (0 if info > 24 else 32) if major == 7 else (24, 2**8, 2**16, 2**32)[info - 24]",
        "least = (24, 2**8, 2**16, 2**32)[info - 24]",
    ),
    mistake(
        "simple values in two bytes end the framing",
        "frame",
        "need(argument >= least or not shortest,",
        "need(argument >= least or (not shortest and major != 7),",
    ),
    mistake("space is not printable", "frame", "32 <= stretch[0] < 127", "33 <= stretch[0] < 127"),
    mistake("delete is printable", "frame", "32 <= stretch[0] < 127", "32 <= stretch[0] < 128"),
    mistake("tilde is not printable", "frame", "32 <= stretch[0] < 127", "32 <= stretch[0] < 126"),
    *(
        mistake(f"{byte} is binary", "frame", 'b"\\t\\n\\r"', f'b"{rest}"')
        for byte, rest in (("tab", "\\n\\r"), ("line feed", "\\t\\r"), ("return", "\\t\\n"))
    ),
    mistake(
        "armor by String.trim()",
        "read-armor",
        f"line{_WHITE}",
        'line.decode(errors="replace").strip().strip("\\ufeff").lstrip("> \\t\\r\\v\\f").encode()',
    ),
    mistake("a carriage return ends a line", "read-armor", '.split(b"\\n")', '.replace(b"\\r", b"\\n").split(b"\\n")'),
    mistake("vertical tabs are text", "read-armor", _WHITE, '.lstrip(b" \\t\\r\\f>").rstrip(b" \\t\\r\\f")'),
    mistake("form feeds are text", "read-armor", _WHITE, '.lstrip(b" \\t\\r\\v>").rstrip(b" \\t\\r\\v")'),
    mistake("quote marks at the end", "read-armor", _WHITE, '.strip(b" \\t\\r\\v\\f>")'),
    mistake(
        "a stray end line is ignored",
        "read-armor",
        '            need(block is not None, "armor-malformed")\n',
        "            if block is None:\n                continue\n",
    ),
    mistake(
        "an open block is ignored",
        "read-armor",
        '    need(block is None, "armor-malformed")\n    need(bool(blocks)',
        "    need(bool(blocks)",
    ),
    mistake(
        "a key block beside is refused",
        "read-armor",
        '    need(block is None, "armor-malformed")\n    need(bool(blocks)',
        '    need(block is None and b"BEGIN SWAPPROTO KEY" not in text, "armor-malformed")\n    need(bool(blocks)',
    ),
)

PARTIES = (
    mistake("only even coefficients", "read-card", "for i in range(768)", "for i in range(0, 768, 2)"),
    mistake("not the last coefficient", "read-card", "for i in range(768)", "for i in range(767)"),
    mistake(
        "a card's payload is read whole before its key",
        "read-card",
        "isinstance(payload, dict | Pairs)",
        "isinstance(payload, dict) and {type(k) for k in payload} == {str}",
    ),
    mistake(
        "a card's payload of many pairs",
        "read-card",
        "read_cbor(unverified.payload, 8, pairs=32)",
        "read_cbor(unverified.payload, 8)",
    ),
    mistake("NFKC", "read-key-file", '"NFC"', '"NFKC"'),
    mistake(
        "the seed's verification key is not compared",
        "read-key-file",
        '(owner.verify, owner.encrypt) == (card.body["verify"], card.body["encrypt"])',
        'owner.encrypt == card.body["encrypt"]',
    ),
    mistake(
        "the seed's encryption key is not compared",
        "read-key-file",
        '(owner.verify, owner.encrypt) == (card.body["verify"], card.body["encrypt"])',
        'owner.verify == card.body["verify"]',
    ),
)

STATEMENTS = (
    mistake("R of small order", "read-statement", 'need(signature[:32] != IDENTITY, "signature-invalid")', "pass"),
    mistake("R as a point", "read-statement", _POINT, _AS_POINT),
    mistake("a statement of many pairs", "read-statement", "read_cbor(data, 8, pairs=32)", "read_cbor(data, 8)"),
    mistake(
        "a statement of 31 pairs", "read-statement", "read_cbor(data, 8, pairs=32)", "read_cbor(data, 8, pairs=31)"
    ),
    mistake(
        "a statement of 33 pairs", "read-statement", "read_cbor(data, 8, pairs=32)", "read_cbor(data, 8, pairs=33)"
    ),
    mistake(
        "32 pairs everywhere",
        "seal open read-disclosure",
        'need(found <= depth, "too-deep")  # step 3',
        'need(found <= depth, "too-deep")\n    pairs = 32',
    ),
    mistake(
        "the header's size is too-large",
        "read-statement",
        'need(is_bytes(protected) and 1 <= len(protected) <= 4096 and unprotected == {}, "statement-malformed")',
        'need(is_bytes(protected) and unprotected == {}, "statement-malformed")\n'
        '    need(len(protected) <= 4096, "too-large")',
    ),
    mistake("an algorithm as text", "read-statement", "type(header[1]) is int and ", ""),
    mistake(
        "the algorithm before the form",
        "read-statement",
        '    need(type(header[1]) is int and is_bytes(header[4], 32), "statement-malformed")\n',
        '    need(type(header[1]) is int and is_bytes(header[4], 32), "statement-malformed")\n'
        '    need(header[1] == -19, "alg-unknown")\n',
    ),
    mistake(
        "the kid before the key",
        "read-statement",
        '    check_verify_key(key)  # step 3\n    need(kid_of(key) == kid, "kid-mismatch")\n',
        '    need(kid_of(key) == kid, "kid-mismatch")\n    check_verify_key(key)\n',
    ),
    mistake(
        "fewer than 2^20 entries",
        "read-statement",
        "lambda v: is_int(v, 0, MAX_ENTRIES)",
        "lambda v: is_int(v, 0, MAX_ENTRIES - 1)",
    ),
)

_UTF_16 = 'len({}.encode("utf-16-le")) // 2'
LISTS = (
    mistake(
        "byte lengths in UTF-16",
        "seal",
        "low <= len(value.encode()) <= high",
        f"low <= {_UTF_16.format('value')} <= high",
    ),
    *(
        mistake(f"{name} in characters", operation, text, new)
        for name, operation, text, new in (
            ("a field's name", "seal", 'is_text(field["name"], 1, 256)', '1 <= len(field["name"]) <= 256'),
            (
                "a description",
                "seal",
                'is_text(field["description"], 1, 16384)',
                '1 <= len(field["description"]) <= 16384',
            ),
            (
                "a title",
                "seal",
                "        return is_text(title, 1, 512)\n",
                "        return isinstance(title, str) and 1 <= len(title) <= 512\n",
            ),
            (
                "a title's texts",
                "seal",
                "all(is_text(text, 1, 512) for text in title.values())",
                "all(1 <= len(text) <= 512 for text in title.values())",
            ),
            (
                "an enum's texts",
                "seal",
                "all(is_text(text, 1, 256) for text in texts)",
                "all(isinstance(text, str) and 1 <= len(text) <= 256 for text in texts)",
            ),
            (
                "a pattern",
                "seal",
                '"pattern": lambda v: is_text(v, 1, 256)',
                '"pattern": lambda v: isinstance(v, str) and 1 <= len(v) <= 256',
            ),
            ("texts for null", "seal", "len(v.encode()) <= 64", "len(v) <= 64"),
            (
                "the label",
                "open",
                "is_text(content[0], 0, 512)",
                "isinstance(content[0], str) and len(content[0]) <= 512",
            ),
        )
    ),
    mistake(
        "a schema of fewer than 65,536 bytes",
        "open",
        "need(len(cbor(schema)) <= MAX_PART, code)",
        "need(len(cbor(schema)) < MAX_PART, code)",
    ),
    mistake(
        "content with a schema of fewer than 65,536 bytes",
        "open",
        "len(cbor(content[1])) <= MAX_PART",
        "len(cbor(content[1])) < MAX_PART",
    ),
    mistake("a schema's size in step 6", "open", " and len(cbor(content[1])) <= MAX_PART, code)", ", code)"),
    mistake("a part of fewer than 65,536 bytes", "seal", "need(len(part) <= MAX_PART,", "need(len(part) < MAX_PART,"),
    mistake("content of depth 7", "open", "read_first(plaintext, 8)", "read_first(plaintext, 7)"),
    mistake("content of depth 9", "open", "read_first(plaintext, 8)", "read_first(plaintext, 9)"),
    mistake(
        "a byte string in an object",
        "seal",
        "all(map(is_plain, value.values()))",
        "all(is_plain(v) or isinstance(v, bytes) for v in value.values())",
    ),
    mistake(
        "a reader checks the form of a minimum",
        "open",
        'allowed |= dict.fromkeys(("minimum", "maximum"), lambda v: is_text(v, 1, 256))',
        'allowed |= dict.fromkeys(("minimum", "maximum"), lambda v: is_text(v, 1, 256) and v[0] in "-0123456789")',
    ),
    mistake(
        "numbers of JSON as doubles",
        "seal",
        "return seal(author, {**given,",
        'given["schema"] = json.loads(json.dumps(given["schema"]), parse_int=lambda text: int(float(text)))\n'
        "    return seal(author, {**given,",
    ),
    mistake(
        "an envelope's unprotected header",
        "open",
        "protected == PROTECTED and unprotected == {}",
        "protected == PROTECTED",
    ),
    mistake(
        "the schema's form before its digest",
        "open",
        '    need(H(cbor(schema)) == body["schema"], "schema-mismatch")  # step 6\n    check_schema(schema)\n',
        '    check_schema(schema)\n    need(H(cbor(schema)) == body["schema"], "schema-mismatch")\n',
    ),
    mistake("the restricted part as a byte string", "seal", "cbor(salt) + part)", "cbor(salt) + cbor(part))"),
    mistake(
        "any statement as a commitment", "open", 'need(commitment.kind == "commitment", "commitment-missing")', "pass"
    ),
    mistake(
        "another kind before the signature",
        "open",
        "    commitment = read_statement(unhex",
        '    need(parse_statement(unhex(given["commitment"])).kind == "commitment", "commitment-missing")\n'
        "    commitment = read_statement(unhex",
    ),
    mistake(
        "the commitment before the count",
        "read-disclosure",
        '    need(disclosure.items[-1][0] < count, "disclosure-malformed")  # step 1\n'
        '    need(disclosure.commitment == commitment.id, "commitment-missing")  # step 2\n',
        '    need(disclosure.commitment == commitment.id, "commitment-missing")\n'
        '    need(disclosure.items[-1][0] < count, "disclosure-malformed")\n',
    ),
    mistake(
        "a field in both parts",
        "read-disclosure",
        'need(public.keys().isdisjoint(read_part(restricted[1])), "entry-invalid")',
        "read_part(restricted[1])",
    ),
    mistake(
        "positions in order only with the commitment",
        "assess",
        "is_int(position, last + 1, MAX_ENTRIES - 1)",
        "is_int(position, 0, 2**63 - 1)",
        "    ctx = context(commitment.kid, commitment.body)\n    leaves: dict",
        "    places = [item[0] for item in disclosure.items]\n"
        '    need(places == sorted(set(places)), "disclosure-malformed")\n'
        "    ctx = context(commitment.kid, commitment.body)\n    leaves: dict",
    ),
    mistake(
        "positions of any size without the commitment", "assess", "last + 1, MAX_ENTRIES - 1)", "last + 1, 2**63 - 1)"
    ),
)

_FIXED = 'FIXED = ("role", "previous", "exchange", "answers", "schema", "count", "root", "key")'
ASSESSMENTS = (
    mistake(
        "rejected pieces by their bytes",
        "assess",
        "sorted(code for _, code in result.rejected)",
        "sorted(dict(sorted(result.rejected)).values())",
    ),
    mistake(
        "the rest of each file on its own",
        "assess",
        "transcript.rejected.add((piece, code))",
        'transcript.rejected.add((b"%d" % len(transcript.rejected), code))',
    ),
    mistake(
        "ignored statements by their bytes",
        "assess",
        'self.ignored[H(sig_structure(unverified.protected, unverified.payload))] = "signer-unknown"',
        'self.ignored[H(item)] = "signer-unknown"',
    ),
    mistake(
        "any unknown statement excuses an envelope",
        "assess",
        'self.unknown_commitment |= unverified.kind == "commitment"',
        "self.unknown_commitment = True",
    ),
    mistake("no statement of a pinned signer is forgotten", "assess", " or not said", ""),
    mistake("a card says something", "assess", 'any(s.kind != "card" for s in', "any(True for s in"),
    mistake(
        "a failed wrap needs the envelope",
        "assess",
        'self.views.add(("wrap-failed", source))',
        'self.views |= {("wrap-failed", source)} if commitment.body["envelope"] in self.envelopes else set()',
    ),
    mistake(
        "other cards of a key expire",
        "assess",
        "for card in self.trust.values():",
        'for card in [*self.trust.values(), *(s for s in self.present.values() if s.kind == "card")]:',
    ),
    mistake(
        "the last card of a key that is given counts",
        "assess",
        "        newest = sorted(map(read_card, pinned), key=lambda card: (card.iat, card.id))\n",
        "        newest = list(map(read_card, pinned))\n",
    ),
    mistake(
        "the oldest card of a key counts",
        "assess",
        "{card.kid: card for card in newest}",
        "{card.kid: card for card in newest[::-1]}",
    ),
    *(
        mistake(
            f"a reissue with another {field}",
            "assess",
            _FIXED,
            _FIXED.replace(f'"{field}", ', "").replace(f', "{field}"', ""),
        )
        for field in ("role", "previous", "exchange", "answers", "schema", "count", "root", "key")
    ),
)


_RANGE = "return (low is None or low <= last) and (high is None or first <= high)"
MAKERS = (
    mistake("lengths in UTF-16", "check-values", "0) <= len(value) <= a", f"0) <= {_UTF_16.format('value')} <= a"),
    mistake(
        "a number as a double",
        "check-values",
        "return one_size <= other_size if",
        "return float(one) <= float(other) if",
    ),
    mistake(
        "numbers of one sign by digits",
        "check-values",
        "magnitude = int(exponent or 0) - len(fraction)",
        "magnitude = -len(fraction)",
    ),
    mistake("small exponents", "check-values", "[0-9]{1,6})?", "[0-9]{1,5})?"),
    mistake("any exponent", "check-values", "[0-9]{1,6})?", "[0-9]+)?"),
    mistake(
        "no leap years in centuries",
        "check-values",
        " and (year % 100 != 0 or year % 400 == 0)",
        " and year % 100 != 0",
    ),
    mistake("leap years in every century", "check-values", " and (year % 100 != 0 or year % 400 == 0)", ""),
    mistake("the year zero", "check-values", "year < 1 or", "year < 0 or"),
    mistake(
        "digits of any script",
        "check-values",
        "FORMS: dict[str",
        'RE = re.compile("[0-9]{4}")\nFORMS: dict[str',
        '"[0-9]{4}-[0-9]{2}-[0-9]{2}"',
        'r"\\d{4}-\\d{2}-\\d{2}"',
        '"([0-9]{4})(-([0-9]{2})(-([0-9]{2}))?)?[?~%]?"',
        'r"(\\d{4})(-(\\d{2})(-(\\d{2}))?)?[?~%]?"',
    ),
    mistake("no leap seconds", "check-values", "([0-5][0-9]|60)", "[0-5][0-9]"),
    mistake("no small t", "check-values", '"[Tt ](', '"[T ]('),
    mistake("no small z", "check-values", "([Zz]|", "(Z|"),
    mistake("no space for T", "check-values", '"[Tt ](', '"[Tt]('),
    mistake(
        "every day in range",
        "check-values",
        _RANGE,
        "return (low is None or low <= first) and (high is None or last <= high)",
    ),
    mistake(
        "the first day in range",
        "check-values",
        _RANGE,
        "return (low is None or low <= first) and (high is None or first <= high)",
    ),
    mistake(
        "bounds in any order",
        "check-values",
        'in_range(kind.removeprefix("partial"), bounds[0], None, bounds[1])',
        "True",
    ),
    mistake(
        "partial bounds", "check-values", 'map(FORMS[kind.removeprefix("partial")], bounds)', "map(FORMS[kind], bounds)"
    ),
    mistake(
        "unique by value",
        "check-values",
        "valid, before = [], set()",
        'valid, before = [], set()\n    cbor = lambda v: decimal(v) if kind == "number" else v',
    ),
    mistake("an end line alone", "frame", "sound = sound and not alone and line != END", "sound = sound and not alone"),
    mistake("one more is listed", "frame", "if self.listed <= 1000:", "if self.listed <= 1001:"),
    mistake(
        "all that is cut off is listed",
        "frame",
        "            self.junk(at, item, code)\n        else:\n",
        "            self.rejected.append((at, item, code))\n        else:\n",
    ),
    mistake("one more unreadable is listed", "assess", "if unreadable <= 1000:", "if unreadable <= 1001:"),
    mistake("required null", "check-values", 'valid.append("required" not in asked)', "valid.append(True)"),
    mistake("required and empty", "check-values", "or shows_something(value)", "or True"),
    mistake("required and blank", "check-values", "or shows_something(value)", 'or value != ""'),
    mistake("required and spaces", "check-values", "or shows_something(value)", 'or value.strip() != ""'),
    mistake(
        "part of a text matches", "check-values", "any(len(text) in reached(branch, text)", "any(reached(branch, text)"
    ),
    mistake("texts of any length match", "check-values", "len(text) <= 1024 and any(", "any("),
    mistake("a dot is any character", "check-values", 'c not in "\\n\\r"', "True"),
    mistake("a dot is a carriage return", "check-values", 'c not in "\\n\\r"', 'c != "\\n"'),
    mistake("counts of four digits", "check-values", "{([0-9]{1,3})(,", "{([0-9]{1,4})(,"),
    mistake("counts descend", "check-values", "most is None or least <= most", "True"),
    mistake("ranges descend", "check-values", 'need(low <= high, "schema-invalid")', "pass"),
    mistake("empty branches", "check-values", 'need(all(branches), "schema-invalid")', "pass"),
    mistake(
        "empty classes",
        "check-values",
        'need(text[at : at + 1] == "]" and bool(ranges)',
        'need(text[at : at + 1] == "]"',
    ),
    mistake(
        "any escape",
        "check-values",
        'need(text[at + 1 : at + 2] in ESCAPED, "schema-invalid")',
        "return text[at + 1], at + 2",
    ),
    mistake("a bracket in a class", "check-values", '        need(text[at : at + 1] != "[", "schema-invalid")\n', ""),
    mistake("anchors", "check-values", 'not in "?*+{}()]|^$"', 'not in "?*+{}()]|"'),
    mistake(
        "lines of 76 characters",
        "write-armor",
        "text[i : i + 64] for i in range(0, len(text), 64)",
        "text[i : i + 76] for i in range(0, len(text), 76)",
    ),
    mistake("no last line feed", "write-armor", '-----END {words}-----", ""]', '-----END {words}-----"]'),
)
REPORTS = (
    mistake("a role of a part of a fork", "report", "and any(map(is_meant, newest))", "and is_meant(c)"),
    mistake(
        "the last place",
        "report",
        "self.places[key] = min(self.places.get(key, place), place)",
        "self.places[key] = place",
    ),
    mistake(
        "the last place of what cannot be read",
        "report",
        "transcript.found((H(item), fail.code), (number, at))",
        "transcript.places[(H(item), fail.code)] = (number, at)",
    ),
    mistake("the highest variant", "report", "return min(found)", "return max(found)"),
    mistake("every opening is transferable", "report", "known.public, fail.code", "True, fail.code"),
    mistake("no reason", "report", "known.public, fail.code", "known.public, None"),
)

_ACCEPTED = "accepted = any(accept.kid == reveal.kid for accept in self.accepts)"
_TURN = "any(self.says_opened(s, commitment) and s.kid in witnesses for s in receipts)"
_WITNESSES = "witnesses = [reveal.kid] if reveal.kid in self.mediators else self.mediators"
_PREMATURE = "return too_few or (relied_on <= self.whole.present.keys() and not self.in_turn(reveal))"
_ACKNOWLEDGES = (
    'if commitment is None or commitment.kid == receipt.kid or commitment.body["envelope"] != body["envelope"]:'
)
_VOID = 'accept.body["for"] != maker or accept.body["exchange"] != commitment.body["exchange"]'
_COVERS = 'return in_place and schema in (None, body["schema"]) and count in (None, body["count"])'
_RELIES = "if highest and not (reveal.kid == commitment.kid == revealed.kid):"
_NAMES = '("previous", "answers", "commitment", "exchange", "replaces", "target", "source", "details")'
_ANY_WRAP = """\
        for receipt in self.every("receipt"):
            if receipt.body["wrap"] and self.openings.get(receipt.id, b"") is None:
                self.views.add(("wrap-failed", receipt.id))
"""
_STANDING = 'finding != "false" and gives_seed(receipt)'

BODIES = tuple(
    mistake(name, "read-statement", *texts)
    for name, *texts in (
        ("a terms' Sig_structure of 4,096 bytes", '65536 if kind == "terms" else 4096', "4096"),
        ("any Sig_structure of 65,536 bytes", '65536 if kind == "terms" else 4096', "65536"),
        (
            "4,096 bytes of payload",
            "need(len(sig_structure(protected, payload)) <= most,",
            "need(len(payload) <= most,",
        ),
        ("terms of fewer than 65,536 bytes", "payload)) <= most,", "payload)) < most,"),
        ("a payload of 4,096 bytes", "1 <= len(payload) <= 65536", "1 <= len(payload) <= 4096"),
        ("39 ids in given", "is_ids(v, 0, 40)", "is_ids(v, 0, 39)"),
        ("41 ids in given", "is_ids(v, 0, 40)", "is_ids(v, 0, 41)"),
        ("32 ids in given", "is_ids(v, 0, 40)", "is_ids(v)"),
        ("a digest anywhere in longer digits", "(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", "[0-9a-f]{64}"),
        ("a digest at the end of longer digits", "(?<![0-9a-f])[0-9a-f]{64}", "[0-9a-f]{64}"),
        ("a digest at the start of longer digits", "[0-9a-f]{64}(?![0-9a-f])", "[0-9a-f]{64}"),
        (
            "a digest in capitals",
            '"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"',
            '"(?i)(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"',
        ),
        ("a digest for every text", '("://" not in text or ', "("),
        ("no digest for an address", '("://" not in text or FIXED_BY_DIGEST.search(text) is not None)', "True"),
        (
            "one digest for all languages",
            "all(map(check_text, value.values()))",
            'all(map(check, value.values())) and check_text(" ".join(value.values()))',
        ),
        (
            "17 languages",
            "return 1 <= len(value) <= 16 and all(map(is_language, value))",
            "return 1 <= len(value) <= 17 and all(map(is_language, value))",
        ),
        (
            "no language",
            "return 1 <= len(value) <= 16 and all(map(is_language, value))",
            "return len(value) <= 16 and all(map(is_language, value))",
        ),
        ("any language", "len(value) <= 16 and all(map(is_language, value)) and", "len(value) <= 16 and"),
        ("a condition of one line", 'INVISIBLE.search(text.replace("\\n", ""))', "INVISIBLE.search(text)"),
        ("a condition with carriage returns", 'text.replace("\\n", "")', 'text.replace("\\n", "").replace("\\r", "")'),
        ("a condition with tabs", 'text.replace("\\n", "")', 'text.replace("\\n", "").replace("\\t", "")'),
        ("a condition with any space", " and not OTHER_SPACE.search(text)", ""),
        (
            "a condition as a name",
            "    return not INVISIBLE.search(text.replace(",
            '    return not re.search("  |^ | $", text) and not INVISIBLE.search(text.replace(',
        ),
        (
            "a condition in characters",
            "    if not is_text(text, 1, 16384):",
            "    if not isinstance(text, str) or not 1 <= len(text) <= 16384:",
        ),
        ("a title of 256 bytes", 'is_name(v, 512)),\n        "slots"', 'is_name(v)),\n        "slots"'),
        ("17 slots", "not 2 <= len(value) <= 16", "not 2 <= len(value) <= 17"),
        ("15 slots", "not 2 <= len(value) <= 16", "not 2 <= len(value) <= 15"),
        ("one party in all slots", " and len({kid for kid, _, _ in value}) > 1", ""),
        (
            "one slot of each party",
            "places = {(kid, role) for kid, role, _ in value}",
            "places = {kid for kid, _, _ in value}",
        ),
        (
            "a slot twice with other counts",
            "places = {(kid, role) for kid, role, _ in value}",
            "places = {tuple(slot) for slot in value}",
        ),
        ("no count of zero in a slot", "is_int(count, 0, MAX_ENTRIES))", "is_int(count, 1, MAX_ENTRIES))"),
        ("deadlines that ascend", "times == sorted(times)", "times == sorted(set(times))"),
        ("deadlines in any order", " and times == sorted(times)", ""),
        (
            "deadlines in pairs",
            "times == sorted(times)",
            "all(None in (one, two) or one <= two for one, two in zip(value.values(), list(value.values())[1:]))",
        ),
        ("a grace of a year", "31622400)", "31536000)"),
        ("operators of one name", "    return len({name for name, _, _ in value}) == len(value)", "    return True"),
        ("an operator without certificates", "is_ids(certificates, 1, 8)", "is_ids(certificates, 0, 8)"),
        ("nine certificates", "is_ids(certificates, 1, 8)", "is_ids(certificates, 1, 9)"),
        ("an accuracy of less than a day", "is_int(accuracy, 0, 86400)", "is_int(accuracy, 0, 86399)"),
        ("an accuracy of at least a second", "is_int(accuracy, 0, 86400)", "is_int(accuracy, 1, 86400)"),
        ("a party as its own mediator", '{kid for kid, _, _ in body["slots"]} & set(body["mediators"])', "False"),
        ("release 2 without a mediator", 'body["release"] == 2 and not body["mediators"]', "False"),
        (
            "release 1 with a mediator refused",
            'body["release"] == 2 and not body["mediators"]',
            '(body["release"] == 2) != bool(body["mediators"])',
        ),
        ("a quorum without clocks", 'return body["quorum"] is None', "return True"),
        (
            "clocks without a quorum",
            'return is_int(body["quorum"], 1, len(body["clocks"]))',
            'return body["quorum"] is None or body["quorum"] <= len(body["clocks"])',
        ),
        (
            "a quorum of more than there are",
            'is_int(body["quorum"], 1, len(body["clocks"]))',
            'is_int(body["quorum"], 1, 4)',
        ),
        ("true is release 1", '"release": lambda v: is_int(v, 1, 2),', '"release": lambda v: v in (1, 2),'),
        ("number 256", "is_int(v, 0, 255)", "is_int(v, 0, 256)"),
        ("number 254", "is_int(v, 0, 255)", "is_int(v, 0, 254)"),
        (
            "a tag for every stage",
            'if (body["tag"] is not None) != (body["stage"] == "opened"):',
            'if body["tag"] is None and body["stage"] == "opened":',
        ),
        (
            "opened without a tag",
            'if (body["tag"] is not None) != (body["stage"] == "opened"):',
            'if body["tag"] is not None and body["stage"] != "opened":',
        ),
        ("a complaint without a source", 'complains != (body["source"] is not None) or', "False or"),
        ("a complaint without a key", 'or complains != (body["key"] is not None):', ":"),
        ("a seed twice", "return not given or (complains and len(given) == 1)", "return not given or complains"),
        ("a seed for received", "return not given or (complains and len(given) == 1)", "return len(given) < 2"),
        (
            "a complaint needs a seed",
            "return not given or (complains and len(given) == 1)",
            "return len(given) == complains",
        ),
        ("a reason of 256 bytes", "or_null(lambda v: is_name(v, 512))", "or_null(is_name)"),
        (
            "a reason fixed by a digest",
            "or_null(lambda v: is_name(v, 512))",
            "or_null(in_languages(lambda v: is_name(v, 512)))",
        ),
        (
            "any subject of a withdrawal",
            ', "review": "commitment", "withdraw": "target"}',
            ', "review": "commitment", "withdraw": "target"}\nFREE = {"withdraw"}',
            "    if kind in ABOUT:\n",
            "    if kind in FREE:\n        pass\n    elif kind in ABOUT:\n",
        ),
        (
            "the key before the claims",
            '    if kind == "accept":\n        check_encrypt_key(body["encrypt"])  # step 7\n',
            "",
            '    need(claims[1] == kid_uri(kid), "claims-mismatch")  # step 6\n',
            (
                '    if kind == "accept":\n'
                '        check_encrypt_key(body["encrypt"])\n'
                '    need(claims[1] == kid_uri(kid), "claims-mismatch")\n'
            ),
        ),
        ("an accept's key as it comes", '        check_encrypt_key(body["encrypt"])  # step 7\n', "        pass\n"),
    )
)

KEYS = (
    mistake(
        "an exchange key for all",
        "derive-exchange-key",
        "self.local, exchange, sealer, number)",
        "self.local, exchange, number)",
    ),
    mistake(
        "an exchange key of all numbers",
        "derive-exchange-key",
        "self.local, exchange, sealer, number)",
        "self.local, exchange, sealer)",
    ),
    mistake(
        "an exchange key of all exchanges",
        "derive-exchange-key",
        "self.local, exchange, sealer, number)",
        "self.local, sealer, number)",
    ),
    mistake(
        "one tag for all receivers",
        "opened-tag",
        'X(32, "opened", cek, commitment, receiver)',
        'X(32, "opened", cek, commitment)',
    ),
    mistake(
        "one tag for all lists",
        "opened-tag",
        'X(32, "opened", cek, commitment, receiver)',
        'X(32, "opened", cek, receiver)',
    ),
    mistake("void wraps open", "open", ' and not is_void(accept, commitment.kid, commitment), "reader', ', "reader'),
    mistake(
        "the accept before the envelope",
        "open",
        '    need(H(envelope) == commitment.body["envelope"], "envelope-mismatch")  # 8.4, step 1\n'
        '    cek = unhex(given["cek"]) if "cek" in given else unwrap_for_reader(given, commitment, envelope)\n',
        '    cek = unhex(given["cek"]) if "cek" in given else unwrap_for_reader(given, commitment, envelope)\n'
        '    need(H(envelope) == commitment.body["envelope"], "envelope-mismatch")\n',
    ),
    mistake("any accept opens", "open", '    need(unverified.kid == reader.kid, "reader-not-found")\n', ""),
    mistake("a wrap of another exchange opens", "open", _VOID, 'accept.body["for"] != maker'),
    mistake("a wrap for another sealer opens", "open", _VOID, 'accept.body["exchange"] != commitment.body["exchange"]'),
)

FACTS = tuple(
    mistake(name, "assess", *texts)
    for name, *texts in (
        ("a receipt of one's own", _ACKNOWLEDGES, _ACKNOWLEDGES.replace(" or commitment.kid == receipt.kid", "")),
        ("a receipt for another envelope", _ACKNOWLEDGES, "if commitment is None or commitment.kid == receipt.kid:"),
        ("a complaint about any reveal", ' or source.body["commitment"] != commitment.id:', ":"),
        (
            "a complaint about a rejected reveal",
            'source = self.sound.get(body["source"])\n',
            'source = self.present.get(body["source"])\n',
            'self.sound.get(body["key"]), self.sound[body["source"]]',
            'self.sound.get(body["key"]), self.present[body["source"]]',
        ),
        (
            "receipts are checked without their subject",
            'if about and (about.kind == "commitment" or',
            'if about and statement.kind != "receipt" and (about.kind == "commitment" or',
        ),
        (
            "reviews are checked without their subject",
            'if about and (about.kind == "commitment" or',
            'if about and statement.kind != "review" and (about.kind == "commitment" or',
        ),
        (
            "withdrawals are checked without their subject",
            'if about and (about.kind == "commitment" or statement.kind == "withdraw")',
            'if about and about.kind == "commitment"',
        ),
        (
            "a complaint about another's key",
            " or accept.kid != receipt.kid:\n            return Complaint",
            ":\n            return Complaint",
        ),
        ("a complaint whose seed is not compared", 'if key.encrypt != accept.body["encrypt"]:  # step 1', "if False:"),
        ("a complaint about a void wrap", "if is_void(accept, source.kid, commitment):  # step 2", "if False:"),
        (
            "a void wrap is for the committer",
            "if is_void(accept, source.kid, commitment):  # step 2",
            "if is_void(accept, commitment.kid, commitment):",
        ),
        ("a void wrap is of this exchange", _VOID, 'accept.body["for"] != maker'),
        ("an absent envelope decides", '"undecided" if absent else "false"', '"false"'),
        ("an absent wrap is bad", '"undecided" if absent else "false"', '"undecided" if absent else "bad-wrap"'),
        ("an absent wrap is undecided", '"undecided" if absent else "false"', '"undecided"'),
        (
            "a void wrap is undecided",
            '# step 2\n            return Complaint("false", public, proof)',
            '# step 2\n            return Complaint("undecided", public)',
        ),
        (
            "a wrap with another key is good",
            '            need(fits(commitment, cek), "key-mismatch")\n        except',
            "            pass\n        except",
        ),
        (
            "only keys of other length are bad",
            'return Complaint("bad-wrap", public, in_envelope, why=fail.code)',
            'return Complaint("bad-wrap" if fail.code == "wrap-invalid" else "nothing", public, in_envelope, None, "")',
        ),
        (
            "a false seed is no fault",
            '# step 1\n            return Complaint("false", public, both)\n',
            '# step 1\n            return Complaint("undecided", public)\n',
        ),
        (
            "the complainer pays for wrong content",
            'return Complaint("wrong-content", public, cek=cek)',
            'return Complaint("false", public, proof, cek)',
        ),
        (
            "the committer pays for a reveal",
            'maker = self.sound[receipt.body["source"]].kid',
            'maker = self.present[receipt.body["commitment"]].kid',
        ),
        (
            "the complainer pays for a bad wrap",
            'self.blame("bad-wrap", maker,',
            'self.blame("bad-wrap", receipt.kid,',
        ),
        ("a complaint makes no key known", "            if complaint.cek is not None:\n", "            if False:\n"),
        (
            "a complaint's key is private",
            "self.learn(self.acknowledged[receipt_id], complaint.cek, complaint.public)",
            "self.learn(self.acknowledged[receipt_id], complaint.cek, False)",
        ),
        ("a wrapped seed is public", "complaint.cek, complaint.public)", "complaint.cek, True)"),
        (
            "a wrapped seed is never opened",
            'self.openings.get(receipt.id) if body["wrap"] else body["seed"]',
            'body["seed"]',
        ),
        (
            "every opening of a complaint counts",
            'seed = self.openings.get(receipt.id) if body["wrap"] else body["seed"]',
            'seed = self.openings.get(receipt.id, body["seed"])',
        ),
        ("a seed's wrap that fails is forgotten", 'self.openings.get(receipt_id, b"") is None:', "False:"),
        (
            "a seed's wrap that fails without its source",
            "        for receipt_id, complaint in self.complaints.items():\n            receipt",
            _ANY_WRAP + "        for receipt_id, complaint in self.complaints.items():\n            receipt",
        ),
        (
            "a published key convicts receivers",
            '                self.blame("wrong-key", reveal.kid, [reveal.id, commitment.id], why="key-mismatch")\n',
            (
                '                self.blame("wrong-key", reveal.kid, [reveal.id, commitment.id], why="key-mismatch")\n'
                "                self.known.setdefault(commitment.id, Known(cek, True))\n"
            ),
        ),
        (
            "a rejected reveal has no wrong key",
            "            if cek is not None and not fits(commitment, cek):\n",
            "            if reveal.id in self.sound and cek is not None and not fits(commitment, cek):\n",
        ),
        ("a rejected reveal opens", "            elif reveal.id in self.sound:\n", "            else:\n"),
        ("a false tag is no fault", "if not fitting or why:", "if why:"),
        ("a tag without content is no fault", "if not fitting or why:", "if not fitting:"),
        (
            "a tag is anybody's",
            "opened_tag(known.cek, commitment.id, receipt.kid)",
            "opened_tag(known.cek, commitment.id, self.every('receipt')[0].kid)",
        ),
        ("an answer to oneself", "to == commitment.id and kid != commitment.kid for", "to == commitment.id for"),
        ("lists of exchanges are unanswered", 'elif commitment.body["exchange"] is None:', "else:"),
        ("a review of one's own", "if about and about.kid != review.kid:", "if about:"),
        ("anybody publishes", "if about and is_own(reveal, about) and about", "if about and about"),
        ("a wrong key is published", " and cek and fits(about, cek):", " and cek:"),
        ("publishing outside of exchanges", 'and about.body["exchange"] and cek', "and cek"),
        (
            "publishing that relies on others",
            'return reveal.kid == commitment.kid and not reveal.body["given"]',
            "return reveal.kid == commitment.kid",
        ),
        ("anybody withdraws", " and target.kid == withdraw.kid else None", " else None"),
        (
            "a receipt is withdrawn",
            'kinds = ("terms", "accept", "commitment")',
            'kinds = ("terms", "accept", "commitment", "receipt", "card")',
        ),
        ("no list is withdrawn", 'kinds = ("terms", "accept", "commitment")', 'kinds = ("terms", "accept")'),
        (
            "a withdrawal of any exchange is known",
            "                if self.exchange_of(target) != exchange:\n                    continue\n",
            "",
        ),
        (
            "one's own withdrawal is known",
            "                if not own:\n",
            "                if True:\n",
            "                elif statement",
            "                if own and statement",
        ),
        ("every act after withdrawal", 'elif statement.kind in ("accept", "commitment") and target', "elif target"),
        (
            "no list after withdrawal",
            'elif statement.kind in ("accept", "commitment") and',
            'elif statement.kind == "accept" and',
        ),
        (
            "no accept after withdrawal",
            'elif statement.kind in ("accept", "commitment") and',
            'elif statement.kind == "commitment" and',
        ),
        ("an act after any withdrawal", ' and target.kind == "accept":', ":"),
        ("only what is named directly is known", "union(*map(self.past, named))", "union()"),
        (
            "rejected statements are no links",
            "named = [self.present[name] for name in names(statement) if name in self.present]",
            "named = [self.sound[name] for name in names(statement) if name in self.sound]",
        ),
        (
            "the latest revocation counts",
            "min(since.get(revoke.kid, MAX_TIME), revoke",
            "max(since.get(revoke.kid, 0), revoke",
        ),
        (
            "a revocation from the next second",
            "statement.iat >= since[statement.kid]",
            "statement.iat > since[statement.kid]",
        ),
        (
            "revocations after revocation",
            'if statement.kind != "revoke" and statement.kid in since',
            "if statement.kid in since",
        ),
        (
            "a key commitment names a statement",
            'if statement.kind == "receipt":\n        named.append(body["key"])',
            'if "key" in body:\n        named.append(body["key"])',
        ),
        *(
            (f"{field} names nothing", _NAMES, _NAMES.replace(f'"{field}", ', "").replace(f', "{field}"', ""))
            for field in ("exchange", "replaces", "target", "source", "details")
        ),
        (
            "a wrap names nothing",
            '    if body.get("wrap"):\n        named.append',
            "    if False:\n        named.append",
        ),
        ("a complaint's key names nothing", '        named.append(body["key"])', "        pass"),
        ("outsiders accept", 'accept.kid in {*slot_kids(terms), *terms.body["mediators"]}', "True"),
        (
            "mediators do not accept",
            'accept.kid in {*slot_kids(terms), *terms.body["mediators"]}',
            "accept.kid in slot_kids(terms)",
        ),
        ("agreed by any", "self.agreed = all(kid", "self.agreed = any(kid"),
        (
            "replaced by any party",
            "replaced = any(all_in(self.kids, other.accepted) for",
            "replaced = any(not set(self.kids).isdisjoint(other.accepted) for",
        ),
        (
            "replaced by whoever is in the new terms",
            "replaced = any(all_in(self.kids, other.accepted) for",
            "replaced = any(other.agreed for",
        ),
        (
            "replaced by several terms together",
            "replaced = any(all_in(self.kids, other.accepted) for other in replacing)",
            "replaced = all_in(self.kids, set().union(*(other.accepted for other in replacing)))",
        ),
        ("one replacement is two", "if other.accepted]) >= 2:", "if other.accepted]) >= 1:"),
        (
            "unaccepted replacements",
            "if len([other for other in replacing if other.accepted]) >= 2:",
            "if len(replacing) >= 2:",
        ),
        (
            "in force when a mediator stays",
            "left = not gone.isdisjoint(self.kids)",
            "left = bool(gone)",
        ),
        ("in force for good", "if self.agreed and not replaced and not left:", "if self.agreed and not replaced:"),
        ("in force when replaced", "if self.agreed and not replaced and not left:", "if self.agreed and not left:"),
        ("parties who are not pinned", "return all(kid in self.trust for kid in slot_kids(terms))", "return True"),
        (
            "mediators must be pinned",
            "return all(kid in self.trust for kid in slot_kids(terms))",
            "return all(kid in self.trust for kid in [*slot_kids(terms), *terms.body['mediators']])",
        ),
        ("a slot of any party", 'and commitment.kid == kid and body["role"] == role', 'and body["role"] == role'),
        ("a slot of any role", 'and commitment.kid == kid and body["role"] == role', "and commitment.kid == kid"),
        ("a slot of any schema", _COVERS, 'return in_place and count in (None, body["count"])'),
        ("a slot of any count", _COVERS, 'return in_place and schema in (None, body["schema"])'),
        (
            "filled without its envelope",
            '        if self.is_present(commitment):\n            self.whole.facts.add(("slot-filled"',
            '        if True:\n            self.whole.facts.add(("slot-filled"',
        ),
        ("any count is agreed", "        if slots[0][2] is not None:\n", "        if True:\n"),
        (
            "review lists are off the terms",
            "            if not self.is_review_list(commitment):\n",
            "            if True:\n",
        ),
        (
            "review lists of anything",
            "return answers not in self.whole.present or answers in {c.id for c in self.commitments}",
            "return True",
        ),
        (
            "review lists of nothing",
            'if commitment.body["role"] != "review" or answers is None:',
            'if commitment.body["role"] != "review":',
        ),
        (
            "review lists of what is present",
            "return answers not in self.whole.present or answers in",
            "return answers in",
        ),
        (
            "any answer is a review list",
            'if commitment.body["role"] != "review" or answers is None:',
            "if answers is None:",
        ),
        (
            "in turn without what is named",
            "        if not relied_on <= self.whole.present.keys():\n            return False\n",
            "",
        ),
        ("in turn by one slot", "return all(map(is_covered, self.slots))", "return any(map(is_covered, self.slots))"),
        (
            "in turn for the others' slots",
            "return all(map(is_covered, self.slots))",
            "return all(map(is_covered, (slot for slot in self.slots if slot[0] != reveal.kid)))",
        ),
        (
            "in turn for filled slots",
            "found = [c for c in self.covering(slot) if c.id in relied_on]",
            "found = [c for c in self.filling(slot) if c.id in relied_on]",
        ),
        ("release 2 without receipts", "self.release == 1 or shown_opened(c)", "True"),
        ("release 2 by anybody's receipts", _TURN, "any(self.says_opened(s, commitment) for s in receipts)"),
        ("release 2 by any mediator's receipts", _WITNESSES, "witnesses = self.mediators"),
        ("release 2 by one's own receipts", _WITNESSES, "witnesses = [reveal.kid]"),
        (
            "release 2 by receipts of any stage",
            'return about == ("opened", commitment.id',
            'return about == (body["stage"], commitment.id',
        ),
        (
            "release 2 by receipts for any list",
            'return about == ("opened", commitment.id',
            'return about == ("opened", body["commitment"]',
        ),
        (
            "release 2 by receipts for any envelope",
            'commitment.id, commitment.body["envelope"])\n\n    def is_premature',
            'commitment.id, body["envelope"])\n\n    def is_premature',
        ),
        (
            "release 2 by rejected receipts",
            "(s := self.whole.sound.get(i)) and",
            "(s := self.whole.present.get(i)) and",
        ),
        ("premature without an accept", _ACCEPTED, "accepted = True"),
        (
            "premature by any accept",
            _ACCEPTED,
            'accepted = any(accept.kid == reveal.kid for accept in self.whole.every("accept"))',
        ),
        ("premature by an accept of a party", _ACCEPTED, "accepted = reveal.kid in self.accepted"),
        ("owners publish too early", "if not accepted or is_own(reveal, commitment):", "if not accepted:"),
        (
            "premature by any committer",
            "if not accepted or is_own(reveal, commitment):",
            "if not accepted or reveal.kid == commitment.kid:",
        ),
        (
            "as few as there are slots",
            "too_few = len(relied_on) < len(self.slots) * self.release",
            "too_few = len(relied_on) < len(self.slots)",
        ),
        ("one more than there are slots", "too_few = len(relied_on) < ", "too_few = len(relied_on) <= "),
        (
            "what is named without what is revealed",
            'return {*reveal.body["given"], reveal.body["commitment"]}',
            'return {*reveal.body["given"]}',
        ),
        ("premature while something is absent", _PREMATURE, "return too_few or not self.in_turn(reveal)"),
        ("premature only by number", _PREMATURE, "return too_few"),
        ("premature only by what is named", _PREMATURE, _PREMATURE.replace("too_few or ", "")),
        (
            "rejected reveals are not premature",
            'for reveal in [s for s in self.whole.present.values() if s.kind == "reveal"]:',
            "for reveal in self.reveals:",
        ),
        (
            "rejected reveals are in turn",
            'self.reveals = [s for s in assessment.every("reveal") if',
            'self.reveals = [s for s in assessment.present.values() if s.kind == "reveal" and',
            "needed = {self.whole.sound[reveal_id]",
            "needed = {self.whole.present[reveal_id]",
        ),
        ("relied on in every version", _RELIES, _RELIES.replace("highest and ", "")),
        ("relied on by its own committer", _RELIES, "if highest:"),
        ("relied on by others' reveals only", _RELIES, "if highest and reveal.kid != commitment.kid:"),
        ("relied on in others' lists only", _RELIES, "if highest and revealed.kid != commitment.kid:"),
        (
            "relied on off the terms",
            "        used = [c for c in used if any(self.covers(c, slot) for slot in self.slots)]\n",
            "",
        ),
        (
            "relied on elsewhere",
            "used = [c for c in self.commitments if c.id in relied_on_by(reveal)]",
            "used = [c for c in self.whole.commitments if c.id in relied_on_by(reveal)]",
            "        used = [c for c in used if any(self.covers(c, slot) for slot in self.slots)]\n",
            "",
        ),
        (
            "reciprocated by what was relied on",
            '{self.whole.sound[reveal_id].body["commitment"], *(c.id for c in relied_on)}',
            "{c.id for c in relied_on}",
        ),
        (
            "reciprocated by what was revealed",
            '{self.whole.sound[reveal_id].body["commitment"], *(c.id for c in relied_on)}',
            '{self.whole.sound[reveal_id].body["commitment"]}',
        ),
        (
            "the highest version binds",
            'return min(found, key=lambda c: (c.body["version"], c.id), default=None)',
            'return min(found, key=lambda c: (-c.body["version"], c.id), default=None)',
        ),
        (
            "the highest id binds",
            'return min(found, key=lambda c: (c.body["version"], c.id), default=None)',
            'return max(found, key=lambda c: (-c.body["version"], c.id), default=None)',
        ),
        ("what is relied on does not bind", "        if relied_on:\n", "        if False:\n"),
        ("what covers binds", "found = self.filling(slot) or self.covering(slot)", "found = self.covering(slot)"),
        ("what fills binds", "found = self.filling(slot) or self.covering(slot)", "found = self.filling(slot)"),
        ("amended in any list", 'if other.body["list"] == binding.body["list"] and other', "if other"),
        (
            "amended at once",
            'other.body["version"] > binding.body["version"]:\n                    views',
            'other.body["version"] >= binding.body["version"]:\n                    views',
        ),
        (
            "published and not shown in turn",
            "if about is None or is_own(reveal, about) or self.is_premature",
            "if about is None or self.is_premature",
        ),
        (
            "premature and not shown in turn",
            " or self.is_premature(reveal, about):\n                continue",
            ":\n                continue",
        ),
        (
            "slots are forked without terms",
            'slots = terms.body["slots"] if terms and self.applies(terms) else []',
            'slots = terms.body["slots"] if terms and self.applies(terms) else [[one.kid, one.body["role"], None]]',
        ),
        ("slots are forked by strangers' terms", " if terms and self.applies(terms) else []", " if terms else []"),
        (
            "every role is a slot",
            'if any([kid, role] == [one.kid, one.body["role"]] for kid, role, _ in slots):',
            "if slots:",
        ),
        (
            "terms are required of any one",
            "return bool(meant) and alone and all(map(holds, meant))",
            "return bool(meant) and alone and any(map(holds, meant))",
        ),
        ("no terms are enough", "return bool(meant) and alone and all", "return alone and all"),
        ("terms have a role", "return bool(meant) and alone and all", "return bool(meant) and all"),
        (
            "replaced terms are required",
            'meant = [terms for terms in every if ("replaced", terms.id) not in self.facts] or every',
            "meant = every",
        ),
        (
            "any accept is required",
            "for accept in self.accepts(terms.id) if self.is_accepted(accept))",
            "for accept in self.accepts(terms.id))",
        ),
        ("accepts by anybody are required", "return any(by in (None, accept.kid) for", "return any(True for"),
        ("terms of anybody are required", "return has_slot and (code, terms.id)", "return (code, terms.id)"),
        (
            "mediators have slots",
            "has_slot = by is None or by in slot_kids(terms)",
            "has_slot = by in (None, *slot_kids(terms), *terms.body['mediators'])",
        ),
        (
            "facts of reviews are of no list",
            'for s in self.sound.values() if ABOUT.get(s.kind) == "commitment"}\n        true',
            'for s in self.reveals_only() if ABOUT.get(s.kind) == "commitment"}\n        true',
            "    def met_by_terms(",
            (
                "    def reveals_only(self) -> list[Statement]:\n"
                '        return self.every("reveal")\n'
                "\n"
                "    def met_by_terms("
            ),
        ),
        (
            "a receipt for one list is enough",
            "any(commitment.id not in acknowledged for commitment",
            "all(commitment.id not in acknowledged for commitment",
        ),
        (
            "nobody refuses",
            'if any(code in ("unanswered", "awaiting") for code, _ in self.views):',
            'if any(code == "awaiting" for code, _ in self.views):',
        ),
        (
            "only lists are refused",
            'if any(code in ("unanswered", "awaiting") for code, _ in self.views):',
            'if any(code == "unanswered" for code, _ in self.views):',
        ),
    )
)

STATES = tuple(
    mistake(name, "report", *texts)
    for name, *texts in (
        (
            "settled comes later",
            '        if self.is_settled():\n            self.state = "settled"\n        elif replaced',
            (
                "        if self.is_settled() and not replaced and not withdrawn:\n"
                '            self.state = "settled"\n'
                "        elif replaced"
            ),
        ),
        ("settled without reviews", 'if self.due("review") is not None and not all(reviews):', "if False:"),
        (
            "settled with reviews always",
            'if self.due("review") is not None and not all(reviews):',
            "if not all(reviews):",
        ),
        (
            "settled when contested",
            "if self.is_spoiled(commitment) or self.contesting(slot, commitment):\n                return False\n",
            "if self.is_spoiled(commitment):\n                return False\n",
        ),
        (
            "settled with empty slots",
            " or not all(map(self.filling, self.slots)):\n            return False\n",
            ":\n            return False\n",
        ),
        (
            "settled without accepts",
            'if ("agreed", self.terms.id) not in self.whole.facts or not all(map(self.filling, self.slots)):',
            "if not all(map(self.filling, self.slots)):",
        ),
        (
            "a twin is at stake",
            'return min(higher, key=lambda c: (-c.body["version"], c.id), default=binding)',
            'return min(versions, key=lambda c: (-c.body["version"], c.id), default=binding)',
        ),
        (
            "withdrawn before replaced",
            '"replaced" if replaced else "withdrawn"',
            '"withdrawn" if withdrawn else "replaced"',
        ),
        ("terms withdrawn after all agreed", "taken_back = not self.agreed and any(", "taken_back = any("),
        ("terms are not withdrawn", "left or taken_back or unserved", "left or unserved"),
        ("nobody has to serve", "left or taken_back or unserved", "left or taken_back"),
        (
            "release 1 needs a mediator",
            "unserved = self.release == 2 and not self.serving",
            "unserved = not self.serving",
        ),
        ("who has withdrawn serves", "[kid for kid in self.mediators if kid not in gone]", "list(self.mediators)"),
        (
            "a spoiled list is settled",
            "if self.is_spoiled(commitment) or self.contesting(slot, commitment):\n                return False\n",
            "if self.contesting(slot, commitment):\n                return False\n",
        ),
        ("a spoiled list is promised", "and not self.is_spoiled(one):", "and True:"),
        (
            "a list is spoiled for one reader",
            "self.spoiled |= {commitment.id} if known.public else set()",
            "self.spoiled.add(commitment.id)",
        ),
        ("a spoiled list stays at stake", "if self.is_spoiled(binding) or any(", "if any("),
        (
            "the reader has no key",
            "                    if self.unspent(reader, kid):\n",
            "                    if True:\n",
        ),
        (
            "complaints wait for reveals",
            "        if moves:\n            yield from self.complained()\n",
            "",
        ),
        (
            "complained before released",
            "rows = (self.proposed, self.committing, self.undelivered, self.spoiled, self.depositing, self.releasing)",
            (
                "rows = (self.proposed, self.committing, self.undelivered, self.spoiled, self.depositing, "
                "self.complained, self.releasing)"
            ),
        ),
        (
            "deposited before delivered",
            "self.undelivered, self.spoiled, self.depositing,",
            "self.spoiled, self.depositing, self.undelivered,",
        ),
        (
            "the proposer has accepted",
            "            if kid not in self.accepted:\n",
            "            if kid not in self.accepted and kid != self.terms.kid:\n",
        ),
        (
            "the first accept of all",
            'yield Awaited(slot[0], "commit", None, max(first)',
            'yield Awaited(slot[0], "commit", None, min(first)',
        ),
        ("the last accept of each", "first = [min(accept.iat for accept", "first = [max(accept.iat for accept"),
        (
            "committed by what covers",
            "            if not self.filling(slot):\n                due",
            "            if not self.covering(slot):\n                due",
        ),
        ("delivered by any reader", "received.issuperset(readers):", "received.intersection(readers):"),
        (
            "delivered by readers only",
            "if received.intersection(self.mediators) or received.issuperset(readers):",
            "if received.issuperset(readers):",
        ),
        (
            "delivered by mediators only",
            "if received.intersection(self.mediators) or received.issuperset(readers):",
            "if received.intersection(self.mediators):",
        ),
        (
            "delivered by whoever has accepted",
            "received.intersection(self.mediators)",
            "received.intersection(set(self.mediators) & self.accepted)",
        ),
        ("no mediator is needed", "moves += self.mediators_needed() if row in rows[:3] else ()", "pass"),
        (
            "a mediator is needed later",
            "moves += self.mediators_needed() if row in rows[:3] else ()",
            "moves += self.mediators_needed()",
        ),
        (
            "release 1 awaits a mediator",
            "if self.release == 2 and self.accepted.isdisjoint(self.serving):",
            "if self.accepted.isdisjoint(self.serving):",
        ),
        (
            "every mediator is needed",
            "if self.release == 2 and self.accepted.isdisjoint(self.serving):",
            "if self.release == 2:",
        ),
        ("no grace", 'commit + self.terms.body["grace"]', "commit"),
        ("a grace without a deadline", "due = None if commit is None else commit + ", "due = (commit or 0) + "),
        ("delivery is always asked", '        if not self.terms.body["delivery"]:\n            return\n', ""),
        (
            "each mediator acknowledges",
            "*(kid for kid in self.serving if kid in self.accepted)):\n                if",
            "*self.mediators):\n                if",
        ),
        (
            "no mediator acknowledges",
            "*(kid for kid in self.serving if kid in self.accepted)):\n                if",
            "):\n                if",
        ),
        (
            "mediators together",
            "return [kid for kid in self.serving if all(self.opened_by(commitment, kid) for commitment in lists)]",
            (
                "return [kid for kid in self.serving "
                "if all(any(self.opened_by(c, m) for m in self.mediators) for c in lists)]"
            ),
        ),
        (
            "a mediator who has opened one list",
            "if all(self.opened_by(commitment, kid) for commitment in lists)]",
            "if any(self.opened_by(commitment, kid) for commitment in lists)]",
        ),
        (
            "deposits in any reveal",
            "own = [reveal for reveal in self.reveals_of(commitment) if reveal.kid == commitment.kid]",
            "own = self.reveals_of(commitment)",
        ),
        (
            "deposits in the envelope only",
            'sources += [(reveal, reveal.body["wrap"][0]) for reveal in own if reveal.body["wrap"]]',
            "pass",
        ),
        ("deposits in reveals only", "sources = [(commitment, key_id) for key_id in wraps]", "sources = []"),
        ("deposits before accepts", "elif not self.unspent(kid, commitment.kid):", "elif False:"),
        (
            "an accept is never spent",
            'return any(receipt.kid == accept.kid and receipt.body["key"] in same for receipt in given)',
            "return False",
        ),
        (
            "a key is spent under one accept",
            'receipt.body["key"] in same for receipt in given)',
            'receipt.body["key"] == accept.id for receipt in given)',
        ),
        (
            "an accept is spent by anybody",
            'return any(receipt.kid == accept.kid and receipt.body["key"]',
            'return any(receipt.body["key"]',
        ),
        (
            "an accept is spent by any complaint",
            'if s.kind == "receipt" and gives_seed(s)]',
            'if s.kind == "receipt"]',
        ),
        (
            "an accept is spent in public",
            's.kind == "receipt" and gives_seed(s)]',
            's.kind == "receipt" and s.body["seed"]]',
        ),
        (
            "an accept is spent by sound receipts",
            'given = [s for s in self.present.values() if s.kind == "receipt"',
            'given = [s for s in self.sound.values() if s.kind == "receipt"',
        ),
        ("any accept is unspent", '(accept.kid, accept.body["for"]) == (signer, sealer)]', "accept.kid == signer]"),
        (
            "released to one reader",
            "if self.complaints_of(commitment, reader, kid):",
            "if any(self.is_handed(commitment, one) for one in self.readers(slot)):",
        ),
        ("released in any way", 'if s.body["wrap"] and self.in_turn(s)]\n', 'if s.body["wrap"]]\n'),
        (
            "released to accepts only",
            "        if key_id != reader:\n            accept",
            "        if True:\n            accept",
        ),
        (
            "released to any accept",
            " or accept.kid != reader:\n                return False",
            ":\n                return False",
        ),
        (
            "released to void accepts",
            "            if is_void(accept, source.kid, commitment):\n                return False\n",
            "",
        ),
        (
            "what a reader has is not handed",
            "if self.is_public(commitment) or self.has(reader, commitment):\n            return True",
            "if self.is_public(commitment):\n            return True",
        ),
        (
            "what is public is not handed",
            "if self.is_public(commitment) or self.has(reader, commitment):\n            return True",
            "if self.has(reader, commitment):\n            return True",
        ),
        ("a complaint about any source", "return (source.id, key_id) not in complained", "return not complained"),
        ("a complaint about nothing", "return (source.id, key_id) not in complained", "return True"),
        ("false complaints stand", _STANDING, 'finding != "void" and gives_seed(receipt)'),
        (
            "the accused before the accept",
            "                    if self.unspent(reader, accused):\n",
            "                    if True:\n",
        ),
        ("the first complaint counts", "before._replace(since=since, could", "before._replace(could"),
        (
            "each move is listed",
            "self.state, self.awaiting = row.__name__, merged(moves)",
            "self.state, self.awaiting = row.__name__, moves",
        ),
        (
            "each mediator reveals",
            "return [commitment.kid] if self.release == 1 else self.able()",
            "return [commitment.kid] if self.release == 1 else self.serving",
        ),
        (
            "release 2 by the committer",
            "return [commitment.kid] if self.release == 1 else self.able()",
            "return [commitment.kid]",
        ),
        (
            "release 2 since the lists",
            "since = latest(receipt for c in lists for receipt in self.opened_by(c, kid))",
            "since = latest(lists)",
        ),
        (
            "received by whoever opened it",
            "opened = commitment.id in self.whole.opened and self.is_public(commitment)",
            "opened = commitment.id in self.whole.opened",
        ),
        (
            "received by a public key",
            "opened = commitment.id in self.whole.opened and self.is_public(commitment)",
            "opened = self.is_public(commitment)",
        ),
        (
            "received by receipts only",
            "return opened or bool(self.opened_by(commitment, reader))",
            "return bool(self.opened_by(commitment, reader))",
        ),
        (
            "the first review counts",
            "return max(reviews, key=lambda s: (s.iat, s.id), default=None)",
            "return min(reviews, key=lambda s: (s.iat, s.id), default=None)",
        ),
        (
            "the lowest id counts",
            "return max(reviews, key=lambda s: (s.iat, s.id), default=None)",
            "return min(reviews, key=lambda s: (-s.iat, s.id), default=None)",
        ),
        (
            "anybody's review counts",
            "reviews = [s for s in reviews if s.kid == reader and s.body",
            "reviews = [s for s in reviews if s.body",
        ),
        ("a review is due without a deadline", '        if self.due("review") is None:\n            return\n', ""),
        (
            "contested versions stay at stake",
            (
                '            return min(higher, key=lambda c: (-c.body["version"], c.id), default=binding)\n'
                "        return binding"
            ),
            "            return binding\n        return binding",
        ),
        (
            "amended versions are at stake",
            "        if self.is_spoiled(binding) or any(self.contesting(slot, c) for c in (binding, *higher)):\n",
            "        if True:\n",
        ),
        ("at stake by the binding version's reviews", "for c in (binding, *higher)):", "for c in (binding,)):"),
        (
            "the next version is at stake",
            '            return min(higher, key=lambda c: (-c.body["version"], c.id), default=binding)',
            '            return min(higher, key=lambda c: (c.body["version"], c.id), default=binding)',
        ),
        (
            "versions without envelopes are at stake",
            "versions = [c for c in self.filling(slot) if",
            "versions = [c for c in self.covering(slot) if",
        ),
        (
            "amendments of any list",
            'versions = [c for c in self.filling(slot) if c.body["list"] == binding.body["list"]]',
            "versions = self.filling(slot)",
        ),
        (
            "what was relied on is forgotten",
            "(one.id == commitment.id or one.id in self.relied_on)",
            "one.id == commitment.id",
        ),
        (
            "overdue at once",
            "awaited.due is not None and awaited.due < self.whole.now",
            "awaited.due is not None and awaited.due <= self.whole.now",
        ),
        ("overdue whatever it needs", "return past and awaited.could and", "return past and"),
        ("hurried", "awaited.by not in self.unhurried", "True"),
        ("one reader's key stops all", "could=before.could or move.could)", "could=before.could and move.could)"),
        (
            "stated times are enough",
            "return self.is_shown(statement.id, due) if self.clocks else statement.iat <= due",
            "return statement.iat <= due",
        ),
        (
            "stated times are never enough",
            "return self.is_shown(statement.id, due) if self.clocks else statement.iat <= due",
            "return self.is_shown(statement.id, due)",
        ),
        ("a statement of the last second was not there", "else statement.iat <= due", "else statement.iat < due"),
        ("agreed for those who are awaited", "for one in (*self.kids, kid)]", "for one in [kid]]"),
        ("agreed for the parties", "for one in (*self.kids, kid)]", "for one in self.kids]"),
        (
            "every accept has to be there",
            "all(any(self.was_there(one, due) for one in those)",
            "all(all(self.was_there(one, due) for one in those)",
        ),
        ("lists are there", "could = self.could(kid, due, [commitment])", "could = self.could(kid, due)"),
        ("the list is there", "return [[commitment], self.unspent", "return [self.unspent"),
        ("keys are there", "self.unspent(reader, kid), *covering]", "*covering]"),
        ("the lists of others are there", "self.unspent(reader, kid), *covering]", "self.unspent(reader, kid)]"),
        (
            "lists are there for mediators",
            "        if self.release == 2:\n            covering = [",
            "        if False:\n            covering = [",
        ),
        ("receipts are there", "due, [*opened, *self.whole.givers(commitment)])", "due)"),
        ("only receipts are there", "[*opened, *self.whole.givers(commitment)]", "opened"),
        (
            "only what is published is there",
            "[*opened, *self.whole.givers(commitment)]",
            "self.whole.givers(commitment)",
        ),
        (
            "the slots of strangers",
            "staked = self.at_stake if self.applies else dict.fromkeys(self.slots)",
            "staked = {slot: self.staked(slot) for slot in self.slots}",
        ),
        (
            "wrong tags have the reason of the content",
            "why = self.failed.get(commitment.id) if fitting else None",
            "why = self.failed.get(commitment.id)",
        ),
        (
            "openings that are public",
            'self.blame("false-opened", receipt.kid, evidence, known.public, why)',
            'self.blame("false-opened", receipt.kid, evidence, True, why)',
        ),
    )
)


_ANY_HASH = """\
digest = digest or "sha1"
    imprint = imprint or ("sha1" if info.digest[0] == oid("1.3.14.3.2.26") else "md5")"""
_LATEST_ROUND = """\
                self.after[statement.id] = max(rounds)
                self.state_time("not-before", statement.id, max(rounds))"""
_TIMED = 'timed = {time[1] for time in self.times if time[0] == "existed-by" and time[2:4] == ("pinned", True)}'
_HANDED = 'whole.facts & {("in-turn", s.id), ("published", s.id)}'

TOKENS = tuple(
    mistake(name, "verify-token", *texts)
    for name, *texts in (
        ("lengths in more bytes than they need", "length > 127 and length >> 8 * (size - 1) > 0", "True"),
        ("long tags", "len(data) - at >= 2 and data[at] & 31 != 31", "len(data) - at >= 2"),
        ("truth of any byte", 'return content in (b"\\0", b"\\xff")', "return True"),
        (
            "long integers",
            "case 0x02 | 0x0A:\n            return is_shortest(content)",
            "case 0x02 | 0x0A:\n            return True",
        ),
        ("what follows a structure", "        need(not self.rest, self.code)", "        return"),
        ("two signers", "    signers.end()\n    return content", "    return content"),
        (
            "nine certificates in a token",
            'need(len(found) <= 8, "token-malformed")',
            'need(len(found) <= 9, "token-malformed")',
        ),
        (
            "seven certificates in a token",
            'need(len(found) <= 8, "token-malformed")',
            'need(len(found) <= 7, "token-malformed")',
        ),
        ("twins", "len({(c.issuer, c.serial) for c in certificates}) == len(certificates)", "True"),
        (
            "several digests",
            "[name for name, _ in digests] == [digest_algorithm[0]]",
            "digest_algorithm[0] in [name for name, _ in digests]",
        ),
        ("any digests", "need([name for name, _ in digests] == [digest_algorithm[0]], code)", ""),
        (
            "any content",
            'need(encapsulated.take(OID).content == TST_INFO, "token-malformed")',
            "encapsulated.take(OID)",
        ),
        ("any kind of data", 'need(info.take(OID).content == SIGNED_DATA, "token-malformed")', "info.take(OID)"),
        ("any version", "need(info.integer() == 1, code)", "info.integer()"),
        ("fractions cut off", '+ (int((match[2] or b".0")[1:]) > 0)', ""),
        ("fractions always rounded up", '+ (int((match[2] or b".0")[1:]) > 0)', "+ (match[2] is not None)"),
        ("ten digits", r"(\.[0-9]{1,9})?Z", r"(\.[0-9]{1,10})?Z"),
        ("no digits", r"(\.[0-9]{1,9})?Z", r"(\.[0-9]{0,9})?Z"),
        ("times before 1970", "need(time >= 0, code)", ""),
        ("accuracy without milliseconds", "parts[0] + (parts[1] > 0 or parts[2] > 0)", "parts[0] + (parts[2] > 0)"),
        ("accuracy without microseconds", "parts[0] + (parts[1] > 0 or parts[2] > 0)", "parts[0] + (parts[1] > 0)"),
        (
            "accuracy rounded twice",
            "parts[0] + (parts[1] > 0 or parts[2] > 0)",
            "parts[0] + (parts[1] > 0) + (parts[2] > 0)",
        ),
        ("a thousand milliseconds", "(0x80, 999)", "(0x80, 1000)"),
        ("no milliseconds", "(0 if tag == INTEGER else 1) <= number", "0 <= number"),
        ("an accuracy of more than a day", "(INTEGER, 86400)", "(INTEGER, 86401)"),
        (
            "critical extensions of a TSTInfo",
            "need(not any(critical for critical, _ in read_extensions(Reader(extensions.content)).values()), code)",
            "pass",
        ),
        (
            "weak imprints",
            'need(digest is not None and imprint is not None, "token-hash-weak")',
            _ANY_HASH,
        ),
        (
            "any imprint",
            "if stamped is not None:  # step 4",
            "if stamped == 0:",
        ),
        ("the first of the stamped bytes", "for data in stamped]", "for data in stamped[:1]]"),
        (
            "attributes twice",
            'need(name not in found and len(values) == 1, "token-malformed")\n        found[name] = values[0]',
            'need(len(values) == 1, "token-malformed")\n        found[name] = values[0]',
        ),
        (
            "several values",
            'need(name not in found and len(values) == 1, "token-malformed")',
            'need(name not in found, "token-malformed")',
        ),
        (
            "any content type",
            "need(kind is not None and (kind.tag, kind.content) == (OID, TST_INFO), code)",
            "need(kind is not None, code)",
        ),
        (
            "no content type",
            "need(kind is not None and (kind.tag, kind.content) == (OID, TST_INFO), code)",
            "need(kind is None or kind.content == TST_INFO, code)",
        ),
        ("any message digest", "hashed.content == hashlib.new(str(digest), content).digest()", "True"),
        ("no signing certificate", "need(bool(named), code)", ""),
        (
            "one of two signing certificates",
            "return all(hashlib.new(name.digest, certificate.raw)",
            "return any(hashlib.new(name.digest, certificate.raw)",
        ),
        (
            "no v1",
            "given = [(SIGNING_CERTIFICATE, True), (SIGNING_CERTIFICATE_2, False)]",
            "given = [(SIGNING_CERTIFICATE_2, False)]",
        ),
        (
            "weak hashes of certificates",
            "need(digest is not None, code)\n    value",
            "digest = digest or 'md5'\n    value",
        ),
        (
            "certificates of the token alone",
            "filter(is_named, [*certificates, *at_hand])",
            "filter(is_named, certificates)",
        ),
        ("any sid", "place == its and all(name.place", "all(name.place"),
        (
            "any place of an ESSCertID",
            "need(place == its and all(name.place in (None, its) for name in named), code)",
            "need(place == its, code)",
        ),
        ("any name of the authority", "info.authority is None or info.authority in names_of(certificate)", "True"),
        (
            "the subject alone",
            "return [directory_name(certificate.subject), *(other.whole for other in others)]",
            "return [directory_name(certificate.subject)]",
        ),
        (
            "alternative names alone",
            "return [directory_name(certificate.subject), *(other.whole for other in others)]",
            "return [other.whole for other in others]",
        ),
        ("small RSA keys", "2048 <= key.key_size <= 8192", "1024 <= key.key_size <= 8192"),
        ("large exponents", "3 <= exponent <= 2**32", "3 <= exponent <= 2**33"),
        ("any curve", 'sound = key.curve.name in ("secp256r1", "secp384r1", "secp521r1")', "sound = True"),
        ("P-256 alone", '("secp256r1", "secp384r1", "secp521r1")', '("secp256r1",)'),
        (
            "any Ed25519 key",
            "sound = sodium.crypto_core_ed25519_is_valid_point(key.public_bytes_raw())",
            "sound = True",
        ),
        (
            "the digest of the algorithm",
            'need(known is not None and digest in (None, known), "token-algorithm")',
            'need(known is not None, "token-algorithm")',
        ),
        ("no rsaEncryption", "RSA_WITH.get(name) or (digest if name == RSA else None)", "RSA_WITH.get(name)"),
        (
            "no NULL with ECDSA",
            "ECDSA_WITH.get(name) if plain else None",
            'ECDSA_WITH.get(name) if parameters == b"" else None',
        ),
        ("no PSS", "pss = pss_hash(parameters) if name == PSS else None", "pss = None"),
        (
            "Ed25519 with any digest",
            'need(not isinstance(key, Ed25519PublicKey) or known == "sha512", "token-algorithm")',
            "",
        ),
        ("attributes as they stand", 'b"\\x31" + attributes.whole[1:]', "attributes.whole"),
        ("purposes that are not critical", "critical and purposes_of(certificate)", "purposes_of(certificate)"),
        (
            "several purposes",
            "purposes_of(certificate) == [TIME_STAMPING]",
            "TIME_STAMPING in purposes_of(certificate)",
        ),
        ("any purpose", "critical and purposes_of(certificate) == [TIME_STAMPING]", "critical"),
        ("any key usage", 'need(usage is None or (usage & SIGNING > 0 and not usage & ~SIGNING), "token-purpose")', ""),
        ("key usage besides signing", "usage & SIGNING > 0 and not usage & ~SIGNING", "usage & SIGNING > 0"),
        ("key usage without signing", "usage & SIGNING > 0 and not usage & ~SIGNING", "True"),
        (
            "a key usage is needed",
            "need(usage is None or (usage & SIGNING > 0",
            "need(usage is not None and (usage & SIGNING > 0",
        ),
        ("extensions in version 1", "        need(version == 2, code)\n", ""),
        (
            "extensions twice",
            "        need(name not in found, reader.code)\n        found[name] = extension.boolean()",
            "        found[name] = extension.boolean()",
        ),
        ("issuers that are no CA", "able = constraints_of(issuer).is_ca and (", "able = ("),
        ("issuers without keyCertSign", "(usage is None or usage & CERT_SIGN > 0)\n    named", "True\n    named"),
        (
            "issuers of any name",
            "named = issuer.subject == other.issuer and issuer != other",
            "named = issuer != other",
        ),
        (
            "unsigned certificates",
            "return able and named and signs(issuer, other.algorithm, other.signature, other.signed)",
            "return able and named",
        ),
        (
            "nine in a chain",
            "for issuer in at_hand if len(path) < 8 else []:",
            "for issuer in at_hand if len(path) < 9 else []:",
        ),
        (
            "seven in a chain",
            "for issuer in at_hand if len(path) < 8 else []:",
            "for issuer in at_hand if len(path) < 7 else []:",
        ),
        ("any path length", "(length is None or length >= len(below))", "True"),
        ("path lengths with the signer's", "length >= len(below)", "length > len(below)"),
        ("any purpose between", "if below and purposes is not None and TIME_STAMPING not in purposes:", "if False:"),
        (
            "a purpose between is needed",
            "if below and purposes is not None and TIME_STAMPING not in purposes:",
            "if below and (purposes is None or TIME_STAMPING not in purposes):",
        ),
        (
            "critical policies",
            "known = {CONSTRAINTS, KEY_USAGE, PURPOSES, POLICIES}",
            "known = {CONSTRAINTS, KEY_USAGE, PURPOSES}",
        ),
        ("name constraints", "sound = NAMES not in c.extensions", "sound = True"),
        (
            "unknown critical extensions",
            "sound = sound and all(name in known for name, (critical, _) in c.extensions.items() if critical)",
            "",
        ),
        (
            "any extension is critical",
            "for name, (critical, _) in c.extensions.items() if critical)",
            "for name in c.extensions)",
        ),
        ("the last second", "c.start <= token.time < c.end", "c.start <= token.time <= c.end"),
        ("the first second", "c.start <= token.time < c.end", "c.start < token.time < c.end"),
        ("revoked at that second", "r.date <= token.time for r", "r.date < token.time for r"),
        ("revoked at any time", "r.date <= token.time for r", "True for r"),
        (
            "revoked whatever its number",
            "(r.issuer, r.serial) == (c.issuer, c.serial) and r.date",
            "r.issuer == c.issuer and r.date",
        ),
        (
            "lists of anybody",
            "return named and signs(certificate, self.algorithm, self.signature, self.signed)",
            "return named",
        ),
        (
            "lists of other issuers",
            "(r.issuer, r.serial) == (c.issuer, c.serial) and r.date",
            "r.serial == c.serial and r.date",
        ),
        (
            "no invalidity date",
            "        date = min(date, read_time(Reader(extensions[INVALIDITY][1])))",
            "        pass",
        ),
        ("the first list alone", "for one in self.lists if any(map", "for one in self.lists[:1] if any(map"),
        (
            "the signer alone is revoked",
            "return not gone and sound",
            "return not (gone and c == token.signer) and sound",
        ),
        ("expired is untrusted", '("token-expired", False, False)', '("token-untrusted", False, False)'),
        ("the first anchor", "if H(c.raw) in anchors:", "if H(c.raw) in anchors[:1]:"),
        (
            "accuracy always assumed",
            "time + (accuracy if token.accuracy is None else token.accuracy)",
            "time + accuracy",
        ),
        (
            "accuracy never assumed",
            "time + (accuracy if token.accuracy is None else token.accuracy)",
            "time + (token.accuracy or 0)",
        ),
    )
)

BEACONS = tuple(
    mistake(name, "verify-beacon", *texts)
    for name, *texts in (
        ("any signature", 'need(sound, "beacon-invalid")\n    return time', "return time"),
        (
            "the round as it is",
            'G1Point.hash_to_curve(H(number.to_bytes(8, "big")), DOMAIN)',
            'G1Point.hash_to_curve(number.to_bytes(8, "big"), DOMAIN)',
        ),
        ("little-endian rounds", 'number.to_bytes(8, "big")), DOMAIN', 'number.to_bytes(8, "little")), DOMAIN'),
        ("rounds from zero", "1692803367 + 3 * (number - 1)", "1692803367 + 3 * number"),
    )
)

TIMES = tuple(
    mistake(name, "assess", *texts)
    for name, *texts in (
        ("tokens of 255 bytes", "256 <= len(token) <= 32768", "255 <= len(token) <= 32768"),
        ("no tokens of 256 bytes", "256 <= len(token) <= 32768", "257 <= len(token) <= 32768"),
        ("stamps over the payload", 'stamped = [b"\\x58\\x40" + signature for', "stamped = [signature for"),
        (
            "the first variant",
            "for signature in self.signatures[stamp.target]]",
            "for signature in self.signatures[stamp.target][:1]]",
        ),
        ("untrusted stamps", "        self.clocks.check(token, operators)\n", ""),
        (
            "unagreed clocks",
            "for one in self.agreements.values() if one.agreed for clock in one.clocks]",
            "for one in self.agreements.values() for clock in one.clocks]",
        ),
        (
            "pinned clocks alone",
            "anchors = [operator.anchors for operator in [*self.watch.operators, *agreed]]",
            "anchors = [operator.anchors for operator in self.watch.operators]",
        ),
        ("a forged stamp is of another signature", " and self.is_sound(stamp)", ""),
        ("other signatures are rejected", 'or (fail.code == "token-imprint" and of_statement):', ":"),
        (
            "other bytes of a stamp are ignored",
            '(fail.code == "token-imprint" and of_statement)',
            'fail.code == "token-imprint"',
        ),
        (
            "expired stamps are rejected",
            '"token-untrusted", "token-expired", "token-revoked"}',
            '"token-untrusted", "token-revoked"}',
        ),
        (
            "revoked stamps are rejected",
            '"token-untrusted", "token-expired", "token-revoked"}',
            '"token-untrusted", "token-expired"}',
        ),
        (
            "no quorum",
            "if pairs_up({(name, key) for bound, name, key in found if bound <= time}, quorum):",
            "if True:",
        ),
        (
            "the highest of a quorum",
            "for time in sorted({bound for bound, _, _ in found}):",
            "for time in sorted({bound for bound, _, _ in found})[::-1]:",
        ),
        ("no time of a quorum", "for bound, name, key in found if bound <= time}", "for bound, name, key in found}"),
        ("operators in the order given", "sorted(operators, key=lambda operator: operator.name.encode())", "operators"),
        (
            "every operator whom a token reaches",
            "operator = self.clocks.operator_of(timed.token, operators)\n                if operator:",
            "for operator in [o for o in operators if self.clocks.reaches(timed.token, o.anchors)]:",
        ),
        (
            "stamps of stamps bound nothing else",
            "direct, named = {stamp.target, *before.direct}, {stamp.target, *before.named}",
            "direct, named = {stamp.target}, {stamp.target}",
        ),
        (
            "references are direct",
            "direct, named = {stamp.target}, {stamp.target, *self.past(self.present[stamp.target])}",
            "direct = named = {stamp.target, *self.past(self.present[stamp.target])}",
        ),
        ("no references", "{stamp.target, *self.past(self.present[stamp.target])}", "{stamp.target}"),
        ("references are always said", "any_way if any_way != direct else None", "any_way"),
        (
            "agreed clocks of any exchange",
            "if one and one.agreed and one.clocks else ([], 1)",
            "if one and one.clocks else ([], 1)",
        ),
        (
            "the quorum of the reader for agreed clocks",
            'return (one.clocks, one.terms.body["quorum"])',
            "return (one.clocks, self.watch.quorum)",
        ),
        (
            "the reader's accuracy for agreed clocks",
            "found.append((bound_of(timed.token, operator.accuracy)",
            "found.append((bound_of(timed.token, 1)",
        ),
        (
            "beacons of others",
            'return beacon_time(*commitment.body["beacon"])',
            'return 1692803367 + 3 * (commitment.body["beacon"][0] - 1)',
        ),
        (
            "beacons are not of what names them",
            "for i in [statement.id, *self.past(statement)] if i in beacons]",
            "for i in [statement.id] if i in beacons]",
        ),
        (
            "the earliest beacon",
            _LATEST_ROUND,
            _LATEST_ROUND.replace("max", "min"),
        ),
        ("beacons are always checked", "        if not self.watch.beacon:\n", "        if False:\n"),
        (
            "a conflict within a second",
            "if any(after > time for time in before):",
            "if any(after >= time for time in before):",
            "if self.whole.after[s.id] > time:",
            "if self.whole.after[s.id] >= time:",
        ),
        ("no conflict", "if any(after > time for time in before):", "if False:"),
        (
            "stated at the very time",
            "any(statement.iat > time for time in before)",
            "any(statement.iat >= time for time in before)",
            "if s.iat > time:",
            "if s.iat >= time:",
        ),
        ("stated before the beacon", "statement.iat < after or any", "any"),
        ("ahead at that second", "for operator in operators) > self.now:", "for operator in operators) >= self.now:"),
        ("ahead by the bound", "return token.time - 1 - (accuracy", "return token.time + (accuracy"),
        ("ahead by a second", "return token.time - 1 - (accuracy", "return token.time - (accuracy"),
        ("ahead by the smallest accuracy", "if operators and min(earliest_of", "if operators and max(earliest_of"),
        ("doubt at the end", "        if end >= self.now:\n", "        if end > self.now:\n"),
        ("renewals at any time", "bound_of(renewal.token, operator.accuracy) <= end and not", "not"),
        (
            "renewals without their accuracy",
            "bound_of(renewal.token, operator.accuracy) <= end and",
            "renewal.token.time <= end and",
        ),
        (
            "renewed by any clock",
            "for operator in self.of_operators(renewal, [clock])",
            "for operator in self.of_operators(renewal)",
        ),
        ("one key fills a quorum", "if n != name and k != key}", "if n != name}"),
        ("one operator fills a quorum", "if n != name and k != key}", "if k != key}"),
        ("doubtful renewals", "<= end and not self.is_doubtful(renewal, clock)", "<= end"),
        ("no sunset", "ends = [signer.end, 1924991999 if weak else 2082758399]", "ends = [signer.end]"),
        ("one sunset for all", "1924991999 if weak else 2082758399", "2082758399"),
        ("certificates do not end", "ends = [signer.end, 1924991999", "ends = [1924991999"),
        ("revocations do not end", "and r.compromised]", "and False]"),
        ("every revocation ends", "and r.compromised]", "]"),
        (
            "stamps that are ignored count",
            "set(self.ignored) - cards - self.transcript.stamps.keys()",
            "set(self.ignored) - cards",
        ),
        (
            "times by any clock are required",
            'if code == "existed-by" or code.endswith("-in-time"):',
            "if False:",
        ),
        (
            "deadlines by any clock are required",
            'if code == "existed-by" or code.endswith("-in-time"):',
            'if code == "existed-by":',
        ),
        (
            "times by reference are required",
            'self.existed_by(c.id, "pinned", True, kept)',
            'self.existed_by(c.id, "pinned", False, kept)',
        ),
        ("stamps in doubt meet requirements", 'if not self.is_doubtful(timed, "pinned") and', "if"),
        (
            "stamps in doubt for the parties meet none",
            'if not self.is_doubtful(timed, "pinned") and',
            'if ("stamp-doubtful", i) not in self.views and',
        ),
        (
            "every time without a quorum is short of it",
            "and subject in self.present and self.said_of(subject, clock, True, self.stamps):",
            "and subject in self.present:",
            "if said and self.whole.existed_by(s.id, clock, True) is None:",
            "if self.whole.existed_by(s.id, clock, True) is None:",
        ),
        ("stamps ahead meet requirements", ' and ("stamp-ahead", i) not in self.views', ""),
        ("deadlines are met by stamps in doubt", "if self.is_still_met(code, subject, kept)", "if True"),
        ("no grace is required", 'due + one.terms.body["grace"], kept)}', "due, kept)}"),
        (
            "any time is proven",
            _TIMED + "\n        if",
            'timed = {time[1] for time in self.times if time[0] == "existed-by"}\n        if',
        ),
        ("one proven time is enough", "any(commitment.id not in timed for", "all(commitment.id not in timed for"),
        (
            "in time is before",
            "(time := self.whole.existed.get((subject, clock))) is not None and time <= due",
            "(time := self.whole.existed.get((subject, clock))) is not None and time < due",
        ),
        (
            "late is at the deadline",
            "if self.whole.after.get(statement.id, 0) > due and",
            "if self.whole.after.get(statement.id, 0) >= due and",
        ),
        ("late whatever it answers", " and self.could_be_sooner(step, statement, due):", ":"),
        ("next keys are late", 'return body["number"] == 0 and', "return"),
        ("accepts of later terms are late", "== 0 and self.is_shown(self.terms.id, due)", "== 0"),
        (
            "amendments are late",
            'return body["version"] == 1 and all_in(self.kids, timely)',
            "return all_in(self.kids, timely)",
        ),
        (
            "late before all had accepted",
            'return body["version"] == 1 and all_in(self.kids, timely)',
            'return bool(body["version"] == 1)',
        ),
        (
            "late before the key was there",
            'relied_on_by(statement) | ({body["wrap"][0]} if body["wrap"] else set())',
            "relied_on_by(statement)",
        ),
        (
            "late before the lists were there",
            'needed = relied_on_by(statement) | ({body["wrap"][0]} if body["wrap"] else set())',
            'needed = {body["wrap"][0]} if body["wrap"] else set()',
        ),
        (
            "published lists are late",
            "return self.in_turn(statement) and all(self.is_shown",
            "return all(self.is_shown",
        ),
        (
            "late before the list was opened",
            "any(self.is_shown(r.id, due) for r in self.opened_by(about, statement.kid))",
            "True",
        ),
        (
            "no grace for delivery",
            'self.state_delivery(commitment, due["commit"] + self.terms.body["grace"])',
            'self.state_delivery(commitment, due["commit"])',
        ),
        ("delivery to anybody", "if kids & set(self.mediators) or all_in(others, kids):", "if kids:"),
        ("delivery to everybody", "if kids & set(self.mediators) or all_in(others, kids):", "if all_in(others, kids):"),
        (
            "delivery in time is always asked",
            'if self.terms.body["delivery"] and due["commit"] is not None:\n            for',
            'if due["commit"] is not None:\n            for',
        ),
        (
            "deposits are in time",
            'if s.body["commitment"] in covering and ' + _HANDED,
            'if s.body["commitment"] in covering',
        ),
        (
            "published lists are not in time",
            _HANDED,
            'whole.facts & {("in-turn", s.id)}',
        ),
        (
            "reviews by mediators",
            "if s.kid in self.kids and self.is_of_another(s, covering)]",
            "if self.is_of_another(s, covering)]",
        ),
        (
            "late without clocks",
            "        if self.clocks:\n            self.state_late_accepts",
            "        if True:\n            self.state_late_accepts",
        ),
        (
            "met at the deadline",
            "if time is not None and time < self.whole.now:",
            "if time is not None and time <= self.whole.now:",
        ),
        ("met without an agreement", "        if not self.agreed:\n            return\n        last", "        last"),
        ("late themselves, and unhurried", "if kid in timely and not", "if kid in self.accepted and not"),
        ("unhurried for ever", "aware = {a.kid for a in self.accepts if a.id in known}", "aware = set()"),
    )
)

EVIDENCE = tuple(
    mistake(name, "assess", *texts)
    for name, *texts in (
        (
            "the subject among the others",
            "evidence = [subject, *sorted({*one.evidence} - {subject})]",
            "evidence = sorted({subject, *one.evidence})",
        ),
        (
            "the subject is left out",
            "evidence = [subject, *sorted({*one.evidence} - {subject})]",
            "evidence = sorted({*one.evidence} - {subject})",
        ),
        (
            "evidence as it comes",
            "evidence = [subject, *sorted({*one.evidence} - {subject})]",
            "evidence = [subject, *dict.fromkeys(i for i in one.evidence if i != subject)]",
        ),
        (
            "evidence descends",
            "evidence = [subject, *sorted({*one.evidence} - {subject})]",
            "evidence = [subject, *sorted({*one.evidence} - {subject}, reverse=True)]",
        ),
        ("claims without the order of evidence", "(*row[:2], row[4], row[2], json_text(row[3]))", "row[:3]"),
        (
            "claims by signer before evidence",
            "(*row[:2], row[4], row[2], json_text(row[3]))",
            "(*row[:3], row[4], json_text(row[3]))",
        ),
        (
            "claims without the order of values",
            "(*row[:2], row[4], row[2], json_text(row[3]))",
            "(*row[:2], row[4], row[2])",
        ),
        (
            "knew once",
            "            yield Told({}, [name])\n",
            "            yield Told({}, [name])\n            return\n",
        ),
        (
            "reissued by the last",
            "sorted(i for i in self.whole.alike(c, *PLACED) if i != c.id)[:1]",
            "sorted(i for i in self.whole.alike(c, *PLACED) if i != c.id)[-1:]",
        ),
        ("released to everyone", 'Told({"to": s.body["wrap"][0] if s.body["wrap"] else None}', 'Told({"to": None}'),
        (
            "opened by one reveal",
            'return [c.body["envelope"], *(giver.id for giver in self.whole.givers(c))]',
            'return [c.body["envelope"], *self.whole.first(self.whole.givers(c))]',
        ),
        (
            "opened without the envelope",
            'return [c.body["envelope"], *(giver.id for giver in self.whole.givers(c))]',
            "return [giver.id for giver in self.whole.givers(c)]",
        ),
        ("keys counted twice", "distinct = len(keys) if", "distinct = len(entries) if"),
        ("keys counted without a key", 'len(keys) if "primaryKey" in schema else None', "len(keys)"),
        (
            "the version of a gap is the later one",
            'yield Told({"version": c.body["version"] - 1})',
            'yield Told({"version": c.body["version"]})',
        ),
        (
            "a failed wrap without its commitment",
            'yield Told({}, [source.id if source.kind == "commitment" else source.body["commitment"]])',
            "yield Told({})",
        ),
        (
            "mediators accept as parties",
            'role = "party" if accept.kid in self.exchange(accept).kids else "mediator"',
            'role = "party"',
        ),
        (
            "agreed by all accepts",
            "yield Told({}, self.accepts_of(one.kids, one))",
            "yield Told({}, [a.id for a in one.accepts])",
        ),
        (
            "agreed by the last accepts",
            "return [i for kid in kids for i in self.whole.first(a for a in one.accepts if a.kid == kid)]",
            "return [max(a.id for a in one.accepts if a.kid == kid) for kid in kids]",
        ),
        (
            "replaced without the accepts",
            "[other.terms.id, *self.accepts_of(kids, other)]",
            "[other.terms.id]",
        ),
        (
            "replacements that nobody accepted",
            "for other in self.replacing(terms) if other.accepted]",
            "for other in self.replacing(terms)]",
        ),
        (
            "only the count differs",
            'differs += ["schema"] if one.terms.body["schema"] not in (None, c.body["schema"]) else []\n',
            "pass\n",
        ),
        (
            "a filled slot without the envelope",
            'yield from self.with_terms(c, {"role": c.body["role"]}, c.body["envelope"])',
            'yield from self.with_terms(c, {"role": c.body["role"]})',
        ),
        (
            "answered once",
            'yield Told({"answered_by": answer.kid}, [answer.id])\n',
            'yield Told({"answered_by": answer.kid}, [answer.id])\n                return\n',
        ),
        (
            "a complaint without its source",
            'yield Told({}, [receipt.body["commitment"], *([source] if source else [])])',
            'yield Told({}, [receipt.body["commitment"]])',
        ),
        (
            "opened by all that give the key",
            "evidence = [about.id, *self.whole.first(self.whole.givers(about))]",
            "evidence = [about.id, *(one.id for one in self.whole.givers(about))]",
        ),
        (
            "in turn without the terms",
            "yield from self.with_terms(reveal, {}, *relied_on_by(reveal))",
            "yield Told({}, relied_on_by(reveal))",
        ),
        (
            "relied on by the last",
            "sorted(reveal for reveal, used in reliance.items() if c in used)[:1]",
            "sorted(reveal for reveal, used in reliance.items() if c in used)[-1:]",
        ),
        (
            "relied on by all",
            "sorted(reveal for reveal, used in reliance.items() if c in used)[:1]",
            "[reveal for reveal, used in reliance.items() if c in used]",
        ),
        (
            "reciprocated by one public key",
            "public = all(self.whole.known[c.id].public for c in used)",
            "public = any(self.whole.known[c.id].public for c in used)",
        ),
        (
            "missing as they come",
            "missing = sorted(relied_on_by(reveal) - self.whole.present.keys())",
            "missing = sorted(relied_on_by(reveal) - self.whole.present.keys(), reverse=True)",
        ),
        (
            "withdrawals unknown to the absent",
            "if is_in and kid != withdraw.kid and not any",
            "if kid != withdraw.kid and not any",
        ),
        (
            "withdrawals unknown to their signers",
            "if is_in and kid != withdraw.kid and not any",
            "if is_in and not any",
        ),
        (
            "withdrawals unknown to no mediator",
            "for kid in [*one.kids, *one.mediators] if one else []:",
            "for kid in one.kids if one else []:",
        ),
        (
            "withdrawals known in the exchange alone",
            "not any(withdraw.id in self.whole.past(s) for s in own):",
            "not any(withdraw.id in self.whole.past(s) for s in own if self.whole.exchange_of(s) == exchange):",
        ),
        (
            "withdrawals known to the last of several",
            "        yield Told({}, self.whole.first(others))",
            "        yield Told({}, [max(w.id for w in others)])",
        ),
        (
            "the latest revocation",
            'first = min(revokes, key=lambda one: (one.body["since"], one.id))',
            'first = max(revokes, key=lambda one: (one.body["since"], one.id))',
        ),
        (
            "the last revocation of a time",
            'first = min(revokes, key=lambda one: (one.body["since"], one.id))',
            'first = max(revokes, key=lambda one: (-one.body["since"], one.id))',
        ),
        (
            "a move without its commitment",
            "return Told(value, [one.commitment] if one.commitment else [], one.by)",
            "return Told(value, [], one.by)",
        ),
        (
            "every stamp that says so",
            "pair = (bound_of(timed.token, operator.accuracy), i), (operator.name, timed.token.signer.key)",
            "pair = (bound_of(timed.token, operator.accuracy), i), (operator.name, i)",
        ),
        (
            "one stamp of each operator",
            "pair = (bound_of(timed.token, operator.accuracy), i), (operator.name, timed.token.signer.key)",
            'pair = (bound_of(timed.token, operator.accuracy), i), (operator.name, b"")',
        ),
        (
            "stamps after the time",
            "said = [pair for pair in lowest if lowest[pair][0] <= time]",
            "said = [*lowest]",
        ),
        ("a stamp of each key", "for _, i in stamps[:quorum]]", "for _, i in stamps]"),
        ("a stamp of each clock", "for _, i in stamps[:quorum]]", "for _, i in stamps[:1]]"),
        (
            "the last of equal stamps",
            "lowest[pair] = min(lowest.get(pair, one), one)",
            "lowest[pair] = min(one, lowest.get(pair, one), key=lambda x: (x[0], -int.from_bytes(x[1])))",
        ),
        (
            "operators by name",
            "return [operator.name for operator in operators if operator.name in names]",
            "return sorted(names)",
        ),
        (
            "the round of the statement itself",
            "past = [c for c in self.whole.commitments if c.id == s.id or c.id in self.whole.past(s)]",
            (
                "past = [c for c in self.whole.commitments if c.id == s.id] if s.id in self.whole.beacons else "
                "[c for c in self.whole.commitments if c.id in self.whole.past(s)]"
            ),
        ),
        (
            "the last commitment with the round",
            "return self.whole.first(c for c in past if self.whole.beacons.get(c.id) == self.whole.after[s.id])",
            "return [max(c.id for c in past if self.whole.beacons.get(c.id) == self.whole.after[s.id])]",
        ),
        (
            "a conflict without its round",
            'yield Told({"clock": clock, "time": time}, self.beacon_of(s))',
            'yield Told({"clock": clock, "time": time})',
        ),
        (
            "delivered by the last mediator",
            "found = self.whole.first(receipt for receipt in timely if receipt.kid in one.mediators)",
            "found = sorted(receipt.id for receipt in timely if receipt.kid in one.mediators)[-1:]",
        ),
        (
            "delivered by readers before mediators",
            "            if not found:\n                others = [kid for kid in one.kids if kid != c.kid]",
            (
                "            if {r.kid for r in timely} & {*one.kids}:\n"
                "                others = [kid for kid in one.kids if kid != c.kid]"
            ),
        ),
        (
            "delivered by receipts that were late",
            "timely = [receipt for receipt in one.receipts(c) if one.is_in_time(receipt.id, due, clock)]",
            "timely = one.receipts(c)",
        ),
        ("the later end of a doubtful stamp", 'yield Told({"end": min(ends)})', 'yield Told({"end": max(ends)})'),
        (
            "late with everyone who was late",
            '{"kids": sorted(set(self.kids) - {kid} - timely - aware)}',
            '{"kids": sorted(set(self.kids) - {kid} - timely)}',
        ),
        ("not met in every role", 'role = None if step in ("accept", "review") else slot[1]', "role = slot[1]"),
        ("a fork by its first two", 'self.alike(one, "list", "version"))', "[one.id, other.id])"),
        (
            "slot forks of any version",
            'alike = self.alike(one, "exchange", "role", "version")',
            'alike = self.alike(one, "exchange", "role")',
        ),
        (
            "wrong content by one reveal",
            "*(one.id for one in self.givers(commitment))]\n                self.blame",
            "*self.first(self.givers(commitment))]\n                self.blame",
        ),
        (
            "a false tag by all that give the key",
            "evidence = [receipt.id, commitment.id, *self.first(self.givers(commitment))]",
            "evidence = [receipt.id, commitment.id, *(one.id for one in self.givers(commitment))]",
        ),
        (
            "a false tag with the envelope",
            'evidence += [commitment.body["envelope"]] if why else []',
            'evidence += [commitment.body["envelope"]]',
        ),
        (
            "a false complaint without the envelope",
            'return Complaint("false", public, (*proof, commitment.body["envelope"]), cek)',
            'return Complaint("false", public, proof, cek)',
        ),
        (
            "a complaint of no wrap without the envelope",
            'return Complaint("undecided" if absent else "false", public, in_envelope)',
            'return Complaint("undecided" if absent else "false", public, proof)',
        ),
        (
            "a false seed about a source",
            '# step 1\n            return Complaint("false", public, both)\n',
            '# step 1\n            return Complaint("false", public, proof)\n',
        ),
        (
            "a bad wrap in a reveal with the envelope",
            'in_envelope = (*proof, commitment.body["envelope"]) if source is commitment else proof',
            'in_envelope = (*proof, commitment.body["envelope"])',
        ),
        (
            "premature by every accept",
            "first = self.whole.first(accept for accept in self.accepts if accept.kid == reveal.kid)",
            "first = [accept.id for accept in self.accepts if accept.kid == reveal.kid]",
        ),
        (
            "premature with what is not here",
            "known = relied_on_by(reveal) & self.whole.present.keys()\n                self.whole.blame",
            "known = relied_on_by(reveal)\n                self.whole.blame",
        ),
        (
            "after a withdrawal, without what is between",
            "between = {i for i in past if withdraw in self.past(self.present[i])}",
            "between = set()",
        ),
        (
            "after a withdrawal, with all that is known",
            "between = {i for i in past if withdraw in self.past(self.present[i])}",
            "between = past",
        ),
        (
            "after a withdrawal, without the accept",
            "return {act, withdraw, self.withdrawals[withdraw].id, *between}",
            "return {act, withdraw, *between}",
        ),
        (
            "one fault after a withdrawal for each act",
            "after.setdefault((statement.kid, exchange), set())",
            "after.setdefault((statement.kid, statement.id), set())",
        ),
    )
)


def names(source: str) -> Iterator[Mistake]:
    """Yield a mistake for each range of characters that no name has, and for each of its ends."""
    start = source.index("INVISIBLE = ")
    for found in re.finditer(
        r"\\[uU]([0-9a-f]{8}|[0-9a-f]{4})(?:-\\[uU]([0-9a-f]{8}|[0-9a-f]{4}))?",
        source[start : source.index("def is_wrap")],
    ):
        first, last = int(found[1], 16), int(found[2] or found[1], 16)
        for low, high in dict.fromkeys(((first + 1, last), (first, last - 1) if first < last else (first + 1, last))):
            inside = f"\\U{low:08x}-\\U{high:08x}" if low <= high else ""
            yield Mistake(f"names with U+{first if low > first else last:04X}", "read-card", ((found[0], inside),))


OPENINGS = (
    mistake(
        "void wraps are tried",
        "find-openings",
        "accept.kid == reader.kid and not is_void(accept, source.kid, commitment)",
        "accept.kid == reader.kid",
    ),
    mistake(
        "wraps for accepts of others are tried",
        "find-openings",
        "accept.kid == reader.kid and not is_void(accept, source.kid, commitment)",
        "not is_void(accept, source.kid, commitment)",
    ),
    mistake(
        "one exchange key for all numbers is tried",
        "find-openings",
        "keys[accept.id] = EncryptionKey(reader.exchange_seed(*place))",
        "keys[accept.id] = EncryptionKey(reader.exchange_seed(next(place), next(place), 0))",
    ),
    mistake(
        "the last wrap decides",
        "find-openings",
        "found.setdefault(source.id, None)\n        return found",
        "found[source.id] = None\n        return found",
    ),
    mistake(
        "what does not open is no opening",
        "find-openings",
        "                except Fail:\n                    found.setdefault(source.id, None)\n",
        "                except Fail:\n                    pass\n",
    ),
    mistake(
        "another key is an opening",
        "find-openings",
        'need(source.kind == "receipt" or fits(commitment, secret), "key-mismatch")',
        "pass",
    ),
    mistake(
        "a seed is no opening",
        "find-openings",
        'need(source.kind == "receipt" or fits(commitment, secret), "key-mismatch")',
        'need(fits(commitment, secret), "key-mismatch")',
    ),
    mistake(
        "complaints have no openings",
        "find-openings",
        '*self.every("reveal"), *self.every("receipt")]:\n            commitment = source',
        '*self.every("reveal")]:\n            commitment = source',
    ),
)


MISTAKES = (
    *(*BYTES, *PARTIES, *STATEMENTS, *LISTS, *ASSESSMENTS, *MAKERS, *REPORTS),
    *(*BODIES, *KEYS, *OPENINGS, *FACTS, *STATES),
    *(*TOKENS, *BEACONS, *TIMES, *EVIDENCE),
)
