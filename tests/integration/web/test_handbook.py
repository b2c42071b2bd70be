"""The handbook: every guide in both languages, and a section that helps on every page of staff."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

import pytest
from django.urls import reverse
from django.utils.translation import override

from erfara.foundation.actors import Role
from erfara.organisations.models import Programme
from erfara.organisations.words import words_of
from erfara.web.handbook import guides
from erfara.web.handbook.help import (
    OF_PEERS,
    OUTSIDE,
    OUTSIDE_OF_PEERS,
    SECTIONS,
    section_for,
    section_outside,
)
from erfara.web.roles_table import TABLE, belongs
from tests import factories as make
from tests.integration.web.looking import english, queries_of
from tools.gates.swedish_readable import _prose, lix

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

LANGUAGES = ("sv", "en")
# Pages of staff that choose a programme or are the handbook. All else has a section of its own.
WITHOUT = {"staff:start", "handbook:contents", "handbook:guide"}
# Files show no help.
FILE = re.compile(
    r"(?:pdf|csv|xlsx|_file|:file|_calendar|feed)$|^(?:training|recruiting):calendar$"
)
# Files of the repository that aren't of the handbook, and why
NOT_GUIDES = {
    "run-for-real.md": "for whoever installs it",
    "back-up-and-restore.md": "for whoever keeps it running",
    "sakerhetskopiera-och-aterstalla.md": "for whoever keeps it running",
    "calculate-costs.md": "about the command line",
    "rakna-pa-kostnader.sv.md": "about the command line",
}


@pytest.mark.parametrize("key", guides.GUIDES)
def test_a_guide_says_the_same_in_both_languages(key):
    there, here = (guides.outline(file) for file in guides.GUIDES[key])
    assert [level for level, _text in there] == [level for level, _text in here]
    assert here[0][0] == 1
    assert len(set(guides.anchors(key))) == len(there), "each heading has an anchor of its own"
    pictures = [
        re.findall(r"pictures/([\w-]+\.png)", (guides.FOLDER / file).read_text(encoding="utf-8"))
        for file in guides.GUIDES[key]
    ]
    assert pictures[0] == pictures[1] != [], "the same pictures in both, and one at least"


def test_every_file_is_a_guide_or_has_a_reason():
    named = {file for pair in guides.GUIDES.values() for file in pair} | set(NOT_GUIDES)
    assert named == {file.name for file in guides.FOLDER.glob("*.md")}


@pytest.mark.parametrize("key", guides.GUIDES)
def test_the_swedish_is_easy_to_read(key):
    text = (guides.FOLDER / guides.GUIDES[key][1]).read_text(encoding="utf-8")
    assert lix(_prose(text)) < 40


def test_every_section_that_is_named_is_there():
    wanted = {*SECTIONS, *OF_PEERS, *OUTSIDE, *OUTSIDE_OF_PEERS}
    there = {
        f"{key}#{anchor.removeprefix('about-')}"
        for key in guides.GUIDES
        for anchor in guides.anchors(key)
    }
    assert wanted <= there, wanted - there
    for sections in (SECTIONS, OF_PEERS):
        named = [route for routes in sections.values() for route in routes.split()]
        twice = {route for route in named if named.count(route) > 1}
        assert not twice
        assert set(named) <= set(TABLE), set(named) - set(TABLE)
    spaces = {route.partition(":")[0] for route in TABLE}
    for sections in (OUTSIDE, OUTSIDE_OF_PEERS):
        named = [route for routes in sections.values() for route in routes.split()]
        assert len(set(named)) == len(named)
        assert set(named) <= set(TABLE) | spaces
        assert {one.partition("#")[0] for one in sections} <= guides.OPEN


def test_every_page_of_staff_has_a_section_of_its_own():
    for route, row in TABLE.items():
        if not row.for_staff or Role.OPERATOR in row.roles or "GET" not in row.methods:
            continue
        for kind in Programme.Kind.values:
            if belongs(route, kind):
                helped = section_for(route, kind) is not None
                if not FILE.search(route):
                    assert helped != (route in WITHOUT), f"{route} in {kind}: web/handbook/help.py"


def test_people_and_borrowers_read_theirs_without_an_account(client, library):
    """From every page of their own a link leads to a guide that asks for no signing in."""
    for route, row in TABLE.items():
        outside = row.roles & {Role.PERSON, Role.BORROWER, Role.WORKPLACE}
        if not outside or "GET" not in row.methods or route.startswith("public:"):
            continue
        for kind in Programme.Kind.values:
            assert not belongs(route, kind) or section_outside(route, kind), (route, kind)
    peers = make.programme(kind=Programme.Kind.PEER_SUPPORT)
    for programme, start in ((library, "public:borrow"), (peers, "peer_public:raise_hand")):
        page = client.get(reverse(start, args=[programme.slug])).content.decode()
        found = section_outside(start, programme.kind)
        assert found is not None
        there = reverse("public:guide", args=[programme.slug, found[0]])
        assert f'href="{there}#{found[1]}"' in page
        for key in guides.GUIDES:
            answer = client.get(reverse("public:guide", args=[programme.slug, key]))
            shown = key in guides.OPEN and key in guides.keys_of(programme.kind)
            assert answer.status_code == (200 if shown else 404), key
            if shown:
                text = answer.content.decode()
                article = text.partition('<article class="guide">')[2].partition("</article>")[0]
                assert "../" not in article, "it leads to none that asks for an account"


def test_the_link_on_a_page_leads_to_its_section(staff, library):
    for language in LANGUAGES:
        staff.cookies["erfara_language"] = language
        for route in ("coordinator:home", "coordinator:people", "steering:figures", "costs:all"):
            page = staff.get(reverse(route, args=[library.slug])).content.decode()
            found = re.search(r'class="help-link[^>]*><a href="([^"]+)">([^<]+)<', page)
            assert found, route
            address, anchor = urldefrag(found[1])
            guide = staff.get(address)
            assert guide.status_code == 200
            assert f'id="{anchor}"' in guide.content.decode()
            with override(language):
                section = section_for(route)
                assert section is not None
                guide, anchor = section
                assert guides.guide(guide).section(anchor).text in found[2]


@pytest.mark.parametrize("kind", Programme.Kind.values)
def test_the_handbook_reads_nothing_and_shows_its_pictures(kind, client):
    library = make.programme(kind=kind)
    staff = make.sign_in(client, make.coordinator(library)[0])
    contents = reverse("handbook:contents", args=[library.slug])
    page = staff.get(contents).content.decode()
    # What a signed in page takes anyhow
    least = queries_of(staff, reverse("coordinator:shortcuts", args=[library.slug]))
    for key in guides.keys_of(library.kind):
        address = reverse("handbook:guide", args=[library.slug, key])
        assert address in page
        assert queries_of(staff, address) == least
        text = staff.get(address).content.decode()
        for picture in re.findall(r"<img [^>]*>", text):
            assert re.search(r'alt="[^"]{8,}"', picture), picture
            assert re.search(r'src="/static/pictures/[\w.-]+png"', picture)
        for inside in re.findall(r'href="(\.\./[^"]+)"', text):
            key_there, _slash, anchor = inside.removeprefix("../").partition("/#")
            assert key_there.rstrip("/") in guides.keys_of(library.kind), inside
            assert not anchor or anchor in guides.anchors(key_there)
        article = text.partition('<article class="guide">')[2].partition("</article>")[0]
        for left in (".md", "localhost", "{"):
            assert left not in article, (key, left)
    assert staff.get(f"{contents}ingen/").status_code == 404


@pytest.mark.parametrize("vocabulary", ["peer", "ambassador"])
def test_a_guide_uses_the_librarys_own_nouns(vocabulary):
    standing = {
        "sv": r"\b(?:erfaren|(?:de|den) erfarna|erfarna|låntagar\w*|bibliotek\w*)\b",
        "en": r"\b(?:contributor\w*|borrower\w*|librar(?:y|ies)\w*)\b",
    }
    for language in LANGUAGES:
        with override(language), words_of({"vocabulary": vocabulary}):
            for key in guides.GUIDES:
                one = guides.guide(key)
                text = re.sub(r"<[^>]*>", "", one.html)
                text += "".join(heading.text for heading in one.headings)
                assert not re.findall(standing[language], text, re.IGNORECASE), key
                assert not re.search(r"\b(?:en|ett|a|an) (?:en|ett|a|an) ", text)


def test_bending_with_the_noun():
    from erfara.organisations.words import Words
    from erfara.web.handbook.nouns import in_words

    nouns = Words.from_settings({"vocabulary": "ambassador"}).spoken("sv")
    for said, wanted in {
        "Ert bibliotek är öppet": "Er intressebank är öppet",
        "Ett annat bibliotek": "En annan intressebank",
        "andra bibliotek": "andra intressebanker",
        "De erfarna": "Ambassadörerna",
        "Låntagarens ord": "Uppdragsgivarens ord",
        "att låna bort erfarenheter": "att låna bort erfarenheter",
    }.items():
        assert in_words(said, "sv", nouns) == wanted


def test_those_who_read_figures_have_the_handbook_too(client, library):
    english(client)
    user, _actor = make.member(library, Role.STEERING)
    make.sign_in(client, user)
    assert client.get(reverse("handbook:contents", args=[library.slug])).status_code == 200
