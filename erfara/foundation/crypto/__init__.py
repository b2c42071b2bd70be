"""Keys and sealed bytes, beneath the vault and the links. Knows no tables."""
