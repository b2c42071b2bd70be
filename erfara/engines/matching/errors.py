"""What the engine says when it is handed something it can't use."""

from __future__ import annotations


class InputError(ValueError):
    """Something handed in is wrong: `path` is where (`people[3].gender`), `said` is what."""

    def __init__(self, path: str, said: str) -> None:
        super().__init__(f"{path}: {said}")
        self.path = path
        self.said = said


class SchemeError(ValueError):
    """A vocabulary that can't be read, or that points at what isn't there."""
