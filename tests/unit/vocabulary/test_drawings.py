"""The drawn pictures: each there, named and described in both languages, small, and in our ink."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from erfara.vocabulary.drawings import ALTS, Drawing

FOLDER = Path(__file__).parents[3] / "erfara" / "web" / "static" / "erfara" / "drawings"
MAX_BYTES = 3000


def test_there_are_many_and_each_has_a_file_and_each_file_a_name() -> None:
    assert len(Drawing) >= 30
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(Drawing.values)
    assert (FOLDER / "LICENSE.txt").read_text(encoding="utf-8").count("CC0") >= 1


@pytest.mark.parametrize("name", Drawing.values)
def test_a_drawing_is_small_and_drawn_in_ink_with_one_flat_colour(name: str) -> None:
    path = FOLDER / f"{name}.svg"
    assert path.stat().st_size < MAX_BYTES
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    assert (root.get("viewBox"), root.get("stroke"), root.get("stroke-width")) == (
        "0 0 160 120", "currentColor", "2.5",
    )  # fmt: skip
    filled = {one.get("class") for one in root.iter() if one.get("fill") not in {None, "none"}}
    assert "flat" in filled
    assert filled <= {"flat", "cut"}  # the ground shows through a cut
    allowed = {"svg", "path", "g", "circle"}
    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= allowed


@pytest.mark.parametrize("drawing", list(Drawing))
def test_a_drawing_has_a_name_and_says_what_it_shows_in_both_languages(drawing: Drawing) -> None:
    said = []
    for language in ("sv", "en"):
        with override(language):
            said.append((str(drawing.label), str(ALTS[drawing])))
    (swedish, swedish_alt), (english, english_alt) = said
    assert swedish != english
    assert swedish_alt.startswith("Teckning: ")
    assert english_alt.startswith("Drawing: ")
