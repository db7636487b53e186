"""For tests of your own store, ledger or key service: made-up parties and lists, strategies, and checks to call.

:mod:`swapproto.testing.made` needs nothing else; the strategies and checks need ``hypothesis``
(``pip install 'swapproto[testing]'``). Keys made here come from their names: never use them for anything but tests.
"""

from .made import IAT, NOW, Made, make, party, people, reveal, shown

__all__ = ["IAT", "NOW", "Made", "make", "party", "people", "reveal", "shown"]
