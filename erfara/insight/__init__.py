"""Read-only: figures, each with its definition and its source rows."""
