"""Proposals: who is shown, who is left out and why, and what never counts."""

import json
from dataclasses import replace

import pytest

from erfara.config.cli import main
from erfara.engines.matching import people as reading
from erfara.engines.matching.errors import InputError
from erfara.engines.matching.match import Matcher, match
from erfara.engines.matching.people import Experience, Person, Request
from erfara.engines.matching.recognise import recogniser_saying

BASE = Person(
    "p1",
    (Experience("Gick in i väggen och var hemma i fjorton månader.", "patient", "2020-2021"),),
    birth_year=1980,
    municipality="Ekby",
    forms_ok=("workshop",),
)
ASKED = Request("r1", "Personer med erfarenhet av utmattningssyndrom.", form="workshop")


def answer(*people, request=ASKED):
    return Matcher(people).answer(request)


def other(**changes):
    return replace(BASE, **changes)


def test_the_reason_names_the_words_of_both_sides():
    (first,) = answer(BASE).ranked
    assert "Gick in i väggen" in first.reasons[0]
    assert "utmattningssyndrom" in first.reasons[0]


@pytest.mark.parametrize(
    ("person", "asked", "why"),
    [
        (other(consent=False), {}, "samtyckt"),
        (other(paused=True), {}, "paus"),
        (other(forms_ok=("lecture",)), {}, "formen"),
        (BASE, {"digital": True}, "skärm"),
        (BASE, {"municipality": "Norrvik"}, "annan ort"),
        (BASE, {"constraints": {"max_birth_year": 1970}}, "yngre"),
        (BASE, {"constraints": {"min_birth_year": 1990}}, "äldre"),
        (other(birth_year=None), {"constraints": {"min_birth_year": 1970}}, "ålder"),
        (BASE, {"constraints": {"language": "ar"}}, "språket"),
        (
            other(association_active=True),
            {"constraints": {"exclude_association_active": True}},
            "förening",
        ),
        (BASE, {"constraints": {"training": "peer_support"}}, "utbildningen"),
        (other(no_go="Tiden då jag var utbränd."), {}, "prata om"),
    ],
)  # fmt: skip
def test_who_may_not_be_asked_is_left_out_and_told_why(person, asked, why):
    found = answer(person, request=replace(ASKED, **asked))
    assert found.ranked == []
    assert why in found.excluded[0]["why"]
    assert found.nobody_fits


def test_who_travels_and_who_is_near_may_be_asked():
    for person in (BASE, other(municipality="Norrvik", travel_ok=True)):
        assert answer(person, request=replace(ASKED, municipality="Ekby")).ranked


def test_period_severity_and_closeness_never_count():
    """The order stays when periods, and who of the near it was, are exchanged."""
    told = [
        ("Mamma glömde vilka vi var.", "relative"),
        ("Maken gick ut i nattlinne och hittade inte hem.", "companion"),
        ("Brodern har demens sedan länge.", "relative"),
    ]
    request = replace(ASKED, wished_experience="Erfarenhet av demens.")
    swapped = {"relative": "companion", "companion": "relative"}
    orders = []
    for period, turn in (("2024-", False), ("1971-1972", False), ("", True)):
        people = [
            other(
                id=f"p{at}",
                experiences=(Experience(text, swapped[role] if turn else role, period),),
            )
            for at, (text, role) in enumerate(told)
        ]
        orders.append([(one.id, one.score) for one in answer(*people, request=request).ranked])
    assert orders[0] == orders[1] == orders[2]
    assert len(orders[0]) == 3


def test_a_hidden_experience_is_not_matched():
    hidden = replace(BASE.experiences[0], hidden=True)
    assert answer(other(experiences=(hidden,))).ranked == []


def test_changes_take_effect_at_once_and_the_erased_leave_nothing():
    matcher = Matcher([BASE])
    matcher.index.add(other(id="p2"))
    assert {one.id for one in matcher.answer(ASKED).ranked} == {"p1", "p2"}
    matcher.index.add(other(id="p2", experiences=(Experience("Bröt benet.", "patient"),)))
    assert {one.id for one in matcher.answer(ASKED).ranked} == {"p1"}
    assert matcher.index.forget("p1")
    assert not matcher.index.forget("p1")
    assert matcher.answer(ASKED).ranked == []
    kept = [e.text for e in matcher.index._texts if e]
    assert kept == ["Bröt benet."]
    assert all("väggen" not in sentence for sentence, _ in matcher.recogniser._known)
    assert [p.id for p in matcher.index.people if p] == ["p2"]


