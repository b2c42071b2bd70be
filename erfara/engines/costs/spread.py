"""How sure a parameter is: one value, a range, or a distribution.

Each says its mean exactly, its ends (for one parameter at a time), how it is drawn, and how Excel
computes its mean from the cells that describe it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

from erfara.engines.costs import special
from erfara.engines.costs.errors import wrong

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Rule = Literal["mean", "low", "high", "distribution"]
RULES: tuple[Rule, ...] = ("mean", "low", "high", "distribution")
# The ends of what has none: the middle 95 per cent.
_TAIL = 0.025


def mean_of_range(low: Fraction, high: Fraction) -> Fraction:
    """(low + high) / 2, with the brackets that a spreadsheet lost: not low + high / 2."""
    return (low + high) / 2


@dataclass(frozen=True)
class Spread:
    """What is known of one parameter."""

    @property
    def uncertain(self) -> bool:
        """Whether there is anything to draw."""
        return True

    def mean(self) -> Fraction:
        """The expected value, exactly."""
        raise NotImplementedError

    def ends(self) -> tuple[Fraction, Fraction]:
        """Low and high for a one-way analysis."""
        raise NotImplementedError

    def describes(self) -> Mapping[str, Fraction]:
        """The figures somebody gave, by the names they have in a scenario."""
        raise NotImplementedError

    def draw(self, generator: np.random.Generator, size: int) -> NDArray[np.float64]:
        """So many independent draws."""
        raise NotImplementedError

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        """The mean as a formula over the cells of what describes it."""
        raise NotImplementedError

    def refuse_below_zero(self, field: str, line: int | None) -> None:
        """Most things can't be negative: refuse a spread that could draw it."""
        if any(self.describes().get(name, Fraction(0)) < 0 for name in ("low", "value")):
            raise _negative(field, line)


def _negative(field: str, line: int | None) -> Exception:
    return wrong(
        "value.negative", "This can't be below zero.", "Det här kan inte vara under noll.",
        field=field, line=line,
    )  # fmt: skip


@dataclass(frozen=True)
class Fixed(Spread):
    """One value."""

    amount: Fraction

    @property
    def uncertain(self) -> bool:
        return False

    def mean(self) -> Fraction:
        return self.amount

    def ends(self) -> tuple[Fraction, Fraction]:
        return self.amount, self.amount

    def describes(self) -> Mapping[str, Fraction]:
        return {"value": self.amount}

    def draw(self, generator: np.random.Generator, size: int) -> NDArray[np.float64]:
        import numpy as np

        return np.full(size, float(self.amount))

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        return cells["value"]


@dataclass(frozen=True)
class Uniform(Spread):
    """Anything between two ends, each as likely as the other. Also what a bare range draws."""

    low: Fraction
    high: Fraction

    def mean(self) -> Fraction:
        return mean_of_range(self.low, self.high)

    def ends(self) -> tuple[Fraction, Fraction]:
        return self.low, self.high

    def describes(self) -> Mapping[str, Fraction]:
        return {"low": self.low, "high": self.high}

    def draw(self, generator: np.random.Generator, size: int) -> NDArray[np.float64]:
        return generator.uniform(float(self.low), float(self.high), size)

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        return f"AVERAGE({cells['low']},{cells['high']})"


@dataclass(frozen=True)
class Range(Uniform):
    """A range as reports give it: low to high, combined by a declared rule."""

    rule: Rule = "mean"

    def base(self) -> Fraction:
        """What the calculation uses, by the rule."""
        return {"low": self.low, "high": self.high}.get(self.rule, self.mean())

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        return {"low": cells["low"], "high": cells["high"]}.get(
            self.rule, super().excel_mean(cells)
        )


@dataclass(frozen=True)
class Triangular(Spread):
    """Lowest, most likely, highest; straight lines between."""

    low: Fraction
    mode: Fraction
    high: Fraction

    def mean(self) -> Fraction:
        return (self.low + self.mode + self.high) / 3

    def ends(self) -> tuple[Fraction, Fraction]:
        return self.low, self.high

    def describes(self) -> Mapping[str, Fraction]:
        return {"low": self.low, "mode": self.mode, "high": self.high}

    def draw(self, generator: np.random.Generator, size: int) -> NDArray[np.float64]:
        if self.low == self.high:
            return Fixed(self.low).draw(generator, size)
        return generator.triangular(float(self.low), float(self.mode), float(self.high), size)

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        return f"AVERAGE({cells['low']},{cells['mode']},{cells['high']})"


