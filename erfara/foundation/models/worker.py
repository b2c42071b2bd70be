"""How the worker's jobs have gone, for whoever keeps the installation running."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models.base import BaseModel, Personal


class JobRun(BaseModel):
    """One of the worker's jobs: when it ran last, when it went well, when and how it failed."""

    name = models.CharField(max_length=64)
    ran_at = models.DateTimeField()
    good_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=64, blank=True)

    personal = Personal(none="name ran_at good_at failed_at error")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="job_run_one_per_name")]