def test_many_changes_do_not_pile_up():
    matcher = Matcher([BASE])
    for _ in range(200):
        matcher.index.add(other(id="p2"))
    assert len(matcher.index._owner) < 150
    assert {one.id for one in matcher.answer(ASKED).ranked} == {"p1", "p2"}


def test_somewhat_like_it_is_not_a_fit():
    found = answer(BASE, request=replace(ASKED, wished_experience="Personer med dialys."))
    assert found.nobody_fits
    assert found.team == []
    assert "Njurar" in found.why_nobody or "Dialys" in found.why_nobody


def test_an_empty_library_and_an_empty_wish_say_so():
    assert answer().why_nobody == "Biblioteket är tomt."
    said = answer(BASE, request=replace(ASKED, wished_experience="och som")).why_nobody
    assert "säger inget" in said


def test_the_same_input_gives_the_same_answer():
    people = [other(id=f"p{at}") for at in range(9)]
    assert match(people, [ASKED]) == match(people[::-1], [ASKED])


# The command


def call(tmp_path, people, requests, *more):
    paths = []
    for name, data in (("people", people), ("requests", requests)):
        path = tmp_path / f"{name}.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        paths += [f"--{name}", str(path)]
    return main(["match", *paths, "--json", *more])


WHO = {
    "id": "d1",
    "forms_ok": ["workshop"],
    "experiences": [{"text": "Gick in i väggen.", "role": "patient"}],
}
NOBODY = {"min_birth_year": 1990, "max_birth_year": 1980}
WHAT = {"id": "q1", "wished_experience": "Utmattning.", "form": "workshop"}


def test_the_command_prints_the_shape_that_is_promised(tmp_path, capsys):
    assert call(tmp_path, [WHO], [WHAT]) == 0
    (one,) = json.loads(capsys.readouterr().out)["requests"]
    assert list(one) == [
        "id", "ranked", "excluded", "nobody_fits", "why_nobody", "team", "relaxed",
    ]  # fmt: skip
    assert one["ranked"][0]["id"] == "d1"
    assert one["ranked"][0]["reasons"]
    assert one["nobody_fits"] is False
    assert one["why_nobody"] is None
    assert one["team"][0]["id"] == "d1"


def test_nobody_in_the_library_is_an_answer(tmp_path, capsys):
    assert call(tmp_path, [], [WHAT]) == 0
    assert json.loads(capsys.readouterr().out)["requests"][0]["nobody_fits"]


