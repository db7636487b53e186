"""Workbooks for people: a template to fill in, findings to repair a table by, and pairs to decide on."""
