"""The gallery's addresses; included outside production only."""

from django.urls import path

from erfara.web.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.components, name="components"),
    path("falt/", views.fields, name="fields"),
    path("tom/", views.empty, name="empty"),
    path("fel/<str:name>/", views.error, name="error"),
]
