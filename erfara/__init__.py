"""Libraries of people with lived experience."""

# Nothing is released yet.
__version__ = "0.dev"
