"""Today: what needs a coordinator, and the one step that each thing waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say, say_plural
from erfara.web import people_say
from erfara.workflows.today import Row, today

# What comes next in a row → where it is done, and the button.
STEPS: dict[str, tuple[str, str | Promise]] = {
    "book_meeting": ("coordinator:request", _("Read the request")),
    "prepare_meeting": ("coordinator:specify", _("See what to talk about")),
    "other_times": ("coordinator:book_meeting", _("Offer other times")),
    "answer_meeting": ("coordinator:answer_meeting", _("Note the answer")),
    "passed_on": ("coordinator:request", _("See how it stands")),
    "specify": ("coordinator:specify", _("Note the meeting")),
    "end_request": ("coordinator:request", _("Decide")),
    "request": ("coordinator:request", _("See how it stands")),
    "look_again": ("coordinator:request", _("Look again")),
    "assignment": ("coordinator:assignment", _("Write what is missing")),
    "choose": ("coordinator:choose", _("Choose people")),
    "preview": ("coordinator:preview", _("Look through and send")),
    "ask_more": ("coordinator:request", _("Decide")),
    "complete_team": ("coordinator:complete_team", _("Complete the team")),
    "tell": ("coordinator:inquiry", _("See whom to call")),
    "tell_many": ("coordinator:calls", _("See whom to call")),
    "tell_more": ("coordinator:tell_more", _("Answer")),
    "tell_more_many": ("coordinator:request", _("Answer")),
    "confirm": ("coordinator:confirm", _("Confirm")),
    "confirm_many": ("coordinator:team", _("See who")),
    "answer_for": ("coordinator:inquiry", _("See whom to call")),
    "answer_for_many": ("coordinator:calls", _("See whom to call")),
    "late": ("coordinator:inquiry", _("Decide")),
    "late_many": ("coordinator:request", _("Decide")),
    "replace": ("coordinator:replace", _("Find somebody else")),
    "new_occasion": ("coordinator:new_occasion", _("Plan a time")),
    "loan": ("coordinator:loan", _("See the loan")),
    "hold_occasion": ("coordinator:hold_occasion", _("Note how it went")),
    "not_coming": ("coordinator:loan", _("See who")),
    "phone_coming": ("coordinator:loan", _("See whom to call")),
    "occasion_changed": ("coordinator:loan", _("See the loan")),
    "interpreter": ("coordinator:loan", _("See which time")),
    "carry_out": ("coordinator:carry_out", _("Decide")),
    "close": ("coordinator:loan", _("See the loan")),
    "follow_up": ("coordinator:follow_up", _("Follow up")),
    "follow_up_many": ("coordinator:loan", _("Follow up")),
    "reached": ("coordinator:feedback", _("See who")),
    "summary": ("coordinator:feedback", _("Write the summary")),
    "borrowers_feedback": ("coordinator:feedback", _("See how it stands")),
    "payments": ("coordinator:loan", _("Note payments")),
    "claim": ("coordinator:claim", _("See and answer")),
    "payment_list": ("coordinator:payment_list", _("See the list")),
    "agreement": ("coordinator:agreement", _("See the agreement")),
    "agreement_late": ("coordinator:agreement", _("Decide")),
    "agreement_phone": ("coordinator:agreement", _("See whom to call")),
    "support_over": ("coordinator:loan", _("See the loan")),
    "review_talk": ("coordinator:review_talk", _("Note the talk")),
    "declared": ("coordinator:assess_declaration", _("Read and assess")),
    "wish": ("coordinator:answer_wish", _("Read and answer")),
    "aftercare": ("coordinator:aftercare", _("See and get in touch")),
    "aftercare_call": ("coordinator:aftercare", _("See whom to call")),
    "aftercare_silent": ("coordinator:aftercare_silent", _("See who")),
    "concern": ("coordinator:concern", _("Read and answer")),
    "effects": ("coordinator:effects", _("Look and send")),
    "effects_call": ("coordinator:effects", _("See whom to call")),
    "effects_ask": ("coordinator:effects", _("See whom to call")),
    "story": ("coordinator:story", _("See the story")),
    "print_list": ("coordinator:print_list", _("Look and decide")),
    "message": ("coordinator:message", _("Read and answer")),
    "presentation": ("coordinator:presentation", _("See the text")),
    "log_question": ("coordinator:log_question", _("Answer")),
    "errand": ("coordinator:errand", _("See what")),
    "consents_asked": ("coordinator:consents_asked", _("See whom to call")),
    "still": ("coordinator:still", _("See whom to call")),
    "let_go": ("coordinator:let_go", _("Decide")),
    "duplicates": ("coordinator:duplicates", _("See which")),
    "training": ("coordinator:person", _("See the person")),
    "new_contact": ("coordinator:new_contact", _("Write who")),
    "import": ("coordinator:import", _("Go on with the file")),
    "import_phone": ("coordinator:import_phone", _("See whom to call")),
    "applicant": ("coordinator:person", _("See who it is")),
    "talk_booked": ("coordinator:talk", _("See the talk")),
    "talk_today": ("coordinator:talk", _("To the talk")),
    "talk_passed": ("coordinator:talk", _("Note it")),
    "talk_go_on": ("coordinator:talk", _("Go on with the talk")),
    "talk_thinking": ("coordinator:talk", _("See the talk")),
}


# A long page: the part of it where the work is done.
PARTS = {
    "tell_more_many": "asked",
    "late_many": "asked",
    "not_coming": "occasions",
    "phone_coming": "occasions",
    "occasion_changed": "occasions",
    "interpreter": "occasions",
    "follow_up_many": "follow-up",
    "payments": "payment",
}

# Pages about several at once: their address has no id.
ABOUT_MANY = frozenset({"duplicates", "consents_asked"})

# How a day that lies ahead is said; otherwise it is the day by which something is to be done.
AHEAD: dict[str, str | Promise] = {
    "prepare_meeting": _("It is on {day}."),
    "loan": _("It is on {day}."),
    "look_again": _("Look again on {day}."),
    "talk_booked": _("It is on {day}."),
    "review_talk": _("It is on {day}."),
    "training": _("The last day is {day}."),
    "talk_thinking": _("Get in touch on {day}."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row in words."""

    what: str
    why: str
    since: date | None
    url: str
    button: str


