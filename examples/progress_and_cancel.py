"""Long work beside a window: it says how far it is, and ends when somebody presses a button.

The work runs in a thread. A window asks `step` from its timer (with tkinter: `root.after(100, ...)`) and never waits;
here a loop stands in for the window. Cancelling is an exception, raised in the work by its own progress function.

It does NOT undo anything: nothing was signed, and nothing was written, before the work ended.
"""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from swapproto import Identity, List, Place, Schema, Sealed, seal

T = TypeVar("T")


class Cancelled(Exception):
    """Somebody pressed the button."""


class Work(Generic[T]):
    """A function that takes `progress`, run in a thread."""

    def __init__(self, function: Callable[[Callable[[int, int], None]], T]) -> None:
        self.done, self.total = 0, 0
        self.result: T | None = None
        self.error: Exception | None = None
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[function])
        self._thread.start()

    def _run(self, function: Callable[[Callable[[int, int], None]], T]) -> None:
        try:
            self.result = function(self._progress)
        except Exception as error:  # noqa: BLE001  # whatever it is, the window shows it
            self.error = error

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()


def run(work: Work[Sealed], *, patience: int) -> None:
    """Stand in for a window, with somebody before it who presses the button when so many entries are done."""
    while work.running:
        time.sleep(0.001)
        if work.done > patience:
            work.cancel()
    if work.result is not None:
        print(f"sealed: {work.done} of {work.total}, {len(work.result.opened.list)} entries")
    else:
        print(f"not sealed: {type(work.error).__name__}, before all {work.total} were done: {work.done < work.total}")


def main() -> None:
    now = int(time.time())
    me = Identity.generate("Harbour Office", iat=now)
    berths = List.of("Berths", Schema.of_texts(["berth"]), ({"berth": f"Quay {n}"} for n in range(200_000)))

    def work(progress: Callable[[int, int], None]) -> Sealed:
        place = Place.first("report")
        return seal(berths, author=me.party, local_secret=me.local_secret, place=place, iat=now, progress=progress)

    run(Work(work), patience=len(berths))
    run(Work(work), patience=0)


if __name__ == "__main__":
    main()
