"""Where staff begin."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import start

app_name = "staff"
urlpatterns = [path("", start.start, name="start")]
