"""The experience map as a drawing: places along a path, a wash of colour where she has been.

Ink and one flat colour, drawn by us; no signs of illness. Colours are attributes that the page's
own stylesheet overrides, so that the same picture stands on a page, in the dark, on paper and in a
file of its own. A place that somebody has told of says so in words too, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from erfara.vocabulary.choices import Area
from erfara.vocabulary.experience_map import MAP, title_of

WIDTH, ROW, TOP = 320, 118, 40
COLUMNS = (82, 238)
LINE_LENGTH = 15  # letters of a name on one line
INK, FLAT, GROUND = "#2b2a28", "#e3b9a8", "#faf7f2"

# A few lines each, in a square of 48 around the middle. Everyday things.
_THINGS: dict[str, str] = {
    # a low house with a clock over the door
    "health_centre": "M-20 18V-6L0-18 20-6V18zM-6 18V4H6V18M-14 2h4M10 2h4M0-9v4l3 2",
    # a pair of glasses
    "teeth_and_senses": (
        "M-20 2a9 9 0 1 0 18 0a9 9 0 1 0-18 0zM2 2a9 9 0 1 0 18 0a9 9 0 1 0-18 0z"
        "M-2 0q2-3 4 0M-20 0l-3-9M20 0l3-9"
    ),
    # a tall house with many windows
    "hospital": (
        "M-16 18V-18H16V18zM-9-11h4M5-11h4M-2-11h4M-9-3h4M5-3h4M-2-3h4M-9 5h4M5 5h4"
        "M-4 18v-9h8v9"
    ),
    # a bench under a tree
    "mind": "M6 18V-2M6-20q13 1 12 11T6-2Q-6 1-5-9T6-20zM-20 8H0M-17 8v9M-3 8v9M-20 2H0",
    # a kite
    "birth_and_children": (
        "M2-20L14-6 2 12-8-6zM2-20V12M-8-6H14M2 12q-6 3-4 5t-6 2-6 1M-6 15l-5-1M-10 21l-3-4"
    ),
    # an armchair
    "growing_old": (
        "M-12 4V-14q0-4 4-4H8q4 0 4 4V4M-12 10V2q-1-5-5-4t-3 6l2 8M12 10V2q1-5 5-4t3 6l-2 8"
        "M-12 4H12M-18 12H18M-14 12v6M14 12v6"
    ),
    # a bridge
    "disability": (
        "M-22 8Q0-18 22 8M-22 16h44M-12-1V16M0-5V16M12-1V16M-22 8v8M22 8v8"
        "M-20 21q5-3 10 0t10 0 10 0"
    ),
    # a door that stands open
    "social_services": "M-12 18V-18H12V18M-18 18H18M-12-18L3-12V22L-12 18M-1 5v2",
    # a signpost
    "dependency": "M0-20V20M0-16H14l5 4-5 4H0M0-5H-13l-5 4 5 4H0M-6 20H6",
    # an alarm clock
    "work_and_money": (
        "M-14 2a14 14 0 1 0 28 0a14 14 0 1 0-28 0zM0-6v8l6 4M-9 13l-4 6M9 13l4 6"
        "M-16-10q0-6 7-7M16-10q0-6-7-7"
    ),
    # two cups
    "relatives": (
        "M-20 0h16l-2 14h-12zM-4 3q6 0 4 5t-5 2M6-4h15l-2 13H8zM-15-5q-2-4 1-7M-9-5q-2-4 1-7"
        "M13-9q-2-4 1-7"
    ),
    # a bus stop with a seat for two
    "going_along": "M-14 20V-16M-14-20h12v10h-12zM-20 20H20M-4 8H16M-2 8v12M14 8v12M-4 2H16",
    # a letter
    "digital": "M-20-12H20V14H-20zM-20-12L0 4 20-12M-20 14L-6 0M20 14L6 0",
    # a suitcase
    "new_here": "M-20-8H20V16H-20zM-7-8v-7H7v7M-12-8V16M12-8V16M-3 4H3",
    # a lantern
    "grief_and_change": (
        "M-9 14V-6H9V14zM-9-6L0-15 9-6M-12 19H12M-12 14H12M0-15v-4M0 9q-5-4 0-10q5 6 0 10"
    ),
    # a bicycle
    "everyday": (
        "M-22 8a8 8 0 1 0 16 0a8 8 0 1 0-16 0zM6 8a8 8 0 1 0 16 0a8 8 0 1 0-16 0z"
        "M-14 8L-7-8H8L14 8M-7-8L0 8 8-8M0 8H-14M-10-13h6M8-8l-2-7h6"
    ),
}  # fmt: skip
_WASH = "M-30-2C-31-22-14-30 4-28 24-27 33-14 30 4 28 22 14 28-4 27-21 27-29 16-30-2z"
# Where nothing is: trees, grass, water. (x, y in rows, lines)
_LAND = (
    (160, 0.62, "M-6 8V0M-6-14l-8 14h16zM6 10V4M6-6L0 4h12z"),
    (158, 2.66, "M-14 0q5-4 9 0t9 0 9 0M-9 6q5-4 9 0t9 0"),
    (164, 4.6, "M-8 6q-1-7-5-9M-6 6q0-8 2-11M-4 6q2-5 6-7M8 8q-1-5-3-7M10 8q1-6 4-8"),
    (158, 6.64, "M0 10V1M0-14q9 2 8 8T0 1Q-9 0-8-6t8-8z"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A part of the map as text: its name, how many things, and them in words when given."""

    title: str
    count: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """An invented person's map for whoever wonders what it is: the picture, and it as text."""

    picture: SafeString
    told: list[Told]


