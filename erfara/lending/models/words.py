"""What a request is found by when somebody looks for it."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import Personal, TenantModel
from erfara.lending.models.requests import LoanRequest


class RequestWords(TenantModel):
    """The words of one request in one narrow row: who asks, its title, what for, its diary number.

    Folded (`foundation.text.searched`), each with a space before it. Nothing is here that doesn't
    stand in the request itself, and nothing about those who are asked.
    """

    # A number and no id: SQLite's index of words knows rows by their number alone.
    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]  # the base's is an id
    request = models.OneToOneField(LoanRequest, on_delete=models.CASCADE, related_name="found_by")
    no = models.PositiveIntegerField()
    words = models.CharField(max_length=400)

    personal = Personal(none="request no", organisation="words")

    class Meta:
        indexes = [
            # All that a search reads, in the order it is shown: the table itself isn't touched.
            models.Index(fields=["programme", "no", "words", "request"], name="request_found_by"),
        ]
