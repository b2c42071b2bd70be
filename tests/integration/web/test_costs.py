"""The screens of costs: from a proposal to a saved scenario, and what each page says."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from erfara.foundation.actors import Role
from erfara.governance import actions, content, queries
from erfara.governance.models import Scenario, ScenarioVersion
from tests import factories
from tests.factories import saved_costs

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

READ = ("scenario", "uncertainty", "effects", "budget", "versions")


@pytest.fixture
def library():
    return factories.programme()


@pytest.fixture
def siri(client, library):
    user, actor = factories.coordinator(library)
    factories.sign_in(client, user)
    return actor


def at(name, library, *parts):
    return reverse(f"costs:{name}", args=[library.slug, *parts])


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, text(response)[:1500]
    return text(response)


def fields(client, url):
    """What a browser would send back from the page's first form, untouched."""
    from tests.integration.pages import Reader

    response = client.get(url)
    assert response.status_code == 200, text(response)[:1500]
    form = next(f for f in Reader(response.content.decode()).forms if "once" in f.fields)
    return {
        name: (f.values if f.kind == "checkbox" else f.values[-1])
        for name, f in form.sent.items()
        if f.values
    }


def send(client, url, **values):
    names = {key.replace("__dash__", "--"): value for key, value in values.items()}
    return client.post(url, {**fields(client, url), **names})


def test_nothing_yet_says_what_to_do(client, library, siri):
    assert "Ingen har räknat på något än" in page(client, at("all", library))


@pytest.mark.parametrize("kind", ["uppsala-1", "uppsala-2", "uppsala-3", "empty"])
def test_begin_from_each(client, library, siri, kind):
    answer = client.post(at("start", library), {"kind": kind, "name": "Vårt förslag"})
    row = Scenario.objects.get()
    assert answer.headers["Location"] == at("scenario", library, row.pk)
    assert (row.name, row.kind, row.version, row.state) == ("Vårt förslag", kind, 1, "kept")
    for name in READ:
        assert "Vårt förslag" in page(client, at(name, library, row.pk))
    for name in ("organisations", "employment", "recruitment", "effects", "sources", "on_costs"):
        page(client, at("section", library, row.pk, name))
        page(client, at("new_row", library, row.pk, name))
    assert "Vårt förslag" in page(client, at("all", library))


def test_the_result_says_why_and_keeps_once_and_yearly_apart(client, library, siri):
    row = saved_costs.scenario(library)
    said = page(client, at("scenario", library, row.pk))
    assert "2 192 832 kr = 8 peer supportrar × 30 000 kr × 12 × 50 % × (1 + 52,28 %)" in said
    assert "Det som kommer en gång och det som kommer varje år är två saker" in said
    assert "Budgeten är inte diskonterad" in said
    assert "Fasta priser, 2023 års nivå" in said


def test_an_untouched_form_changes_nothing(client, library, siri):
    """The form gives back every figure exactly as the document has it."""
    row = saved_costs.scenario(library)
    before = queries.newest(row).content
    pages = [at("basics", library, row.pk)]
    pages += [
        at("row", library, row.pk, section, one["id"])
        for section in ("organisations", "employment", "coordinators", "recruitment", "training",
                        "effects", "sources")
        for one in before[section]
    ]  # fmt: skip
    pages.append(at("row", library, row.pk, "recruitment.peers.functions", "hr"))
    for url in pages:
        answer = send(client, url)
        assert answer.status_code == 302, (url, text(answer)[:800])
    row.refresh_from_db()
    assert row.version == 1
    assert queries.newest(row).content == before


