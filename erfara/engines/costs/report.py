"""A scenario as a page to read and print: one HTML for the screen's print and for the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape

from erfara.engines.costs import budget, pictures, spec
from erfara.engines.costs.calculation import ZERO, Result, conventions
from erfara.engines.costs.effects import break_even, effects_view
from erfara.engines.costs.excel_words import WORDS
from erfara.engines.costs.said import Language, kronor
from erfara.engines.costs.sensitivity import ends, tornado

_STYLE = """
@page { size: A4; margin: 20mm 18mm; @bottom-right { content: counter(page) " / " counter(pages);
  font-size: 9pt; color: #5a5751 } }
body { font: 10.5pt/1.5 "Liberation Sans", "DejaVu Sans", Arial, sans-serif; color: #2b2a28 }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 6pt }
h2 { font-size: 13pt; margin: 18pt 0 6pt; break-after: avoid }
table { width: 100%; border-collapse: collapse; font-size: 9.5pt; margin: 4pt 0 }
caption { text-align: left; color: #5a5751 }
th, td { text-align: left; vertical-align: top; padding: 3pt 6pt 3pt 0;
  border-bottom: 1px solid #ddd6ca }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
tr.sum td, tr.sum th { font-weight: bold; border-top: 1px solid #2b2a28 }
tr { break-inside: avoid }
ul { padding-left: 14pt } .q { color: #5a5751 } svg { max-width: 100%; height: auto }
figure { margin: 6pt 0; break-inside: avoid }
"""
_HEADS = {
    "en": ("What it costs", "What each line is made of", "What isn't certain", "Effects",
           "How it is counted", "Where the figures come from", "Budget and outcome"),
    "sv": ("Vad det kostar", "Vad varje rad består av", "Vad som inte är säkert", "Effekter",
           "Så är det räknat", "Varifrån siffrorna kommer", "Budget och utfall"),
}  # fmt: skip


def _n(amount: Fraction | None, language: Language) -> str:
    # A figure stays on its line.
    return "–" if amount is None else kronor(amount, language).replace(" ", "\u00a0")


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], figures: int, caption: str, sums: int = 0
) -> str:
    """A table whose last columns are figures; the last rows may be sums."""
    rows = list(rows)
    first = len(heads) - figures
    marks = ['<th scope="col"' + (' class="n">' if i >= first else ">") for i in range(len(heads))]
    head = "".join(f"{mark}{escape(text)}</th>" for mark, text in zip(marks, heads, strict=True))
    body = []
    for number, row in enumerate(rows):
        cells = [f'<th scope="row">{escape(row[0])}</th>']
        cells += [
            ('<td class="n">' if i >= first else "<td>") + f"{escape(text)}</td>"
            for i, text in enumerate(row[1:], 1)
        ]
        mark = ' class="sum"' if number >= len(rows) - sums else ""
        body.append(f"<tr{mark}>{''.join(cells)}</tr>")
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def _sentences(texts: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def html(result: Result, language: Language = "en") -> str:
    """The whole page. Everything from the scenario is escaped."""
    scenario, sv = result.scenario, language == "sv"
    heads = _HEADS[language]
    say = {key: words[language] for key, words in WORDS.items()}
    years = [str(year) for year in scenario.years]
    body = [
        f"<h1>{escape(scenario.name.say(language))}</h1>",
        f"<p>{escape(scenario.about.say(language))}</p>",
        f'<p class="q">{scenario.start} – {scenario.end}</p>',
        f"<h2>{heads[0]}</h2>",
        _table(
            ["", say["amount"]],
            [
                (say["once_sum"], _n(result.one_off, language)),
                (say["full_year_sum"], _n(result.full_year, language)),
                (say["whole_period"], _n(result.total, language)),
            ],
            1,
            "Engångskostnader och löpande kostnader är två olika saker."
            if sv
            else "What comes once and what comes every year are two things.",
        ),
        f"<figure>{pictures.years_by_kind(result, language)}</figure>",
        _table(
            [say["kind"], *years, say["whole_period"]],
            [
                *(
                    (
                        spec.KIND_WORDS[kind][sv],
                        *(_n(amount, language) for amount in by_year.values()),
                        _n(sum(by_year.values(), ZERO), language),
                    )
                    for kind, by_year in result.by_kind.items()
                ),
                (say["total"], *(_n(a, language) for a in result.by_year.values()),
                 _n(result.total, language)),
            ],
            len(years) + 1,
            "Kostnad per år och kostnadsslag" if sv else "Cost per year and kind",
            sums=1,
        ),
        f"<h2>{heads[1]}</h2>",
        _sentences(result.how(line, min(line.by_year), language) for line in result.lines),
        _sure(result, language, heads[2]),
        _effects(result, language, heads[3]),
        _outcome(result, language, heads[6]),
        f"<h2>{heads[4]}</h2>",
        _sentences(s.say(language) for s in (*conventions(scenario), *scenario.warnings)),
        f"<h2>{heads[5]}</h2>",
        _table(
            [say["what"], say["value"], say["source"], say["evidence"]],
            [
                (
                    p.label.say(language),
                    p.show(language),
                    f"{scenario.sources[p.source].title.say(language)}, {p.year}",
                    ". ".join(
                        x for x in (spec.EVIDENCE_WORDS[p.evidence][sv], p.note.say(language)) if x
                    ),
                )
                for p in result.model.parameters.values()
            ],
            0,
            "Varje värde med källa, år och säkerhet" if sv else "Every figure with source and year",
        ),
    ]  # fmt: skip
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(scenario.name.say(language))}</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>"
    )


def _sure(result: Result, language: Language, head: str) -> str:
    bars = tornado(result)
    if not bars:
        return ""
    sv = language == "sv"
    low, high = (kronor(end, language) for end in ends(result, bars))
    words = (
        f"Med alla spann åt det billiga hållet kostar hela perioden {low}, åt det dyra {high}."
        if sv
        else f"With every range at its cheap end the whole period costs {low}, at its dear {high}."
    )
    names = ("Värde", "Lägst", "Högst") if sv else ("Figure", "Lowest", "Highest")
    rows = [
        (bar.label.say(language), _n(bar.at_low, language), _n(bar.at_high, language))
        for bar in bars
    ]
    caption = "Hela periodens kostnad, ett värde i taget" if sv else "One figure at a time"
    return (
        f"<h2>{head}</h2><p>{words}</p><figure>{pictures.tornado(result, bars, language)}</figure>"
        + _table(names, rows, 2, caption)
    )


def _effects(result: Result, language: Language, head: str) -> str:
    found = break_even(result)
    if not found:
        return ""
    sv = language == "sv"
    words = (
        "Det här är räkneexempel, inga löften." if sv else "These are scenarios, never promises."
    )
    texts = [
        f"{one.said().say(language)} {one.effect.text('found').say(language)}" for one in found
    ]
    rows = [
        (str(row["effect"]), f"{row['rate']:.0%}", *(
            kronor(Fraction(row[key]), language) if row[key] is not None else "–"
            for key in ("cost", "icer")))
        for row in effects_view(result)
    ]  # fmt: skip
    names = (
        ("Effekt", "Ränta", "Kostnad", "För varje") if sv else ("Effect", "Rate", "Cost", "Each")
    )
    caption = "Diskonterat" if sv else "Discounted"
    table = _table(names, rows, 2, caption) if rows else ""
    return f"<h2>{head}</h2><p>{words}</p>{_sentences(texts)}{table}"


def _outcome(result: Result, language: Language, head: str) -> str:
    table = budget.compare(result)
    if not table.deviations:
        return ""
    texts = [d.said(table.names[d.line or d.kind]).say(language) for d in table.deviations]
    return f"<h2>{head}</h2>{_sentences(texts)}"
