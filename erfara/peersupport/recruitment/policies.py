"""What a round and a candidate allow now, whoever asks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.errors import Refused
from erfara.peersupport.recruitment.models import ApplicationDraft, PeerCandidate, Round

# So long after the last day somebody who had begun to write in time may still send.
GRACE = timedelta(days=3)
# So long one who has withdrawn can read that it is done, before what she wrote goes.
AFTER_WITHDRAWING = timedelta(hours=48)
A_MONTH = timedelta(days=30)
WAITS_AT_MOST = timedelta(days=366)
PER_YEAR_LATER = timedelta(days=730)
# In which somebody has not got a decision.
UNDECIDED = ("applied", "to_interview", "interviewed", "proposed")
# In which the interview is still ahead.
BEFORE_INTERVIEW = ("applied", "to_interview")
# In which she is a candidate still, and may withdraw.
LIVE = (*UNDECIDED, "offered_training", "waiting")
CLOSED = _("No more applications are taken in this round. What you have written is kept for two "
           "weeks. Get in touch with us.")  # fmt: skip


def takes_applications(row: Round, day: date) -> bool:
    """Whether anybody may begin to apply that day: nobody while the programme is paused."""
    return row.programme.lends and in_time(row, day)


def in_time(row: Round, day: date) -> bool:
    """Whether what is sent that day comes within the days of the round."""
    return row.state == "open" and row.opens_on <= day <= row.closes_on


def check_takes(row: Round, at: datetime) -> None:
    """Raises Refused while no applications are begun."""
    day = clock.local_day(at)
    if row.state == "open" and day < row.opens_on:
        raise Refused(_("You can apply from {day}."), day=row.opens_on.isoformat())
    if not takes_applications(row, day):
        raise Refused(_("No more applications are taken in this round."))


def is_late(row: Round, begun_at: datetime, at: datetime) -> bool:
    """Whether an application that is sent now comes after the last day.

    One who began in time has three days more: what she wrote isn't lost for a night. Raises
    Refused when it is too late for that too.
    """
    day = clock.local_day(at)
    if in_time(row, day):
        return False
    began_in_time = clock.local_day(begun_at) <= row.closes_on
    if row.state in {"open", "closed"} and began_in_time and day <= row.closes_on + GRACE:
        return True
    raise Refused(CLOSED)


def still_writing(row: Round, at: datetime) -> bool:
    """Whether somebody who began in time may still send what she has begun."""
    if clock.local_day(at) > row.closes_on + GRACE:
        return False
    return ApplicationDraft.objects.filter(round=row, state="draft").exists()


def check_may_take_down(row: Round, at: datetime) -> bool:
    """Whether a lead who enters an application does it after the last day. Raises Refused when
    the round is over."""
    if row.state == "draft":
        raise Refused(_("The round isn't announced yet. Announce it first."))
    if row.state not in {"open", "closed", "deciding"}:
        raise Refused(_("The round is over. Everybody has an answer. Take it up in the next one."))
    return clock.local_day(at) > row.closes_on or row.state != "open"


def check_days(opens_on: date, closes_on: date, answer_by: date) -> None:
    """Raises Refused unless the days of a round come in order, within two years."""
    if closes_on < opens_on:
        raise Refused(_("The last day to apply is before the first. Change one of them."))
    if answer_by < closes_on:
        raise Refused(_("The day everybody is answered by is before the last day to apply."))
    if answer_by - opens_on > PER_YEAR_LATER:
        raise Refused(_("A round lasts two years at most. Choose an earlier last day."))


def check_plan(interviewed: int, trained: int, employed: int) -> None:
    """Raises Refused unless the plan narrows: more are interviewed than trained, and so on."""
    if not interviewed >= trained >= employed >= 1:
        raise Refused(
            _("The plan goes from more to fewer: interviewed, then trained, then employed.")
        )


def erased_after(row: PeerCandidate, at: datetime) -> datetime:
    """When what she wrote is erased, counted from an end now."""
    return at + row.round.keep_months * A_MONTH


def check_reason(*texts: str) -> None:
    """Raises Refused unless each of these says something."""
    if not all(text.strip() for text in texts):
        raise Refused(_("Write why, in a sentence."))
