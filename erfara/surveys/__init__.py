"""Question sets and what was answered. Free text goes to the vault."""
