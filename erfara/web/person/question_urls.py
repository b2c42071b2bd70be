"""One question to a person. Included twice: on her own page by id, and behind a message's token."""

from __future__ import annotations

from django.urls import path

from erfara.web import own_times
from erfara.web.person import after, agreements, paying, questions, told

urlpatterns = [
    path("", questions.question, name="question"),
    path("tider/", own_times.person_calendar, name="times"),
    path("kommer/", own_times.coming, name="coming"),
    path("kan-inte/", questions.cannot_come, name="cannot_come"),
    path("av-vantelistan/", questions.leave_list, name="leave_list"),
    path("ingen-ersattning/", questions.no_payment, name="no_payment"),
    path("kostnad/", paying.claim, name="claim"),
    path("inte-kommit/", paying.not_paid, name="not_paid"),
    path("har-kommit/", paying.got_paid, name="got_paid"),
    path("jag-har-det-ocksa/", told.add_after_question, name="that_too"),
    path("avtal/", agreements.agreement, name="agreement"),
    path("avtal/pdf/", agreements.as_pdf, name="agreement_pdf"),
    path("kandes-fel/", after.something_wrong, name="something_wrong"),
    path("efterat/", questions.afterwards, name="afterwards"),
]
