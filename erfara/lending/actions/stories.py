"""Telling everybody what a loan led to, when all who were part of it have said yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import check, lock, move
from erfara.lending.models import Loan, Participation, Story, StoryPermission
from erfara.people.models import Person

BLOB, FIELD, PUBLIC = "story", "told", "public:story"
ANSWERED_WITHIN = timedelta(days=21)
AFTER = ("followed_up", "fed_back", "closed")


def _keep(story: Story, title: str, text: str, at: datetime) -> None:
    if not title.strip() or not text.strip():
        raise Refused(_("Write a heading, and what it led to."))
    vault.store(
        tenant_id=story.programme_id, person_id=story.pk, blob=BLOB,
        values={FIELD: {"title": title.strip(), "text": text.strip()}}, at=at,
    )  # fmt: skip


@action
def write_story(*, loan: Loan, title: str, text: str, by: Actor, at: datetime) -> Story:
    """Begin a story about a loan, or write the draft of it anew."""
    lock(loan)
    if loan.state not in AFTER:
        raise Refused(_("What it led to can be told when the follow-up is done."))
    story = Story.objects.filter(loan=loan, state__in=["draft", "asked", "public"]).first()
    if story is not None and story.state != "draft":
        raise Refused(_("A story about this loan has already been sent out."))
    if story is None:
        story = Story.objects.create(
            id=uuid4(), programme_id=loan.programme_id, loan=loan, state=Story.table.initial,
            created_at=at,
        )  # fmt: skip
    _keep(story, title, text, at)
    audit.record("story.written", about=story, by=by, at=at)
    return story


def people_of(loan: Loan) -> list[tuple[Person, bool]]:
    """Whose yes a story needs: the borrower's contact, and those of the library who took part.

    Each with whether she is the borrower's. Those who have left and are erased are not among them.
    """
    found: dict[Person, bool] = {}
    contact = loan.request.contact
    if contact.erased_at is None:
        found[contact] = True
    going = Participation.objects.filter(loan=loan, state="took_part", outside=False)
    for row in going.select_related("contributor__person").order_by("created_at", "id"):
        if row.contributor is not None and row.contributor.person.erased_at is None:
            found.setdefault(row.contributor.person, False)
    return list(found.items())


@action
def ask_for_story(*, story: Story, by: Actor, at: datetime) -> Story:
    """Ask everybody. Raises Refused when one of the two sides is not here any more."""
    lock(story)
    check(story, "ask", by=by)
    asked = people_of(story.loan)
    if {borrower for _person, borrower in asked} != {True, False}:
        raise Refused(
            _("Both sides have to say yes, and one of them is not here any more. It can't be told.")
        )
    StoryPermission.objects.bulk_create(
        StoryPermission(
            id=uuid4(), programme_id=story.programme_id, story=story, person=person,
            borrower=borrower, created_at=at,
        )
        for person, borrower in asked
    )  # fmt: skip
    return move(
        story, "ask", by=by, at=at,
        fields={"answer_by": clock.local_day(at + ANSWERED_WITHIN)},
    )  # fmt: skip


@action
def answer_story(
    *, permission: StoryPermission, yes: bool, by: Actor, at: datetime
) -> StoryPermission:
    """One of them says yes or no, also afterwards: a no takes it down at once.

    The last yes publishes it. The same answer again changes nothing.
    """
    story = permission.story
    lock(story)
    if story.state not in {"asked", "public"}:
        raise Refused(_("This story is not being told any more."))
    permission.answer = "yes" if yes else "no"
    permission.answered_at = at
    permission.save(update_fields=["answer", "answered_at"])
    audit.record("story.answered", about=story, by=by, at=at)
    if not yes:
        _end(story, by, at)
    elif story.state == "asked" and not story.permissions.exclude(answer="yes").exists():
        vault.publish(
            tenant_id=story.programme_id, person_id=story.pk, blob=BLOB, field=FIELD,
            public=PUBLIC, at=at,
        )  # fmt: skip
        move(
            story, "publish", by=Actor.system(story.programme_id), at=at,
            fields={"published_on": clock.local_day(at)},
        )  # fmt: skip
    return permission


def _end(story: Story, by: Actor, at: datetime) -> None:
    vault.unpublish(tenant_id=story.programme_id, person_id=story.pk, public=PUBLIC)
    move(story, "take_down" if story.state == "public" else "stop", by=by, at=at)


@action
def end_story(*, story: Story, by: Actor, at: datetime) -> Story:
    """Take it down, or don't tell it after all. At once, and without a reason."""
    lock(story)
    _end(story, by, at)
    return story


@action
def take_back_stories(*, person: Person, by: Actor, at: datetime) -> int:
    """Somebody leaves: what is told with her yes is told no more. How many were ended."""
    live = Story.objects.filter(
        state__in=["asked", "public"], pk__in=StoryPermission.objects.filter(person=person)
        .values("story"),
    )  # fmt: skip
    count = 0
    for story in live.order_by("id"):
        lock(story)
        _end(story, Actor.system(person.programme_id), at)
        count += 1
    audit.record("person.stories", about=person, by=by, at=at, facts={"ended": count})
    return count


def empty_story(*, story: Story, at: datetime) -> None:
    """Destroy the words of one that has ended. Not an action: the vault empties itself outside
    every transaction. Can be repeated."""
    vault.erase(tenant_id=story.programme_id, person_id=story.pk, at=at)
    Story.objects.filter(pk=story.pk, emptied_at=None).update(emptied_at=at)
