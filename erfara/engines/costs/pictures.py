"""Charts as plain SVG: the same on the screen, in the PDF and in the docs, with no library.

Each says in its title what it shows, writes figures beside what they belong to, and never leaves
anything to colour alone. A table with the same figures stands beside each, wherever it is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from html import escape

from erfara.engines.costs import spec
from erfara.engines.costs.calculation import ZERO, Result
from erfara.engines.costs.said import Language, kronor, percent, plain
from erfara.engines.costs.sensitivity import Bar
from erfara.engines.costs.uppsala import Reproduction, Slip

INK, QUIET, LINE, GROUND = "#2b2a28", "#5a5751", "#ddd6ca", "#faf7f2"
GREEN, BRICK, FLAT = "#17595e", "#a8412b", "#e3b9a8"
# Two greens and greys before anything else; each part also has its name beside it.
PARTS = ("#17595e", "#6fa3a3", "#8a857b", "#b9b3a8", "#3f6b4f", "#d4cdbf")
_FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,sans-serif"


class Drawing:
    """An SVG under way. Everything written is escaped."""

    def __init__(self, width: int, height: int, title: str, about: str) -> None:
        self.width, self.height = width, height
        self.title, self.about = title, about
        self.parts: list[str] = []

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, more: str = ""
    ) -> None:
        """A filled rectangle."""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" '
            f'fill="{colour}"{more}/>'
        )

    def write(
        self, x: float, y: float, words: str, *, size: int = 15, colour: str = INK,
        anchor: str = "start", bold: bool = False,
    ) -> None:  # fmt: skip
        """Text on its line."""
        weight = ' font-weight="600"' if bold else ""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}"{at}{weight}>'
            f"{escape(words)}</text>"
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = LINE) -> None:
        """A thin line."""
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'
        )

    def svg(self) -> str:
        """The picture, with its title and description for those who don't see it."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img" font-family="{_FONT}">'
            f"<title>{escape(self.title)}</title><desc>{escape(self.about)}</desc>"
            f"{''.join(self.parts)}</svg>"
        )


def _scaled(amount: Fraction | float, most: Fraction | float, width: float) -> float:
    return float(amount) / float(most) * width if most else 0.0


def _short(words: str) -> str:
    return words if len(words) <= 42 else words[:41] + "…"


def years_by_kind(result: Result, language: Language) -> str:
    """Cost per year, by kind: one bar a year, its parts named under it."""
    sv = language == "sv"
    years = result.scenario.years
    kinds = [k for k in spec.COST_KINDS if any(result.by_kind[k].values())]
    title = "Kostnad per år och kostnadsslag" if sv else "Cost per year and kind"
    about = "; ".join(f"{y}: {kronor(result.by_year[y], language)}" for y in years)
    most = max(result.by_year.values(), default=ZERO)
    drawing = Drawing(760, 26 + 74 * len(years), title, about)
    for place, year in enumerate(years):
        y = 20 + 74 * place
        drawing.write(0, y + 22, str(year), bold=True)
        x = 60.0
        names = []
        for kind, colour in zip(kinds, PARTS, strict=False):
            amount = result.by_kind[kind][year]
            if not amount:
                continue
            width = _scaled(amount, most, 520)
            drawing.box(x, y, width, 32, colour, f' stroke="{GROUND}"')
            x += width
            names.append(f"{spec.KIND_WORDS[kind][sv]} {plain(amount, language)}")
        drawing.write(x + 8, y + 22, kronor(result.by_year[year], language), bold=True)
        drawing.write(60, y + 52, " · ".join(names), size=13, colour=QUIET)
    return drawing.svg()


