"""Fields read what people write, and say what to write instead."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from erfara.foundation import clock, forms
from erfara.foundation.errors import Refused
from erfara.foundation.forms import parse


@pytest.fixture(autouse=True, scope="module")
def in_english():
    with translation.override("en"):
        yield


EVERY = {
    "text": lambda: forms.Text("Text", required=False),
    "long": lambda: forms.LongText("Long", required=False, max_words=50),
    "email": lambda: forms.Email("E-mail", required=False),
    "phone": lambda: forms.Phone("Phone", required=False),
    "code": lambda: forms.Code("Code", required=False),
    "date": lambda: forms.Date("Day", required=False),
    "time": lambda: forms.Time("Time", required=False),
    "moment": lambda: forms.Moment("When", required=False),
    "number": lambda: forms.Number("Number", required=False),
    "share": lambda: forms.Number("Share", required=False, decimals=2),
    "money": lambda: forms.Money("Sum", required=False),
    "yesno": lambda: forms.YesNo("Yes", required=False),
    "radios": lambda: forms.Radios("One", required=False, choices=[("a", "A")]),
    "boxes": lambda: forms.Checkboxes("Some", required=False, choices=[("a", "A"), ("b", "B")]),
    "select": lambda: forms.Select("One", required=False, choices=[("a", "A")]),
    "check": lambda: forms.Check("Tick", required=False),
    "hidden": lambda: forms.Hidden(required=False, coerce=UUID),
}

anything = st.text(st.characters(), max_size=400)


def written(field: Any, value):
    return field.widget.format_value(value)


def said(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


@pytest.mark.parametrize("kind", EVERY)
@given(value=anything)
def test_anything_gives_a_value_or_a_sentence(kind, value):
    field = EVERY[kind]()
    result, sentences = None, ["a sentence"]
    try:
        result = field.clean(value)
    except ValidationError as error:
        sentences = error.messages
    assert all(len(text) > 8 and "%(" not in text for text in sentences)
    if isinstance(result, str):
        result.encode("utf-8")
        assert not parse.has_hidden(result)


@pytest.mark.parametrize("kind", EVERY)
@given(value=anything)
def test_a_form_shows_anything_again(kind, value):
    made = type("Made", (forms.Form,), {"one": EVERY[kind]()})
    form = made({"one": value})
    form.is_valid()
    shown = str(form)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", shown)


@pytest.mark.parametrize("kind", EVERY)
def test_an_empty_field_is_no_error_unless_it_is_needed(kind):
    field = EVERY[kind]()
    assert field.clean("") in (None, "", [], False)
    assert field.clean(None) in (None, "", [], False)
    field.required = True
    assert said(field, "")


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x85", "\ud800"])
def test_hidden_characters_are_refused_in_words(sign):
    assert "hidden" in said(forms.Text("Name"), f"An{sign}na")
    assert "hidden" in said(forms.LongText("Text"), f"An{sign}na")


def test_marks_that_turn_the_text_round_are_taken_away():
    assert forms.Text("Name").clean("An\u202ena\u2066 Berg\u2069") == "Anna Berg"


def test_emoji_and_composed_letters_stay():
    assert forms.Text("Name").clean("👩🏽‍🦽 A\u030asa") == "👩🏽‍🦽 Åsa"


def test_lines_stay_in_a_long_text_and_become_spaces_in_a_short_one():
    assert forms.LongText("T").clean("ett\r\ntvå\rtre\tfyra") == "ett\ntvå\ntre fyra"
    assert forms.Text("T").clean("ett\r\ntvå") == "ett två"


def test_too_long_is_said_with_both_numbers_and_loses_nothing():
    text = "å" * 12_345

    class Wish(forms.Form):
        wish = forms.LongText("Wish", max_length=5000)

    with translation.override("en"):
        form = Wish({"wish": text})
        assert not form.is_valid()
        assert form.errors["wish"] == ["The text is 12,345 characters. Shorten it to 5,000."]
    assert text in str(form)
    assert form.status == 422


def test_words_are_counted():
    field = forms.LongText("Wish", max_words=3)
    assert field.clean("ett två tre") == "ett två tre"
    assert "4" in said(field, "ett två tre fyra")
    assert "3" in field.limit


@pytest.mark.parametrize(
    "text",
    """2026-11-21|20261121|2026/11/21|2026.11.21|21/11 2026|21/11-2026|21.11.2026|21-11-2026
    |21 november 2026|21 nov 2026|21 nov. 2026|lördag 21 november 2026|Lördagen den 21 november 2026
    |den 21:a november 2026|21 November 2026|November 21, 2026|21st November 2026
    | 2026-11-21 |på lördag 21/11 2026
    |21\u00a0november\u00a02026""".replace("\n    ", "").split("|"),
)
def test_days_as_people_write_them(text):
    assert forms.Date("Day").clean(text) == dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    "text", ["nästa vår", "2026-13-01", "31/2", "21/11 26", "٢٠٢٦-11-21", "2026", "13 fredagar"]
)
def test_days_that_can_not_be_read_are_said_how_to_write(text):
    """With a day that could be written there: an example that is refused is none."""
    tomorrow = clock.local_day(clock.now()) + dt.timedelta(days=1)
    assert tomorrow.isoformat() in said(forms.Date("Day"), text)
    assert "2026" in said(forms.Date("Day"), "0001-01-01")
    past, ahead = dt.date(2020, 1, 7), tomorrow + dt.timedelta(days=40)
    for bounds, day in (({"before": past}, past), ({"after": ahead}, ahead)):
        assert day.isoformat() in said(forms.Date("Day", **bounds), text)
        assert said(forms.Date("Day", **bounds), "").endswith(day.isoformat())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("i dag", (2026, 11, 22)), ("Imorgon", (2026, 11, 23)), ("i  morgon", (2026, 11, 23)),
        ("tomorrow", (2026, 11, 23)), ("i går", (2026, 11, 21)), ("30 nov", (2026, 11, 30)),
        ("30 nov.", (2026, 11, 30)), ("30/11", (2026, 11, 30)), ("på måndag 30 november",
        (2026, 11, 30)), ("3 januari", (2027, 1, 3)), ("3/6", (2026, 6, 3)),
        ("January 3", (2027, 1, 3)),
    ],
)  # fmt: skip
def test_a_day_without_a_year_is_the_nearest_one(text, day):
    today = dt.date(2026, 11, 22)
    assert parse.date(text, today) == dt.date(*day)
    # A row of a file was written some other day: there it says too little
    with pytest.raises(ValueError, match=re.escape(text)):
        parse.date(text)


def test_the_nearest_day_is_one_that_may_be_written():
    today = dt.date(2026, 11, 22)
    assert parse.date("3/6", today, first=today) == dt.date(2027, 6, 3)
    assert parse.date("24 dec", today, last=today) == dt.date(2025, 12, 24)
    # Nothing else is possible: then the field says that it is too late
    assert parse.date("24 dec", today, dt.date(2026, 11, 1), today) == dt.date(2026, 12, 24)
    for text in ("30 nov 13:00", "i morgon kl 13", "30/11, 13.00"):
        assert parse.moment(text, today)[1] == dt.time(13)
    with pytest.raises(ValueError, match="2026"):
        parse.moment("21 november 2026", today)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_a_day_is_read_back_as_it_is_shown(day):
    field = forms.Date("Day")
    assert field.clean(written(field, day)) == day


def test_a_day_outside_the_span():
    field = forms.Date("Day", after=dt.date(2026, 1, 1), before=lambda: dt.date(2026, 12, 31))
    assert "2026-01-01" in said(field, "2025-12-31")
    assert "2026-12-31" in said(field, "2027-01-01")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("13", dt.time(13)),
        ("13.30", dt.time(13, 30)),
        ("13:30", dt.time(13, 30)),
        ("1330", dt.time(13, 30)),
        ("kl 9", dt.time(9)),
        ("kl. 09:05", dt.time(9, 5)),
        ("klockan 0", dt.time(0)),
    ],
)
def test_times_as_people_write_them(text, time):
    assert forms.Time("Time").clean(text) == time


@pytest.mark.parametrize("text", ["25", "13.60", "förmiddag", "-1", "1:2"])
def test_times_that_can_not_be_read(text):
    assert "13:30" in said(forms.Time("Time"), text)


@pytest.mark.parametrize(
    "text",
    ["2026-11-21 13:00", "21/11 2026 kl 13", "21 november 2026, kl. 13.00", "2026-11-21T13:00"],
)
def test_moments_are_the_places_own_time(text):
    moment = forms.Moment("When").clean(text)
    assert moment == dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
    assert written(forms.Moment("When"), moment) == "2026-11-21 13:00"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 066", "1066.00"),
        ("1066,50 kr", "1066.50"),
        ("1\u00a0066 kronor", "1066.00"),
        ("500:-", "500.00"),
        ("1.066", "1066.00"),
        ("1.066,50", "1066.50"),
        ("12.5", "12.50"),
        ("0", "0.00"),
        ("1066:50", "1066.50"),
    ],
)
def test_sums_as_people_write_them(text, amount):
    assert forms.Money("Sum").clean(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["gratis", "1,555", "1e5", "NaN", "Infinity", "10 euro"])
def test_sums_that_can_not_be_read(text):
    assert "1066,50" in said(forms.Money("Sum"), text)


def test_a_sum_below_nought_or_beyond_belief():
    assert said(forms.Money("Sum"), "-5") == _("Write %(limit)s or more") % {"limit": "0"}
    assert said(forms.Money("Sum"), "9" * 14)


@given(st.integers(-10_000_000, 10_000_000))
def test_a_number_is_read_back_as_it_is_shown(number):
    field = forms.Number("Number")
    assert field.clean(written(field, number)) == number
    assert field.clean(f"{number:,}".replace(",", "\u00a0")) == number


@given(st.decimals(0, 1_000_000, places=2))
def test_a_sum_is_read_back_as_it_is_shown(amount):
    field = forms.Money("Sum")
    assert field.clean(written(field, amount)) == amount


@pytest.mark.parametrize("text", ["tolv", "1,5", "1.5", "--1", "١٢", ""])
def test_numbers_that_are_not_whole(text):
    assert said(forms.Number("Number"), text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("070-123 45 67", "+46701234567"),
        ("0701234567", "+46701234567"),
        ("+46 (0)70 123 45 67", "+46701234567"),
        ("0046701234567", "+46701234567"),
        ("08-123 45 67", "+4681234567"),
        ("+47 22 12 34 56", "+4722123456"),
    ],
)
def test_telephone_numbers(text, number):
    assert forms.Phone("Phone").clean(text) == number


@pytest.mark.parametrize("text", ["112", "ring mig", "123456789", "+", "07012345678901234"])
def test_telephone_numbers_that_can_not_be_read(text):
    assert "070-123 45 67" in said(forms.Phone("Phone"), text)


@given(st.from_regex(r"\+46[1-9][0-9]{6,8}", fullmatch=True))
def test_a_telephone_number_is_read_back_as_it_is_shown(number):
    field = forms.Phone("Phone")
    assert field.clean(written(field, number)) == number


def test_an_address_is_kept_as_written():
    assert forms.Email("E-mail").clean(" Anna.Berg@Region.se ") == "Anna.Berg@Region.se"
    assert "anna@example.se" in said(forms.Email("E-mail"), "anna at example")


def test_a_code_may_have_spaces():
    assert forms.Code("Code").clean("123 456") == "123456"
    assert "6" in said(forms.Code("Code"), "12345")


def test_yes_and_no():
    field = forms.YesNo("Again?")
    assert field.clean("yes") is True
    assert field.clean("no") is False
    assert said(field, "kanske")
    assert field.prepare_value(True) == "yes"


def test_choices_are_coerced_and_asked_anew():
    one, other = uuid4(), uuid4()
    there = [(one, "One")]
    field = forms.Radios("Which?", choices=lambda: there, coerce=UUID)
    assert field.clean(str(one)) == one
    assert said(field, str(other))
    there.append((other, "Other"))
    assert field.clean(str(other)) == other


def test_choices_of_one_form_are_not_those_of_the_next():
    class Which(forms.Form):
        unit = forms.Select("Unit", choices=[("a", "A")])

    first, second = Which({"unit": "b"}), Which({"unit": "b"})
    unit: Any = first.fields["unit"]
    unit.choices = [("b", "B")]
    assert first.is_valid()
    assert not second.is_valid()
    assert 'value="b"' in str(first["unit"])
    assert 'value="b"' not in str(second["unit"])


def test_several_are_given_in_their_order_and_once():
    field = forms.Checkboxes("Which?", choices=[("a", "A"), ("b", "B"), ("c", "C")])
    assert field.clean(["c", "a", "c"]) == ["a", "c"]
    assert said(field, ["a", "x"])
    assert said(field, [])


def test_a_box_that_has_to_be_ticked():
    assert forms.Check("I know").clean("on") is True
    assert "I know" in said(forms.Check("I know"), None)


def test_a_hidden_value_out_of_step():
    assert said(forms.Hidden(coerce=UUID), "x")
    assert said(forms.Hidden(), "")


class Whole(forms.Form):
    name = forms.Text("Name", missing="Write your name", hint="As friends call you")
    meeting = forms.Radios("Meeting", choices=[("a", "A talk")], hints={"a": "One hour"})
    phone = forms.Phone("Phone", required=False)
    text = forms.LongText("Text", required=False)
    agree = forms.Check("I know")


def test_label_hint_and_error_are_tied_to_the_field():
    html = str(Whole({}))
    assert 'for="id_name"' in html
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_meeting_error"' in html
    assert 'aria-describedby="id_text_limit"' in html
    assert "<fieldset" in html
    assert "*" not in html


def test_optional_is_a_word():
    with translation.override("en"):
        html = str(Whole())
    assert html.count("(optional)") == 2


def test_the_summary_leads_to_the_first_place_to_mend():
    problems = Whole({}).problems()
    assert [problem.target for problem in problems] == ["id_name", "id_meeting_0", "id_agree"]
    html = str(Whole({}))
    assert all(f'id="{problem.target}"' in html for problem in problems)


def test_a_refusal_stands_in_the_summary():
    form = Whole(QueryDict("name=Anna&meeting=a&agree=on"))
    assert form.is_valid()
    form.refuse(Refused("The place is taken. Choose 100 % another."))
    form.refuse("Write more", field="name")
    assert [problem.text for problem in form.problems()] == [
        "The place is taken. Choose 100 % another.",
        "Write more",
    ]
    assert form.status == 422


def test_what_people_write_is_never_markup():
    form = Whole({"name": "<b>{contributor:pl}</b>", "text": "</textarea><script>"})
    html = str(form)
    assert "<b>" not in html
    assert "<script>" not in html
    assert "{contributor:pl}" in html


def test_a_time_that_the_clock_jumps_over_is_the_one_after_it():
    """In spring there is no half past two: an hour later must not come before it."""
    field = forms.Moment("När")
    skipped, after = field.clean("2027-03-28 02:30"), field.clean("2027-03-28 03:00")
    assert skipped == field.clean("2027-03-28 03:30")
    assert skipped.astimezone(dt.UTC) > after.astimezone(dt.UTC)
