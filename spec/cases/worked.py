"""The worked bytes of appendix A: one small list, from the seed to the statement's id."""

from __future__ import annotations

import json

from spec import reference as r
from spec.cases.making import HERON, LIST_A, Cases, Json, Party, disclose
from spec.reference import H, X, cbor

SCHEMA: Json = {
    "fields": [{"name": "name", "type": "string"}, {"name": "room", "type": "integer", "restricted": True}],
    "primaryKey": ["name"],
}
ENTRIES = [{"name": "Ivo"}, {"name": "Ніхто"}]
RESTRICTED = [{"room": 7}, {"room": None}]
BEGIN, END = "<!-- worked bytes, made by reference.py: begin -->\n", "<!-- worked bytes: end -->\n"


def worked(c: Cases) -> str:
    """Return the text of the appendix between its two markers, and add its artefacts as cases."""
    author = Party("Worked Example", seed=bytes(range(32)))
    made = c.commit(
        "worked", author, schema=SCHEMA, entries=ENTRIES, restricted=RESTRICTED, label="Two names", readers=(HERON,)
    )
    add_cases(c, author, made.statement, made.envelope, disclose(made, [1], show=True))

    lines: list[str] = []

    def title(text: str) -> None:
        lines.extend([*([""] if lines else []), f"# {text}", ""])

    def show(name: str, value: bytes | str | int) -> None:
        text = value.hex() if isinstance(value, bytes) else str(value)
        if len(name) + len(text) < 98:
            lines.append(f"{name} = {text}")
        else:
            lines.append(f"{name} =")
            lines.extend("  " + text[i : i + 96] for i in range(0, len(text), 96))

    title("4.1 and 4.2: keys")
    show("s", author.seed)
    show("signing key", X(32, "signing key", author.seed))
    show("encryption seed", X(32, "encryption key", author.seed))
    show("local secret", author.local)
    show("verification key", author.verify)
    show("H(encryption key)", H(author.encrypt))
    show("thumbprint input", cbor({1: 1, -1: 6, -2: author.verify}))
    show("kid", author.kid)
    show("URI of kid", r.kid_uri(author.kid))

    title('4.4: the card "Worked Example", iat 1800000000, notAfter null')
    show("card id", author.card_id)
    show("fingerprint", r.fingerprint(author.card_id))

    title("6.1: the schema")
    lines.extend(json.dumps(SCHEMA, indent=1).splitlines())
    show("CBOR(schema)", cbor(SCHEMA))
    show("schema digest", made.body["schema"])

    title("6.2: two entries, each with its restricted part")
    for i, (entry, part) in enumerate(zip(made.entries, made.restricted or [], strict=True)):
        show(f"entry {i}", entry)
        show(f"restricted part {i}", part)

    title("7.1: the context: role offer, version 1, all that may be null is null")
    show("list id", LIST_A)
    fields = ("role", "list", "version", "previous", "exchange", "answers", "schema", "count")
    show("input of ctx", cbor(["swapproto/1 list", author.kid, *(made.body[field] for field in fields)]))
    show("ctx", made.ctx)

    title('8.1 and 7.2: plaintext and keys; the label is "Two names"')
    content = cbor(["Two names", SCHEMA, made.entries, made.restricted])
    show("content", content)
    show("its length, and padded", f"{len(content)}, {r.padme(len(content))}")
    show("H(plaintext)", H(r.pad(content)))
    show("cek", made.cek)
    show("key commitment", made.body["key"])
    first, second = (r.salts(label, made.ctx, made.cek, 2) for label in ("salts", "restricted salts"))
    for i in range(2):
        show(f"salt {i}", first[i])
        show(f"second salt {i}", second[i])

    title("7.3: the tree")
    leaves = []
    for i, (entry, part) in enumerate(zip(made.entries, made.restricted or [], strict=True)):
        digest = r.restricted_digest(second[i], part)
        leaves.append(r.leaf(made.ctx, first[i], entry, digest))
        show(f"restricted digest {i}", digest)
        show(f"leaf {i}", leaves[i])
    show("position of leaf 0, of leaf 1", ", ".join(str(sorted(leaves).index(leaf)) for leaf in leaves))
    show("root", made.body["root"])

    title("8.2: the ciphertext")
    show("protected", r.PROTECTED)
    show("associated data", cbor(["Encrypt", r.PROTECTED, made.ctx]))
    show("ciphertext", made.ciphertext)

    title("8.3 and appendix B: the author's own wrap, which is in vectors/open/worked.json")
    extra = r.seal_extra(made.ctx, made.ciphertext, author.kid)
    info = r.wrap_info(author.kid, extra)
    wrap = r.read_envelope(made.envelope)[1][author.kid]
    show("extra", extra)
    show("info", info)
    secrets = r.decapsulate(author, wrap)
    show("ML-KEM secret", secrets[0])
    show("X25519 secret", secrets[1])
    show("share", wrap[1088:1120])
    combined = r.combine(*secrets, wrap[1088:1120], author.encrypt[1184:])
    show("combined", combined)
    key, nonce = r.key_schedule(combined, info)
    show("key", key)
    show("nonce", nonce)
    show("encrypted cek", wrap[1120:])

    title("7.4 and 5: the statement, iat 1810000000")
    show("envelope", H(made.envelope))
    statement = r.parse_statement(made.statement)
    show("protected", statement.protected)
    show("payload", statement.payload)
    show("Sig_structure", r.sig_structure(statement.protected, statement.payload))
    show("signature", statement.signature)
    show("statement id", made.id)
    return "```text\n" + "\n".join(lines) + "\n```\n"


def add_cases(c: Cases, author: Party, commitment: bytes, envelope: bytes, disclosure: bytes) -> None:
    about = "The worked bytes of appendix A."
    c.add(
        "derive-identity",
        "worked",
        about,
        "4.1; 4.4",
        seed=author.seed,
        name=author.name,
        iat=1800000000,
        notAfter=None,
    )
    c.add(
        "seal",
        "worked",
        about,
        "7; 8.1; 8.2",
        seed=author.seed,
        role="offer",
        list=LIST_A,
        version=1,
        previous=None,
        exchange=None,
        answers=None,
        label="Two names",
        schema=SCHEMA,
        entries=[cbor(entry) for entry in ENTRIES],
        restricted=[cbor(part) for part in RESTRICTED],
    )
    c.add("read-statement", "worked", about, "5; 7.4", statement=commitment, verify=author.verify)
    given: Json = {"commitment": commitment, "verify": author.verify}
    c.add("open", "worked", about, "8.3; 8.4", **given, envelope=envelope, seed=author.seed)
    c.add("read-disclosure", "worked", about, "10.2", **given, disclosure=disclosure)
