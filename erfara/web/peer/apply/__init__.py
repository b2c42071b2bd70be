"""Applying in a round, without an account; and one's own page about it afterwards."""
