"""Somebody who signs up, from the first page to the last: a draft with a key of its own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal
from erfara.foundation.models.drafts import Draft
from erfara.foundation.states import StateTable
from erfara.people import states


class SignUp(Draft):
    """A sign-up on its way."""

    blob: ClassVar[str] = "sign_up"
    letter: ClassVar[str] = "sign_up_link"
    table: ClassVar[StateTable] = states.SIGN_UP
    personal = Personal(
        none="state changed_at emptied_at",
        why="the id names what is in the vault until it is emptied; it points to nobody after that",
    )

    class Meta:
        indexes = [models.Index(fields=["emptied_at", "changed_at"], name="sign_up_to_empty")]
