"""One borrower, one person with experience and those around them, through all that can happen.

Three of these make a world (`tests.integration.world`), which says whose each word is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from erfara.compensation.models import Compensation
from erfara.foundation import links
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import (
    acceptances,
    aftercare,
    agreements,
    concerns,
    draws,
    effects,
    loans,
    occasions,
    owed,
    proposals,
    requests,
)
from erfara.lending.actions import inquiries as asking
from erfara.lending.models import Loan, LoanRequest, RequestDraft
from erfara.people import actions as people
from erfara.people.actions import (
    addresses,
    errands,
    interviews,
    log_questions,
    parts,
    presentations,
    signs,
)
from erfara.people.models import Contributor, SignUp
from erfara.workflows import borrowing, consent, lend
from tests import factories
from tests.integration import files
from tests.integration.lives import BaseLife

# Which of a life's things have a confirmed team: only there may names pass between the two sides.
WITH_TEAM = frozenset({"team", "ready", "held", "told", "done"})


@dataclass
class Life(BaseLife):
    """A borrower, a person with experience, those around them, and every state of a request."""

    people: dict[str, Contributor] = field(default_factory=dict)

    def add(self, of: str) -> Contributor:
        """Somebody in the register, with a story."""
        self.people[of] = people.register(
            programme=self.programme, identity=self.identity(of), channel="personal",
            told=[people.Told("patient", f"Jag {self.word(of, 'story')} länge.")],
            forms=["focus_group"], consents=("register", "email"), how="phone",
            by=self.by, at=self.at,
        )  # fmt: skip
        return self.people[of]

    def request(self, key: str, *, asked: tuple[str, ...] = (), at: datetime) -> LoanRequest:
        """A request of this borrower; with `asked`, the question has gone to these."""
        row = factories.loan_request(
            self.programme, contact=self.things["borrower"], at=at,
            organisation=f"Region {self.word('unit', 'organisation')}",
            unit=f"Enhet {self.word('unit', 'unit')}",
            purpose=f"Vi vill {self.word('unit', 'purpose')}.",
        )  # fmt: skip
        self.things[f"request {key}"] = row
        if asked:
            factories.specified(row, at=at, title=f"Om {self.word('unit', 'title')}")
            rows = factories.asked(
                row, [self.people[of] for of in asked], at=at,
                answer_by=(self.world.now + timedelta(days=10)).date(),
            )  # fmt: skip
            for of, inquiry in zip(asked, rows, strict=True):
                self.things[f"inquiry {key} {of}"] = inquiry
        return row

    def answer(self, key: str, of: str, answer: str, words: str = "") -> None:
        inquiry = self.things[f"inquiry {key} {of}"]
        asking.answer(
            inquiry=inquiry, answer=answer, words=words, by=factories.person_actor(inquiry),
            at=self.world.now - timedelta(days=1),
        )  # fmt: skip

    def loan(self, key: str, at: datetime) -> Loan:
        """A loan with her and a mate; two said no or nothing and have been told how it ended."""
        request = self.request(key, asked=("she", "mate", "yes", "no"), at=at)
        for of in ("she", "mate"):
            inquiry = factories.said_yes(self.things[f"inquiry {key} {of}"], at=at)
            self.things[f"participation {key} {of}"] = lend.confirm(
                inquiry=inquiry, amount=Decimal(1066), by=self.by, at=at
            )
        loan = lend.complete_team(request=request, by=self.by, at=at)
        self.things[f"loan {key}"] = loan
        return loan

    def occasion(self, key: str, name: str, starts_at: datetime) -> Any:
        self.things[f"occasion {name}"] = occasions.plan_occasion(
            loan=self.things[f"loan {key}"], starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2), place="Påhittade gatan 1", digital=False,
            by=self.by, at=min(self.at, starts_at - timedelta(days=1)),
        )  # fmt: skip
        return self.things[f"occasion {name}"]

    def live(self) -> None:
        """Everything that happens to them."""
        now, day = self.world.now, timedelta(days=1)
        borrower = people.find_or_add_contact(
            programme=self.programme, identity=self.identity("borrower"), by=self.by, at=self.at
        )
        self.things["borrower"] = borrower
        for of in ("she", "mate", "yes", "no", "more", "paused", "leaving"):
            self.things[f"contributor {of}"] = self.add(of)
        self.things["contributor silent"] = silent = self.add("silent")
        signs.ask_still(contributor=silent, by=Actor.system(self.programme.pk), at=now)
        self.link("still", "still", silent, silent.person_id)
        for of in ("applicant", "declined"):
            self.things[f"contributor {of}"] = people.note_interest(
                programme=self.programme, identity=self.identity(of), channel="personal",
                by=self.by, at=self.at,
            )  # fmt: skip
        consent.pause(contributor=self.people["paused"], until=None, by=self.by, at=now)
        consent.leave(contributor=self.people["leaving"], how="phone", by=self.by, at=now)
        people.decline(
            contributor=self.things["contributor declined"], reason="Full.", by=self.by, at=now
        )
        files.fill(self, now)
        self._own_pages(now)
        self._talks(now, day)
        self._requests(now, day)
        self._loans(now, day)
        self._agreements(now, day)
        self._after(now)
        self._links()

    def _own_pages(self, now: datetime) -> None:
        """What she does on her own page, and what comes of it."""
        she = self.people["she"]
        her = Actor(Role.PERSON, self.programme.pk, she.person_id)
        self.things["experience she"] = she.experiences.get()
        question = log_questions.ask_about_log(
            person=she.person, day=self.at.date(), purpose="person_page",
            actor_role="coordinator", actor_label="", words=f"Varför {self.word('she', 'why')}?",
            by=her, at=now,
        )  # fmt: skip
        self.things["log_question she"] = question
        self.things["address_change she"] = addresses.ask_new_address(
            person=she.person, old=f"{self.word('she', 'email')}@exempel.invalid",
            new=f"{self.word('she', 'newmail')}@exempel.invalid", by=her, at=now,
        )  # fmt: skip
        self.things["errand"] = errands.add_errand(
            contributor=she, kind="research", by=self.by, at=now
        )
        self.link("consents", "consents", she, she.person_id)
        self.link("log_question", "log_question", question, she.person_id)
        borrower = self.things["borrower"]
        self.link("contact", "contact", borrower, borrower.pk)

    def _talks(self, now: datetime, day: timedelta) -> None:
        """A talk that is booked with her, one that is under way with another, and her wishes."""
        she, other = self.people["she"], self.people["yes"]
        people.give_consent(
            person=she.person, purpose="statistics", how="phone", by=self.by, at=self.at
        )
        parts.write_part(
            contributor=she, part="avoid", seen=0, wishes={"avoid": self.word("she", "avoid")},
            by=self.by, at=self.at,
        )  # fmt: skip
        self.things["talk booked"] = interviews.book(
            contributor=she, starts_at=now + 5 * day, ends_at=now + 5 * day + timedelta(hours=1),
            how="in_person", where=f"Rum {self.word('she', 'room')}", interviewer=None,
            by=self.by, at=now,
        )  # fmt: skip
        self.things["talk begun"] = interviews.begin_now(
            contributor=other, how="phone", by=self.by, at=now
        )
        self.link("talk booked", "talk", self.things["talk booked"], she.person_id)

    def _requests(self, now: datetime, day: timedelta) -> None:
        by = self.by
        self.request("received", at=now - day)
        met = self.request("met", at=now - 2 * day)
        requests.book_meeting(request=met, meeting_at=now - day, by=by, at=now - 2 * day)
        unclear = self.request("unclear", at=now - 3 * day)
        requests.ask_to_clarify(
            request=unclear, what="Hur många?", by_day=(now + 9 * day).date(), by=by, at=now - day
        )
        waiting = self.request("waiting", at=now - 3 * day)
        requests.park(
            request=waiting, waits_for="pengar", look_again_on=(now + 9 * day).date(), by=by,
            at=now - day,
        )  # fmt: skip
        ended = self.request("ended", at=now - 9 * day)
        lend.end_request(
            request=ended, end_reason="nobody_fits", words="Ingen passade.", by=by, at=now - day
        )
        specified = factories.specified(self.request("specified", at=now - 2 * day), at=now - day)
        self.things["local_word"] = proposals.add_local_word(
            programme=self.programme,
            word=f"Punkten {self.name}",
            concept="home-help",
            by=by,
            at=now,
        )
        self.things["sought"] = proposals.seek(
            request=ended, words="Att bo i hus", concepts=[], by=by, at=now
        )
        self.things["draw"] = draws.keep_draw(
            request=specified, size=1, seed=1, pool={"000001": [], "000002": []}, quotas={},
            panel=["000001"], by=by, at=now,
            report={"smallest_chance": 0.5, "largest_chance": 0.5, "proven": True,
                    "groups": [[[], ["000001", "000002"]]], "panels": [[1.0, [1]]]},
        )  # fmt: skip
        for of in ("she", "no"):
            self.things[f"inquiry specified {of}"] = asking.choose(
                request=specified, contributor=self.people[of], by=by, at=now - day
            )
        self.request("asking", asked=("she", "mate", "yes", "no", "more"), at=now - 3 * day)
        self.answer("asking", "yes", "yes")
        self.answer("asking", "no", "no")
        self.answer("asking", "more", "asked_more", f"Vad {self.word('more', 'words')}?")
        self.answer("asking", "mate", "yes")
        lend.confirm(inquiry=self.things["inquiry asking mate"], by=by, at=now)
        loan = loans.add_outside(
            request=self.things["request asking"], count=1, through="association",
            brings=["relative"], by=by, at=now,
        )  # fmt: skip
        self.things["participation outside"] = loan.participations.get(outside=True)

    def _loans(self, now: datetime, day: timedelta) -> None:
        by = self.by
        self.loan("team", now - 20 * day)
        self.loan("seeking", now - 20 * day)
        lend.withdraw_from_loan(
            participation=self.things["participation seeking mate"], by=by, at=now
        )
        self.occasion("team", "past", now - day)
        future = self.occasion("team", "future", now + 9 * day)
        self.things["attendance"] = future.attendances.get(
            participation=self.things["participation team she"]
        )
        self.loan("ready", now - 20 * day)
        occasions.hold_occasion(
            occasion=self.occasion("ready", "held", now - 2 * day), by=by, at=now
        )
        self.things["hours"] = self.things["loan ready"].hours.filter(party="person").first()
        for key in ("held", "told", "done"):
            factories.carried_out(self.loan(key, now - 40 * day), at=now - 20 * day)
        for key in ("told", "done"):
            factories.followed_up(self.things[f"loan {key}"], at=now - 10 * day)
        factories.fed_back(self.things["loan done"], at=now - 5 * day)
        summary = self.things["loan told"].feedback.get(kind="summary")
        owed.send_feedback(feedback=summary, text="Det här kom fram.", by=by, at=now - day)
        self.things["delivery"] = summary.deliveries.order_by("id").first()
        self.things["feedback borrower"] = self.things["loan told"].feedback.get(kind="borrower")
        held = self.things["loan held"]
        self.things["feedback summary"] = held.feedback.get(kind="summary")
        self.things["follow_up borrower"] = held.follow_ups.get(participation=None)
        self.things["follow_up she"] = held.follow_ups.get(
            participation=self.things["participation held she"]
        )
        self.things["payment"] = Compensation.objects.get(
            participation=self.things["participation ready she"]
        )

    def _agreements(self, now: datetime, day: timedelta) -> None:
        """One that waits: she wants something changed, a mate has not answered."""
        loan = self.things["loan team"]
        row = agreements.prepare_agreement(loan=loan, by=self.by, at=now - 5 * day)
        agreements.send_agreement(
            agreement=row, accept_by=(now + 5 * day).date(), pays={}, by=self.by, at=now - 5 * day
        )
        for of in ("she", "mate"):
            part = self.things[f"participation team {of}"]
            self.things[f"acceptance {of}"] = row.acceptances.get(participation=part)
        acceptances.want_change(
            answer=self.things["acceptance she"], version=1,
            words=f"Gärna {self.word('she', 'wish')}.", at=now,
            by=Actor(Role.PERSON, self.programme.pk, self.people["she"].person_id),
        )  # fmt: skip

    def _after(self, now: datetime) -> None:
        """She is shaken, her mate is silent; something felt wrong; loans have led to something."""
        system, by, she = Actor.system(self.programme.pk), self.by, self.people["she"]
        held = self.things["loan held"]
        for of in ("she", "mate"):
            self.things[f"aftercare {of}"] = aftercare.ask_after(
                occasion=held.occasions.get(), by=system, at=now,
                participation=self.things[f"participation held {of}"],
            )  # fmt: skip
        her = Actor(Role.PERSON, self.programme.pk, she.person_id)
        aftercare.answer_aftercare(
            aftercare=self.things["aftercare she"], answer="shaken",
            words=f"Jag {self.word('she', 'shaken')}.", by=her, at=now,
        )  # fmt: skip
        aftercare.fall_silent(aftercare=self.things["aftercare mate"], by=system, at=now)
        for of, person, actor, route in (
            ("she", she.person, her, "coordinator"),
            ("administrator", she.person, her, "administrator"),
            ("borrower", self.things["borrower"],
             Actor(Role.BORROWER, self.programme.pk, self.things["borrower"].pk), "coordinator"),
        ):  # fmt: skip
            whose = "borrower" if of == "borrower" else "she"
            what = "complaint" if of == "administrator" else f"concern {of}"
            self.things[f"concern {of}"] = concerns.raise_concern(
                person=person, kind="loan" if of == "borrower" else "wrong", route=route,
                words=f"Det {self.word(whose, what)}.", loan=held, by=actor, at=now,
            )  # fmt: skip
        for name, key in (("asked", "told"), ("told", "held"), ("sent", "done")):
            ask: Any = effects.ask_for_effects(
                loan=self.things[f"loan {key}"], months=3, by=system, at=now
            )
            self.things[f"effects {name}"] = ask
            if name != "asked":
                words = {"information": f"Nu {self.word('unit', f'effect {name}')}."}
                effects.tell_effects(ask=ask, told=words, by=by, at=now)
        sent = effects.send_effects(ask=self.things["effects sent"], by=by, at=now)
        self.things["effects delivery"] = sent.deliveries.get(
            participation=self.things["participation done she"]
        )
        self.things["effects hers"] = effects.ask_for_effects(
            loan=self.things["loan done"], months=12, by=system, at=now,
            participation=self.things["participation done she"],
        )  # fmt: skip
        for key, thing, purpose in (
            ("aftercare", "aftercare she", "aftercare"), ("concern", "concern she", "concern"),
            ("own_effect", "effects hers", "own_effect"), ("effects", "effects sent", "effects"),
        ):  # fmt: skip
            self.link(key, purpose, self.things[thing], she.person_id)
        self.link("effect_ask", "effect_ask", self.things["effects asked"],
                  self.things["borrower"].pk)  # fmt: skip

    def _presentations(self) -> None:
        """Hers waits for her yes; a mate's is public, with words that are no secret."""
        at = self.world.now
        for of, text in (("mate", "En text som alla får läsa."),
                         ("she", f"Jag {self.word('she', 'presentation')}.")):  # fmt: skip
            row = self.people[of]
            draft = presentations.write(
                contributor=row, title="En rubrik", text=text, by=self.by, at=at
            )
            self.things[f"presentation {of}"] = presentations.send(
                presentation=draft, found=[], looked_at=[], by=self.by, at=at
            )
        mate = self.people["mate"]
        presentations.approve(
            presentation=self.things["presentation mate"], agrees=True, how="own_page",
            by=Actor(Role.PERSON, self.programme.pk, mate.person_id), at=at,
        )  # fmt: skip
        she = self.people["she"]
        self.link("contributor she", "presentation", she, she.person_id)

    def _links(self) -> None:
        asked = self.people["asked"]
        self.link("imported", "imported", asked, asked.person_id)
        she = self.people["she"].person_id
        for key in ("asking", *sorted(WITH_TEAM)):
            self.link(f"inquiry {key}", "inquiry", self.things[f"inquiry {key} she"], she)
        borrower = self.things["borrower"].pk
        for name, thing in list(self.things.items()):
            if isinstance(thing, LoanRequest):
                self.link(name, "request", thing, borrower)
        self._presentations()
        leaving = self.people["leaving"]
        self.link("register", "register", leaving, leaving.person_id)
        way = people.begin_sign_up(
            programme=self.programme, values={"name": self.word("draft", "name")},
            by=Actor(Role.PUBLIC, self.programme.pk), at=self.world.now,
        )  # fmt: skip
        self.things["sign_up"] = SignUp.objects.get(pk=way.about_id)
        self.tokens["sign_up"] = links.token(way)
        way = borrowing.begin_draft(
            programme=self.programme,
            values={"purpose": self.word("borrow draft", "purpose"), "name": "Utkast",
                    "email": "utkast@exempel.invalid"},
            by=Actor(Role.PUBLIC, self.programme.pk), at=self.world.now,
        )  # fmt: skip
        self.things["request_draft"] = RequestDraft.objects.get(pk=way.about_id)
        self.tokens["request_draft"] = links.token(way)
        self.things["colleague"] = borrowing.add_colleague(
            request=self.things["request received"], name=self.word("colleague", "name"),
            email=f"{self.word('colleague', 'email')}@exempel.invalid", by=self.by,
            at=self.world.now,
        )  # fmt: skip
        for of in ("received", "answered"):
            self.things[f"message {of}"] = people.receive_message(
                programme=self.programme, about="contact",
                values={"text": self.word(of, "message"), "name": self.word(of, "name"),
                        "email": f"{of}@exempel.invalid"},
                by=Actor(Role.PUBLIC, self.programme.pk), at=self.world.now,
            )  # fmt: skip
        answered = people.answer_message(
            message=self.things["message answered"], answer="Svar.", by=self.by,
            at=self.world.now,
        )  # fmt: skip
        self.link("message", "message", answered, answered.pk)
        gone = SimpleNamespace(pk=uuid4())  # a link goes on with what it is about
        self.link("dead inquiry", "inquiry", gone, she, expires_at=self.world.now)
