"""The experience map: every part of a life with its questions, and a drawing that says so too."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from erfara.vocabulary.choices import Area
from erfara.vocabulary.experience_map import MAP, title_of
from erfara.web.experience_map import as_text, example, picture

SVG = "{http://www.w3.org/2000/svg}"


def test_every_part_has_a_name_and_ordinary_things_in_both_languages() -> None:
    assert list(MAP) == Area.values
    for language in ("sv", "en"):
        with override(language):
            said = [str(p) for place in MAP.values() for p in (place.title, *place.prompts)]
            assert all(6 <= len(place.prompts) <= 10 for place in MAP.values())
            assert len(set(said)) == len(said)  # nothing is asked twice
    assert title_of("") == ""


@pytest.mark.parametrize("counts", [{}, {"mind": 1}, dict.fromkeys(Area.values, 99), {"moon": 3}])
def test_the_drawing_can_be_read_by_a_machine_and_by_one_who_listens(
    counts: dict[str, int],
) -> None:
    root = ElementTree.fromstring(picture(counts, heading="<b>&", ident='a"b'))  # noqa: S314
    assert root.findtext(f"{SVG}title") == "<b>&"
    names = {e.get("id") for e in root.iter() if e.get("id")}
    assert set(root.get("aria-labelledby", "").split()) == names
    washes = [e for e in root.iter(f"{SVG}path") if e.get("class") == "flat"]
    assert len(washes) == len([a for a in counts if a in Area.values])
    # Nothing that the page's security policy would refuse, and nothing from elsewhere.
    assert not [e for e in root.iter() if e.get("style") or e.get("href") or "script" in e.tag]


def test_never_by_colour_alone() -> None:
    with override("en"):
        drawn = picture({"mind": 2, "digital": 1})
    assert "2 things" in drawn
    assert "1 thing<" in drawn
    assert "How you feel (2)" in drawn


def test_the_same_as_text_in_the_order_of_the_walk() -> None:
    told = as_text({"digital": 1, "health_centre": 2}, {"digital": ["Waited."]})
    assert [one.count for one in told if one.count] == [2, 1]
    assert next(one for one in told if one.words).words == ("Waited.",)
    assert len(told) == len(Area)


def test_the_example_shows_ordinary_things_of_nobody() -> None:
    shown = example()
    assert len(shown.told) >= 8
    assert all(one.count == len(one.words) for one in shown.told)