def pert_shapes(low: Fraction, mode: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """The two shapes of the beta distribution behind a PERT: 1 + 4 (m - a) / (b - a), and so on."""
    width = high - low
    return 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width


@dataclass(frozen=True)
class Pert(Triangular):
    """Lowest, most likely, highest; smooth, with most weight on the likely."""

    def mean(self) -> Fraction:
        return (self.low + 4 * self.mode + self.high) / 6

    def draw(self, generator: np.random.Generator, size: int) -> NDArray[np.float64]:
        if self.low == self.high:
            return Fixed(self.low).draw(generator, size)
        a, b = pert_shapes(self.low, self.mode, self.high)
        drawn = generator.beta(float(a), float(b), size)
        drawn *= float(self.high - self.low)
        drawn += float(self.low)
        return drawn

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        return f"({cells['low']}+4*{cells['mode']}+{cells['high']})/6"


def gamma_from(mean: Fraction, sd: Fraction) -> tuple[Fraction, Fraction]:
    """Shape and scale of the gamma distribution with this mean and standard deviation."""
    return (mean / sd) ** 2, sd * sd / mean


@dataclass(frozen=True)
class Gamma(Spread):
    """For costs: never below zero, long to the right. By shape and scale, or mean and sd."""

    shape: Fraction
    scale: Fraction
    by_mean: bool = False

    def mean(self) -> Fraction:
        return self.shape * self.scale

    def ends(self) -> tuple[Fraction, Fraction]:
        shape, scale = float(self.shape), float(self.scale)
        return (
            Fraction(special.gamma_quantile(shape, scale, _TAIL)).limit_denominator(10**6),
            Fraction(special.gamma_quantile(shape, scale, 1 - _TAIL)).limit_denominator(10**6),
        )

    def describes(self) -> Mapping[str, Fraction]:
        if self.by_mean:
            return {"mean": self.mean()}
        return {"shape": self.shape, "scale": self.scale}

    def draw(self, generator: np.random.Generator, size: int) -> NDArray[np.float64]:
        return generator.gamma(float(self.shape), float(self.scale), size)

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        return cells["mean"] if self.by_mean else f"{cells['shape']}*{cells['scale']}"


def beta_from(mean: Fraction, sd: Fraction) -> tuple[Fraction, Fraction]:
    """The two shapes of the beta distribution with this mean and standard deviation."""
    both = mean * (1 - mean) / (sd * sd) - 1
    return mean * both, (1 - mean) * both


@dataclass(frozen=True)
class Beta(Spread):
    """For shares between 0 and 1. By a and b, or mean and sd."""

    a: Fraction
    b: Fraction
    by_mean: bool = False

    def mean(self) -> Fraction:
        return self.a / (self.a + self.b)

    def ends(self) -> tuple[Fraction, Fraction]:
        a, b = float(self.a), float(self.b)
        return (
            Fraction(special.beta_quantile(a, b, _TAIL)).limit_denominator(10**9),
            Fraction(special.beta_quantile(a, b, 1 - _TAIL)).limit_denominator(10**9),
        )

    def describes(self) -> Mapping[str, Fraction]:
        return {"mean": self.mean()} if self.by_mean else {"a": self.a, "b": self.b}

    def draw(self, generator: np.random.Generator, size: int) -> NDArray[np.float64]:
        return generator.beta(float(self.a), float(self.b), size)

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        return cells["mean"] if self.by_mean else f"{cells['a']}/({cells['a']}+{cells['b']})"


@dataclass(frozen=True)
class Normal(Spread):
    """For what is far enough from zero. By mean and sd."""

    centre: Fraction
    sd: Fraction

    def mean(self) -> Fraction:
        return self.centre

    def ends(self) -> tuple[Fraction, Fraction]:
        reach = Fraction(NormalDist().inv_cdf(1 - _TAIL)).limit_denominator(10**9) * self.sd
        return self.centre - reach, self.centre + reach

    def describes(self) -> Mapping[str, Fraction]:
        return {"mean": self.centre, "sd": self.sd}

    def draw(self, generator: np.random.Generator, size: int) -> NDArray[np.float64]:
        return generator.normal(float(self.centre), float(self.sd), size)

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        return cells["mean"]

    def refuse_below_zero(self, field: str, line: int | None) -> None:
        # Five standard deviations: one draw in three million would still be negative.
        if self.centre < 5 * self.sd:
            raise wrong(
                "value.normal_below_zero",
                "A normal distribution this wide would draw values below zero.",
                "En så bred normalfördelning skulle ge värden under noll.",
                field=field,
                line=line,
                example="distribution: gamma, mean: 10000, sd: 2000",
            )
