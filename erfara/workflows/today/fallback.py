"""What a state gives to the coordinators and no source shows yet: a plain row, so that it is seen.

A state that is new in a table is on the day at once. Its own row, with its reason, its day and the
page where it is done, comes with a source; then the state is written here too. Nothing is asked of
the database while every state has a source.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.foundation.models import StatefulModel
from erfara.foundation.states import TABLES, State, StateTable
from erfara.organisations.models import Programme
from erfara.workflows.today.rows import ANY_ID, NOW, Row, covers

# Table → the states of the coordinators that a source shows.
SHOWN: dict[str, str] = {
    "contributor": "interested to_phone",
    "log_question": "asked",
    "errand": "waiting",
    "public_message": "received",
    "print_list": "asked",
    "register_import": "described review stuck done",
    "interview": "booked under_way thinking",
    "presentation": "draft wished",
    "aftercare": "needs_care silent",
    "agreement": "draft late",
    "acceptance": "wants_change declared",
    "concern": "raised reopened",
    "effect_ask": "told on_its_way",
    "inquiry": "chosen asked_more yes late",
    "loan": "confirmed carried_out followed_up fed_back",
    "meeting": "declined booked",
    "occasion": "planned",
    "attendance": "not_coming",
    "follow_up": "due",
    "feedback": "owed on_its_way",
    "passed_on": "changed back",
    "loan_request": "received pre_meeting waiting specified asking",
    "story": "draft",
    "vacancy": "open",
    "compensation": "agreed missing",
    "claim": "claimed",
    "payment_list": "asked open sent",
    "certificate": "turned_back",
    "duty_matrix": "draft late",
    "duty_answer": "wants_change",
    "workplace": "unanswered interested wants_out",
    "readiness": "late filled",
    "cohort": "planned open assessing",
    "enrolment": "assessing",
    "place_wish": "open",
    "place_offer": "late workplace_late",
    "information_day": "planned",
    "round": "draft deciding",
    "peer_candidate": "applied to_interview interviewed proposed offered_training waiting",
    "candidate_interview": "booked held",
}


def _unshown() -> Iterator[tuple[StateTable, State]]:
    for table in TABLES.values():
        shown = SHOWN.get(table.name, "").split()
        for state in table.states.values():
            if state.pen == Role.COORDINATOR and state.value not in shown:
                yield table, state


def unshown(programme: Programme) -> list[Row]:
    """One row for each such state in which anything is: how many, and since when. A query each."""
    found: list[tuple[Any, State]] = [
        (model, state)
        for table, state in _unshown()
        for model in apps.get_models()
        if issubclass(model, StatefulModel) and getattr(model, "table", None) is table
    ]
    step = "unshown" if programme.kind == Programme.Kind.LIBRARY else "unshown_there"
    rows = []
    for model, state in found:
        waiting = model._default_manager.filter(programme=programme, state=state.value)
        of_all = waiting.aggregate(count=Count("id"), since=Min("created_at"), one=ANY_ID)
        if of_all["count"]:
            rows.append(
                Row(
                    step, model._meta.pk.to_python(of_all["one"]), 0,
                    _("It is yours to move on: “{state}”. Number: {number}."),
                    clock.local_day(of_all["since"]), NOW, None,
                    {"state": state.label, "number": of_all["count"]},
                    covers((model.table.name, state.value)), _("Something new that waits for you"),
                )
            )  # fmt: skip
    return rows
