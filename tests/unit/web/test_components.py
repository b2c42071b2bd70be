"""Components say at once when they are used wrongly, and dates are said as people say them."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.translation import gettext_lazy

from erfara.foundation import forms
from erfara.web import people_say


@pytest.fixture(autouse=True, scope="module")
def in_english():
    with translation.override("en"):
        yield


NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def shown(source, **context):
    return Template(source).render(Context({"now": NOW, **context}))


@pytest.mark.parametrize(
    "source",
    [
        '{% notice colour="red" %}x{% endnotice %}',
        "{% task_list %}{% task name='x' %}{% endtask_list %}",
        '{% state "Done" ton="good" %}',
        "{% summary_row %}x{% endsummary_row %}",
        "{% button %}x",
    ],
)
def test_props_that_are_unknown_or_missing(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% notice kind="red" %}x{% endnotice %}',
        '{% state "Done" tone="red" %}',
        '{% button kind="big" %}x{% endbutton %}',
        '{% drawing "face" %}',
        '{% step title="x" state="almost" %}{% endstep %}',
        '{% empty heading="x" level=7 %}{% endempty %}',
        "{% cell %}x{% endcell %}",
        (
            '{% table caption="x" columns="A" %}{% row %}'
            "{% cell %}1{% endcell %}{% cell %}2{% endcell %}{% endrow %}{% endtable %}"
        ),
    ],
)
def test_values_that_are_unknown(source):
    with pytest.raises(TemplateSyntaxError):
        shown(source)


def test_what_people_write_is_escaped_in_props_and_bodies():
    html = shown(
        "{% todos heading='H' %}{% todo what=text why=text href=text since=day %}"
        "{{ text }}{% endtodo %}{% endtodos %}"
        "{% state text %}{% chips items %}{% person name=text note=text %}{% endperson %}",
        text='"><script>{contributor:pl}',
        items=['"><script>'],
        day=date(2026, 11, 20),
    )
    assert "<script>" not in html
    assert "{contributor:pl}" in html


def test_a_form_that_changes_something_has_its_token_and_its_key():
    html = shown("{% post_form %}{% endpost_form %}", csrf_token="t0ken")
    assert 'value="t0ken"' in html
    assert 'name="once"' in html
    assert html != shown("{% post_form %}{% endpost_form %}", csrf_token="t0ken")


def test_a_cell_knows_its_column():
    html = shown(
        '{% table caption="C" columns="A|B" numbers="2" %}{% row %}'
        "{% cell head=True %}1{% endcell %}{% cell %}2{% endcell %}{% endrow %}{% endtable %}"
    )
    assert '<th scope="row">1</th>' in html
    assert '<td data-label="B" class="number">2</td>' in html
    assert "A|B" not in shown(
        '{% table caption="C" columns=heads %}{% endtable %}', heads=gettext_lazy("A|B")
    )


def test_our_own_texts_take_the_programmes_words_and_a_persons_do_not():
    html = shown(
        "{% state ours %} {% state theirs %}",
        ours=gettext_lazy("{contributor:pl}"),
        theirs="{contributor:pl}",
    )
    assert html.count("{contributor:pl}") == 1


def test_pages_are_left_out_when_there_is_one():
    assert shown("{% pages page %}", page=Paginator([1], 10).page(1)) == ""
    assert 'aria-current="page"' in shown("{% pages page %}", page=Paginator(range(30), 10).page(2))


class Ask(forms.Form):
    name = forms.Text("Name", missing="Write your name")
    other = forms.Text("Other", missing="Write the other")


def test_the_summary_counts_in_words_and_leads_to_the_fields():
    with translation.override("en"):
        html = shown("{% title_prefix %}{% error_summary %}", form=Ask({}))
    assert html.startswith("Error: ")
    assert "Two things need changing" in html
    assert 'href="#id_name"' in html
    assert shown("{% title_prefix %}{% error_summary %}", form=Ask()) == ""


def test_several_forms_share_one_summary():
    one, two = Ask({}, prefix="a"), Ask({}, prefix="b")
    with translation.override("en"):
        html = shown("{% error_summary %}", form=one, forms=[one, two])
    assert "Four things need changing" in html


def test_bars_are_as_long_as_they_should_be():
    html = shown('{% bars title="T" unit="people" rows=rows of=20 %}', rows=[("A", 10), ("B", 0)])
    assert 'width="500"' in html
    assert 'width="0"' in html
    assert "<table" in html


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "torsdag 26 november, kl. 13–15"),
        ("en", "Thursday 26 November, at 13:00–15:00"),
    ],
)
def test_when(language, text):
    start, end = datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2026, 11, 26, 14, tzinfo=UTC)
    with translation.override(language):
        assert people_say.when(start, end, now=NOW).replace("\u00a0", " ") == text


def test_when_over_several_days_and_with_minutes():
    start, end = datetime(2026, 12, 31, 12, 30, tzinfo=UTC), datetime(2027, 1, 1, 9, tzinfo=UTC)
    with translation.override("sv"):
        text = people_say.when(start, end, now=NOW).replace("\u00a0", " ")
    assert text == "torsdag 31 december, kl. 13.30 – fredag 1 januari 2027, kl. 10"


def test_sums_and_numbers():
    with translation.override("sv"):
        assert people_say.kronor("1066").replace("\u00a0", " ") == "1 066 kr"
        assert people_say.kronor("1066.5").replace("\u00a0", " ") == "1 066,50 kr"
        assert people_say.numeral(-12300).replace("\u00a0", " ") == "−12 300"
        assert people_say.kronor(None) == ""
    with translation.override("en"):
        assert people_say.kronor("1066").replace("\u00a0", " ") == "1,066 kr"
        assert people_say.in_words(7) == "seven"
        assert people_say.in_words(28) == "28"


def test_since():
    with translation.override("en"):
        assert people_say.since(date(2026, 11, 22), now=NOW) == "today"
        assert people_say.since(date(2026, 11, 21), now=NOW) == "since yesterday"
        assert people_say.since(date(2026, 11, 19), now=NOW) == "for 3 days"
        assert people_say.since(date(2026, 10, 1), now=NOW).replace("\u00a0", " ") == (
            "since 1 October"
        )
