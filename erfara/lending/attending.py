"""Who is expected when: nobody at two times that overlap."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation.errors import Refused
from erfara.foundation.spans import Span
from erfara.foundation.states import lock
from erfara.lending.models import Attendance, Loan, Occasion, Participation
from erfara.lending.states.loans import PART
from erfara.people.models import Contributor

# Those who may come: the others have said that they can't, or it is over.
EXPECTED = ("expected", "coming")
OPEN = (*EXPECTED, "not_coming", "excused")


class Busy(Refused):
    """Somebody is expected somewhere else at that time. `contributor_ids`: who."""

    def __init__(self, contributor_ids: Iterable[UUID]) -> None:
        self.contributor_ids = frozenset(contributor_ids)
        super().__init__(
            ngettext_lazy(
                "One of them takes part in another loan at that time. Choose another time, or "
                "plan it without that person.",
                "{count} of them take part in another loan at that time. Choose another time, or "
                "plan it without them.",
                len(self.contributor_ids),
            ),
            count=len(self.contributor_ids),
        )


def hold_still(contributor_ids: Iterable[UUID]) -> None:
    """Keep others from planning anything with these people until the transaction ends.

    In the order of their ids, so that of two who plan with the same people one waits for the other
    instead of both for each other.
    """
    for contributor in Contributor.objects.filter(pk__in=list(contributor_ids)).order_by("id"):
        lock(contributor)


def hold_team(loan: Loan) -> None:
    """The same with those who are part of a loan, and then with the loan: whoever changes one of
    its times or leaves it has them locked in this order."""
    team = loan.participations.filter(state__in=PART, contributor__isnull=False)
    hold_still(team.values_list("contributor_id", flat=True))
    lock(loan)


def busy(
    contributor_ids: Collection[UUID], spans: Collection[Span], *, but: Occasion | None = None
) -> set[UUID]:
    """Those of these people who are expected at a planned time that overlaps one of these.

    Call `hold_still` first where something is planned from the answer. `but`: an occasion that is
    being changed isn't in its own way.
    """
    if not spans or not contributor_ids:
        return set()
    rows = Attendance.objects.filter(
        participation__contributor_id__in=list(contributor_ids), state__in=EXPECTED,
        occasion__state="planned", occasion__ends_at__gt=min(s.starts_at for s in spans),
        occasion__starts_at__lt=max(s.ends_at for s in spans),
    )  # fmt: skip
    if but is not None:
        rows = rows.exclude(occasion=but)
    taken = rows.values_list(
        "participation__contributor_id", "occasion__starts_at", "occasion__ends_at"
    )
    return {
        pk for pk, starts_at, ends_at in taken
        if any(Span(starts_at, ends_at).overlaps(span) for span in spans)
    }  # fmt: skip


def check_free(
    participations: Iterable[Participation],
    spans: Collection[Span],
    *,
    but: Occasion | None = None,
) -> None:
    """Raises Busy when one of these is expected somewhere else; holds them still until the end."""
    ids = {p.contributor_id for p in participations if p.contributor_id is not None}
    hold_still(ids)
    if taken := busy(ids, spans, but=but):
        raise Busy(taken)


def planned_of(loan: Loan) -> list[Occasion]:
    """What is still to be held of a loan, in order."""
    return list(loan.occasions.filter(state="planned").order_by("starts_at", "id"))


def ahead_of(loan: Loan, at: datetime) -> list[Occasion]:
    """The planned times of a loan that haven't begun, in order."""
    return [one for one in planned_of(loan) if one.starts_at > at]


def check_free_in(loan: Loan, contributor: Contributor) -> list[Occasion]:
    """The planned times of a loan that somebody joins. Refuses when she is expected elsewhere."""
    hold_still([contributor.pk])
    lock(loan)
    planned = planned_of(loan)
    if busy([contributor.pk], [Span(one.starts_at, one.ends_at) for one in planned]):
        raise Refused(
            _("This person takes part in another loan at one of the times that are planned. Choose "
              "somebody else, or change the time.")
        )  # fmt: skip
    return planned


def came_to(loan: Loan) -> set[UUID]:
    """Participations of those who came to at least one of its times."""
    rows = Attendance.objects.filter(occasion__loan=loan, occasion__state="held", state="came")
    return set(rows.values_list("participation_id", flat=True))


def where_begun(at: datetime) -> Q:
    """Where somebody was expected at what has begun, and nobody has noted yet who came."""
    return Q(occasion__state="planned", occasion__starts_at__lte=at, state__in=EXPECTED)


def may_have_come(participation: Participation, at: datetime) -> bool:
    """Whether she came to one of its times, or to one that has begun and isn't noted yet."""
    rows = Attendance.objects.filter(participation=participation)
    return rows.filter(Q(occasion__state="held", state="came") | where_begun(at)).exists()


def both_expected(one: Contributor, other: Contributor) -> bool:
    """Whether two are expected at times that overlap: as one person, she would be at both."""
    rows = Attendance.objects.filter(
        participation__contributor=one, state__in=EXPECTED, occasion__state="planned"
    )
    spans = [Span(*times) for times in rows.values_list("occasion__starts_at", "occasion__ends_at")]
    return bool(busy([other.pk], spans))
