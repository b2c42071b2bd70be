"""The handbook: the guides of docs/how-to as pages, and which of them helps where."""
