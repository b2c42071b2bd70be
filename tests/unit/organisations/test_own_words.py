"""Words of a programme's own: within bounds, versioned, resettable, and round every letter."""

import pytest

from erfara.foundation import audit
from erfara.foundation.errors import Refused
from erfara.foundation.outbox import registry
from erfara.foundation.outbox.letter import body_of
from erfara.foundation.outbox.texts import text_of
from erfara.organisations import own_words
from erfara.organisations.models import OwnWords
from erfara.people.letters import written
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
SENTENCE = "letter.asked.sentence"


@pytest.fixture
def here():
    return make.programme(name="Levande biblioteket i vården")


def write(here, key=SENTENCE, **texts):
    return own_words.write(programme=here, key=key, texts=texts, by=make.system(here), at=AT)


def body(here, kind="inquiry", language="sv"):
    return body_of(written(here, kind, "https://x.example/l/1", language=language))


def test_every_kind_of_message_says_when_it_is_sent_and_to_whom():
    """One that the outbox knows and nobody has described would be missing from the page."""
    assert set(registry.kinds) - {"hello"} == set(own_words.kinds)
    for kind in own_words.kinds.values():
        assert str(kind.to), kind.name
        assert str(kind.when), kind.name


def test_every_kind_is_shown_in_both_languages(here):
    for kind in own_words.kinds.values():
        swedish, english = (kind.sample(here, language) for language in ("sv", "en"))
        assert swedish.language == "sv"
        assert body_of(swedish) != body_of(english), kind.name
        assert swedish.short == "" or len(text_of(swedish)) < 160, kind.name


def test_they_stand_round_the_neutral_lines_in_their_own_group_only(here):
    write(here, "letter.asked.greeting", sv="Hej!", en="Hello!")
    write(here, sv="Vi i {library:sg.def} hoppas att du mår bra.")
    write(here, own_words.SIGNATURE, sv="Hälsningar från oss")
    lines = body(here).split("\n\n")
    assert lines[:2] == ["Hej!", "Vi i biblioteket hoppas att du mår bra."]
    assert here.name in lines[2]
    assert lines[3] == "https://x.example/l/1"
    assert lines[4] == "Hälsningar från oss\n"
    assert body(here, language="en").startswith("Hello!\n\nYou have a message")
    assert body(here, "confirmed").startswith("Du har ett meddelande")
    # A text message stays one: it says nothing of this.
    short = text_of(written(here, "inquiry", "https://x.example/l/1", language="sv"))
    assert "Hej" not in short
    assert "Hälsningar" not in short


def test_one_query_for_a_page_however_many_places(here, django_assert_num_queries):
    write(here, sv="Välkommen.")
    with django_assert_num_queries(1):
        for key in own_words.places(here):
            own_words.own(here, key, "sv")


def test_each_kind_of_programme_has_places_for_what_it_sends(here):
    peers = make.programme(kind="peer_support", vocabulary="peer_support")
    library, other = set(own_words.places(here)), set(own_words.places(peers))
    assert {"page.borrow", "letter.asked.sentence", "letter.borrower.greeting"} <= library - other
    assert {"letter.applying.sentence", "letter.pool.sentence"} <= other - library
    assert {"page.welcome", "letter.contact.sentence", own_words.SIGNATURE} <= library & other
    with pytest.raises(LookupError):
        write(peers, "page.borrow", sv="Välkommen.")


def test_versions_are_kept_and_ours_come_back(here):
    write(here, sv="Välkommen.", en="Welcome.")
    assert write(here, sv="Välkommen.") == []
    write(here, sv="")
    assert own_words.own(here, SENTENCE, "sv") == ""
    assert own_words.own(here, SENTENCE, "en") == "Welcome."
    write(here, sv="Välkommen åter.")
    assert [(r.version, r.text) for r in own_words.versions(here, SENTENCE) if r.language == "sv"
            ] == [(3, "Välkommen åter."), (2, ""), (1, "Välkommen.")]  # fmt: skip
    assert audit.history(here.pk).filter(event="programme.own_words").count() == 3


@pytest.mark.parametrize(
    "text",
    [
        "Det gäller din cancer.", "Om din diagnos.", "About your treatment.", "Se www.region.se",
        "Se region.se/x", "http://x", "skriv@region.se", "Ring 070-123 45 67", "Ring 0701234567",
        "<b>Hej</b>", "Hej {name}", "Hej {library.name}", "Hej {library:x}", "Hej {", "a" * 301,
        "Fråga vår Anna Berg om du undrar.",
    ],
)  # fmt: skip
def test_what_cannot_be_said(here, text):
    with pytest.raises(Refused):
        write(here, sv=text)
    assert not OwnWords.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Vi är tacksamma för ditt svar.", "Hälsningar från Levande biblioteket i vården",
        "{coordinator:pl.def.cap} finns här för dig.", "Tack för att du är med. Svara när du vill.",
    ],
)  # fmt: skip
def test_what_can(here, text):
    assert len(write(here, sv=text)) == 1


def test_a_page_may_say_more_than_a_letter(here):
    write(here, "page.welcome", sv="Hos oss möts patienter och personal.\n\nVälkommen.")
    assert "patienter" in own_words.own(here, "page.welcome", "sv")
    with pytest.raises(LookupError):
        write(here, "page.made_up", sv="x")


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("Hej. Vi ses.", False),
        (
            "Verksamhetsutvecklingsprocessernas implementering förutsätter samordningsinsatser.",
            True,
        ),
    ],
)
def test_how_hard_it_reads(text, hard):
    assert (own_words.lix(text) > 40) is hard
