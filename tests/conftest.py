"""How many examples the property tests try: ``ci``, the same ones every time, or ``long``, by hand."""

import os

from hypothesis import HealthCheck, settings

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile("ci", derandomize=True, database=None, deadline=None, max_examples=40, stateful_step_count=25)
settings.register_profile(
    "long", deadline=None, max_examples=1000, stateful_step_count=40, print_blob=True, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