def tornado(result: Result, bars: Sequence[Bar], language: Language, most: int = 12) -> str:
    """One parameter at a time to its ends: the widest on top, the figures at the ends."""
    sv = language == "sv"
    shown = list(bars[:most])
    base = result.total
    title = "Vad varje osäkert värde gör" if sv else "What each uncertain figure does"
    widest = max((max(abs(b.at_low - base), abs(b.at_high - base)) for b in shown), default=ZERO)
    about = "; ".join(
        f"{b.label.say(language)}: {plain(b.at_low, language)} – {plain(b.at_high, language)} kr"
        for b in shown
    )
    drawing = Drawing(760, 44 + 48 * len(shown), title, about)
    middle = 480.0
    whole = "hela perioden" if sv else "the whole period"
    drawing.write(middle, 16, f"{whole}: {kronor(base, language)}", size=13, anchor="middle")
    for place, bar in enumerate(shown):
        y = 30 + 48 * place
        drawing.write(0, y + 14, _short(bar.label.say(language)), size=12, bold=True)
        drawing.write(0, y + 30, f"{bar.low.say(language)} – {bar.high.say(language)}",
                      size=12, colour=QUIET)  # fmt: skip
        low, high = sorted((bar.at_low, bar.at_high))
        left = middle - _scaled(base - low, widest, 160)
        right = middle + _scaled(high - base, widest, 160)
        drawing.box(left, y + 4, middle - left, 22, PARTS[1])
        drawing.box(middle, y + 4, right - middle, 22, PARTS[0])
        drawing.write(left - 5, y + 20, plain(low - base, language), size=12, anchor="end")
        drawing.write(right + 5, y + 20, f"+{plain(high - base, language)}", size=12)
    drawing.line(middle, 24, middle, 40 + 48 * len(shown), INK)
    return drawing.svg()


def distribution(
    edges: Sequence[float],
    counts: Sequence[int],
    language: Language,
    budgets: Mapping[Fraction, float] | None = None,
) -> str:
    """How the draws spread, with each budget and the share that stays within it."""
    sv = language == "sv"
    title = "Så sprider sig kostnaden" if sv else "How the cost spreads"
    low, high = edges[0], edges[-1]
    wide = (high - low) or 1.0
    about = f"{kronor(Fraction(low), language)} – {kronor(Fraction(high), language)}"
    drawing = Drawing(760, 260, title, about)
    most = max(counts, default=1) or 1
    for place, count in enumerate(counts):
        left = (edges[place] - low) / wide * 740
        right = (edges[place + 1] - low) / wide * 740
        height = count / most * 170
        drawing.box(left, 210 - height, right - left - 1, height, PARTS[1])
    drawing.line(0, 210, 740, 210, INK)
    drawing.write(0, 230, kronor(Fraction(low), language), size=13)
    drawing.write(740, 230, kronor(Fraction(high), language), size=13, anchor="end")
    for number, (budget, share) in enumerate((budgets or {}).items()):
        x = min(max((float(budget) - low) / wide, 0), 1) * 740
        drawing.line(x, 24 + 18 * number, x, 210, BRICK)
        word = "inom" if sv else "within"
        said = f"{percent(Fraction(round(share * 1000), 1000), language)} {word} "
        anchor = "end" if x > 370 else "start"
        drawing.write(x - 5 if x > 370 else x + 5, 22 + 18 * number,
                      said + kronor(budget, language), size=13, anchor=anchor)  # fmt: skip
    return drawing.svg()


def break_even_line(yearly: Fraction, language: Language, values: Sequence[Fraction]) -> str:
    """How many a year would pay for it, at several values of one: a bar for each value."""
    sv = language == "sv"
    title = "Hur många om året som skulle betala" if sv else "How many a year would pay for it"
    needed = [(value, yearly / value) for value in values if value > 0]
    word, each = ("om året", "för varje") if sv else ("a year", "for each")
    about = "; ".join(
        f"{kronor(v, language)} {each}: {plain(n, language)} {word}" for v, n in needed
    )
    most = max((n for _, n in needed), default=ZERO)
    drawing = Drawing(760, 10 + 36 * len(needed), title, about)
    for place, (value, number) in enumerate(needed):
        y = 6 + 36 * place
        drawing.write(190, y + 18, f"{kronor(value, language)} {each}", size=13, anchor="end")
        width = _scaled(number, most, 420)
        drawing.box(200, y, width, 26, GREEN)
        drawing.write(208 + width, y + 18, f"{plain(number, language)} {word}", size=13, bold=True)
    return drawing.svg()


