"""The rows that didn't come along, as a workbook: why, and then the cells as they stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.web.coordinator import imports_say
from erfara.web.sheets import workbook


def workbook_of(labels: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Built in memory. Every cell is text: what stood there must not become a formula here."""
    out = BytesIO()
    book = workbook(out)
    sheet = book.add_worksheet(say(_("Left over")))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 60, wrapped)
    for column, label in enumerate([say(_("Row")), say(_("Why")), *labels]):
        sheet.write_string(0, column, label.rpartition(": ")[2] or label, bold)
    for line, row in enumerate(rows, start=1):
        sheet.write_number(line, 0, row["n"])
        sheet.write_string(line, 1, imports_say.reason(dict(row)))
        for column, text in enumerate(row["c"], start=2):
            sheet.write_string(line, column, text)
    book.close()
    return out.getvalue()
