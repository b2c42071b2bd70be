"""What every page a visitor meets has to keep: asked of the page itself, at both widths."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TOKEN = re.compile(
    r"/(fraga|forfragan|arbetsplats|ansvar|onskemal|erbjudande|mitt-intyg|intyg|besked|samtycken|lank|inbjudan|nytt-losenord)/[^/]+/"
)

# What has been looked through in this run, so that it is looked through once: each structure of a
# page at the width it was met at, each page at the other. Tones and kinds are for the gallery.
_seen: set[tuple[str, str, int]] = set()

LOOK = """() => {
  const text = (e) => (e.getAttribute("aria-label") || e.textContent).replace(/\\s+/g, " ").trim();
  const parts = new Set();
  for (const e of document.body.querySelectorAll("*"))
    parts.add(e.tagName + "." + e.className + "." + (e.type || ""));
  const links = {};
  for (const a of document.querySelectorAll("a[href]")) {
    const name = text(a);
    (links[name] = links[name] || new Set()).add(a.href.split("#")[0]);
  }
  return {
    lang: document.documentElement.lang,
    title: document.title,
    h1: document.querySelectorAll("h1").length,
    parts: [...parts].sort().join(" "),
    ambiguous: Object.entries(links).filter(([n, t]) => t.size > 1).map(([n, t]) => [n, [...t]]),
    nameless: Object.keys(links).includes(""),
    raw: [...document.body.innerText.matchAll(/\\{\\w[^}]*\\}|\\bNone\\b|__proxy__/g)].map(String),
  };
}"""

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1)
    .map((e) => e.tagName + "." + e.className).slice(0, 5).concat(["of " + width]);
}"""

RUN_AXE = """async (tags) => {
  const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  const found = await axe.run(document, options);
  const why = (n) => (n.any[0] || n.all[0] || n.none[0] || {}).message;
  const node = (n) => n.target.join(" ") + " " + why(n);
  return found.violations.map(
    (v) => v.id + ": " + v.help + " — " + v.nodes.slice(0, 3).map(node).join(" | "));
}"""


def shape_of(url: str) -> str:
    """The address without what differs from one row to the next."""
    path = "/" + url.split("://", 1)[-1].split("/", 1)[-1]
    return _TOKEN.sub(r"/\1/…/", _UUID.sub("…", path.split("?")[0]))


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def axe_finds(page: Page) -> list[str]:
    """What the checker of accessibility has to say about the page as it is now."""
    page.evaluate(_axe())
    found: list[str] = page.evaluate(RUN_AXE, TAGS)
    return found


def look_through(page: Page, *, scripts: bool = True) -> None:
    """Hold the page against everything that is asked of every page.

    A page of the same address and structure is looked through once in a run. Where pages run no
    `scripts`, the checker of accessibility can't run either: the promise it gives is never kept.
    """
    looked: dict[str, Any] = page.evaluate(LOOK)
    where = f"{shape_of(page.url)} ({looked['title']})"
    assert looked["h1"] == 1, f"{where} has {looked['h1']} h1"
    assert not looked["ambiguous"], (
        f"{where}: the same link text leads to different places: "
        f"{json.dumps(looked['ambiguous'], ensure_ascii=False)}"
    )
    assert not looked["nameless"], f"{where}: a link without a text"
    assert not looked["raw"], f"{where}: something unfilled on the page: {looked['raw']}"
    size = page.viewport_size or WIDE
    widths = [size, NARROW if size["width"] > NARROW["width"] else WIDE]
    for one in widths if scripts else widths[:1]:
        structure = looked["parts"] if one == size else str("error-summary" in looked["parts"])
        key = (shape_of(page.url), f"{looked['lang']} {structure}", one["width"])
        if key in _seen:
            continue
        if page.viewport_size != one:
            page.set_viewport_size(one)
        wide = page.evaluate(TOO_WIDE)
        assert not wide, f"{where} is wider than {one['width']} px: {wide}"
        found = axe_finds(page) if scripts else []
        assert not found, f"{where} at {one['width']} px: " + "\n".join(found)
        if scripts:
            _seen.add(key)
    if page.viewport_size != size:
        page.set_viewport_size(size)
