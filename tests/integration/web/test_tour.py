"""The tour of the demonstration, walked as it stands: every stop has its way and its button."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erfara.foundation import clock, outbox
from erfara.foundation.actors import Role
from erfara.lending.models import Loan, RequestDraft
from erfara.organisations.models import Programme
from erfara.web.demo.tour import TOLD
from erfara.web.question_sets import PREFIX
from erfara.workflows.demonstration.tour import STOPS, newest_request
from erfara.workflows.demonstration.ways_in import LIVING, USERS
from tests import factories as make
from tests.integration.pages import Reader
from tests.integration.web.looking import english, queries_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

ASSIGNMENT = {
    "title": "Ett samtal om brev", "task": "Vi vill höra hur breven läses.",
    "use_of_answers": "Nya brev till våren.", "form": "focus_group", "people_wanted": "2",
    "time": "I går", "length": "två timmar", "place": "Huset", "payer": "borrower",
    "payment": "1 066 kr var", "contact_person": "Lo på enheten", "practical": "Hiss och fika.",
}  # fmt: skip


AGREES = {"do": "accept", "support": "coordinator", "conflict": "nothing"}


class Newcomer:
    """One who has nothing but the front page of the demonstration."""

    def __init__(self, client: Client) -> None:
        self.client = english(client)

    def stop(self) -> str:
        """The number and text of the stop that waits, or nothing when all are done."""
        found = re.search(r'data-state="now".*?</li>', self._front(), re.DOTALL)
        return re.sub(r"<[^>]*>|\s+", " ", found[0]).strip() if found else ""

    def _front(self) -> str:
        page = self.client.get("/demo/").content.decode()
        return page[page.index('id="tour"') : page.index("/demo/post/")]

    def goes(self) -> str:
        """Press the button of the stop that waits. The address one comes to."""
        part = re.search(r'data-state="now".*?</li>', self._front(), re.DOTALL)
        assert part is not None
        forms = Reader(part[0]).forms
        if not forms:
            found = re.search(r'href="([^"]+)"', part[0])
            assert found is not None, part[0]
            return found[1]
        data = {name: one.values[0] for name, one in forms[0].fields.items() if one.values}
        answer = self.client.post(forms[0].action, data)
        assert answer.status_code == 302
        if "erfara_person" in self.client.cookies:
            self.client.cookies["erfara_person"]["path"] = "/"
        return str(answer["Location"])

    def fields(self, url: str) -> set[str]:
        """The names of all fields of a page."""
        return {name for form in Reader(self.client.get(url).content.decode()).forms
                for name in form.fields}  # fmt: skip

    def fills(self, url: str, says: str = "", **values: Any) -> str:
        """Fill in the form of a page that has these fields, and send it. Where it leads."""
        url, _hash = urldefrag(url)
        page = self.client.get(url)
        assert page.status_code == 200, (url, page.status_code, page.headers.get("Location"))
        text = page.content.decode()
        assert says in text, f"{says!r} is not on {url}"
        wanted = {"once", *values}
        form = next(f for f in Reader(text).forms if wanted <= set(f.fields))
        data: dict[str, Any] = {
            name: one.values if len(one.values) > 1 else one.values[0]
            for name, one in form.fields.items()
            if one.values and one.kind != "button"
        }
        answer = self.client.post(form.action or url, {**data, **values})
        assert answer.status_code == 302, (
            url,
            re.findall(r"error[^<]*<[^<]*<", answer.content.decode())[:9],
        )
        return str(answer["Location"])


def _ask(one: Newcomer, url: str) -> None:
    tasks = one.client.post(url, {"once": "x" * 32})["Location"]
    about, who, check = (
        tasks.replace("/uppgifter/", f"/{part}/") for part in ("vad", "vem", "kolla")
    )
    page = one.client.get(tasks).content.decode()
    assert about in page
    assert who in page
    one.fills(about, purpose="Kallelser att läsa.")
    one.fills(
        who, organisation="Region Blåberg", unit="Provenheten", name="Nina Nykomling",
        email="nina@exempel.invalid",
    )  # fmt: skip
    assert check in one.client.get(tasks).content.decode()
    # Whoever sends faster than anybody reads is asked to read it first.
    RequestDraft.objects.update(created_at=clock.now() - timedelta(minutes=5))
    one.fills(check)


def _meet(one: Newcomer, url: str) -> None:
    one.fills(
        url, "Save what you agreed on", **ASSIGNMENT, level="service", ladder="dialogue",
        expertise="general", speaks_for="self", terms_accepted="on",
        held_on=clock.local_day(clock.now()).isoformat(),
    )  # fmt: skip


def _choose(one: Newcomer, url: str) -> None:
    for _number in range(3):
        page = one.client.get(url).content.decode()
        form = next(f for f in Reader(page).forms if "contributor" in f.fields)
        data = {n: f.values[0] for n, f in form.fields.items() if f.values}
        assert one.client.post(form.action or url, data).status_code == 302
    page = one.client.get(url).content.decode()
    found = re.search(r'href="([^"]+)"[^>]*>\s*Look through: 3', page)
    assert found is not None
    one.fills(
        found[1], "Ask 3 people",
        answer_by=(clock.local_day(clock.now()) + timedelta(days=7)).isoformat(),
    )  # fmt: skip


def _answer(one: Newcomer, url: str) -> None:
    assert "Yes, gladly" in one.client.get(url).content.decode()
    one.fills(url, "Yes, gladly", answer="yes")


def _confirm(one: Newcomer, url: str) -> None:
    page = one.client.get(url).content.decode()
    form = next(
        form for form in Reader(page).forms
        if any("confirm" in field.options for field in form.fields.values())
    )  # fmt: skip
    choices = {name: "confirm" for name, field in form.fields.items() if "confirm" in field.options}
    amounts = {name: "1 066" for name in form.fields if "amount" in name}
    assert amounts
    one.fills(url, "Save and tell those concerned", **choices, **amounts)


def _hold(one: Newcomer, url: str) -> None:
    yesterday = timezone.localtime(clock.now()) - timedelta(days=1)
    one.fills(
        url, "It has already been held", day=yesterday.date().isoformat(), starts="13:00",
        ends="15:00", held="on",
    )  # fmt: skip


def _said(answers: dict[str, str]) -> dict[str, str]:
    return {f"{PREFIX}{question}": answer for question, answer in answers.items()}


ACTS: dict[str, Any] = {
    "ask": _ask, "meet": _meet, "choose": _choose, "answer": _answer, "confirm": _confirm,
    "complete": lambda one, url: one.fills(url, "The team is complete"),
    "agreement": lambda one, url: one.fills(
        url, ASSIGNMENT["use_of_answers"],
        accept_by=(clock.local_day(clock.now()) + timedelta(days=7)).isoformat(),
    ),
    "agree": lambda one, url: one.fills(
        url, "Say yes", **{k: v for k, v in AGREES.items() if k in one.fields(url)}
    ),
    "hold": _hold,
    "carry_out": lambda one, url: one.fills(url),
    "borrower_says": lambda one, url: one.fills(url, **_said(make.FOLLOW_UP_BORROWER)),
    "person_says": lambda one, url: one.fills(url, **_said(make.FOLLOW_UP_PERSON)),
    "summary": lambda one, url: one.fills(url, text="Dag och plats först.", do="send"),
    "led_to": lambda one, url: one.fills(url, text="Så är det nu.", do="send"),
}  # fmt: skip


@pytest.fixture
def newcomer(client: Client) -> Newcomer:
    """The living county, as small as the tour needs it."""
    library = make.programme(slug=LIVING, asks_agreement=True, asks_conflicts=True)
    user, _actor = make.member(library, Role.COORDINATOR, name=USERS[0][1])
    user.email = USERS[0][0]
    user.save()
    for number in range(4):
        make.contributor(library, f"Maja{number} Påhittad", email=f"maja{number}@exempel.invalid")
    return Newcomer(client)


def test_one_whole_loan(newcomer):
    walked: list[str] = []
    sides: list[str] = []
    for _step in range(30):
        text = newcomer.stop()
        if not text:
            break
        number = int(re.findall(r"(\d+)\.", text)[0])
        key = STOPS[number - 1]
        walked.append(key)
        if key == "agree":
            assert "Go there as both" not in text, "somebody is nobody"
            sides.append(re.findall(r"Go there as ([a-z ]+)", text)[0].strip())
        url = newcomer.goes()
        if key in ACTS:
            ACTS[key](newcomer, url)
        elif key == "pay":
            _pay(newcomer, url)
        else:
            assert key == "close"
            outbox.deliver_due(clock.now() + timedelta(seconds=1), 50)
            newcomer.fills(url, "Close the loan")
    # All were done, some more than once: two answer, two say how it was
    assert [key for key in STOPS if key in walked] == [k for k in STOPS if k != "assignment"]
    request = newest_request(Programme.objects.get(slug=LIVING))
    assert Loan.objects.get(request=request).state == "closed"
    front = newcomer.client.get("/demo/").content.decode()
    assert front.count('data-state="done"') == len(STOPS)
    assert sorted(sides) == ["borrower", "contributor", "contributor"]
    # It says that it is over, and how to walk again: with a new request it begins anew
    assert "You have walked the whole tour" in front
    _ask(newcomer, reverse("public:borrow", args=[LIVING]))
    assert " 2. Coordinator" in newcomer.stop()
    assert "You have walked the whole tour" not in newcomer.client.get("/demo/").content.decode()


def _pay(one: Newcomer, url: str) -> None:
    page = one.client.get(urldefrag(url)[0]).content.decode()
    for address in dict.fromkeys(re.findall(r'href="([^"]+/betald/)"', page)):
        one.fills(address)


def test_every_stop_is_told_and_no_other():
    assert tuple(TOLD) == STOPS


def test_the_tour_takes_as_many_queries_wherever_one_is(newcomer):
    before = queries_of(newcomer.client, "/demo/")
    ACTS["ask"](newcomer, newcomer.goes())
    assert queries_of(newcomer.client, "/demo/") <= before + 6
