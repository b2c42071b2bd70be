"""What every page is held against does find what it looks for."""

from __future__ import annotations

import pytest

from tests.browser import checks

PAGE = """<!doctype html><html lang="sv"><head><title>Prov</title><meta name="viewport"
content="width=device-width"></head><body><main>{}</main></body></html>"""
GOOD = "<h1>En rubrik</h1><p>Text. <a href='/a'>Läs mer om a</a></p>"
FAULTS = {
    "h1": GOOD + "<h1>En till</h1>",
    "leads to different places": GOOD + "<p><a href='/b'>Läs mer om a</a></p>",
    "without a text": GOOD + "<p>Hit: <a href='/c'></a></p>",
    "unfilled": GOOD + "<p>Fråga {contributor:pl}</p>",
    "wider than": GOOD + "<p><span style='display:inline-block;width:500px'>Brett</span></p>",
    "color-contrast": GOOD + "<p style='color:#bbb;background:#fff'>Svagt</p>",
    "target-size": GOOD + "<a href='/d' style='display:block;height:9px;width:9px'>d</a>"
    "<a href='/e' style='display:block;height:9px;width:9px'>e</a>",
}


@pytest.fixture
def page(browser, monkeypatch):
    monkeypatch.setattr(checks, "_seen", set())
    page = browser.new_page(viewport=checks.WIDE)
    yield page
    page.close()


def test_a_good_page_passes(page):
    page.set_content(PAGE.format(GOOD))
    checks.look_through(page)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(page, fault):
    page.set_content(PAGE.format("").replace("<main></main>", f"<main>{FAULTS[fault]}</main>"))
    with pytest.raises(AssertionError, match=fault):
        checks.look_through(page)
