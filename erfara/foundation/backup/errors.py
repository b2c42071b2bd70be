"""What can be wrong with a backup, said in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as spoken


class BackupError(Exception):
    """A copy can't be made or used; the text says why, and that nothing was changed.

    In English for whoever reads the command line. Where the sentence is marked for translation and
    its `values` are given beside it, `said` has it in the language in force.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self._sentence, self._values = sentence, values

    def said(self) -> str:
        """The sentence in the language in force."""
        return spoken(self._sentence).format(**self._values) if self._values else str(self)


class WrongCall(BackupError):
    """What was asked for can't be meant as it stands; the text says what to write instead."""
