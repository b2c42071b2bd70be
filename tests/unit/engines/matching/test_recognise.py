"""From anybody's words to concepts."""

import pytest

from erfara.engines.matching import language
from erfara.engines.matching.asked import read, sides
from erfara.engines.matching.recognise import about_another, recogniser


def found(text):
    return {one.concept: one for one in recogniser().find(text) if one.weight >= 0.4}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fick", "får"),
        ("doktorn", "läkaren"),
        ("mammas", "modern"),
        ("kassan", "kassa"),
        ("nyckeln", "nycklar"),
        ("lasarettet", "sjukhus"),
        ("söp", "super"),
    ],
)
def test_forms_of_a_word_have_one_key(one, other):
    assert language.key(one) == language.key(other)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Hon gick in i väggen för tre år sedan.", "burnout"),
        ("Blev hämtad hemma av två poliser.", "compulsory-psychiatric-care"),
        ("Maten hade blivit förgiftad, trodde han.", "psychosis"),
        ("Två gånger i veckan lämnar hemtjänstpersonalen en matlåda.", "home-help"),
        ("Pratade med ungdomsmotagningen.", "youth-clinic"),
        ("Hyran och kontoutdragen, varenda månad på soc.", "economic-assistance"),
        ("Armen bröts när mormor föll, hon bröt även lårbenshalsen.", "fracture-and-injury"),
    ],
)
def test_what_is_said_instead_of_a_name_is_found(text, concept):
    assert concept in found(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Har aldrig haft hemtjänst.", "home-help"),
        ("Har inte demens, bara dåligt minne.", "dementia"),
        ("Har arbetat trettio år i hemtjänsten.", "home-help"),
        ("Ingen cancer, sa de.", "cancer"),
    ],
)
def test_what_is_denied_or_was_work_hardly_counts(text, concept):
    assert concept not in found(text)


def test_a_lack_is_an_experience():
    assert "rehabilitation" in found("Fick aldrig någon rehab efter olyckan.")
    assert "digital-exclusion" in found("Har inget BankID.")


def test_words_are_quoted_as_they_were_said():
    assert found("Då sa kroppen stopp, på jobbet.")["burnout"].words.lower().startswith("sa kropp")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Det var inte jag utan min bror.", True),
        ("Jag själv fick det.", False),
        ("Låg inne.", None),
    ],
)
def test_whose_experience_it_is(text, other):
    assert about_another(text) is other


@pytest.mark.parametrize(
    "text", ["", "   ", "och det som", "x", "日本語のテキスト", "🙂" * 50, "a" * 90_000]
)
def test_any_text_can_be_read(text):
    assert found(text) == {}


def test_ten_thousand_words_are_read_in_a_moment():
    assert "burnout" in found("Hon gick in i väggen. " * 2000)


def test_a_request_knows_what_it_is_about_and_from_whom():
    asked = read(
        {"wished_experience": "Anhöriga till personer med epilepsi, inte för en förening."},
        recogniser(),
    )
    assert asked.head[0].concept == "epilepsy"
    assert asked.unwanted == ("user-movement",)
    assert asked.sides[1] > asked.sides[0]


@pytest.mark.parametrize(
    ("wish", "own", "beside"),
    [
        ("Egen erfarenhet av dialys.", 1.0, 0.35),
        ("Patienter eller närstående med erfarenhet av dialys.", 1.0, 1.0),
        ("Erfarenhet av dialys.", 1.0, 1.0),
    ],
)
def test_from_which_side_is_asked(wish, own, beside):
    assert sides(wish) == (own, beside)
