"""A loan's agreement and its papers for the registry. Included under /arbete/<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import agreements, record

urlpatterns = [
    path("lan/<uuid:pk>/avtal/", agreements.agreement, name="agreement"),
    path("lan/<uuid:pk>/avtal/skriv/", agreements.write, name="write_agreement"),
    path("lan/<uuid:pk>/avtal/skicka/", agreements.send, name="send_agreement"),
    path("lan/<uuid:pk>/avtal/utan/", agreements.without, name="go_without_agreement"),
    path("lan/<uuid:pk>/avtal/samtal/", agreements.review, name="review_talk"),
    path("lan/<uuid:pk>/avtal/pdf/", agreements.as_pdf, name="agreement_pdf"),
    path("lan/<uuid:pk>/handlingar/", record.record, name="record"),
    path("avtal/<uuid:pk>/ja/", agreements.note, name="note_agreement"),
    path("avtal/<uuid:pk>/svara/", agreements.reply, name="answer_wish"),
    path("avtal/<uuid:pk>/bedom/", agreements.assess, name="assess_declaration"),
]
