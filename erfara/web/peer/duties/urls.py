"""Who does what, for the leads. Included under /arbete/<slug>/ansvar/."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.duties import answers, views

app_name = "duties"
urlpatterns = [
    path("<uuid:pk>/", views.duties, name="duties"),
    path("<uuid:pk>/ny-version/", views.new_version, name="new_version"),
    path("<uuid:pk>/pdf/", views.as_pdf, name="pdf"),
    path("version/<uuid:pk>/pdf/", views.version_pdf, name="version_pdf"),
    path("version/<uuid:pk>/ny-rad/", views.new_row, name="new_row"),
    path("version/<uuid:pk>/rad/<str:key>/", views.row, name="row"),
    path("version/<uuid:pk>/rad/<str:key>/bort/", views.drop_row, name="drop_row"),
    path("version/<uuid:pk>/skicka/", views.send, name="send"),
    path("version/<uuid:pk>/utan/", views.without, name="without"),
    path("svar/<uuid:pk>/ja/", answers.note, name="note"),
    path("svar/<uuid:pk>/svara/", answers.reply, name="reply"),
    path("svar/<uuid:pk>/byt/", answers.hand_over, name="hand_over"),
]
