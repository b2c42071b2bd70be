"""The times of loans, and the time that loans took. Part of the coordinator's addresses."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import hours, occasions

urlpatterns = [
    path("lan/<uuid:pk>/tillfalle/", occasions.new_occasion, name="new_occasion"),
    path("tillfallen/<uuid:pk>/andra/", occasions.change_occasion, name="change_occasion"),
    path("tillfallen/<uuid:pk>/hur-det-gick/", occasions.hold_occasion, name="hold_occasion"),
    path("tillfallen/<uuid:pk>/stall-in/", occasions.cancel_occasion, name="cancel_occasion"),
    path("tillfallen/<uuid:pk>/tolk/", occasions.interpreter, name="interpreter"),
    path("tillfallen/<uuid:pk>/pratat/", occasions.talked, name="occasion_talked"),
    path("kommer/<uuid:pk>/", occasions.says, name="attendance_says"),
    path("lan/<uuid:pk>/genomfort/", occasions.carry_out, name="carry_out"),
    path("lan/<uuid:pk>/tid/", hours.write, name="write_hours"),
    path("tid/<uuid:pk>/", hours.correct, name="correct_hours"),
]
