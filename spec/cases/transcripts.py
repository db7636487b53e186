"""Cases of sections 11 and 12: what an assessment says."""

from __future__ import annotations

from collections.abc import Callable

from spec.cases.making import Cases

GROUPS: tuple[Callable[[Cases], None], ...] = ()
