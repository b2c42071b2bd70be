"""The one identity, and everything around a person with experience."""
