"""Pieces of HTML written in Python escape what isn't HTML, and a list's rows fit its columns."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString

from erfara.web import pieces

ODD = '"><script>'
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "piece",
    [
        pieces.link(ODD, ODD, kind="back"),
        pieces.button(ODD, kind="primary", href=ODD),
        pieces.button(ODD, kind="danger", name=ODD, value=ODD, described_by=ODD),
        pieces.state(ODD),
        pieces.quiet(ODD),
        pieces.hidden(ODD),
        pieces.lines(ODD, ODD),
        pieces.joined(ODD),
        pieces.post_button(
            ODD, ODD, kind="quiet", token=ODD, once=ODD, values=[(ODD, ODD)], hint=ODD
        ),
        pieces.person(ODD, ODD, href=ODD, note=ODD),
        pieces.todo(ODD, ODD, ODD, href=ODD, time=ODD),
        pieces.event(NOW, ODD, by=ODD, now=NOW),
        pieces.summary_row(ODD, ODD, change=ODD, label=ODD),
        pieces.row(ODD),
        pieces.cell(ODD, label=ODD),
        pieces.cell(ODD, label=ODD, head=True),
        pieces.rows([(ODD, False)], [[ODD]], head=0),
    ],
)
def test_what_people_write_is_escaped(piece):
    assert isinstance(piece, SafeString)
    assert "<script>" not in piece


def test_a_piece_in_a_piece_stays_html():
    assert pieces.joined(pieces.state("Here"), "&") == f"{pieces.state('Here')}&amp;"


def test_a_nought_is_shown_and_nothing_takes_no_line():
    assert pieces.lines("0", None, "") == "0"


def test_a_tag_writes_what_its_piece_writes():
    with translation.override("en"):
        shown = Template("{% day one %}").render(Context({"now": NOW, "one": date(2025, 1, 2)}))
        assert shown == pieces.day(date(2025, 1, 2), now=NOW)


def test_a_listing_writes_what_a_table_writes():
    table = (
        '{% table caption="C" caption_hidden=True columns="A|B" numbers="2" %}{% row %}'
        "{% cell head=True %}{{ odd }}{% endcell %}{% cell %}2{% endcell %}{% endrow %}"
        "{% endtable %}"
    )
    listing = '{% listing rows caption="C" columns="A|B" numbers="2" %}'
    context = {"odd": ODD, "rows": [(ODD, 2)]}
    shown = [Template(source).render(Context(context)) for source in (table, listing)]
    assert shown[0] == shown[1]
    with pytest.raises(ValueError, match="zip"):
        Template(listing).render(Context({"rows": [(1,)]}))
