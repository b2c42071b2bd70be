"""A new e-mail address on its way: it counts when the code sent to it has been written back."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import Personal, TenantModel
from erfara.people.models.persons import Person


class AddressChange(TenantModel):
    """Somebody wants to be reached elsewhere. Old and new address are one of her blobs.

    The code is derived from the row, like those for signing in, and stands nowhere.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    personal = Personal(none="expires_at attempts confirmed_at", pseudonym="person")

    @property
    def blob(self) -> str:
        """Where in the vault the two addresses are."""
        return f"address:{self.pk}"
