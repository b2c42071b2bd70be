"""Every component and field, with and without faults, is fit for everybody: wide, narrow, dark."""

from __future__ import annotations

import pytest

from tests.browser import checks

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

PAGES = [
    "/galleri/", "/galleri/falt/", "/galleri/falt/?fel=", "/galleri/tom/", "/galleri/fel/403/",
    "/galleri/fel/404/", "/galleri/fel/500/",
]  # fmt: skip

FOLDED = """() => [...document.querySelectorAll("details")].filter(one =>
    one.checkVisibility() && [...one.children].some(child => child.localName !== "summary" &&
        !(child.checkVisibility() && child.getBoundingClientRect().height))
).map(one => one.textContent)"""


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_gallery_is_fit_for_everybody(browser, live_server, address, scheme):
    page = browser.new_page(base_url=live_server.url, color_scheme=scheme, locale="sv-SE")
    answer = page.goto(address)
    assert answer.status in {200, 403, 404, 422, 500}
    for size in (checks.WIDE, checks.NARROW):
        page.set_viewport_size(size)
        assert page.evaluate(checks.TOO_WIDE) == []
        assert checks.axe_finds(page) == []
    # On paper nothing can be opened: what is folded away is there
    page.emulate_media(media="print")
    assert page.evaluate(FOLDED) == []
    page.close()
