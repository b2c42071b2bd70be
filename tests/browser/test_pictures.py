"""The pictures in README and docs, taken from the demonstration: `PICTURES=write` takes them anew.

Without it the same pages are gone through, at both widths, and the pictures are only counted: each
that is named is there, and each that is there is named.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

from erfara.lending.models import Agreement
from erfara.organisations.models import Membership, Programme
from erfara.peersupport.pool.models import PlaceOffer
from erfara.peersupport.recruitment.models import Round
from erfara.peersupport.training.models import Cohort
from erfara.peersupport.workplaces.models import Workplace
from erfara.workflows import demonstration
from tests.browser import png
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
WRITES = os.environ.get("PICTURES") == "write"
HIGHEST = {"wide": 1500, "phone": 1400}
MOST_BYTES = 200_000
NAMES = {
    "front", "demo", "today", "requests", "request", "request-4", "choose", "preview", "loan",
    "register", "person", "question-phone", "my-page-phone", "borrower", "figures",
    "public-phone", "sign-up-phone", "map-phone", "guide", "presentation", "import-rows",
    "leave-phone", "payments", "agreement", "costs", "peer-programme", "peer-workplace",
    "peer-round", "peer-course", "peer-pool", "peer-list-phone", "peer-offer-phone",
}  # fmt: skip


@pytest.fixture
def counties(story, settings):
    """The three counties of the demonstration, as on the story's first day."""
    settings.ENV = replace(settings.ENV, mode="demo")
    demonstration.play()
    return story


def take(visitor: Visitor, name: str, *, around: str = "") -> None:
    """Take a picture of the page from the top, or with the heading `around` in its midst."""
    assert name in NAMES, f"{name} is not among the pictures."
    if not WRITES:
        return
    kind = "phone" if name.endswith("-phone") else "wide"
    page = visitor.page
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    height = min(page.evaluate("() => document.documentElement.scrollHeight"), HIGHEST[kind])
    width = page.evaluate("() => document.documentElement.clientWidth")
    top = 0
    if around:
        box = page.get_by_role("heading", name=visitor.said(around)).bounding_box()
        assert box is not None
        top = int(box["y"]) - HIGHEST[kind] // 2
    picture = page.screenshot(
        full_page=True, animations="disabled",
        clip={"x": 0, "y": top, "width": width, "height": height},
    )  # fmt: skip
    small = png.smaller(picture)
    assert len(small) < MOST_BYTES, f"{name}.png has {len(small)} bytes."
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(small)


def _the_coordinators_pages(counties):
    siri = counties.meet(Coordinator, "Siri Samordnarsson")
    take(siri.opens("/"), "front")
    take(siri.opens("/demo/"), "demo")
    siri.presses(siri.said("Be {name}", name="Siri Samordnarsson"))
    take(siri.opens("/arbete/blaberg/"), "today")
    take(siri.opens("/arbete/blaberg/forfragningar/"), "requests")
    siri.opens("/arbete/blaberg/forfragningar/?page=2")  # an old one
    take(siri.follows("Region Blåberg, Ögonmottagningen", any_of=True), "request")
    # Whom to ask about the request that is ready for it
    siri.opens("/arbete/blaberg/forfragningar/").follows(
        "Region Blåberg, Vårdcentralen Norr", any_of=True
    )
    siri.follows("Choose whom to ask").presses("Choose", about="Nils Låtsas")
    take(siri.presses("Choose", about="Rut Påhittad"), "choose")
    siri.follows(siri.said_of(2, "Look through: one is chosen", "Look through: {count} are chosen"))
    take(siri, "preview")
    # A loan that owes
    siri.opens("/arbete/blaberg/forfragningar/?visa=alla&page=2")
    siri.follows("Blåbergs kommun, Socialförvaltningen", any_of=True)
    take(siri.follows("See the loan"), "loan")
    take(siri.opens("/arbete/blaberg/utbetalningar/"), "payments")
    asked = Agreement.objects.filter(loan__programme__slug="blaberg", state="asked")
    first = asked.order_by("created_at")[0]
    take(siri.opens(reverse("coordinator:agreement", args=["blaberg", first.loan_id])), "agreement")
    take(siri.opens("/arbete/blaberg/kostnader/uppsala/"), "costs")
    take(siri.opens("/arbete/blaberg/register/"), "register")
    take(siri.follows("Maja Påhittad"), "person")
    # Sörmland's record
    siri.opens("/arbete/sormland/forfragningar/?visa=alla&page=2")
    siri.follows(
        "Region Sörmland, Utvecklingsenheten", about=f", {siri.said('Request {no}', no=4)}"
    )
    take(siri, "request-4")
    take(siri.opens("/arbete/sormland/siffror/"), "figures")


