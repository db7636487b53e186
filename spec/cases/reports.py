"""Cases of 12.6: an assessment as data."""

from __future__ import annotations

from typing import Any

from spec import reference as r
from spec.cases.making import (
    EXCHANGE,
    EXPIRED,
    LIST_B,
    NORTH,
    NOW,
    PEOPLE,
    SOUTH,
    STRANGER,
    Cases,
    disclose,
    reveal,
)
from spec.cases.transcripts import variant
from spec.reference import H, cbor

UNSAID: dict[str, Any] = {"verdict": "agreed", "details": None, "seen": []}


def report_cases(c: Cases) -> None:
    def report(name: str, about: str, files: list[bytes], exit: int, spec: str = "12.6", **given: Any) -> None:
        cards = [party.card_bytes for party in (NORTH, SOUTH, EXPIRED)]
        names = [f"{number} файл.swap" for number in range(len(files))]
        whole = {"openings": {}, "now": NOW, "require": [], "pinned": cards, **given}
        result = c.add("report", name, about, spec, files=files, names=names, **whole)["assessment"]
        if result["exit"] != exit:
            raise SystemExit(f"report/{name}: exit {result['exit']}, not {exit}")

    made = c.commit("report", readers=(SOUTH,), body={"exchange": EXCHANGE, "answers": H(b"answered")})
    key = reveal(made, SOUTH, cek=made.cek)
    report("nothing", "No file.", [], 2)
    report("opened", "A list that a published key opens.", [made.statement, made.envelope + key], 0)
    anything = {"by": None, "role": None, "list": None}
    require = [
        {**anything, "code": "opened"},
        {**anything, "code": "released", "by": NORTH.kid.hex()},
        {**anything, "code": "signed", "role": "report"},
        {**anything, "code": "count-proven", "list": LIST_B.hex()},
    ]
    report(
        "required",
        "What was required, and which of it is missing.",
        [made.statement, made.envelope + key],
        3,
        spec="12.1, step 9; 12.6",
        require=require,
    )
    review = SOUTH.sign("review", "00" * 16, NOW, cbor({"nonce": bytes(16), "commitment": made.id, **UNSAID}))
    report(
        "required-misplaced",
        "Whoever signed a review under another subject had the list; the requirement is of what speaks of it.",
        [made.statement, made.envelope + review],
        1,
        spec="12.1, step 4; 12.1, step 9; 12.6",
        require=[{**anything, "code": "knew", "by": NORTH.kid.hex()}, {**anything, "code": "signed"}],
    )
    offered = c.commit("report: fork by role, offered", body={"role": "offer", "list": LIST_B})
    asked = c.commit("report: fork by role, requested", body={"role": "request", "list": LIST_B}, entries=PEOPLE[:1])
    report(
        "required-role-of-fork",
        "A list is signed in two roles, and opened in one: it has both, and is required to be opened in each.",
        [*offered.files, *asked.files, reveal(offered, NORTH, cek=offered.cek)],
        4,
        spec="12.1, step 9",
        require=[{**anything, "code": "opened", "role": role} for role in ("offer", "request", "report")],
    )
    report(
        "required-role-of-fork-met",
        "It is required to be signed in each of its roles, and is.",
        [*offered.files, *asked.files],
        4,
        spec="12.1, step 9",
        require=[{**anything, "code": "signed", "role": role} for role in ("offer", "request")],
    )
    shown = disclose(made, [0])
    theirs = c.commit("report: stranger", STRANGER)
    report(
        "ignored",
        "What is ignored, of every kind.",
        [STRANGER.card_bytes + theirs.statement + theirs.envelope, *made.files, disclose(theirs, [0]), shown],
        3,
        spec="12.1, step 3; 12.1, step 5; 12.6",
    )
    misplaced = reveal(made._replace(sub="00" * 16), NORTH, cek=made.cek)
    unsigned = r.parse_statement(made.statement)
    false = cbor(r.Tag(18, [unsigned.protected, {}, unsigned.payload, bytes(64)]))
    report(
        "rejected",
        "What is rejected, with the first place of each piece; a reveal with two signatures by the lower H.",
        [
            b"no list here\n",
            made.statement + b"\x00" + false + variant(NORTH, misplaced) + misplaced,
            b"\x00" + made.envelope + c.commit("report: no commitment", entries=[]).envelope + shown[:-1],
            disclose(made, [0], proof=[]) + shown + b"\x9f",
        ],
        1,
        spec="12.1, step 1; 12.1, step 4; 12.6",
    )
    short = cbor(r.Tag(18, [unsigned.protected, {}, unsigned.payload, bytes(63)]))
    report(
        "unreadable",
        "What begins as an artefact and cannot be read, before others and again behind them: its first place counts.",
        [made.statement + short + made.envelope + short + key, short + made.envelope],
        1,
        spec="3.2, step 2; 12.1, step 1; 12.6",
    )
    other = c.commit("report: fork", entries=PEOPLE[:1], body={"exchange": EXCHANGE})
    wrong = reveal(made, SOUTH, cek=bytes(32))
    bad = c.commit("report: bad root", SOUTH, body={"root": H(b"another root")})
    hidden = c.commit("report: bad count", EXPIRED, body={"count": 7})
    report(
        "contradictions",
        "A fork, a wrong key, and wrong contents: of a published key, and of an opening, which is not transferable.",
        [
            *made.files,
            other.statement,
            wrong,
            key,
            bad.statement + bad.envelope + reveal(bad, NORTH, cek=bad.cek),
            hidden.statement + hidden.envelope,
        ],
        4,
        spec="12.3; 12.6",
        openings={hidden.id.hex(): hidden.cek},
    )


GROUPS = (report_cases,)
