"""Reads about consents: what is asked again, what runs out, what stands on a page of consents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.organisations.words import say
from erfara.people.consent_texts import FIRST
from erfara.people.models import Consent, ConsentText, Person, Purpose
from erfara.people.models.consents import Basis
from erfara.people.queries import consent_texts, consents_of, in_language

# Asked so long before a consent runs out; reminded once when half of it has passed.
ASKED_BEFORE = timedelta(days=60)
# One who is only phoned isn't let go because nobody has phoned in time.
GRACE_BY_PHONE = timedelta(days=30)
HERE = ("active", "paused", "resting")

BECAUSE: dict[str, str | Promise] = {
    Basis.CONSENT: _("You decide. You can take a yes back whenever you want, without saying why."),
    Basis.PUBLIC_INTEREST: _(
        "We do this because it is a task of public interest. You can object, and then we stop."
    ),
    Basis.CONTRACT: _(
        "We need this to keep what we have agreed on with you. You can object, and then we stop."
    ),
    Basis.LEGAL_DUTY: _("The law says that we have to do this. Tell us if you think we are wrong."),
}


def because(text: ConsentText | None) -> str:
    """Why the law allows it, in a sentence: the programme's own, or the shipped one."""
    if text is None:
        return say(BECAUSE[Basis.CONSENT])
    own = text.because_en if (get_language() or "sv").startswith("en") else text.because_sv
    return own or say(BECAUSE[text.basis])


@dataclass(frozen=True, slots=True)
class Line:
    """A purpose on a page of consents: the words in force, hers, and what is asked of her."""

    purpose: str
    text: str
    because: str
    informs: bool
    live: Consent | None
    old_words: str
    last: Consent | None

    @property
    def asked(self) -> bool:
        """Whether she is asked about it again."""
        return self.live is not None and self.live.answer_by is not None


def lines_of(person: Person, programme: Programme) -> list[Line]:
    """Every purpose as she meets it now, in their order. Two queries."""
    newest: dict[str, ConsentText] = {}
    for text in consent_texts(programme):
        newest.setdefault(text.purpose, text)
    live: dict[str, Consent] = {}
    last: dict[str, Consent] = {}
    for consent in consents_of(person):
        if consent.withdrawn_at is None:
            live[consent.purpose] = consent
        elif consent.withdrawn_how != "renewed":
            last[consent.purpose] = consent
    found = []
    for purpose in Purpose:
        words, hers = newest.get(purpose), live.get(purpose)
        older = hers is not None and words is not None and hers.text_id != words.pk
        found.append(
            Line(
                purpose.value, in_language(words) if words else say(FIRST[purpose]), because(words),
                bool(words and words.informs), hers,
                in_language(hers.text) if hers is not None and older else "", last.get(purpose),
            )
        )  # fmt: skip
    return found


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 1 March for a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def holds_until(consent: Consent, years: int | None) -> date | None:
    """When a consent runs out by itself; None when it holds until it is taken back."""
    if years is None or consent.text.basis != Basis.CONSENT:
        return None
    return years_later(clock.local_day(consent.given_at), years)


def _live(programme: Programme | None = None) -> QuerySet[Consent]:
    rows = Consent.objects.filter(
        withdrawn_at__isnull=True, person__erased_at__isnull=True,
        person__contributor__state__in=HERE,
    )  # fmt: skip
    if programme is not None:
        rows = rows.filter(programme=programme)
    return rows.select_related("person__contributor__programme", "text").order_by("given_at", "id")


def agreed_to(programme: Programme, purpose: str) -> QuerySet[Consent]:
    """The live consents for one purpose, of those who are in the register."""
    return _live(programme).filter(purpose=purpose)


def running_out(programme: Programme, day: date) -> list[Consent]:
    """Consents that run out soon and that nobody has been asked about."""
    years = programme.consent_years
    if years is None:
        return []
    # A day too early rather than one too late: the exact day is counted for each.
    edge = day + ASKED_BEFORE - timedelta(days=365 * years)
    rows = _live(programme).filter(
        answer_by__isnull=True, given_at__date__lte=edge, text__basis=Basis.CONSENT
    )
    return [
        c for c in rows if years_later(clock.local_day(c.given_at), years) <= day + ASKED_BEFORE
    ]


def silent(day: date) -> QuerySet[Consent]:
    """Consents that were asked about, and the last day has passed without an answer."""
    return _live().filter(where_time_passes(), answer_by__lt=day)


def asked_again(programme: Programme) -> QuerySet[Consent]:
    """Consents that are asked about now, those whose last day comes first first."""
    return _live(programme).filter(answer_by__isnull=False).order_by("answer_by", "id")


def to_remind(at: datetime) -> list[Consent]:
    """Consents that end in silence, with half of the time gone."""
    day = clock.local_day(at)
    rows = _live().filter(
        where_time_passes(), answer_by__gte=day,
        ends_unanswered=True, asked_again_at__isnull=False,
    )  # fmt: skip
    found = []
    for consent in rows:
        if consent.answer_by is None or consent.asked_again_at is None:
            continue
        asked = clock.local_day(consent.asked_again_at)
        if asked < day and asked + (consent.answer_by - asked) / 2 <= day:
            found.append(consent)
    return found
