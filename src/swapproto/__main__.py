"""``python -m swapproto`` is ``swapproto``."""

import sys

from .cli import main

sys.exit(main())