def test_change_a_wage(client, library, siri):
    row = saved_costs.scenario(library)
    url = at("row", library, row.pk, "employment", "peers")
    tried = send(client, url, wage="31 000", do="try")
    assert "Ingenting är sparat än" in text(tried)
    row.refresh_from_db()
    assert row.version == 1
    answer = send(client, url, wage="31 000", wage__dash__source="skr", wage__dash__year="2024",
                  wage__dash__evidence="decided")  # fmt: skip
    assert answer.status_code == 302, text(answer)
    newest = ScenarioVersion.objects.get(scenario=row, number=2)
    wage = newest.content["employment"][0]["wage"]
    assert wage == {
        "value": "31 000", "source": "skr", "year": "2024", "evidence": "decided",
        "note": "Mean wage of a carer (SCB), as the report has it.",
    }  # fmt: skip
    assert newest.changed == [["employment", "peers", "wage"]]
    said = page(client, at("section", library, row.pk, "employment"))
    assert "31 000 kr" in said
    assert "beslutat i lag, avtal eller prislista" in said.lower()
    assert "8 peer supportrar × 31 000 kr" in page(client, at("scenario", library, row.pk))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("people", "-8", "Det här är utanför det som kan menas"),
        ("degree", "900 %", "Det här är utanför det som kan menas: 0 % – 100 %"),
        ("degree", "50", "Skriv med procenttecken, som 50 %"),
        ("wage", "10^12", "Skriv en siffra, som 36 800"),
        ("wage", "1000000000000", "Det här är utanför det som kan menas"),
        ("wage", "NaN", "Skriv en siffra, som 36 800"),
        ("wage", "trettio tusen", "Skriv en siffra, som 36 800"),
        ("wage", "200 000–150 000", "Skriv den lägsta siffran först"),
        ("people", "8,5", "Personer räknas hela"),
        ("start", "2030-01-01", "Den slutar innan den börjar"),
        ("wage--year", "i fjol", "Skriv året med fyra siffror"),
    ],
)
def test_what_cant_be_meant_is_said_at_the_field_and_nothing_is_lost(
    client, library, siri, field, value, says
):
    row = saved_costs.scenario(library)
    url = at("row", library, row.pk, "employment", "peers")
    answer = client.post(url, {**fields(client, url), "note": "Behåll mig", field: value})
    assert answer.status_code == 422
    assert says in text(answer), text(answer)
    assert "Behåll mig" in answer.content.decode()
    assert value in unescape(answer.content.decode())
    row.refresh_from_db()
    assert row.version == 1


def test_ranges_and_distributions_by_hand(client, library, siri):
    row = saved_costs.scenario(library)
    url = at("row", library, row.pk, "employment", "peers")
    assert send(client, url, wage="29 000–33 000", degree="40–50 %").status_code == 302
    post = queries.newest(Scenario.objects.get()).content["employment"][0]
    assert post["degree"] == {"low": "40 %", "high": "50 %"}
    answer = send(client, url, wage__dash__shape="pert", wage__dash__more="30 000")
    assert answer.status_code == 302, text(answer)
    post = queries.newest(Scenario.objects.get()).content["employment"][0]
    assert post["wage"]["distribution"] == "pert"
    assert (post["wage"]["low"], post["wage"]["mode"], post["wage"]["high"]) == (
        "29 000", "30 000", "33 000")  # fmt: skip
    said = page(client, at("uncertainty", library, row.pk) + "?budget=5000000")
    assert "20 000 dragningar" in said
    assert "håller sig kostnaden inom 5 000 000 kr" in said


def test_add_and_take_out_a_row(client, library, siri):
    row = saved_costs.scenario(library, kind="uppsala-3")
    url = at("new_row", library, row.pk, "other")
    wrong = client.post(url, {**fields(client, url), "name": "Lokal i stan"})
    assert wrong.status_code == 422
    answer = client.post(
        url, {**fields(client, url), "name": "Lokal i stan", "amount": "60 000",
              "kind": "premises", "repeat": "yearly"},
    )  # fmt: skip
    assert answer.status_code == 302, text(answer)
    assert "60 000 kr" in page(client, at("section", library, row.pk, "other"))
    client.post(at("remove_row", library, row.pk, "other", "lokal_i_stan"))
    assert "other" not in queries.newest(Scenario.objects.get()).content
    # An organisation that employs somebody stays.
    answer = client.post(at("remove_row", library, row.pk, "organisations", "region"), follow=True)
    assert "Det går inte att ta bort, för något annat vilar på det" in text(answer)


