"""What can be wrong with a scenario or a file of draws, said so that it can be put right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from erfara.engines.costs.said import Language, Said


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, what was expected, and an example of it."""

    said: Said
    field: str = ""
    line: int | None = None
    expected: Said | None = None
    example: str = ""

    def sentence(self, language: Language = "en") -> str:
        """The whole of it on one line."""
        swedish = language == "sv"
        parts = []
        if self.line is not None:
            parts.append(f"{'Rad' if swedish else 'Line'} {self.line}")
        if self.field:
            parts.append(self.field)
        text = ", ".join(parts)
        text = f"{text}: {self.said.say(language)}" if text else self.said.say(language)
        if self.expected:
            label = "Väntat" if swedish else "Expected"
            text += f" {label}: {self.expected.say(language)}."
        if self.example:
            text += f" {'Exempel' if swedish else 'Example'}: {self.example}"
        return text

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "code": self.said.code,
            "line": self.line,
            "field": self.field,
            "what": {"en": self.said.en, "sv": self.said.sv},
            "expected": {"en": self.expected.en, "sv": self.expected.sv} if self.expected else None,
            "example": self.example,
        }


class CostsError(Exception):
    """Something is wrong with the data; `problems` says all of it, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problem.sentence() for problem in self.problems))

    def sentences(self, language: Language = "en") -> list[str]:
        """Every problem on a line of its own."""
        return [problem.sentence(language) for problem in self.problems]


def wrong(code: str, en: str, sv: str, *, field: str = "", line: int | None = None,
          expected: Said | None = None, example: str = "") -> CostsError:  # fmt: skip
    """An error of one problem."""
    return CostsError([Problem(Said(code, en, sv), field, line, expected, example)])
