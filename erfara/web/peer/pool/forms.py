"""What is written about the pool, wishes and offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.organisations.words import say
from erfara.peersupport.pool.policies import EXTENTS

_ONE_TWO = [("2", _("Two")), ("1", _("One"))]


def _percent(choices: Iterable[int]) -> list[tuple[str, str]]:
    return [(str(n), say(_("{n} percent"), n=n)) for n in choices]


class WishesForm(forms.Form):
    """How much somebody wants to work, and where."""

    extent = forms.Select(
        _("How much?"), required=False, empty_label=_("It doesn’t matter"),
        missing=_("Choose one of these."), hint=_("Of full time."),
    )  # fmt: skip
    municipalities = forms.Text(
        _("Where?"), required=False, max_length=500, autocomplete="off",
        hint=_("Municipalities, with commas between. Leave it empty for anywhere."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        extent: Any = self.fields["extent"]
        extent.choices = _percent(EXTENTS)

    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        return {
            "extent": int(data["extent"]) if data["extent"] else None,
            "municipalities": data["municipalities"].split(","),
        }


class RestForm(forms.Form):
    """Until when she rests."""

    until = forms.Date(
        _("Until which day?"), required=False,
        hint=_("Leave it empty to rest until somebody says otherwise."),
    )  # fmt: skip


class MoneyForm(forms.Form):
    """Until when the places of a wish are paid."""

    funded_until = forms.Date(
        _("Until when is there money for it?"), required=False,
        hint=_("Leave it empty if nobody knows yet."),
    )  # fmt: skip
    lasting = forms.Check(_("There is money without a last day"), required=False)


class PlaceForm(MoneyForm):
    """What a place is: how much, who employs, until when it is paid."""

    extent = forms.Number(
        _("How much, in percent of full time?"), min_value=5, max_value=100, initial=50
    )
    employer = forms.Select(
        _("Who employs?"), required=False, empty_label=_("Not settled yet"),
        missing=_("Choose one of these."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, employers: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.employers = list(employers)
        employer: Any = self.fields["employer"]
        employer.choices = self.employers
        if not self.employers:
            del self.fields["employer"]


class WishForm(PlaceForm):
    """What a workplace wishes for."""

    workplace = forms.Select(_("{borrower:sg.cap}"), missing=_("Choose a workplace."))
    peers = forms.Radios(
        _("How many?"), choices=_ONE_TWO,
        hints={"2": _("Two are less alone than one."), "1": _("Write why, below.")},
    )  # fmt: skip
    one_reason = forms.Text(
        _("Why one only?"), required=False, max_length=300, autocomplete="off",
        hint=_("For instance that one is there already."),
    )  # fmt: skip
    starts_on = forms.Date(_("From which day?"))
    words = forms.LongText(
        _("What do you want to say about it?"), required=False, max_length=1000, rows=4,
        hint=_("Nothing about patients or users, please."),
    )  # fmt: skip
    field_order = (
        "workplace", "peers", "one_reason", "extent", "starts_on", "funded_until", "lasting",
        "employer", "words",
    )  # fmt: skip

    def __init__(
        self, *args: Any, workplaces: list[tuple[str, str]] | None = None, usual: int,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if workplaces is None:
            del self.fields["workplace"]
        else:
            workplace: Any = self.fields["workplace"]
            workplace.choices = workplaces
        if usual == 1:
            del self.fields["one_reason"]
            peers: Any = self.fields["peers"]
            peers.initial, peers.widget.hints = "1", {}

    def given(self, parties: dict[str, Any]) -> dict[str, Any]:
        """As the action takes it. `parties`: those who can employ, by id."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("extent", "starts_on", "words")},
            "one_reason": data.get("one_reason", ""),
            "peers": int(data["peers"]), "funded_until": data["funded_until"],
            "lasting": data["lasting"],
            "employer": parties.get(data.get("employer") or ""),
        }  # fmt: skip


class OfferForm(forms.Form):
    """Until when an offer stands, and why though something is missing."""

    answer_by = forms.Date(_("Last day to answer"))
    without = forms.LongText(
        _("Why is it offered all the same?"), max_length=500, rows=4,
        missing=_("Write why the place is offered although something is missing."),
        hint=_("It is kept with the offer."),
    )  # fmt: skip

    def __init__(self, *args: Any, lacks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lacks:
            del self.fields["without"]


class WithoutForm(forms.Form):
    """Why somebody begins though something is missing."""

    without = forms.LongText(
        _("Why does somebody begin all the same?"), max_length=500, rows=4,
        missing=_("Write why somebody begins there although something is missing."),
        hint=_("It is kept with the offer."),
    )  # fmt: skip


class DayForm(forms.Form):
    """A last day, or a day to look again."""

    day = forms.Date(_("Which day?"))