def test_begin_from_nothing_and_count_a_first_post(client, library, siri):
    client.post(at("start", library), {"kind": "empty", "name": "Tomt"})
    row = Scenario.objects.get()
    url = at("new_row", library, row.pk, "coordinators")
    answer = client.post(
        url, {**fields(client, url), "name": "Samordnare", "employer": ["owner"], "people": "1",
              "degree": "50 %", "wage": "36 800"},
    )  # fmt: skip
    assert answer.status_code == 302, text(answer)
    said = page(client, at("scenario", library, row.pk))
    assert "Samordnare" in said
    assert "36 800 kr" in said
    for section in ("recruitment", "training", "payments", "support", "effects"):
        url = at("new_row", library, row.pk, section)
        assert client.post(url, fields(client, url)).status_code == 422


def test_two_editors_never_lose_each_others_work(client, library, siri):
    row = saved_costs.scenario(library)
    mine = at("row", library, row.pk, "employment", "peers")
    opened = fields(client, mine)
    theirs = queries.newest(row).content
    theirs = {**theirs, "employment": [{**theirs["employment"][0], "wage": "32000",
                                        "people": "9"}]}  # fmt: skip
    user, anna = factories.coordinator(library)
    actions.save_scenario(
        scenario=Scenario.objects.get(), content=theirs, seen=1, by=anna, at=factories.AT
    )
    answer = client.post(mine, {**opened, "wage": "31000", "degree": "60 %"})
    said = text(answer)
    assert answer.status_code == 422
    assert f"{user.name} sparade version 2" in said
    assert "Era: " not in said
    assert "Den andras: 32 000" in said
    assert "Din: 31 000" in said
    assert "9" in said
    assert "60 %" in said
    from tests.integration.pages import Reader

    form = next(f for f in Reader(answer.content.decode()).forms if "mine" in f.fields)
    sent = {n: f.values[-1] for n, f in form.sent.items() if f.values}
    unsaid = client.post(form.action, sent)
    assert "Välj din eller den andras" in text(unsaid)
    pick = "pick:employment/peers/wage"
    assert client.post(form.action, {**sent, pick: "mine"}).status_code == 302
    post = queries.newest(Scenario.objects.get()).content["employment"][0]
    wage = post["wage"]["value"] if isinstance(post["wage"], dict) else post["wage"]
    assert (wage, post["people"], post["degree"]) == ("31000", "9", "60 %")
    assert Scenario.objects.get().version == 3
    # The other way out: mine as a scenario of its own.
    sent["once"] = "en annan gång"
    answer = client.post(form.action, {**sent, "do": "copy"})
    copy = Scenario.objects.exclude(pk=row.pk).get()
    assert answer.headers["Location"] == at("scenario", library, copy.pk)
    post = queries.newest(copy).content["employment"][0]
    assert (post["people"], post["degree"]) == ("8", "60 %")


def test_a_double_click_is_no_second_editor(client, library, siri):
    row = saved_costs.scenario(library)
    url = at("row", library, row.pk, "employment", "peers")
    sent = {**fields(client, url), "wage": "31000"}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert row.version == 2


def test_names_of_versions_and_the_way_back(client, library, siri):
    row = saved_costs.scenario(library)
    send(client, at("row", library, row.pk, "employment", "peers"), wage="31000")
    assert send(client, at("name_version", library, row.pk), called="Till mars").status_code == 302
    said = page(client, at("versions", library, row.pk))
    assert "Till mars" in said
    assert "Månadslön på heltid" in said
    assert "som i version 1" in page(client, at("version", library, row.pk, 1))
    stale = client.post(at("go_back", library, row.pk, 1), {"version": "2"}, follow=True)
    assert "Någon sparade medan du var här" in text(stale)
    client.post(at("go_back", library, row.pk, 1), {"version": "3"})
    row.refresh_from_db()
    assert row.version == 4
    first, last = (ScenarioVersion.objects.get(scenario=row, number=n) for n in (1, 4))
    assert last.content == first.content
    assert last.back_to == 1
    assert "Tillbaka till version 1" in page(client, at("versions", library, row.pk))
    assert client.get(at("version", library, row.pk, 99)).status_code == 404


