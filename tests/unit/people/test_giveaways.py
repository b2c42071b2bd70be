"""What in a text can give somebody away is found, and a plain text is left in peace."""

from __future__ import annotations

import pytest

from erfara.people.giveaways import KINDS, Found, look


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Jag heter maja och vet.", "name", "maja"),
        ("Det var Majas idé.", "name", "Majas"),
        ("Skriv till maja.p@exempel.invalid gärna.", "reach", "maja.p@exempel.invalid"),
        ("Ring 070-123 45 67 så.", "reach", "070-123 45 67"),
        ("Ring +46 16 22 33 44.", "reach", "+46 16 22 33 44"),
        ("Läs på www.exempel.invalid/om mig", "reach", "www.exempel.invalid/om"),
        ("Mitt nummer är 19620304-1234 ja.", "number", "19620304-1234"),
        ("Vi bodde i Flen då.", "place", "Flen"),
        ("Alla Sörmlands bönder", "place", "Sörmlands"),
        ("Hos oss på Lilla Edets station", "place", "Lilla Edets"),
        ("Vi bodde på Storgatan 12 då.", "place", "Storgatan 12"),
        ("Det hände 1987.", "year", "1987"),
        ("På 1970-talet var det så.", "year", "1970-talet"),
        ("Den 3 mars ringde de.", "year", "3 mars"),
        ("Jag är 34 år.", "age", "34 år"),
        ("En 52-åring med katt.", "age", "52-åring"),
        ("Jag fyllde 50 den våren.", "age", "fyllde 50"),
        ("Hon var femtiotre år gammal.", "age", "femtiotre år"),
        ("En trettioårig man.", "age", "trettioårig"),
        ("I was 34 years old.", "age", "34 years old"),
        ("Jag satt på Kullbergska i timmar.", "capital", "Kullbergska"),
        ("Min bror Olle var med.", "capital", "Olle"),
    ],
)
def test_it_is_found(text: str, kind: str, words: str) -> None:
    assert Found(kind, words) in look(text, "Maja Påhittad")


@pytest.mark.parametrize(
    "text",
    [
        "Jag har väntat länge på svar. Det tog tid. Nu vet jag vad som hjälper!",
        "Att vänta, och att bli sedd.\nJag gick med en vän till tandläkaren, tre gånger.",
        "”Vi hör av oss”, sade de. Jag ringde tio gånger, och 20 gånger till.",
        "I have waited. I know, and I'm glad. It's the same for us.",
        "",
    ],
)
def test_a_plain_text_is_left_in_peace(text: str) -> None:
    assert look(text, "Maja Påhittad") == []


def test_each_thing_once_in_its_order_and_with_a_word_for_what_it_is() -> None:
    found = look("Jag bor i Flen. Hela Flen vet. Året var 1987, i Flen.", "Maja Påhittad")
    assert [(one.kind, one.words) for one in found] == [("place", "Flen"), ("year", "1987")]
    assert set(KINDS) >= {one.kind for one in found}
    assert all(str(one.label) for one in found)


@pytest.mark.parametrize("odd", ["\x00", "😀" * 500, "(" * 200, "[.*+?^${}", "a" * 5000 + "@"])
def test_odd_texts_and_names_are_read_all_the_same(odd: str) -> None:
    look(odd, odd)
    look("Jag har väntat länge.", odd)
