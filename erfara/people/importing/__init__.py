"""A register that comes as a file: read, understood row by row, and said in plain words."""