def test_put_away_and_out_again(client, library, siri):
    row = saved_costs.scenario(library)
    opened = fields(client, at("row", library, row.pk, "employment", "peers"))
    client.post(at("put_away", library, row.pk))
    assert "Vårt förslag" not in page(client, at("all", library)).split("Titta också")[0].replace(
        "“Vårt förslag”", "").replace("”Vårt förslag”", "")  # fmt: skip
    assert "Vårt förslag" in page(client, at("all", library) + "?visa=undanlagda")
    answer = client.post(
        at("row", library, row.pk, "employment", "peers"), {**opened, "wage": "31000"}
    )
    assert "Ta fram det igen först" in text(answer)
    client.post(at("take_out", library, row.pk))
    row.refresh_from_db()
    assert row.state == "kept"


def upload(name, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data, "application/yaml")


def test_out_as_a_file_and_in_again(client, library, siri):
    row = saved_costs.scenario(library)
    data = client.get(at("file", library, row.pk)).content
    client.post(at("read_file", library), {"file": upload("scenario.yaml", data)})
    read = Scenario.objects.get(kind="imported")
    assert queries.newest(read).content == queries.newest(row).content
    assert queries.newest(read).figures == queries.newest(row).figures


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("degree: 50 %", "degree: 900 %"), "Rad 66"),
        (("people: 8\n", "people: -8\n"), "employment.peers.people"),
        (("wage: {value: 30000,", "wage: {value: 'NaN',"), "är ingen siffra"),
        (("erfara: costs/1", "erfara: costs/1\nerfara: costs/1"), "står här två gånger"),
        (("repeat: once", "repeat: sometimes"), "something"),
    ],
)
def test_a_file_with_something_wrong_is_not_brought_in(client, library, siri, change, says):
    from erfara.engines.costs.checking import DATA

    data = (DATA / "scenarios" / "uppsala-1.yaml").read_text(encoding="utf-8")
    assert change[0] in data
    answer = client.post(
        at("read_file", library), {"file": upload("fel.yaml", data.replace(*change).encode())}
    )
    assert answer.status_code == 422
    said = text(answer)
    assert says in said or "är inget av valen" in said, said
    assert "Exempel" in said or "två gånger" in said
    assert not Scenario.objects.exists()


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"hej", b"- a\n- b", b"a: &x 1\nb: *x", b"[" * 10_000,
             b"x" * 2_000_000, b"name: \x00"],
)  # fmt: skip
def test_a_strange_file_is_a_sentence(client, library, siri, data):
    answer = client.post(at("read_file", library), {"file": upload("x.yaml", data)})
    assert answer.status_code == 422
    assert not Scenario.objects.exists()


def test_fifty_megabytes(client, library, siri):
    answer = client.post(at("read_file", library), {"file": upload("x.yaml", b"a" * 50_000_000)})
    assert answer.status_code == 422
    assert "1 MB" in text(answer)


def test_downloads(client, library, siri):
    row = saved_costs.scenario(library)
    sheet = client.get(at("xlsx", library, row.pk))
    assert sheet.content[:2] == b"PK"
    assert 'filename="vart_forslag.xlsx"' in sheet.headers["Content-Disposition"]
    assert client.get(at("pdf", library, row.pk)).content[:5] == b"%PDF-"


def test_side_by_side(client, library, siri):
    one = saved_costs.scenario(library)
    three = saved_costs.scenario(library, kind="uppsala-3", name="Det billiga")
    said = page(client, at("compare", library) + f"?med={one.pk}&med={three.pk}")
    assert "Mer än det första: Det billiga" in said
    assert "Ett löpande helår" in said
    assert "Välj minst två" in page(client, at("compare", library) + f"?med={one.pk}")
    page(client, at("compare", library) + "?med=nonsens&med=%00")
    # Another price year isn't put beside it.
    tree = content.called(content.shipped("uppsala-3"), "Nyare")
    tree["money"]["price_year"] = "2024"
    newer = actions.start_scenario(
        programme=library, kind="empty", content=tree, by=siri, at=factories.AT
    )
    said = page(client, at("compare", library) + f"?med={one.pk}&med={newer.pk}")
    assert "går inte att jämföra" in said