def _lines(text: str) -> list[str]:
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if len(longer) <= LINE_LENGTH or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    return found


def _spot(index: int) -> tuple[int, int]:
    """Where the middle of a place is. The walk goes to and fro, one row after the other."""
    row, at = divmod(index, 2)
    column = at if row % 2 == 0 else 1 - at
    return COLUMNS[column] + (-4, 5, 2, -6)[index % 4], TOP + row * ROW + (0, 6, -3, 4)[index % 4]


def _walk(number: int) -> str:
    """The path, a bow at the edge between the rows so that it crosses no name."""
    path = ""
    for index in range(number):
        x, y = _spot(index)
        if index == 0:
            path = f"M{x} {y}"
            continue
        before_x, before_y = _spot(index - 1)
        if index % 2:
            middle = (x + before_x) // 2
            path += f"C{middle} {before_y - 14} {middle} {y + 14} {x} {y}"
        else:
            edge = WIDTH + 22 if x > WIDTH / 2 else -22  # where it bends to; it reaches 3/4 there
            path += f"C{edge} {before_y + 6} {edge} {y - 10} {x} {y}"
    return path


def _place(index: int, area: str, count: int) -> str:
    x, y = _spot(index)
    # A place with a wash has room behind it; one without gets a clearing, so that the path ends.
    behind = (
        f'<path class="flat" fill="{FLAT}" stroke="none" d="{_WASH}"/>'
        if count
        else f'<circle class="cut" fill="{GROUND}" stroke="none" r="27"/>'
    )
    lines = _lines(str(title_of(area)))
    text = "".join(
        f'<tspan x="0" dy="{16 if number else 0}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    if count:
        said = ngettext("%(count)s thing", "%(count)s things", count) % {"count": count}
        text += f'<tspan x="0" dy="16" font-style="italic">{escape(said)}</tspan>'
    weight = ' font-weight="600"' if count else ""
    return (
        f'<g transform="translate({x} {y})">{behind}<path d="{_THINGS[area]}"/>'
        f'<text y="43" stroke="none" fill="currentColor" text-anchor="middle"{weight}>{text}'
        f"</text></g>"
    )


def picture(
    counts: Mapping[str, int],
    *,
    heading: str | Promise = "",
    ident: str = "map",
) -> SafeString:
    """The map as SVG. `counts`: how many things she has told of in each part (`Area` values; none
    is 0). `heading` is its name, for one who hears it; `ident` keeps several apart on a page.

    Needs no stylesheet. Holds no name and none of her words.
    """
    height = TOP + 8 * ROW - 28
    name = str(heading) or gettext("An experience map")
    there = [title for title in as_text(counts) if title.count]
    told = ", ".join(f"{one.title} ({one.count})" for one in there)
    said = (
        gettext("A walk past sixteen places in a life. Something has been told at: %(places)s.")
        % {"places": told}
        if told
        else gettext("A walk past sixteen places in a life. Nothing has been told yet.")
    )
    land = "".join(
        f'<path d="{lines}" transform="translate({x} {round(TOP + rows * ROW)})" '
        f'stroke-width="1.5"/>'
        for x, rows, lines in _LAND
    )
    places = "".join(
        _place(index, area, max(0, int(counts.get(area, 0)))) for index, area in enumerate(MAP)
    )
    ident = escape(ident)
    return mark_safe(  # noqa: S308 - our own lines; every text in it is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{ident}-title {ident}-desc" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" color="{INK}" '
        f'font-family="Palatino, Georgia, serif" font-size="14.5">'
        f'<title id="{ident}-title">{escape(name)}</title>'
        f'<desc id="{ident}-desc">{escape(said)}</desc>'
        f'<path d="{_walk(len(MAP))}" stroke-width="1.75" stroke-dasharray="1 6"/>'
        f"{land}{places}</svg>"
    )


def as_text(
    counts: Mapping[str, int], words: Mapping[str, Iterable[str]] | None = None
) -> list[Told]:
    """The same as text, place by place in the order of the walk: what stands beside the picture."""
    told = words or {}
    return [
        Told(str(place.title), max(0, int(counts.get(area, 0))), tuple(told.get(area, ())))
        for area, place in MAP.items()
    ]


# Nobody's life: put together by us from what most people have been through.
_EXAMPLE: tuple[tuple[Area, str | Promise], ...] = (
    (Area.HEALTH_CENTRE, _("Called 1177 one night when the child had a fever.")),
    (Area.HEALTH_CENTRE, _("Has had five doctors in four years.")),
    (Area.TEETH_AND_SENSES, _("Is afraid of the dentist and has found one who waits.")),
    (Area.HOSPITAL, _("Broke a wrist on the ice. Twenty years ago, and remembers the waiting.")),
    (Area.BIRTH_AND_CHILDREN, _("Went to the child health centre as a father.")),
    (Area.GROWING_OLD, _("Filled in the application for home help together with Grandmother.")),
    (Area.RELATIVES, _("Has a sister who was ill for a long time.")),
    (Area.GOING_ALONG, _("Followed a neighbour to the eye clinic three times.")),
    (Area.DIGITAL, _("Waited seven weeks for a letter that had gone to an old address.")),
    (Area.EVERYDAY, _("Began to walk in the mornings when the back hurt.")),
)


def example() -> Example:
    """An invented person's map: ordinary things, small and old ones too."""
    counts: dict[str, int] = {}
    words: dict[str, list[str]] = {}
    for area, text in _EXAMPLE:
        counts[area] = counts.get(area, 0) + 1
        words.setdefault(area, []).append(str(text))
    drawn = picture(counts, heading=_("An invented person's experience map"), ident="example-map")
    return Example(drawn, [one for one in as_text(counts, words) if one.count])
