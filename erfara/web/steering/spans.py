"""Which time and which unit the figures are asked for, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms
from erfara.foundation.actors import Role
from erfara.insight import spans
from erfara.insight.queries import first_day
from erfara.insight.spans import Span
from erfara.organisations.models import Programme
from erfara.organisations.queries import UnitName, names_of_units
from erfara.organisations.words import say
from erfara.web import people_say

FIELDS = ("tid", "fran", "till", "enhet")
# Whom it is for, where a coordinator wants what she can hand on.
WHOM, OTHERS = "for", "andra"


class SpanForm(forms.Form):
    """A year or half of one, or two days; and a unit."""

    tid = forms.Select(_("Year or half-year"), required=False, empty_label=_("All years"))
    fran = forms.Date(_("From"), required=False)
    till = forms.Date(_("To"), required=False)
    enhet = forms.Select(_("Which unit"), required=False, empty_label=_("All units"))

    def choose(self, name: str) -> Any:
        """A field that is chosen in, whose choices are known first when the form is made."""
        return self.fields[name]

    def __init__(
        self, *args: Any, programme: Programme, today: date, with_units: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._programme, self._today = programme, today
        # Asked for when one is chosen or shown: a page of rows does neither.
        self.choose("tid").choices = lambda: self.times
        self.choose("enhet").choices = lambda: [(pk, one.name) for pk, one in self.units.items()]
        if not with_units:
            del self.fields["enhet"]  # who asks is not for those who only read figures

    @cached_property
    def times(self) -> list[tuple[str, str]]:
        """Each year since the first one, and its halves."""
        first = first_day(self._programme) or self._today
        return [
            choice for year in range(self._today.year, first.year - 1, -1) for choice in (
                (str(year), str(year)),
                (f"{year}-1", say(_("{year}, January to June"), year=year)),
                (f"{year}-2", say(_("{year}, July to December"), year=year)),
            )
        ]  # fmt: skip

    @cached_property
    def units(self) -> dict[str, UnitName]:
        """The units to choose among, by id as it stands in an address."""
        return {str(one.id): one for one in names_of_units(self._programme)}

    @property
    def has_units(self) -> bool:
        """Whether there is a unit to choose."""
        return "enhet" in self.fields and bool(self.units)

    def clean(self) -> dict[str, Any]:
        """The days in the order of time."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("fran"), found.get("till")
        if first and last and first > last:
            self.add_error("till", _("Choose a day that is not before the first one."))
        return found


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked for: the form, the span, how it is said, how it stands in an address.

    `works_here`: whether groups of people may be told as they are. `hides`: whether what others
    may see is asked for all the same.
    """

    form: SpanForm
    span: Span
    said: str
    unit: str
    given: dict[str, str]
    works_here: bool
    hides: bool

    @property
    def exact(self) -> bool:
        """Whether groups of people are told as they are."""
        return self.works_here and not self.hides

    @property
    def is_all(self) -> bool:
        return not self.given

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return _query(self.given, hides=self.hides)

    @property
    def for_the_others(self) -> str:
        """The same span, from what she sees to what others may see, and back."""
        return _query(self.given, hides=not self.hides)

    @property
    def of_everything(self) -> str:
        """For the same eyes, with no span."""
        return _query({}, hides=self.hides)


def _query(given: dict[str, str], *, hides: bool) -> str:
    return urlencode(given | ({WHOM: OTHERS} if hides else {}))


def chosen(request: Any) -> Chosen:
    """What the address asks for, or a button that was pressed there; everything, as long as
    something in it has to be changed."""
    programme = request.programme
    written = request.POST if request.method == "POST" else request.GET
    works_here = request.viewer.role == Role.COORDINATOR
    hides = works_here and written.get(WHOM) == OTHERS
    with_units = works_here and not hides
    fields = FIELDS if with_units else FIELDS[:-1]
    given = {name: written[name] for name in fields if written.get(name)}
    form = SpanForm(
        given or None, programme=programme, today=clock.local_day(request.at),
        with_units=with_units,
    )  # fmt: skip
    if not given or not form.is_valid():
        return Chosen(form, spans.EVERYTHING, say(_("All years")), "", {}, works_here, hides)
    values = form.cleaned_data
    span = spans.read(values.get("tid") or "")
    time = values.get("tid")
    said = str(dict(form.times).get(time, "")) if time else say(_("All years"))
    first, last = values.get("fran"), values.get("till")
    if first or last:
        span = Span(first, last)
        said = _days(first, last)
    unit = form.units.get(values["enhet"]) if values.get("enhet") else None
    span = Span(span.first, span.last, unit.id if unit else None)
    return Chosen(form, span, said, unit.name if unit else "", given, works_here, hides)


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        return say(
            _("{first} to {last}"), first=people_say.full_day(first), last=people_say.full_day(last)
        )
    if first:
        return say(_("from {first}"), first=people_say.full_day(first))
    return say(_("until {last}"), last=people_say.full_day(last)) if last else ""
