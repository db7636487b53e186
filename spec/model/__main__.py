"""``python -m spec.model``: search every configuration, and show what each undone rule lets happen."""

from __future__ import annotations

from time import perf_counter

from .cases import LARGE, SMALL, WITNESS
from .explore import CHECKS, Search
from .undone import RULES, UNDONE


def main() -> int:
    """Print what was searched and found; return 1 where the rules fail, or the checker does."""
    print("Checked in every state:", ", ".join(check.__name__.replace("_", " ") for check in CHECKS))
    failed = 0
    for case in SMALL + LARGE:
        begun = perf_counter()
        found = Search(case, RULES).run()
        bound = f", hostile acts: up to {case.faults}" if case.hostile else ""
        print(f"\n{case.name}{bound}")
        print(f"  {found.states} states, {found.transitions} transitions, {perf_counter() - begun:.1f} s", flush=True)
        if found.violation:
            failed += 1
            print(f"  VIOLATION: {found.words()}")
    print("\nRules undone, one at a time, and what was found:")
    for name, rules in UNDONE.items():
        found = Search(WITNESS[name], rules).run()
        failed += not found.violation
        print(f"\n{name}: {found.words() or 'NOTHING WAS FOUND'}", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    raise SystemExit(main())
