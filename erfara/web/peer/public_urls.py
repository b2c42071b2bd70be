"""What anybody may see and send in a peer support programme. Included under /<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.workplaces import raising

app_name = "peer_public"
urlpatterns = [
    path("arbetsplatser/rack-upp-handen/", raising.raise_hand, name="raise_hand"),
    path("arbetsplatser/tack/", raising.hand_raised, name="hand_raised"),
]
