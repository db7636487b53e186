"""Signed, sealed, versioned lists between two sides that do not trust each other."""
