"""First meetings, where else to ask, and other libraries. Part of the coordinator's pages."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import elsewhere, first_meetings, passing

urlpatterns = [
    path("forfragningar/<uuid:pk>/mote/", first_meetings.book_meeting, name="book_meeting"),
    path("forfragningar/<uuid:pk>/motet-hallet/", first_meetings.specify, name="specify"),
    path("moten/<uuid:pk>/svar/", first_meetings.answer_meeting, name="answer_meeting"),
    path("moten/<uuid:pk>/stall-in/", first_meetings.call_off_meeting, name="call_off_meeting"),
    path("moten/<uuid:pk>/kalender/", first_meetings.meeting_calendar, name="meeting_calendar"),
    path("forfragningar/<uuid:pk>/avsluta/", elsewhere.end_request, name="end_request"),
    path("fraga-hellre/", elsewhere.elsewhere, name="elsewhere"),
    path("fraga-hellre/<uuid:pk>/", elsewhere.change_elsewhere, name="change_elsewhere"),
    path("fraga-hellre/<uuid:pk>/bort/", elsewhere.drop_elsewhere, name="drop_elsewhere"),
    path("forfragningar/<uuid:pk>/skicka-vidare/", passing.pass_on, name="pass_on"),
    path("forfragningar/<uuid:pk>/be-om-folk/", passing.ask_for_people, name="ask_for_people"),
    path("vidare/<uuid:pk>/svar/", passing.answer_passing, name="answer_passing"),
    path("vidare/<uuid:pk>/sett/", passing.seen_passing, name="seen_passing"),
    path("vidare/<uuid:pk>/tillbaka/", passing.take_back, name="take_back"),
]
