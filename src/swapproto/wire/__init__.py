"""Bytes to values and back; knows nothing of lists or parties."""
