"""What people do on their own pages: a question about the log, a consent taken back, words anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.people.actions.log_questions import answer_about_log, ask_about_log
from erfara.people.models import Contributor, Purpose
from erfara.people.models.consents import Basis, How, ThoseBefore
from erfara.workflows import consent

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County


def add(county: County, folk: list[Contributor]) -> None:
    """One question is answered, one waits; research was said no to; e-mail has new words."""
    first, second = folk[0], folk[1]
    for row, days_ago, words in (
        (first, 12, "Vi har inte pratat på länge. Vad gällde det?"),
        (second, 2, "Varför tittade ni på min sida den dagen?"),
    ):
        her = Actor(Role.PERSON, county.programme.pk, row.person_id)
        question = ask_about_log(
            person=row.person, day=clock.local_day(county.days(-days_ago - 1)),
            purpose="person_page", actor_role=Role.COORDINATOR, actor_label="", words=words,
            by=her, at=county.days(-days_ago),
        )  # fmt: skip
        if row is first:
            answer_about_log(
                question=question, by=county.by, at=county.days(-10),
                words="Jag läste vad du har berättat, för att se om en fråga passade dig. Den "
                "gick till andra den gången.",
            )  # fmt: skip
    her = Actor(Role.PERSON, county.programme.pk, second.person_id)
    consent.give(
        person=second.person, purpose=Purpose.RESEARCH, how=How.PHONE, by=county.by,
        at=county.days(-90),
    )  # fmt: skip
    consent.withdraw(
        person=second.person, purpose=Purpose.RESEARCH, how=How.OWN_PAGE, by=her,
        at=county.days(-1),
    )  # fmt: skip
    consent.new_words(
        programme=county.programme, purpose=Purpose.EMAIL, basis=Basis.CONSENT,
        text_sv="Ni får skriva till mig när ni har en fråga, och påminna mig en gång. I brevet "
        "står bara att det finns en fråga.",
        text_en="You may write to me when you have a question, and remind me once. The letter "
        "only says that there is a question.",
        because_sv="", because_en="", those_before=ThoseBefore.ASK,
        answer_by=clock.local_day(county.days(25)), by=county.by, at=county.days(-3),
    )  # fmt: skip
