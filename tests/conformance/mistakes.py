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
        "lengths in UTF-16", "seal", "low <= len(value.encode()) <= high", f"low <= {_UTF_16.format('value')} <= high"
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
    mistake("lengths in UTF-16", "check-values", "<= len(value) <=", f"<= {_UTF_16.format('value')} <="),
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
    mistake("required null", "check-values", 'valid.append("required" not in asked)', "valid.append(True)"),
    mistake("required and empty", "check-values", 'good = value != "" or "required" not in asked', "good = True"),
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
    mistake("every opening is transferable", "report", "not sealed, fail.code", "True, fail.code"),
    mistake("no reason", "report", "not sealed, fail.code", "not sealed, None"),
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


MISTAKES = (*BYTES, *PARTIES, *STATEMENTS, *LISTS, *ASSESSMENTS, *MAKERS, *REPORTS)
