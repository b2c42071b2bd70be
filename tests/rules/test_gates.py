"""Every gate of `./run check` is green, and each bites when what it guards is broken."""

from __future__ import annotations

import polib
import pytest

from tools import messages
from tools.gates import (
    docs_in_step,
    env_documented,
    file_length,
    glossary,
    swedish_complete,
    swedish_readable,
    swedish_voice,
    templates,
    views_no_managers,
)

GATES = [
    docs_in_step, env_documented, file_length, glossary, swedish_complete, swedish_readable,
    swedish_voice, templates, views_no_managers,
]  # fmt: skip


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.NAME)
def test_gate_is_green(gate):
    assert gate.run() == []


@pytest.mark.parametrize(
    "line",
    [
        "Loan.objects.get(pk=1)",
        "x = Loan._default_manager",
        "get_object_or_404(Loan, pk=1)",
        "programme.loans.filter(state='open')",
        "rows.select_related('person')",
    ],
)
def test_a_view_that_reaches_for_rows_is_found(line):
    assert len(views_no_managers.offences(line, "view.py")) == 1


def test_a_view_that_asks_its_app_is_let_through():
    source = "@register.filter\ndef f(x): return x\nregister.filter('f', f)\nqueries.open_loans(p)"
    assert views_no_managers.offences(source, "view.py") == []


def test_a_long_file_is_found():
    assert file_length.offence(501, "a.py")
    assert file_length.offence(500, "a.py") is None


HARD = (
    "Informationsförvaltningens samordningsfunktioner genomför kontinuerliga "
    "utvecklingsinsatser avseende verksamhetsområdets gemensamma förutsättningar "
) * 10
PLAIN = "Du kan säga nej. Du får alltid veta vad det ledde till. Vi frågar igen en annan gång. " * 6


def test_hard_swedish_is_found_and_plain_is_not():
    assert swedish_readable.offence(HARD, "here")
    assert swedish_readable.offence(PLAIN, "here") is None
    assert swedish_readable.offence(HARD[:60], "too short to judge") is None


def test_the_nouns_of_a_programme_are_not_long_words():
    with_nouns = (
        "Vi frågar {contributor:pl.def}. Du får <strong>svar</strong> av {library:sg.def}. "
    )
    written_out = "Vi frågar ambassadörerna. Du får svar av intressebanken. "
    assert swedish_readable.lix(with_nouns) < swedish_readable.lix(written_out)


@pytest.mark.parametrize(
    "text",
    [
        "Ogiltigt datum", "Det är enkelt", "Tack för ditt tålamod", "Klart!", "Ny status",
        "Du saknar behörighet", "Fråga biblioteket", "Alla erfarna", "Välj en samordnare",
    ],
)  # fmt: skip
def test_words_that_we_do_not_say_are_found(text):
    assert len(swedish_voice.offences(text)) == 1


def test_words_that_only_look_like_them_are_let_through():
    text = "Enkäten är objektiv. Erfarenheter av {library:sg.def} och handledningssessioner."
    assert swedish_voice.offences(text) == []
    assert swedish_voice.offences("Ask {contributor:pl} <!-- x -->", swedish=False) == []
    assert swedish_voice.offences("Ask the contributors", swedish=False)


def test_a_message_without_swedish_and_swedish_without_a_message_are_found():
    found = {m.key: m for m in messages.in_python("_('new'); _('there')", "a.py")}
    po = polib.POFile()
    po.append(polib.POEntry(msgid="there", msgstr="där"))
    po.append(polib.POEntry(msgid="gone", msgstr="borta"))
    lines = messages.complaints(found, po)
    assert [("'new'" in line, "'gone'" in line) for line in lines] == [(True, False), (False, True)]
    assert messages.complaints(found, messages.write(found, po)) == lines[:1]


def test_a_fuzzy_message_is_found():
    found = {m.key: m for m in messages.in_python("_('there')", "a.py")}
    po = polib.POFile()
    po.append(polib.POEntry(msgid="there", msgstr="där", flags=["fuzzy"]))
    assert "fuzzy" in messages.complaints(found, po)[0]


def test_messages_are_found_in_templates():
    source = """{% translate "a" x=1 %}{% plural n "b" "c" %}{% field f label=_("d e") %}
    {{ x|default:_("g") }}{% translate variable %}"""
    keys = {message.key for message in messages.in_template(source, "a.html")}
    assert keys == {("a", ""), ("b", "c"), ("d e", ""), ("g", "")}


def test_a_message_that_is_not_written_out_is_found():
    with pytest.raises(messages.Unreadable):
        list(messages.in_python("_(variable)", "a.py"))


@pytest.mark.parametrize(
    "line", ["say('Hello')", "Refused('No')", "forms.CharField(label='Name')", "w.say_html('x')"]
)
def test_a_text_that_gettext_never_sees_is_found(line):
    assert len(swedish_complete.unwrapped(line, "a.py")) == 1


def test_an_undocumented_setting_and_an_invented_one_are_found():
    lines = env_documented.offences({"ERFARA_A", "ERFARA_B"}, "`ERFARA_B` and `ERFARA_C`")
    assert ["ERFARA_A" in lines[0], "ERFARA_C" in lines[1]] == [True, True]
    assert env_documented.made_up({"ERFARA_A"}, "`ERFARA_A=x` and ERFARA_D", "a.md") != []
    assert env_documented.read_elsewhere('os.environ["PATH"]', "erfara/web/a.py") != []
    assert env_documented.read_elsewhere("{**os.environ}", "erfara/web/a.py") == []


def test_a_model_without_a_row_in_the_glossary_is_found():
    assert glossary.offences(["Loan", "Answer"], "| `Loan` | lån | a loan | ett lån |")
    assert glossary.offences(["Loan"], "| `Loan` | lån | a loan | ett lån |") == []


def test_a_page_that_is_out_of_step_is_found():
    wanted = {"a.md": "one\ntwo\n", "b.md": "x"}
    assert docs_in_step.offences(wanted, wanted) == []
    assert "a.md:2" in docs_in_step.offences(wanted, {"a.md": "one\n2\n", "b.md": "x"})[0]
    assert "missing" in docs_in_step.offences(wanted, {"a.md": "one\ntwo\n"})[0]


@pytest.mark.parametrize(
    "source",
    [
        "<p style='color: red'></p>",
        "<style>p {}</style>",
        "<script>go()</script>",
        '<a onclick="go()"></a>',
        "<a href='javascript:go()'></a>",
        "{% load i18n %}",
        "<p>Hello there</p>",
        '<button aria-label="Close"></button>',
        "<p>{{ name }</p>",
    ],
)
def test_a_template_with_something_of_its_own_is_found(source):
    assert templates.offences(source, "a.html")


def test_a_template_as_it_should_be_is_let_through():
    source = """{% extends "base.html" %}{# a comment #}{% comment %}x{% endcomment %}
    <p class="quiet {% if x %}on{% endif %}">{% translate "Hello" %} {{ name }}&nbsp;kr</p>
    <script src="{% static 'a.js' %}" defer></script><svg><title>x</title></svg>
    <button name="language" value="en" lang="en">In English</button>"""
    assert templates.offences(source, "a.html") == []


def test_an_unused_template_is_found():
    named = templates.named_in_python("render(r, 'a.html'); render(r, f'parts/{name}.html')")
    assert templates.unused(["a.html", "parts/b.html"], named) == []
    assert len(templates.unused(["a.html", "c.html", "other/b.html"], named)) == 2
