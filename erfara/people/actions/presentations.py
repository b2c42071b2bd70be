"""A text for everybody to read: written together, approved by the person, taken down by one click.

What is written goes to her vault; what she approves is sealed anew, letter by letter, as what is
published. Only she approves: through her own link or page, or with her name on a print-out.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.people.actions.consents import give_consent
from erfara.people.facets import NONE, Facets
from erfara.people.models import Contributor, Presentation, Purpose
from erfara.people.models.presentations import OPEN
from erfara.people.policies import check_presentable
from erfara.people.presentation_letters import tell
from erfara.people.queries import live_purposes
from erfara.vocabulary.drawings import Drawing

# How long each step may wait for somebody before the text is thrown away.
WRITING_LASTS = timedelta(days=90)
ANSWER_LASTS = timedelta(days=30)
CHANGING_LASTS = timedelta(days=60)
BLOB, PUBLIC = "presentation", "public:presentation"


def wish_field(presentation: Presentation) -> str:
    """Where in her blob stands what she wants changed."""
    return f"{presentation.pk}:wish"


def _check(contributor: Contributor) -> None:
    check_presentable(contributor, vault.shielded(contributor.programme_id))


def _in_words(contributor: Contributor, values: dict[str, object], at: datetime) -> None:
    vault.amend(
        tenant_id=contributor.programme_id, person_id=contributor.person_id, blob=BLOB,
        values=values, at=at,
    )  # fmt: skip


def open_one(contributor: Contributor) -> Presentation | None:
    """The version that is under way, if there is one."""
    return Presentation.objects.filter(contributor=contributor, state__in=OPEN).first()


def public_one(contributor: Contributor) -> Presentation | None:
    """The version that is public, if there is one."""
    return Presentation.objects.filter(contributor=contributor, state="public").first()


@action
def write(
    *,
    contributor: Contributor,
    title: str,
    text: str,
    facets: Facets = NONE,
    by: Actor,
    at: datetime,
) -> Presentation:
    """Write a text, or go on with the one under way. One that she has had to read is kept as it
    was, and a new version begins."""
    lock(contributor)
    _check(contributor)
    row = open_one(contributor)
    if row is not None and row.state != "draft":
        if by.role != Role.COORDINATOR:
            raise Refused(_("There is a text under way already. Read it, or ask for a change."))
        move(row, "rewrite", by=by, at=at)
        row = None
    ends_on = clock.local_day(at) + WRITING_LASTS
    if row is None:
        last = Presentation.objects.filter(contributor=contributor).aggregate(no=Max("no"))["no"]
        row = Presentation.objects.create(
            programme_id=contributor.programme_id, contributor=contributor, no=(last or 0) + 1,
            state=Presentation.table.initial, area=facets.area, role=facets.role, ends_on=ends_on,
            begun_by_herself=by.role == Role.PERSON, created_at=at,
        )  # fmt: skip
    else:
        row.area, row.role, row.ends_on = facets.area, facets.role, ends_on
        row.save(update_fields=["area", "role", "ends_on"])
    words = {"title": title.strip(), "text": text.strip()}
    _in_words(contributor, {str(row.pk): words}, at)
    audit.record("presentation.written", about=row, by=by, at=at)
    return row


@action
def send(
    *,
    presentation: Presentation,
    found: Collection[str],
    looked_at: Collection[str],
    by: Actor,
    at: datetime,
) -> Presentation:
    """Give the text to her to read. Each thing in it that could give her away has been looked at.

    `found`: what the text holds of such things, as it stands now; `looked_at`: those that were
    ticked. Where no letter reaches her, it is read on paper.
    """
    _check(presentation.contributor)
    if not set(found) <= set(looked_at):
        raise Refused(_("Look at each thing that may give the person away, and tick it."))
    return move(
        presentation, "send", by=by, at=at, facts={"looked_at": len(set(found))},
        fields={"sent_at": at, "ends_on": clock.local_day(at) + ANSWER_LASTS},
    )  # fmt: skip


@action
def wish(*, presentation: Presentation, words: str, by: Actor, at: datetime) -> Presentation:
    """She wants something changed, and says what in her own words."""
    _in_words(presentation.contributor, {wish_field(presentation): words.strip()}, at)
    ends_on = clock.local_day(at) + CHANGING_LASTS
    return move(presentation, "wish", by=by, at=at, fields={"ends_on": ends_on})


@action
def approve(
    *, presentation: Presentation, agrees: bool, how: str, by: Actor, at: datetime
) -> Presentation:
    """She says yes, and it is public. `agrees`: she ticked the consent to it as well just now."""
    lock(presentation.contributor)
    _consented(presentation.contributor, Purpose.PRESENTATION, agrees, how, by, at)
    return _publish(presentation, "approve", {}, by, at)


@action
def approve_on_paper(
    *, presentation: Presentation, signed_on: date, by: Actor, at: datetime
) -> Presentation:
    """A coordinator notes the day on which she signed a print-out. For one without e-mail only:
    everybody else approves herself."""
    lock(presentation.contributor)
    if has_own_way(presentation.contributor):
        raise Refused(_("This person has e-mail, and approves through the link or on the page."))
    given_out = clock.local_day(presentation.sent_at) if presentation.sent_at else None
    if signed_on > clock.local_day(at) or (given_out and signed_on < given_out):
        raise Refused(_("Write the day on which the print-out was signed."))
    _consented(presentation.contributor, Purpose.PRESENTATION, False, "paper", by, at)
    return _publish(presentation, "approve_on_paper", {"signed_on": signed_on}, by, at)


def has_own_way(contributor: Contributor) -> bool:
    """Whether she can be let in to her own page, and so approve by herself."""
    return bool(vault.index_holders([contributor.person_id], "email"))


def _consented(
    contributor: Contributor, purpose: str, agrees: bool, how: str, by: Actor, at: datetime
) -> None:
    person = contributor.person
    if purpose in live_purposes([person.pk])[person.pk]:
        return
    if not agrees:
        raise Refused(_("It needs a yes to that consent too."))
    give_consent(person=person, purpose=purpose, how=how, by=by, at=at)


def _publish(
    presentation: Presentation, step: str, more: dict[str, object], by: Actor, at: datetime
) -> Presentation:
    contributor = presentation.contributor
    _check(contributor)
    before = public_one(contributor)
    kept: dict[str, object] = {"page": presentation.page}
    if before is not None:
        kept = {"page": before.page, "picture": presentation.picture or before.picture}
        move(before, "replace", by=by, at=at)
    move(
        presentation, step, by=by, at=at,
        fields={**kept, **more, "public_at": at, "ends_on": None},
    )  # fmt: skip
    vault.publish(
        tenant_id=contributor.programme_id, person_id=contributor.person_id, blob=BLOB,
        field=str(presentation.pk), public=PUBLIC, at=at,
    )  # fmt: skip
    return presentation


@action
def say_no(*, presentation: Presentation, by: Actor, at: datetime) -> Presentation:
    """She doesn't want the text to be shown. No reason is asked for."""
    return move(presentation, "say_no", by=by, at=at, fields={"ends_on": None})


