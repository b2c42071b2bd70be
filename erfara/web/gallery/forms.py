"""One form with every kind of field, for the gallery."""

from __future__ import annotations

from typing import Any

from erfara.foundation import forms

MEETINGS = [
    ("workshop", "Workshop"),
    ("talk", "Föreläsning"),
    ("interview", "Intervju per telefon"),
]


class EveryField(forms.Form):
    """Every kind of field."""

    name = forms.Text("Ditt namn", missing="Skriv ditt namn", autocomplete="name", max_length=60)
    email = forms.Email("E-post", hint="Vi svarar hit.")
    phone = forms.Phone("Telefon", required=False)
    wish: Any = forms.LongText("Vad vill ni ta reda på?", max_words=60)
    on = forms.Date("Dag", hint="Till exempel 2026-11-21 eller 21 november 2026")
    at = forms.Time("Tid", required=False)
    starts = forms.Moment("När börjar det?", required=False)
    people = forms.Number("Hur många personer?", min_value=2, max_value=40, hint="Minst 2")
    fee = forms.Money("Ersättning till var och en", required=False)
    again = forms.YesNo("Blir det fler gånger?")
    meeting = forms.Radios(
        "Hur möts ni?",
        choices=MEETINGS,
        hints={"interview": "Var och en blir uppringd i en halvtimme."},
    )
    needs = forms.Checkboxes(
        "Vad behövs?",
        choices=[("loop", "Hörslinga"), ("step", "Inga trappsteg"), ("calm", "Ett lugnt rum")],
        required=False,
    )
    unit = forms.Select(
        "Var?", choices=[("a", "Eskilstuna"), ("b", "Katrineholm"), ("c", "Nyköping")]
    )
    code = forms.Code("Koden", required=False)
    agree = forms.Check("Jag har läst vad som händer med det jag skriver")
    came_from = forms.Hidden(initial="gallery", required=False)
