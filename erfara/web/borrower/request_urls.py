"""One request, for its borrower. Included twice: by id, and behind a message's token."""

from __future__ import annotations

from django.urls import path

from erfara.web import own_times
from erfara.web.borrower import after, agreements, colleagues, first_meeting, paying, requests

urlpatterns = [
    path("", requests.request_page, name="request"),
    path("tider/", own_times.borrower_calendar, name="times"),
    path("som-avtalat/", own_times.as_agreed, name="coming"),
    path("villkor/", requests.accept_terms, name="accept_terms"),
    path("tydligare/", requests.clarify, name="clarify"),
    path("ta-tillbaka/", requests.withdraw, name="withdraw"),
    path("avtal/", agreements.agreement, name="agreement"),
    path("avtal/pdf/", agreements.as_pdf, name="agreement_pdf"),
    path("ledde-till/", after.led_to, name="led_to"),
    path("kandes-fel/", after.something_wrong, name="something_wrong"),
    path("efterat/", requests.follow_up, name="follow_up"),
    path("mote/", first_meeting.meeting, name="meeting"),
    path("mote/kalender/", first_meeting.meeting_calendar, name="meeting_calendar"),
    path("ta-upp-igen/", first_meeting.again, name="again"),
    path("vidare/", first_meeting.pass_on, name="pass_on"),
    path("redo/", colleagues.ready, name="ready"),
    path("kollegor/", colleagues.colleagues, name="colleagues"),
    path("kollegor/bort/", colleagues.take_away, name="take_away"),
    path("kollegor/lamna/", colleagues.leave, name="leave"),
    path("kollegor/meddelanden/", colleagues.messages, name="messages"),
    path("betala/", paying.paid, name="paid"),
    path("aterkoppling/", requests.feedback, name="feedback"),
]
