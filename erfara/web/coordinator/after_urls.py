"""Pages about what comes after a loan. Part of the coordinator's."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import after

urlpatterns = [
    path("efterat/<uuid:pk>/", after.aftercare, name="aftercare"),
    path("efterat/<uuid:pk>/tysta/", after.silent, name="aftercare_silent"),
    path("kandes-fel/<uuid:pk>/", after.concern, name="concern"),
    path("kandes-fel/<uuid:pk>/avsluta/", after.end_concern, name="end_concern"),
    path("ledde-till/<uuid:pk>/", after.led_to, name="effects"),
    path("ledde-till/<uuid:pk>/skicka/", after.send_effects, name="send_effects"),
    path("ledde-till/<uuid:pk>/skicka-inte/", after.note_effects, name="note_effects"),
    path("ledde-till/<uuid:pk>/beratta/", after.tell_publicly, name="tell_publicly"),
    path("ledde-till/berattat/<uuid:pk>/", after.effects_reached, name="effects_reached"),
]