@pytest.mark.parametrize(
    ("people", "requests", "where"),
    [
        ("{", [WHAT], "people.json, line 1"),
        ({"id": 1}, [WHAT], "people: must be a list"),
        ([{}], [WHAT], "people[0].id: is missing"),
        ([WHO, WHO], [WHAT], "people[1].id: 'd1' is the id of people[0]"),
        ([{**WHO, "gender": "x"}], [WHAT], "people[0].gender"),
        ([{**WHO, "forms_ok": ["dance"]}], [WHAT], "people[0].forms_ok[0]"),
        ([{**WHO, "birth_year": "1980"}], [WHAT], "people[0].birth_year"),
        ([{**WHO, "digital_ok": 1}], [WHAT], "people[0].digital_ok"),
        ([{**WHO, "experiences": [{"text": "x", "role": "boss"}]}], [WHAT], "experiences[0].role"),
        ([WHO], [{**WHAT, "form": "dance"}], "requests[0].form"),
        ([WHO], [{**WHAT, "constraints": {"x": 1}}], "requests[0].constraints.x"),
        ([WHO], [{**WHAT, "constraints": NOBODY}], "nobody is born"),
        ([WHO], [WHAT, WHAT], "requests[1].id"),
        ([WHO], [{**WHAT, "people_wanted": 0}], "requests[0].people_wanted"),
        ([WHO], [{**WHAT, "wished_experience": None}], "requests[0].wished_experience"),
        ([{**WHO, "id": " "}], [WHAT], "people[0].id: is empty"),
        ([{**WHO, "id": "\ud800"}], [WHAT], "people[0].id: holds half"),
        ('[{"id": "a", "birth_year": ' + "9" * 5000 + "}]", [WHAT], "people.json: is no JSON"),
        ([WHO], [{**WHAT, "purpose": "ord " * 60_000}], "requests[0].purpose: is longer"),
        ([WHO], "", "requests.json, line 1: is no JSON"),
    ],
)  # fmt: skip
def test_bad_input_says_where_and_ends_with_2(tmp_path, capsys, people, requests, where):
    assert call(tmp_path, people, requests) == 2
    said = capsys.readouterr()
    assert where in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "words",
    [
        "",
        " \n",
        "och att det som i på",
        "xyzzy",
        "كان والدي ينسى كل شيء",
        "😀",
        "a\0b",
        "Ja! " * 10_000,
    ],
    ids=["empty", "blank", "stop", "one word", "arabic", "sign", "nul", "10 000 words"],
)  # fmt: skip
def test_words_that_say_nothing_are_answered_with_nobody_and_hide_nobody(tmp_path, capsys, words):
    """Asked or told: an answer, not an error, and nobody found by chance."""
    says = {**WHO, "id": "d2", "experiences": [{"text": words, "role": "patient"}]}
    assert (
        call(tmp_path, [WHO, says], [WHAT, {**WHAT, "id": "q2", "wished_experience": words}]) == 0
    )
    known, nothing = json.loads(capsys.readouterr().out)["requests"]
    assert [one["id"] for one in known["ranked"]] == ["d1"]
    assert nothing["nobody_fits"]
    assert nothing["why_nobody"]
    assert nothing["team"] == []


def test_a_file_that_is_not_there_ends_with_2(tmp_path, capsys):
    words = [
        "match",
        "--people",
        str(tmp_path / "no.json"),
        "--requests",
        str(tmp_path / "no.json"),
    ]
    assert main(words) == 2
    assert "can't be read" in capsys.readouterr().err


def test_lists_that_are_no_lists_are_refused():
    with pytest.raises(InputError, match="must be a list"):
        reading.requests({"id": "x"})


def test_what_somebody_has_said_it_is_about_goes_before_its_words():
    """In an experience and in a request, without either's words."""
    told = other(
        experiences=(Experience("Det var som det var.", "patient", accepted=("dementia",)),)
    )
    request = replace(ASKED, wished_experience="Erfarenhet av demens.")
    assert [one.id for one in answer(told, request=request).ranked] == ["p1"]
    asked = replace(request, wished_experience="Det vi talade om.", accepted=("dementia",))
    assert [one.id for one in answer(told, request=asked).ranked] == ["p1"]
    assert answer(told, request=replace(asked, rejected=("dementia",))).ranked == []
    sounds = Experience("Har haft demens länge.", "patient", rejected=("dementia",))
    assert answer(other(experiences=(sounds,)), request=request).nobody_fits


def test_a_library_may_have_words_of_its_own():
    told = other(experiences=(Experience("Gick på Knutpunkten varje vecka.", "patient"),))
    request = replace(ASKED, wished_experience="Erfarenhet av demens.")
    assert answer(told, request=request).nobody_fits
    own = recogniser_saying((("Knutpunkten", "dementia"), ("Nånstans", "no-such-concept")))
    found = Matcher([told], using=own).answer(request)
    assert not found.nobody_fits
    assert "Knutpunkten" in found.ranked[0].reasons[0]


def test_circumstances_change_without_reading_anything_anew():
    matcher = Matcher([BASE])
    assert matcher.index.renew(replace(BASE, paused=True))
    assert matcher.answer(ASKED).ranked == []
    assert not matcher.index.renew(replace(BASE, no_go="arbete"))
    assert not matcher.index.renew(other(id="p9"))
    out = matcher.answer(ASKED, left_out={"p1": "Är bortrest."}).excluded
    assert out == [{"id": "p1", "why": "Är bortrest."}]