_STORY = {
    "en": (
        "Lost brackets: the cheapest proposal is printed 47 % too high",
        "Printed total",
        "With true means",
        "proposal",
        "too much",
        "was computed, and printed as",
        "is the mean",
    ),
    "sv": (
        "Tappade parenteser: det billigaste förslaget är tryckt 47 % för högt",
        "Tryckt summa",
        "Med sanna medelvärden",
        "förslag",
        "för mycket",
        "räknades, och trycktes som",
        "är medelvärdet",
    ),
}


def slip_picture(language: Language) -> str:
    """The story of the slip: printed and true totals, and what was computed instead of a mean."""
    made = Reproduction(language)
    title, printed, true, proposal, over, computed, mean = _STORY[language]
    rows = made.data["totals"]
    about = "; ".join(
        f"{proposal} {number}: {kronor(Fraction(row['printed']['total']), language)} → "
        f"{kronor(made.true_total(row), language, 2)}"
        for number, row in enumerate(rows, 1)
    )
    height = 60 + 118 * len(rows) + 168
    drawing = Drawing(760, height, title, about)
    drawing.box(0, 0, 760, height, GROUND)
    drawing.write(24, 36, title, size=18, bold=True)
    most = Fraction(rows[0]["printed"]["total"])
    for number, row in enumerate(rows, 1):
        y = 62 + 118 * (number - 1)
        total, right = Fraction(row["printed"]["total"]), made.true_total(row)
        drawing.write(24, y + 14, f"{proposal.capitalize()} {number}", bold=True)
        _total_bars(drawing, y + 24, total, right, most, (printed, true, over), language)
    y = 62 + 118 * len(rows)
    drawing.line(24, y, 736, y)
    seen: list[Slip] = []
    for slip in made.slips:
        if all(slip.printed != other.printed for other in seen):
            seen.append(slip)
    for place, slip in enumerate(seen):
        top = y + 32 + 44 * place
        low, high = plain(slip.low, language), plain(slip.high, language)
        wrong = f"{low} + {high} / 2 = {kronor(slip.slipped, language, 2)}"
        right_words = f"({low} + {high}) / 2 = {kronor(slip.true_mean, language, 2)}"
        drawing.write(24, top, wrong, colour=BRICK, bold=True)
        shown = f"{computed} {plain(Fraction(slip.printed), language)}"
        drawing.write(400, top, shown, size=13, colour=QUIET)
        drawing.write(24, top + 19, right_words, colour=GREEN, bold=True)
        drawing.write(400, top + 19, mean, size=13, colour=QUIET)
    return drawing.svg() + "\n"


def _total_bars(
    drawing: Drawing, y: float, total: Fraction, right: Fraction, most: Fraction,
    words: tuple[str, str, str], language: Language,
) -> None:  # fmt: skip
    printed, true, over = words
    width, part = _scaled(total, most, 415), _scaled(right, most, 415)
    drawing.box(24, y, part, 30, "#b9b3a8")
    drawing.box(24 + part, y, width - part, 30, FLAT, f' stroke="{BRICK}" stroke-dasharray="4 3"')
    drawing.write(34 + width, y + 13, f"{printed} {kronor(total, language)}", size=14)
    share = percent(Fraction(round((total / right - 1) * 100), 100), language)
    extra = f"{kronor(total - right, language, 2)} {over} ({share})"
    drawing.write(34 + width, y + 29, extra, size=13, colour=BRICK)
    drawing.box(24, y + 38, part, 30, GREEN)
    drawing.write(34 + part, y + 58, f"{true} {kronor(right, language, 2)}", size=14, bold=True)
