"""What comes after loans: one who is shaken, something that felt wrong, a debt that reminders did
not help, and what loans have led to, of which one is told to everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import aftercare, concerns, effects, owed, stories
from erfara.lending.models import Loan, LoanRequest
from erfara.people.models import Contributor
from erfara.workflows import lend
from erfara.workflows.demonstration.to_the_end import pay_all, talk_with_all, tell_all

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County

Team = Callable[["County", LoanRequest, list[Contributor], int], None]
Held = Callable[["County", LoanRequest, int], None]


def play(county: County, folk: list[Contributor], team: Team, held: Held, done: Loan) -> None:
    """All of it. `done`: a loan that went all the way some months ago."""
    _shaken(county, folk[4:6], team, held)
    _owes(county, folk[3:5], team, held)
    _told_publicly(county, folk[1:3], team, held)
    ask = effects.ask_for_effects(loan=done, months=3, by=_system(county), at=county.days(-4))
    if ask is not None:
        effects.tell_effects(
            ask=ask, by=_borrower(county, done), at=county.days(-1),
            told={"information": "Alla kallelser har nu dag och plats överst.",
                  "knowledge": "Vi läser våra brev högt för varandra innan de går."},
        )  # fmt: skip


def _system(county: County) -> Actor:
    return Actor.system(county.programme.pk)


def _borrower(county: County, loan: Loan) -> Actor:
    return Actor(Role.BORROWER, county.programme.pk, loan.request.contact_id)


def _loan(
    county: County, who: tuple[str, str, str], folk: list[Contributor], days_ago: int,
    team: Team, held: Held,
) -> Loan:  # fmt: skip
    """A loan that was held so many days ago."""
    request = county.ask_for(*who, days_ago + 12)
    team(county, request, folk, days_ago + 10)
    held(county, request, days_ago)
    loan = request.loan
    loan.refresh_from_db()
    return loan


def _shaken(county: County, folk: list[Contributor], team: Team, held: Held) -> None:
    """Held the day before yesterday: one is fine, one is shaken and found a question improper."""
    loan = _loan(
        county, ("Region Blåberg", "Barnkliniken", "Att vara anhörig på avdelningen."), folk, 2,
        team, held,
    )  # fmt: skip
    answers = (("shaken", "Det rörde upp mer än jag trodde."), ("fine", ""))
    parts = loan.participations.select_related("contributor__person").order_by("created_at", "id")
    for part, (answer, words) in zip(parts, answers, strict=True):
        row = aftercare.ask_after(
            occasion=loan.occasions.get(), participation=part, by=_system(county),
            at=county.days(-1),
        )  # fmt: skip
        if row is None or part.contributor is None:
            continue
        her = Actor(Role.PERSON, county.programme.pk, part.contributor.person_id)
        at = county.days(-1) + timedelta(hours=3)
        aftercare.answer_aftercare(aftercare=row, answer=answer, words=words, by=her, at=at)
        if answer == "shaken":
            concerns.raise_concern(
                person=part.contributor.person, kind="improper", loan=loan, inquiry=part.inquiry,
                words="De frågade om mina barn. Det hade vi inte kommit överens om.", by=her, at=at,
            )  # fmt: skip


@transaction.atomic
def _owes(county: County, folk: list[Contributor], team: Team, held: Held) -> None:
    """The unit that has sent a new request owes an answer from before, after two reminders."""
    loan = _loan(
        county, ("Blåbergs kommun", "Äldreomsorgen", "Maten på boendet."), folk, 150, team, held
    )
    talk_with_all(
        county, loan, 140,
        {"content": "rather", "developed": "partly", "paid": "yes", "ladder": "consultation"},
        {"felt": "good", "again": "yes", "ladder": "dialogue", "share": "yes",
         "own_words": "De åt med oss medan vi pratade."},
    )  # fmt: skip
    summary = loan.feedback.get(kind="summary")
    tell_all(county, summary, 135, "Ni ville äta senare på kvällen, och välja själva.")
    feedback = loan.feedback.get(kind="borrower")
    for days_ago in (88, 58):
        owed.remind_of_feedback(feedback=feedback, by=_system(county), at=county.days(-days_ago))
    owed.escalate_feedback(feedback=feedback, by=_system(county), at=county.days(-28))
    pay_all(county, loan, 140)


@transaction.atomic
def _told_publicly(county: County, folk: list[Contributor], team: Team, held: Held) -> None:
    """Half a year later something has changed; those who were part of it know, and so may all."""
    loan = _loan(
        county, ("Region Blåberg", "Röntgen", "Att hitta till rätt dörr."), folk, 186, team, held
    )
    talk_with_all(
        county, loan, 178,
        {"content": "very", "developed": "yes", "paid": "yes", "level": "system",
         "ladder": "shared_decision"},
        {"felt": "good", "again": "yes", "ladder": "influence"},
    )  # fmt: skip
    # What the summary says came in time; what the borrower did with it came later than promised.
    for owing in loan.feedback.order_by("kind"):
        days_ago = 94 if owing.kind == "borrower" else 170
        tell_all(county, owing, days_ago, "Skyltarna följer inte hur man går.")
    loan.refresh_from_db()
    pay_all(county, loan, 170)
    lend.close(loan=loan, by=county.by, at=county.days(-90))
    ask = effects.ask_for_effects(loan=loan, months=6, by=_system(county), at=county.days(-5))
    if ask is None:
        return
    effects.tell_effects(
        ask=ask, by=_borrower(county, loan), at=county.days(-4),
        told={"premises": "En röd linje på golvet går nu från entrén till röntgen.", "access": ""},
    )  # fmt: skip
    effects.send_effects(ask=ask, by=county.by, at=county.days(-3))
    for told in ask.deliveries.order_by("id"):
        effects.note_effects_reached(delivery=told, how="phone", by=county.by, at=county.days(-3))
    story = effects.tell_publicly(ask=ask, by=county.by, at=county.days(-3))
    story = stories.write_story(
        loan=loan, title="En röd linje till rätt dörr",
        text="De som gått vilse berättade var. Nu går en linje på golvet hela vägen.",
        by=county.by, at=county.days(-3),
    )  # fmt: skip
    stories.ask_for_story(story=story, by=county.by, at=county.days(-3))
    for permission in story.permissions.order_by("id"):
        role = Role.BORROWER if permission.borrower else Role.PERSON
        stories.answer_story(
            permission=permission, yes=True, at=county.days(-2),
            by=Actor(role, county.programme.pk, permission.person_id),
        )  # fmt: skip
