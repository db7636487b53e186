"""A file of terms to fill in: each key with a comment, and deadlines in the months that come."""

from datetime import UTC, datetime, timedelta

_DAYS = {"accept": 14, "commit": 42, "reveal": 49, "review": 77}
_HOUR = 12

_TEMPLATE = """\
# Terms of an exchange. Fill this in, and then: swapproto propose TERMS.toml -k ME.swapkey -o terms.swap
# You are shown all of it before you sign. All but the title and two slots may be left out.

# What the exchange is called. In several languages: title = {{ uk = "...", en = "..." }}
title = "Exchange of {month}"

# 1: each party reveals its own list, in turn. 2: a mediator reveals them all.
release = 1

# Whether each list has to be acknowledged by the deadline commit, and how much later that may be: "2d", "36h".
delivery = false
# grace = "2d"

# The columns that every list has: detainee, person, or a schema file of your own.
# profile = "detainee"

# What else is agreed: texts, or tables of languages. An address needs the SHA-256 of what is there.
# conditions = ["The lists are used for the exchange, and for nothing else."]

# The terms that these replace, in a counter-proposal: the file that they came in.
# replaces = "their-terms.swap"

# How many of the clocks below have to agree on a time (all, if it is left out); and drand's beacon, if you want it.
# quorum = 1
# beacon = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"

# Who owes which list: "you", your name for a pinned party, or the file of their card.
# The role is offer (we will release), request (we ask for) or report (we hold), or a word of your own: "other:word".
# With a count, the list has exactly so many entries.
[[slot]]
party = "you"
role = "offer"
# count = 100

[[slot]]
party = "South"
role = "offer"
# count = 100

# Who mediates. Needed with release = 2.
# [[mediator]]
# party = "Mediator"

# Whose time stamps both sides believe: files with certificates of the authority, or their SHA-256. Best its root, and
# the certificate below it, which is in its stamps. The accuracy is taken where a stamp does not state one; without
# it, that is one second.
# [[clock]]
# operator = "DigiCert"
# certificates = ["digicert-root.pem", "digicert-time.pem"]
# accuracy = "1s"

# By when each step is due, with the offset from UTC (Z is UTC). Change these dates, or delete them.
[deadlines]
accept = {accept}
commit = {commit}
reveal = {reveal}
review = {review}
"""


def template(now: int) -> str:
    """Return a file of terms to fill in, with deadlines that follow ``now`` (seconds since 1970)."""
    today = datetime.fromtimestamp(now, UTC).replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    dates = {step: (today + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ") for step, days in _DAYS.items()}
    return _TEMPLATE.format(month=(today + timedelta(days=_DAYS["commit"])).strftime("%Y-%m"), **dates)
