"""All writes about lending, one module for each of its things."""
