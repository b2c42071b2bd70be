"""What has to be said beside the figures of a record, where sources don't agree."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.organisations.models import Programme

# Sörmland 2019–2022: see docs on the record, and the printed report.
_SORMLAND: tuple[str | Promise, ...] = (
    _("The report's figure prints 5 loans for 2021. Its table bears out 4, so 4 are counted."),
    _("Of the 8 loans carried out, number 12 was not finished when the record ends. It is counted "
      "because one person had taken part by then."),
    _("The report does not say whether everybody got a summary. Here they have got one where its "
      "table says that the follow-up was done."),
)  # fmt: skip
_NOTES = {"sormland": _SORMLAND}


def notes(programme: Programme) -> tuple[str | Promise, ...]:
    """The notes of a record, in the order they are shown; none for a living programme."""
    if programme.clock_stands_at is None:
        return ()
    return _NOTES.get(programme.slug, ())
