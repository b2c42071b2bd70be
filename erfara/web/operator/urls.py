"""The installation's own pages. Included under /drift/."""

from __future__ import annotations

from django.urls import path

from erfara.web.operator import views

app_name = "operator"
urlpatterns = [
    path("", views.home, name="home"),
    path("ny/", views.new_programme, name="new_programme"),
    path("meddelanden/<uuid:pk>/forsok-igen/", views.retry, name="retry"),
]