@action
def discard(*, presentation: Presentation, by: Actor, at: datetime) -> Presentation:
    """Throw away a text that is under way. What is public stays."""
    return move(presentation, "discard", by=by, at=at, fields={"ends_on": None})


@action
def end(*, presentation: Presentation, by: Actor, at: datetime) -> Presentation:
    """Its last day has passed without an answer: it is not shown."""
    return move(presentation, "end", by=by, at=at, fields={"ends_on": None})


@action
def choose_picture(
    *, presentation: Presentation, picture: str, agrees: bool, how: str, by: Actor, at: datetime
) -> Presentation:
    """A drawn picture beside the text; "" for none. Hers to choose; where she has no way in of her
    own, a coordinator notes what she has chosen, with her consent on paper."""
    contributor = presentation.contributor
    lock(contributor)
    lock(presentation)
    _check(contributor)
    if by.role != Role.PERSON and has_own_way(contributor):
        raise Refused(_("The person chooses the picture, through the link or on the page."))
    if presentation.is_over:
        raise Refused(_("That text is not shown any more."))
    if picture and picture not in Drawing.values:
        raise Refused(_("Choose one of the pictures."))
    if picture:
        _consented(contributor, Purpose.PICTURE, agrees and by.role == Role.PERSON, how, by, at)
    if presentation.picture == picture:
        unchanged()
        return presentation
    presentation.picture = picture
    presentation.save(update_fields=["picture"])
    audit.record("presentation.picture", about=presentation, by=by, at=at)
    return presentation


@action
def drop_picture(*, contributor: Contributor, by: Actor, at: datetime) -> int:
    """Take the pictures away: her consent to one is gone. How many there were."""
    rows = Presentation.objects.filter(contributor=contributor).exclude(picture="")
    found = list(rows.order_by("no"))
    if not found:
        unchanged()
    for row in found:
        row.picture = ""
        row.save(update_fields=["picture"])
        audit.record("presentation.picture", about=row, by=by, at=at)
    return len(found)


@action
def take_down(
    *, contributor: Contributor, drafts: bool = True, reason: str = "", by: Actor, at: datetime
) -> int:
    """Take what is public down, at once; with `drafts` also what is under way. How many.

    Safe to call for anybody, whatever there is. She gets a message when somebody else did it and
    may still write to her.
    """
    lock(contributor)
    vault.unpublish(
        tenant_id=contributor.programme_id, person_id=contributor.person_id, public=PUBLIC
    )
    count = 0
    if (row := public_one(contributor)) is not None:
        move(row, "take_down", by=by, at=at, reason=reason)
        if by.role == Role.COORDINATOR:
            tell(row, "presentation_taken_down", at)
        count += 1
    if drafts and (waiting := open_one(contributor)) is not None:
        discard(presentation=waiting, by=by, at=at)
        count += 1
    if not count:
        unchanged()
    return count
