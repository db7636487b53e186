"""Whom and which clocks a user trusts."""
