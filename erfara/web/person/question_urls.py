"""One question to a person. Included twice: on her own page by id, and behind a message's token."""

from __future__ import annotations

from django.urls import path

from erfara.web.person import agreements, questions, told

urlpatterns = [
    path("", questions.question, name="question"),
    path("kan-inte/", questions.cannot_come, name="cannot_come"),
    path("ingen-ersattning/", questions.no_payment, name="no_payment"),
    path("jag-har-det-ocksa/", told.add_after_question, name="that_too"),
    path("avtal/", agreements.agreement, name="agreement"),
    path("avtal/pdf/", agreements.as_pdf, name="agreement_pdf"),
    path("efterat/", questions.afterwards, name="afterwards"),
]
