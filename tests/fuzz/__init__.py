"""Hostile bytes, guided by coverage: ``python -m tests.fuzz -max_total_time=120``. See ``targets``."""
