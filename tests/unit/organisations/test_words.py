"""Every word of every vocabulary has every form, and a message never comes out half filled in."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from erfara.organisations import words as w

SPECS = [
    ".".join(order)
    for form in (["sg"], ["pl"], ["sg", "def"], ["pl", "def"], ["a"])
    for extra in ([], ["gen"], ["cap"], ["gen", "cap"])
    for order in permutations([*form, *extra])
]


def render(source: str, **values: object) -> str:
    return engines["django"].from_string(source).render(values)


@pytest.mark.parametrize("key", w.vocabularies())
@pytest.mark.parametrize("language", w.LANGUAGES)
@pytest.mark.parametrize("noun", w.NOUNS)
def test_every_noun_has_every_form(key, language, noun):
    word = w.Words.from_settings({"vocabulary": key}).spoken(language)[noun]
    for spec in SPECS:
        text = format(word, spec)
        assert text, spec
        assert text == " ".join(text.split()), spec
        assert not set("{}") & set(text), spec
        if "cap" in spec:
            assert text[0].isupper(), spec
        if "gen" in spec:
            assert text[-1] in "s'", spec


@pytest.mark.parametrize(
    ("key", "language", "spec", "expected"),
    [
        ("erfaren", "sv", "{contributor:a}", "en erfaren"),
        ("erfaren", "sv", "{contributor:sg.def}", "den erfarna"),
        ("erfaren", "sv", "{contributor:pl.def.gen.cap}", "De erfarnas"),
        ("erfaren", "sv", "{library:sg.gen}", "biblioteks"),
        ("erfaren", "sv", "{library:en=Din|ett=Ditt} {library:sg}", "Ditt bibliotek"),
        ("ambassador", "sv", "{library:en=Din|ett=Ditt} {library:sg}", "Din intressebank"),
        ("ambassador", "en", "{library:a.cap}", "An experience bank"),
        ("peer", "sv", "{contributor:pl.gen}", "peers"),
        ("peer", "sv", "{contributor:pl.def.gen}", "peersens"),
        ("peer", "en", "{contributor:pl.def.gen}", "the peers'"),
        ("levande_bok", "sv", "{contributor:sg.def.gen}", "den levande bokens"),
        ("levande_bok", "en", "{contributor:sg.gen}", "living book's"),
    ],
)
def test_forms_are_as_people_say_them(key, language, spec, expected):
    with override(language), w.words_of({"vocabulary": key}):
        assert w.say(spec) == expected


@given(st.text(max_size=12))
def test_an_unknown_form_is_an_error(spec):
    noun = w.Words.from_settings().spoken("sv")["library"]
    known = {*SPECS, "en=|ett="}
    if spec in known or set(spec.split(".")) in [set(s.split(".")) for s in SPECS]:
        assert format(noun, spec)
    else:
        with pytest.raises(w.WordsError):
            format(noun, spec)


@given(st.text(), st.text())
def test_what_somebody_wrote_is_never_read_as_a_message(name, other):
    with override("sv"):
        assert w.say("{name}, {other}", name=name, other=other) == f"{name}, {other}"


def test_words_of_a_programme_are_in_force_inside_the_block_only():
    with override("sv"):
        with w.words_of({"vocabulary": "peer"}):
            with w.words_of({"vocabulary": "ambassador"}):
                assert w.say("{contributor:sg}") == "ambassadör"
            assert w.say("{contributor:sg}") == "peer"
        assert w.say("{contributor:sg}") == "erfaren"


def test_words_are_taken_from_anything_that_has_them():
    class Programme:
        words = {"vocabulary": "peer"}

    assert w.words_for(SimpleLazyObject(Programme)).vocabulary == "peer"
    assert w.words_for(w.words_for(None)).vocabulary == "erfaren"


def test_a_word_of_its_own_replaces_the_noun_as_a_whole():
    vän = {"gender": "en", "sg": "vän", "sg.def": "vännen", "pl": "vänner", "pl.def": "vännerna"}
    words = w.Words.from_settings({"vocabulary": "erfaren", "sv": {"contributor": vän}})
    assert format(words.spoken("sv")["contributor"], "pl.def.gen") == "vännernas"
    assert format(words.spoken("sv")["library"], "sg.def") == "biblioteket"


def test_a_genitive_of_its_own_wins():
    own = {
        "gender": "en", "sg": "bok", "sg.def": "boken", "pl": "böcker", "pl.def": "böckerna",
        "sg.gen": "böckers",
    }  # fmt: skip
    assert format(w.Noun.read("sv", own), "gen.sg") == "böckers"


@pytest.mark.parametrize(
    "chosen",
    [
        {"vocabulary": "nonsense"},
        {"de": {}},
        {"sv": {"reader": {}}},
        {"sv": {"library": {"gender": "det", "sg": "x", "sg.def": "x", "pl": "x", "pl.def": "x"}}},
        {"sv": {"library": {"gender": "ett", "sg": "x", "pl": "x", "pl.def": "x"}}},
        {
            "sv": {
                "library": {"gender": "ett", "sg": "{x}", "sg.def": "x", "pl": "x", "pl.def": "x"}
            }
        },
        {"en": {"library": {"sg": "x", "pl": ""}}},
        {"en": {"library": {"sg": "x", "pl": "y", "dual": "z"}}},
    ],
)
def test_words_that_do_not_hold_are_refused(chosen):
    with pytest.raises(w.WordsError):
        w.Words.from_settings(chosen)


@pytest.mark.parametrize(
    "message",
    ["{unknown}", "{contributor:many}", "{contributor}", "{name.x}", "{name[0]}", "{", "{}"],
)
def test_a_broken_message_stops_the_tests_and_never_a_page(message, settings, caplog):
    with pytest.raises(w.WordsError):
        w.say(message, name="Bo")
    settings.STRICT = False
    assert w.say(message, name="Bo") == message
    assert "can't be filled in" in caplog.text


def test_plural_says_one_or_several():
    with override("en"):
        assert (
            w.say_plural("one {contributor:sg}", "{count} {contributor:pl}", 1) == "one contributor"
        )
        assert (
            w.say_plural("one {contributor:sg}", "{count} {contributor:pl}", 3) == "3 contributors"
        )


def test_a_lazy_message_follows_the_programme():
    label = w.say_lazy(gettext_lazy("{library:sg}"))
    with override("sv"):
        assert str(label) == "bibliotek"
        with w.words_of({"vocabulary": "ambassador"}):
            assert str(label) == "intressebank"


def test_templates_escape_values_and_not_the_message():
    with override("sv"):
        text = render('{% translate "<b>{contributor:sg}</b> {name}" name=name %}', name="<å>")
        assert text == "<b>erfaren</b> &lt;å&gt;"
        kept = render('{% translate "{name} &" name=name as x %}[{{ x }}]', name="<å>")
        assert kept == "[&lt;å&gt; &]"
        lazily = render("{% translate label n=n %}", label=gettext_lazy("< {n}"), n="<")
        assert lazily == "&lt; &lt;"
        assert (
            render("{% autoescape off %}{% translate '{n}' n=n %}{% endautoescape %}", n="<") == "<"
        )


def test_templates_show_what_somebody_wrote_as_it_is():
    assert render("{% translate text %}", text="{library:sg} <i>") == "{library:sg} &lt;i&gt;"


def test_words_are_escaped_too():
    own = {"gender": "en", "sg": "a&b", "sg.def": "x", "pl": "x", "pl.def": "x"}
    with override("sv"), w.words_of({"sv": {"borrower": own}}):
        assert render('{% translate "{borrower:sg}" %}') == "a&amp;b"


def test_plural_in_templates():
    source = '{% plural n "one {borrower:sg}" "{count} {borrower:pl} {x}" x="&" as t %}{{ t }}'
    with override("en"):
        assert render(source, n=1) == "one borrower"
        assert render(source, n=2) == "2 borrowers &"


@pytest.mark.parametrize(
    "source",
    ["{% translate %}", '{% translate "a" b %}', '{% plural 1 "a" %}', '{% plural 1 "a" b %}'],
)
def test_tags_that_are_written_wrongly_stop(source):
    with pytest.raises(TemplateSyntaxError):
        render(source)