def _the_way_into_the_register(counties):
    siri = counties.meet(Coordinator, "Siri Samordnarsson")
    siri.opens("/demo/").presses(siri.said("Be {name}", name="Siri Samordnarsson"))
    siri.opens("/arbete/blaberg/?visa=alla").follows("Go on with the talk", any_of=True)
    take(siri, "guide")
    siri.opens("/arbete/blaberg/?visa=alla").follows("See the text", any_of=True)
    take(siri, "presentation")
    siri.opens("/arbete/blaberg/?visa=alla").follows("Go on with the file", any_of=True)
    take(siri, "import-rows")


def _the_pages_of_somebody_who_joins_and_of_one_who_leaves(counties):
    library = Programme.objects.get(slug="blaberg")
    anybody = counties.meet(Asked, "Någon", phone=True)
    take(anybody.opens("/blaberg/karta/"), "map-phone")
    anybody.opens("/blaberg/bli-med/borja/").writes("What is your name?", "Vera")
    anybody.presses("Go on").writes("E-mail", "vera.ny@exempel.invalid").presses("Go on")
    take(anybody, "sign-up-phone")
    maja = counties.meet(Asked, "Maja Påhittad", email="maja@exempel.invalid", phone=True)
    counties.lets_in(maja, library)
    take(maja.opens("/blaberg/min-sida/lamna/"), "leave-phone")


def _the_pages_of_those_who_are_asked_and_those_who_ask(counties):
    library = Programme.objects.get(slug="blaberg")
    maja = counties.meet(Asked, "Maja Påhittad", email="maja@exempel.invalid", phone=True)
    take(maja.opens("/blaberg/"), "public-phone")
    counties.lets_in(maja, library)
    take(maja.opens("/blaberg/min-sida/"), "my-page-phone")
    maja.follows("Kallelser som går att läsa")
    take(maja, "question-phone", around="What do you want to answer?")
    lars = counties.meet(Borrower, "Lars Exempelsson", email="lars@exempel.invalid")
    counties.lets_in(lars, library)
    take(lars.opens("/blaberg/mina-forfragningar/"), "borrower")


def _be(visitor: Visitor, pk: object) -> Visitor:
    return visitor.opens(reverse("demo:sign_in", args=[pk])).presses("Go in")


def _peer_support(counties):
    fjallnas = Programme.objects.get(slug="fjallnas")
    here = {"programme": fjallnas}
    petra = counties.meet(Coordinator, "Petra Programledarsson")
    _be(petra, Membership.objects.filter(**here, user__name=petra.name).get().user_id)
    take(petra.opens("/arbete/fjallnas/program/"), "peer-programme")
    rows = {
        "peer-workplace": ("workplaces:workplace", Workplace.objects.filter(state="ready")),
        "peer-round": ("recruiting:round", Round.objects.filter(state="deciding")),
        "peer-course": ("training:cohort", Cohort.objects.filter(state="running")),
    }
    for name, (route, found) in rows.items():
        first = found.filter(**here).order_by("pk")[0]
        take(petra.opens(reverse(route, args=["fjallnas", first.pk])), name)
    take(petra.opens("/arbete/fjallnas/pool/"), "peer-pool")
    elsa = counties.meet(Asked, "En kontaktperson", phone=True)
    getting_ready = Workplace.objects.filter(**here, state="preparing").exclude(contact=None)
    place = getting_ready.order_by("no")[0]
    _be(elsa, place.contact_id)
    take(elsa.opens(reverse("workplace:page", args=["fjallnas", place.pk])), "peer-list-phone")
    dan = counties.meet(Asked, "En i poolen", phone=True)
    offered = PlaceOffer.objects.filter(**here, state="asked").order_by("created_at")[0]
    _be(dan, offered.supporter.person_id)
    take(dan.opens(reverse("own_place:offer", args=["fjallnas", offered.pk])), "peer-offer-phone")


def test_the_pages_of_the_demonstration(counties):
    # One after the other: playing three counties takes longer than any of these
    _the_coordinators_pages(counties)
    _the_way_into_the_register(counties)
    _the_pages_of_somebody_who_joins_and_of_one_who_leaves(counties)
    _the_pages_of_those_who_are_asked_and_those_who_ask(counties)
    _peer_support(counties)


def test_each_picture_is_named_and_each_name_has_its_picture():
    texts = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    named = {
        found
        for text in texts
        for found in re.findall(r"pictures/([\w-]+)\.png", text.read_text(encoding="utf-8"))
    }
    there = {file.stem for file in FOLDER.glob("*.png")}
    assert named == there, f"without a picture: {named - there}; unused: {there - named}"
    assert there == NAMES, f"not taken by a test: {there - NAMES}; not there: {NAMES - there}"
    assert all(file.stat().st_size < MOST_BYTES for file in FOLDER.glob("*.png"))
