"""Somebody who was at work before the programme was written here, entered by the lead."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms
from erfara.peersupport.pool import queries
from erfara.peersupport.pool.actions.already import enter_already
from erfara.web import http
from erfara.web.peer.pool.forms import PlaceForm
from erfara.web.peer.pool.staff import form_page


class AlreadyForm(PlaceForm):
    """Who she is, where she works and since when."""

    name = forms.Text(_("Name"), max_length=100, autocomplete="off")
    email = forms.Email(_("E-mail"), required=False, autocomplete="off")
    phone = forms.Phone(_("Telephone"), required=False, autocomplete="off")
    protected = forms.Check(
        _("The person lives with protected details"), required=False,
        hint=_("Then the workplace doesn’t see the name here, and nothing is sent. You phone."),
    )  # fmt: skip
    workplace = forms.Select(_("{borrower:sg.cap}"), missing=_("Choose a workplace."))
    since = forms.Date(_("Since which day?"))
    elsewhere = forms.Text(
        _("Which certificate is there from elsewhere?"), required=False, max_length=160,
        autocomplete="off", hint=_("Who issued it, and in which year. Leave it empty for none."),
    )  # fmt: skip
    knows = forms.Check(
        _("The person knows that this is written here"),
        missing=_("Tell the person first: whoever is written here has to know it."),
    )
    field_order = (
        "name", "email", "phone", "protected", "workplace", "since", "extent", "employer",
        "funded_until", "lasting", "elsewhere", "knows",
    )  # fmt: skip

    def __init__(self, *args: Any, workplaces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workplace: Any = self.fields["workplace"]
        workplace.choices = workplaces

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not data.get("email") and not data.get("phone"):
            self.add_error("email", forms.said(_("Write an e-mail address or a telephone number.")))
        return data


def enter(request: Any, slug: str) -> HttpResponse:
    """She counts from now on like anybody with a place."""
    of, day = request.programme, clock.local_day(request.at)
    places = {str(row.pk): row for row in queries.wishing(of)}
    parties = queries.employers(of, day)
    form = AlreadyForm(
        http.posted(request), workplaces=[(pk, str(row.unit)) for pk, row in places.items()],
        employers=[(pk, str(party)) for pk, party in parties.items()],
        initial={"workplace": request.GET.get("arbetsplats", "")[:40],
                 "employer": queries.usual_employer(of, parties)},
    )  # fmt: skip

    def run() -> Any:
        data = form.cleaned_data
        return enter_already(
            workplace=places[data["workplace"]], since=data["since"],
            identity={name: data[name] or "" for name in ("name", "email", "phone")},
            values={
                **{name: data[name] for name in ("extent", "funded_until", "lasting")},
                "employer": parties.get(data.get("employer") or ""),
            },
            elsewhere=data["elsewhere"], protected=data["protected"], by=request.viewer,
            at=request.at,
        )  # fmt: skip

    if answer := http.save(
        request, form, run, to=f"{reverse('pool:home', args=[slug])}?visa=plats",
        done=_("Written down. The place counts from now on."),
    ):  # fmt: skip
        return answer
    if not places:
        return http.go(
            request, reverse("workplaces:new", args=[slug]),
            _("No workplace takes part yet. Write it down first, and then who works there."),
        )  # fmt: skip
    return form_page(
        request, form, heading=_("Write down somebody who is at work already"),
        lead=_("For those who had their place before {library:sg.def} began here. They count in "
               "goals and warnings like everybody else, and have a page of their own."),
        button=_("Write it down"), back=reverse("pool:home", args=[slug]),
        back_label=_("The pool"),
    )  # fmt: skip
