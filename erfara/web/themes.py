"""A county's four colours, and whether people can read them.

A theme sets the paper (`ground`), the text (`ink`), what can be done (`action`) and people
(`warmth`). `problems` refuses what falls under WCAG 2.2 AA; `stylesheet` is what a page loads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

TEXT = 4.5  # WCAG 1.4.3, text of ordinary size
PARTS = 3.0  # WCAG 1.4.11, lines of fields, signs and focus

# What no theme changes (tokens.css), and what is mixed from the ink.
WHITE = "#FFFFFF"
_MEANINGS = {"good": "#1B6E43", "warn": "#8A5A00", "wrong": "#A3262A"}
_QUIET = 0.79  # how much of the ink is left in the quiet text
_EDGE = 0.56  # and in the lines around fields
_TINT = 0.08


@dataclass(frozen=True)
class Theme:
    """Four colours as #RRGGBB, for the light scheme; the dark one is the same everywhere."""

    ground: str = "#FAF7F2"
    ink: str = "#2B2A28"
    action: str = "#17595E"
    warmth: str = "#A8412B"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG defines it."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`share` of the first colour in the second, as `color-mix(in srgb, …)` does."""
    parts = [
        round(a * share + b * (1 - share))
        for a, b in zip(_channels(one), _channels(other), strict=True)
    ]
    return "#{:02X}{:02X}{:02X}".format(*parts)


def problems(theme: Theme) -> list[str]:
    """What is wrong with a theme, in sentences; an empty list when it can be used."""
    wrong = [
        f"{part.name}: write the colour as #RRGGBB, not {getattr(theme, part.name)!r}."
        for part in fields(theme)
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", getattr(theme, part.name))
    ]
    if wrong:
        return wrong
    tint = {
        name: mixed(colour, WHITE, _TINT)
        for name, colour in {**_MEANINGS, "action": theme.action, "warmth": theme.warmth}.items()
    }
    quiet = mixed(theme.ink, theme.ground, _QUIET)
    pairs: list[tuple[str, str, str, str, float]] = [
        ("action", theme.action, "white on it", WHITE, TEXT),
        ("pressed action", pressed(theme), "white on it", WHITE, TEXT),
        ("quiet ink", quiet, "action's tint", tint["action"], TEXT),
        ("lines of fields", mixed(theme.ink, theme.ground, _EDGE), "ground", theme.ground, PARTS),
        ("lines of fields", mixed(theme.ink, theme.ground, _EDGE), "surface", WHITE, PARTS),
    ]
    for ground_name, ground in (("ground", theme.ground), ("surface", WHITE)):
        for name, colour in (
            ("ink", theme.ink),
            ("quiet ink", quiet),
            ("action", theme.action),
            ("warmth", theme.warmth),
            *_MEANINGS.items(),
        ):
            pairs.append((name, colour, ground_name, ground, TEXT))
    for name, colour in (("action", theme.action), ("warmth", theme.warmth), *_MEANINGS.items()):
        pairs.append((name, colour, "its own tint", tint[name], TEXT))
        pairs.append(("ink", theme.ink, f"{name}'s tint", tint[name], TEXT))
    return [
        f"{name} {colour.upper()} against {ground_name} {ground.upper()}: contrast "
        f"{contrast(colour, ground):.1f}, and at least {least} is needed."
        for name, colour, ground_name, ground, least in pairs
        if contrast(colour, ground) < least
    ]


def pressed(theme: Theme) -> str:
    """The action's colour while it is pressed: a little more ink in it."""
    return mixed(theme.action, "#000000", 0.86)


def stylesheet(theme: Theme) -> str:
    """The theme as CSS to serve from a file. Raises ValueError for a theme that can't be read."""
    if found := problems(theme):
        raise ValueError(" ".join(found))
    return (
        "@media screen and (prefers-color-scheme: light) { :root { "
        f"--ground: {theme.ground}; --ink: {theme.ink}; "
        f"--quiet: {mixed(theme.ink, theme.ground, _QUIET)}; "
        f"--edge: {mixed(theme.ink, theme.ground, _EDGE)}; "
        f"--action: {theme.action}; --action-pressed: {pressed(theme)}; "
        f"--warmth: {theme.warmth}; }} }}\n"
    )