def _line(row: Row, slug: str, now: datetime) -> Line:
    route, button = STEPS[row.step]
    values = {
        name: say(value)
        if isinstance(value, Promise)
        else people_say.day(value, now=now)
        if isinstance(value, date)
        else value
        for name, value in row.values.items()
    }
    if row.what:
        what = say(row.what, **values)
    elif row.unit is None:
        what = say(_("Somebody new, number {no}"), no=row.no)
    else:
        what = say(_("Request {no}, {unit}"), no=row.no, unit=row.unit)
    why = say(row.why, **values)
    since: date | None = row.since
    if row.since > clock.local_day(now):
        day = people_say.day(row.since, now=now)
        why, since = f"{why} {say(AHEAD.get(row.step, _('By {day}.')), day=day)}", None
    parts = [slug] if row.step in ABOUT_MANY else [slug, row.pk]
    url = reverse(route, args=parts)
    if row.step in PARTS:
        url = f"{url}#{PARTS[row.step]}"
    return Line(what, why, since, url, say(button))


def _heading(now: int, week: int) -> str:
    """What the day comes to, in a sentence or two."""
    if not now + week:
        return say(_("Nothing needs you right now"))
    needs = say_plural(
        "{word} thing needs you.", "{word} things need you.", now + week,
        word=people_say.in_words(now + week).capitalize(),
    )  # fmt: skip
    if not week:
        return needs
    return f"{needs} {say(_('{word} today.'), word=people_say.in_words(now).capitalize())}"


def home(request: Any, slug: str) -> HttpResponse:
    """The coordinator's first page."""
    day = today(request.programme, request.at)
    groups = [
        (say(_("Now")), [_line(row, slug, request.at) for row in day.now]),
        (say(_("This week")), [_line(row, slug, request.at) for row in day.week]),
        (
            say(_("Waits for others, or for its day")),
            [_line(row, slug, request.at) for row in day.later],
        ),
    ]
    return render(
        request,
        "coordinator/home.html",
        {
            "heading": _heading(len(day.now), len(day.week)),
            "groups": [group for group in groups if group[1]],
            "more": day.more,
            "slug": slug,
        },
    )
