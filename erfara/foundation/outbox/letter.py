"""What a message says: that there is one, until when, and a link. The rest stands behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from erfara.foundation.calendars import CalendarFile


@dataclass(frozen=True, slots=True)
class Letter:
    """A neutral message. No names, no places, nothing about what it concerns.

    `deadline` is the last day to answer, in local time, or the last moment. `language`
    None: the installation's.
    `signature` ends a mail. `short` is what a text message says instead of the lines.
    `calendar` is a calendar file that goes with a mail, as neutral as the rest.
    """

    subject: str | Promise
    body_lines: tuple[str | Promise, ...]
    url: str
    deadline: dt.date | dt.datetime | None = None
    language: str | None = None
    calendar: CalendarFile | None = None
    short: str | Promise = ""
    signature: str | Promise = ""


def last_said(deadline: dt.date | dt.datetime, form: str) -> str:
    """A last day in this form of Django's, and the time where it is a moment. In the language that
    is active."""
    if not isinstance(deadline, dt.datetime):
        return date_format(deadline, form)
    local = timezone.localtime(deadline)
    return _("{day} at {hour}:{minute}").format(
        day=date_format(local.date(), form), hour=f"{local:%H}", minute=f"{local:%M}"
    )


def subject_of(letter: Letter) -> str:
    """The subject on one line: a line break there would start a header of its own."""
    with override(letter.language or settings.LANGUAGE_CODE):
        return " ".join(str(letter.subject).split())


def body_of(letter: Letter) -> str:
    """The message as plain text. The link stands alone on its line, where programs find it."""
    with override(letter.language or settings.LANGUAGE_CODE):
        parts = [*(str(line) for line in letter.body_lines), letter.url]
        if letter.deadline is not None:
            day = last_said(letter.deadline, "DATE_FORMAT")
            parts.append(_("Please answer no later than {day}.").format(day=day))
        if letter.signature:
            parts.append(str(letter.signature))
        return "\n\n".join(parts) + "\n"
