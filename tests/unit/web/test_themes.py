"""A county's colours are refused when people could not read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erfara.web import themes
from erfara.web.themes import Theme

colours = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


def test_our_own_theme_can_be_read():
    assert themes.problems(Theme()) == []
    assert "--action: #17595E" in themes.stylesheet(Theme())


@pytest.mark.parametrize(
    "theme",
    [
        Theme(ink="#999999"),
        Theme(action="#7FC4C4"),
        Theme(warmth="#E59A85"),
        Theme(ground="#444444"),
    ],
)
def test_pale_colours_are_refused_with_the_figure(theme):
    assert any("contrast" in problem for problem in themes.problems(theme))
    with pytest.raises(ValueError, match="contrast"):
        themes.stylesheet(theme)


@pytest.mark.parametrize(
    "colour", ["red", "#fff", "#GGGGGG", "#17595E; } body { display: none", ""]
)
def test_what_is_no_colour_is_refused(colour):
    assert "#RRGGBB" in themes.problems(Theme(action=colour))[0]


def test_black_on_white_is_the_most_there_is():
    assert themes.contrast("#000000", "#FFFFFF") == pytest.approx(21)


@given(colours, colours)
def test_contrast_is_the_same_both_ways(one, other):
    assert themes.contrast(one, other) == themes.contrast(other, one)
    assert 1 <= themes.contrast(one, other) <= 21.0001