def test_effects_are_scenarios_and_the_curve_has_its_table(client, library, siri):
    row = saved_costs.scenario(library)
    said = page(client, at("effects", library, row.pk))
    assert "Räkneexempel, aldrig löften" in said
    assert "Ingen har sagt vad en är värd" in said
    tree = saved_costs.with_effect(queries.newest(row).content)
    actions.save_scenario(scenario=row, content=tree, seen=1, by=siri, at=factories.AT)
    said = page(client, at("effects", library, row.pk))
    assert "5 000 dragningar" in said
    assert "ICER" in said
    assert "EVPI" in said


def test_budget_and_outcome(client, library, siri):
    row = saved_costs.scenario(library)
    url = at("outcome", library, row.pk, 2023)
    answer = send(client, url, staff="2 700 000", staff_because="Två började i mars.")
    assert answer.status_code == 302, text(answer)
    said = page(client, at("budget", library, row.pk))
    assert "2 700 000 kr" in said
    assert "Två började i mars." in said
    assert "över budget" in said or "under budget" in said
    assert send(client, url).status_code == 302  # untouched: no version more
    row.refresh_from_db()
    assert row.version == 2
    assert send(client, url, staff="en massa").status_code == 422
    assert client.get(at("outcome", library, row.pk, 1999)).status_code == 404


def test_uppsala_tells_of_the_slip(client, library, siri):
    said = page(client, at("uppsala", library))
    assert "47 %" in said
    assert "470 304 + 504 351 / 2" in said
    assert "354 713,50 kr" in said
    assert "Förslag 3: Utbildning" in said


@pytest.mark.parametrize("role", [Role.STEERING, Role.ADMINISTRATOR])
def test_who_steers_reads_and_who_administers_writes(client, library, role):
    user, _actor = factories.member(library, role)
    factories.sign_in(client, user)
    row = saved_costs.scenario(library)
    for name in READ:
        said = page(client, at(name, library, row.pk))
    assert "Kostnader" in page(client, at("all", library))
    writes = role == Role.ADMINISTRATOR
    said = client.get(at("section", library, row.pk, "employment")).content.decode()
    assert ("/rad/peers/" in said) is writes
    form = client.get(at("row", library, row.pk, "employment", "peers"))
    assert form.status_code == (200 if writes else 403)
    assert client.post(at("copy", library, row.pk)).status_code == (302 if writes else 403)


def test_as_many_questions_for_few_and_for_many(client, library, siri):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(url):
        with CaptureQueriesContext(connection) as found:
            page(client, url)
        return len(found)

    row = saved_costs.scenario(library, by=siri)
    urls = [at("all", library), at("versions", library, row.pk), at("compare", library),
            at("scenario", library, row.pk)]  # fmt: skip
    page(client, urls[0])
    few = [count(url) for url in urls]
    for number in range(3):
        saved_costs.scenario(library, name=f"Nummer {number}")
        row.refresh_from_db()
        _user, actor = factories.coordinator(library)
        actions.save_scenario(
            scenario=row, content=queries.newest(row).content, seen=row.version,
            called=f"Namn {number}", by=actor, at=factories.AT,
        )  # fmt: skip
    assert [count(url) for url in urls] == few


def test_in_english_too(client, library, siri):
    client.cookies["erfara_language"] = "en"
    row = saved_costs.scenario(library)
    for name in READ:
        page(client, at(name, library, row.pk))
    said = page(client, at("section", library, row.pk, "employment"))
    assert "kr a month, full time" in said
    assert "2 192 832 kr = 8 peers × 30 000 kr × 12" in page(
        client, at("scenario", library, row.pk)
    )


def test_an_effect_moves_no_cost_and_a_sure_sum_says_so(client, library, siri):
    row = saved_costs.scenario(library, kind="uppsala-2")
    tree = saved_costs.with_effect(queries.newest(row).content)
    tree["training"][0]["lump"] = "175000"
    tree["coordinators"][0]["employer"] = ["region"]
    actions.save_scenario(scenario=row, content=tree, seen=1, by=siri, at=factories.AT)
    said = page(client, at("uncertainty", library, row.pk))
    assert "Ingen siffra här är ett spann" in said
    assert "Undvikna" not in said
