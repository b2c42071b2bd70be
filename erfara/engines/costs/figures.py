"""Read one figure of a scenario: a value, a range or a distribution, with where it comes from."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from erfara.engines.costs import reading, spec, spread
from erfara.engines.costs.errors import wrong
from erfara.engines.costs.reading import Entry
from erfara.engines.costs.said import Said
from erfara.engines.costs.scenario import Parameter, Text
from erfara.engines.costs.spec import Field
from erfara.engines.costs.units import Degree, Hours, Kronor, People, Percentage

if TYPE_CHECKING:
    from erfara.engines.costs.checking import Reader

_SHARES = (Percentage, Degree)
_FIGURES = ("value", "low", "mode", "high", "mean", "sd", "shape", "scale", "a", "b")
_FIELDS = (
    *_FIGURES,
    "distribution",
    "rule",
    "unit",
    "source",
    "year",
    "evidence",
    "note",
    "driver",
    "last_valid",
)


class FigureReader:
    """Reads the figure of one field."""

    def __init__(self, reader: Reader, field: Field, path: str, basis: dict[str, Any]) -> None:
        self.reader = reader
        self.field = field
        self.path = path
        self.basis = basis

    def read(self, entry: Entry) -> Parameter:
        """The parameter, or an error that says what is wrong with it."""
        if entry.text is not None:
            fields = {"value": entry}
        elif entry.fields is not None:
            fields = entry.fields
        else:
            raise self.error(
                "value.form",
                "A value belongs here, not a list.",
                "Här hör ett värde hemma, ingen lista.",
                entry,
            )
        for name, value in fields.items():
            if name not in _FIELDS:
                raise self.error(
                    "field.unknown",
                    f"There is no field {name!r} here.",
                    f"Det finns inget fält {name!r} här.",
                    value,
                    expected=(f"one of {', '.join(_FIELDS)}", f"något av {', '.join(_FIELDS)}"),
                )
        found = self.known(fields, entry)
        found.refuse_below_zero(self.path, entry.line)
        return Parameter(
            key=self.path,
            kind=self.field.kind,
            unit=self.field.unit,
            spread=found,
            line=entry.line,
            label=Text(self.field.en, self.field.sv),
            **self.origin(fields, entry),
        )

    def error(
        self,
        code: str,
        en: str,
        sv: str,
        entry: Entry,
        *,
        expected: tuple[str, str] | None = None,
        example: str = "",
    ) -> Exception:
        """An error at this field."""
        return wrong(
            code,
            en,
            sv,
            field=self.path,
            line=entry.line,
            expected=Said("", *expected) if expected else None,
            example=example or f"{self.field.name}: {self.field.example}",
        )

    def origin(self, fields: dict[str, Entry], entry: Entry) -> dict[str, Any]:
        """Source, year, evidence, note, driver: said here, or for the whole item or file."""
        said = dict(self.basis)
        types = {field.name: field for field in spec.BASIS}
        for name in ("source", "year", "evidence"):
            if name in fields:
                value = self.reader.field(fields[name], types[name], f"{self.path}.{name}")
                if value is not None:
                    said[name] = value
        lacking = [name for name in ("source", "year", "evidence") if name not in said]
        if lacking:
            raise self.error(
                "value.no_basis",
                f"{', '.join(lacking)} of this figure is missing.",
                f"{', '.join(lacking)} saknas för den här siffran.",
                entry,
                expected=(
                    "source, year and evidence, here, for the item or under basis",
                    "källa, år och säkerhet här, för posten eller under basis",
                ),
                example="{value: "
                + self.field.example
                + ", source: report, year: 2023, evidence: assumed}",
            )
        note = spec.Field("note", "text", "note", "anmärkning")
        if "note" in fields:
            said["note"] = self.reader.field(fields["note"], note, f"{self.path}.note") or Text()
        if "driver" in fields:
            driver = spec.Field("driver", "reference", "driver", "drivare", to="drivers")
            said["driver"] = self.reader.field(fields["driver"], driver, f"{self.path}.driver")
        if "last_valid" in fields:
            day = spec.Field("last_valid", "date", "last day", "sista dag", "2023-12-31")
            said["last_valid"] = self.reader.field(fields["last_valid"], day, self.path)
        if "unit" in fields and (fields["unit"].text or "").strip() != self.field.unit:
            raise self.error(
                "value.unit",
                f"The unit here is {self.field.unit!r}.",
                f"Enheten här är {self.field.unit!r}.",
                fields["unit"],
                example=f"unit: {self.field.unit}",
            )
        return said

    def known(self, fields: dict[str, Entry], entry: Entry) -> spread.Spread:
        """Value, range or distribution, by which figures stand there."""
        given = {name: self.amount(name, fields[name]) for name in _FIGURES if name in fields}
        rule = (fields["rule"].text or "") if "rule" in fields else self.reader.ranges
        if rule not in spread.RULES:
            raise self.error(
                "value.rule",
                f"{rule!r} is no rule.",
                f"{rule!r} är ingen regel.",
                fields["rule"],
                expected=(", ".join(spread.RULES),) * 2,
            )
        if "distribution" not in fields:
            if set(given) == {"value"}:
                return spread.Fixed(given["value"])
            if set(given) == {"low", "high"}:
                self.rising(entry, given["low"], given["high"])
                return spread.Range(given["low"], given["high"], rule)
            raise self.error(
                "value.form",
                "These figures don't make a value or a range.",
                "De här siffrorna blir varken ett värde eller ett spann.",
                entry,
                expected=(
                    "value; or low and high; or a distribution with its figures",
                    "value; eller low och high; eller en fördelning med sina tal",
                ),
            )
        name = fields["distribution"].text or ""
        if name not in spec.SHAPES:
            known = ", ".join(spec.SHAPES)
            raise self.error(
                "value.distribution",
                f"{name[:40]!r} is no distribution.",
                f"{name[:40]!r} är ingen fördelning.",
                fields["distribution"],
                expected=(f"one of {known}", f"någon av {known}"),
            )
        if tuple(sorted(given)) not in [tuple(sorted(shape)) for shape in spec.SHAPES[name]]:
            either = " / ".join(", ".join(shape) for shape in spec.SHAPES[name])
            raise self.error(
                "value.distribution_figures",
                f"{name} needs {either}.",
                f"{name} behöver {either}.",
                entry,
            )
        return self.made(name, given, entry)

    def made(self, name: str, given: dict[str, Fraction], entry: Entry) -> spread.Spread:
        """The named distribution, if its figures can be one."""
        kind = self.field.kind
        if name in ("gamma", "normal") and kind in _SHARES:
            raise self.error(
                "value.distribution_share",
                f"{name} can draw shares above any end.",
                f"{name} kan ge hur stora andelar som helst.",
                entry,
                example="{distribution: beta, mean: 40 %, sd: 2 %}",
            )
        if name == "beta" and kind not in _SHARES:
            raise self.error(
                "value.distribution_share",
                "beta is for shares between 0 and 100 %.",
                "beta är för andelar mellan 0 och 100 %.",
                entry,
                example="{distribution: pert, low: 1, mode: 2, high: 4}",
            )
        if name in ("uniform", "triangular", "pert"):
            self.rising(entry, given["low"], given.get("mode", given["low"]), given["high"])
        for figure in ("sd", "shape", "scale", "a", "b"):
            if figure in given and given[figure] <= 0:
                raise self.error(
                    "value.positive",
                    f"{figure} must be above zero.",
                    f"{figure} måste vara över noll.",
                    entry,
                )
        if name == "uniform":
            return spread.Uniform(given["low"], given["high"])
        if name == "triangular":
            return spread.Triangular(given["low"], given["mode"], given["high"])
        if name == "pert":
            if given["low"] == given["high"]:
                return spread.Fixed(given["low"])
            return spread.Pert(given["low"], given["mode"], given["high"])
        if name == "normal":
            return spread.Normal(given["mean"], given["sd"])
        by_mean = "mean" in given
        if by_mean and given["mean"] <= 0:
            raise self.error(
                "value.positive", "mean must be above zero.", "mean måste vara över noll.", entry
            )
        if name == "gamma":
            made = spread.gamma_from(given["mean"], given["sd"]) if by_mean else None
            return spread.Gamma(*(made or (given["shape"], given["scale"])), by_mean)
        if by_mean and given["sd"] ** 2 >= given["mean"] * (1 - given["mean"]):
            raise self.error(
                "value.beta_sd",
                "sd is too large: no beta distribution has it with this mean.",
                "sd är för stor: ingen betafördelning har den med det medelvärdet.",
                entry,
            )
        made = spread.beta_from(given["mean"], given["sd"]) if by_mean else None
        return spread.Beta(*(made or (given["a"], given["b"])), by_mean)

    def rising(self, entry: Entry, *figures: Fraction) -> None:
        """Low, likely, high: in that order."""
        if list(figures) != sorted(figures):
            raise self.error(
                "range.backwards",
                "The lowest figure must come first.",
                "Den lägsta siffran ska stå först.",
                entry,
                example="{low: 150000, high: 200000}",
            )

    def amount(self, name: str, entry: Entry) -> Fraction:
        """One number: of the right kind, with its unit, within what can be meant."""
        found = reading.figure(entry.text) if entry.text is not None else None
        if found is None:
            shown = (entry.text or "")[:40]
            raise self.error(
                "value.no_figure",
                f"{shown!r} is no figure that can be read in one way only.",
                f"{shown!r} är ingen siffra som bara kan läsas på ett sätt.",
                entry,
                expected=(self.field.unit or "a figure", self.field.unit or "en siffra"),
            )
        amount, unit = found
        kind = self.field.kind
        bare = name in ("a", "b", "shape")
        if kind in _SHARES and not bare:
            if unit != "%":
                raise self.error(
                    "value.no_percent",
                    f"{entry.text!r} needs its per cent sign.",
                    f"{entry.text!r} behöver sitt procenttecken.",
                    entry,
                    expected=(
                        f"{self.field.unit}: 0.5 could be half or half a per cent",
                        f"{self.field.unit}: 0,5 kan vara hälften eller en halv procent",
                    ),
                )
            amount /= 100
        elif unit and not (unit == "kr" and kind is Kronor) and not (unit == "h" and kind is Hours):
            raise self.error(
                "value.unit",
                f"{entry.text!r}: {unit} does not belong to {kind.word[0]}.",
                f"{entry.text!r}: {unit} hör inte till {kind.word[1]}.",
                entry,
                expected=(self.field.unit, self.field.unit),
            )
        self.within(amount, name, entry)
        return amount

    def within(self, amount: Fraction, name: str, entry: Entry) -> None:
        """Refuse what can't be meant: negative people, 900 % of a post, a billion a month."""
        kind = self.field.kind
        low, high = spec.LIMITS[kind]
        if name in ("a", "b", "shape", "scale"):
            low, high = Fraction(0), Fraction(10**9)
        if self.field.above_zero and name in ("value", "low", "mode", "mean") and amount <= 0:
            raise self.error(
                "value.zero", "This must be above zero.", "Det måste vara över noll.", entry
            )
        if amount < low or amount > high:
            ends = f"{kind.show(low, 'en')} – {kind.show(high, 'en')}"
            raise self.error(
                "value.outside",
                f"{(entry.text or '')[:40]!r} is outside what can be meant.",
                f"{(entry.text or '')[:40]!r} är utanför det rimliga.",
                entry,
                expected=(ends, f"{kind.show(low, 'sv')} – {kind.show(high, 'sv')}"),
            )
        if kind is People and name == "value" and amount.denominator != 1:
            raise self.error(
                "value.whole",
                "People are whole; use a degree of employment.",
                "Personer är hela; ange sysselsättningsgrad i stället.",
                entry,
            )
