"""What comes in from the open pages, and what has been told there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from erfara.foundation import drafts
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import stories
from erfara.lending.models import Loan
from erfara.people import actions as people
from erfara.people.models import SignUp

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County

SIGNED_UP = (
    ({"name": "Vera Påhittad", "email": "vera@exempel.invalid", "phone": "", "address": "",
      "told": "Jag följde min granne till ögonmottagningen tre gånger. Vi hittade aldrig rätt.",
      "when_to_reach": "Helst på förmiddagen.", "channel": "relatives_centre"}, 2),
    ({"name": "Yngve Låtsas", "email": "", "phone": "070-000 01 23", "address": "",
      "told": "", "when_to_reach": "Ring efter fyra.", "channel": "campaign"}, 9),
)  # fmt: skip
WRITTEN = (
    ("accessibility", {"text": "Knapparna är svåra att träffa när handen skakar.",
                       "name": "Ebba Sagoson", "email": "ebba@exempel.invalid"}, 3),
    ("contact", {"text": "Kan man låna någon till en skolklass?", "name": "", "email": ""}, 12),
)  # fmt: skip
STORY = {
    "title": "Dagen och platsen står först",
    "text": "Tre personer läste kallelser tillsammans med utvecklingsenheten. De visade var man "
    "tappar bort sig. Nu står dag, plats och ett nummer att ringa överst i varje brev.",
}


def sign_ups(county: County) -> None:
    """Two who have signed up by themselves, and one who hasn't sent it yet."""
    public = Actor(Role.PUBLIC, county.programme.pk)
    for values, days_ago in SIGNED_UP:
        at = county.days(-days_ago)
        link = people.begin_sign_up(programme=county.programme, values=values, by=public, at=at)
        draft = SignUp.objects.get(pk=link.about_id)
        her = Actor(Role.PERSON, county.programme.pk, draft.pk)
        people.send_sign_up(sign_up=draft, answers=values, by=her, at=at)
        drafts.empty(draft=draft, at=at)
    people.begin_sign_up(
        programme=county.programme, values={"name": "Zara Exempelsson"}, by=public,
        at=county.days(-1),
    )  # fmt: skip


def messages(county: County) -> None:
    """What somebody has written and waits to have answered, and what was only seen to."""
    public = Actor(Role.PUBLIC, county.programme.pk)
    for about, values, days_ago in WRITTEN:
        message = people.receive_message(
            programme=county.programme, about=about, values=values, by=public,
            at=county.days(-days_ago),
        )  # fmt: skip
        if not message.wants_answer:
            people.note_message(message=message, by=county.by, at=county.days(-days_ago + 1))


def told(county: County, loan: Loan) -> None:
    """A loan whose story everybody has said yes to."""
    story = stories.write_story(loan=loan, **STORY, by=county.by, at=county.days(-60))
    stories.ask_for_story(story=story, by=county.by, at=county.days(-59))
    for row in story.permissions.order_by("id"):
        role = Role.BORROWER if row.borrower else Role.PERSON
        by = Actor(role, county.programme.pk, row.person_id)
        stories.answer_story(permission=row, yes=True, by=by, at=county.days(-55))
