"""Workbooks that people work in: a blank one to fill in, findings to repair a table by, pairs to decide on."""
