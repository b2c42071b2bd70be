"""What words are about, suggested as somebody tells: taken or refused, and kept out of searches."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erfara.people.actions import Told, set_experiences
from erfara.people.models import Experience
from erfara.workflows import finding
from tests import factories as make
from tests.integration.web.looking import post, url
from tests.integration.web.test_talks import kept

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
HERS = "Pappa fick svårt att minnas och gick vilse."
DEMENTIA = "dementia-relatives"


@pytest.fixture
def request_(library: Any) -> Any:
    finding.forget_all()
    yield make.specified(
        make.loan_request(library, wished_experience="Anhöriga till personer med demens.")
    )
    finding.forget_all()


def part(row: Any, name: str = "area_digital") -> str:
    return url("part", row, row.pk, name)


def offered(answer: Any, n: int = 0) -> list[str]:
    return str(answer.context["form"][f"offered_{n}"].value()).split()


def ticked(answer: Any, n: int = 0) -> list[str]:
    return list(answer.context["form"][f"about_{n}"].value())


def found(row: Any, staff: Client) -> bool:
    return bool(staff.get(url("proposal", row, row.pk)).context["team"])


def test_it_is_suggested_while_she_speaks_and_what_is_refused_stays_refused(staff, library):
    anna = make.contributor(library)
    sent: dict[str, Any] = {"rows": "2", "text_0": HERS, "role_0": "relative", "do": "suggest"}
    before = Experience.objects.count()
    shown = post(staff, part(anna), **sent)
    assert shown.status_code == 200
    assert DEMENTIA in ticked(shown)
    assert Experience.objects.count() == before
    # She says no to it, goes on telling, and it is not suggested to her as a yes again.
    others = [one for one in offered(shown) if one != DEMENTIA]
    sent |= {"offered_0": " ".join(offered(shown)), "about_0": others}
    again = post(staff, part(anna), **{**sent, "text_0": f"{HERS} Vi fick hemtjänst."})
    assert DEMENTIA in offered(again)
    assert DEMENTIA not in ticked(again)
    assert set(offered(again)) > set(offered(shown))
    # What is no longer said is no longer suggested.
    assert DEMENTIA not in offered(post(staff, part(anna), **{**sent, "text_0": "Vi fick hjälp."}))


def test_what_she_says_yes_and_no_to_is_kept_with_her_words_and_counts(staff, library, request_):
    anna = make.contributor(library)
    sent = {"rows": "2", "text_0": HERS, "role_0": "relative", "seen": "0"}
    shown = post(staff, part(anna), **sent, do="suggest")
    sent["offered_0"] = " ".join(offered(shown))
    assert post(staff, part(anna), **sent, about_0=[]).status_code == 302
    (told,) = Experience.objects.filter(contributor=anna, area="digital")
    assert DEMENTIA in kept(anna, "concepts", str(told.pk))[str(told.pk)]["no"]
    assert not found(request_, staff)
    # Opened again, her no stands there; ticked, it counts.
    page = staff.get(part(anna))
    assert DEMENTIA not in ticked(page)
    known = page.context["form"]["known_0"].value()
    answer = post(
        staff, part(anna), **sent | {"seen": str(page.context["seen"])}, known_0=known,
        told_0=str(told.pk), about_0=[DEMENTIA],
    )  # fmt: skip
    assert answer.status_code == 302
    assert kept(anna, "concepts", str(told.pk))[str(told.pk)]["yes"] == [DEMENTIA]
    assert found(request_, staff)


def test_saving_without_having_seen_suggestions_says_nothing_of_them(staff, library):
    anna = make.contributor(library)
    sent = {"rows": "2", "text_0": HERS, "role_0": "relative", "seen": "0"}
    assert post(staff, part(anna), **sent, offered_0="nonsense").status_code == 302
    (told,) = Experience.objects.filter(contributor=anna, area="digital")
    assert not kept(anna, "concepts", str(told.pk)).get(str(told.pk))


def test_what_she_hides_is_found_by_nobody_from_the_next_moment_on(staff, library, request_):
    anna = make.contributor(library, told=[Told("relative", HERS)])
    assert found(request_, staff)
    (told,) = Experience.objects.filter(contributor=anna)
    hers = make.person_sign_in(Client(), anna.person)
    here = reverse("person:change_experience", args=[library.slug, told.pk])
    sent = {"text": HERS, "role": "relative", "area": "", "hidden": "on"}
    assert hers.post(here, sent).status_code == 302
    page = staff.get(url("proposal", request_, request_.pk))
    assert page.context["proposal"].nobody_fits
    # Not with the register's search either, nor is it opened or shown there.
    looked = staff.post(url("look", request_, request_.pk), {"words": "demens"})
    assert not staff.get(looked.url).context["candidates"]
    assert HERS not in staff.get(url("choose", request_, request_.pk)).content.decode()
    assert post(hers, here, **{**sent, "hidden": ""}).status_code == 302
    assert found(request_, staff)


def test_a_second_telling_leaves_what_was_said_of_the_first(library):
    anna = make.contributor(library)
    who: dict[str, Any] = {"by": make.system(library), "at": make.AT}
    (first,) = set_experiences(
        contributor=anna, told=[Told("relative", HERS, about=([], [DEMENTIA]))], shown=(), **who
    )
    set_experiences(contributor=anna, told=[Told("relative", HERS, first.pk)], **who)
    assert kept(anna, "concepts", str(first.pk))[str(first.pk)]["no"] == [DEMENTIA]
