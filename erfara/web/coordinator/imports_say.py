"""What a file with a register is said to be: each code in words that say what to do."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.people.importing import judging

UNREADABLE: dict[str, str | Promise] = {
    "empty": _("There is nothing in the file. Open it yourself and see that it is the right one."),
    "too_big": _("The file is larger than {megabytes} MB. Save only the sheet with the register."),
    "bomb": _("The file unpacks to something far too large for a register. We don't open it."),
    "locked": _("The file has a password. Save it without one, and send it again."),
    "xls": _(
        "This is an older kind of Excel file. Open it in Excel, choose Save as and Excel workbook "
        "(.xlsx), and send that one."
    ),
    "ods": _(
        "This is an OpenDocument file. Open it in LibreOffice, choose Save as and Excel (.xlsx), "
        "and send that one."
    ),
    "other": _("This is no table that we can read. Save the register as Excel (.xlsx) or CSV."),
    "corrupt": _("The file is damaged. Open it yourself, save it anew, and send it again."),
    "cut_off": _("The file ends too soon, as if it was cut off. Save it anew, and send it again."),
    "too_many_rows": _("There are more than {rows} rows. Divide the register into several files."),
    "too_many_cells": _("There are too many cells in the file. Take away what isn't needed."),
    "too_many_columns": _("There are more than {columns} columns. Take away those not needed."),
    "long_cell": _("A cell holds more than {characters} characters. Shorten it."),
    "no_rows": _("There are no rows beneath the headings. Choose another row or another sheet."),
    "fault": _("Something went wrong on our side. Nothing is lost. Try once more."),
}  # fmt: skip

FIELDS: dict[str, str | Promise] = {
    "name": _("Name"), "given": _("First name"), "family": _("Family name"), "email": _("E-mail"),
    "phone": _("Telephone"), "address": _("Address"),
    "experience": _("Experience in own words"),
    "role": _("As what: patient, relative …"), "forms": _("Which forms feel right"),
    "channel": _("How they got in touch"), "joined": _("When they came"),
    "birth_year": _("Year of birth"), "consent": _("Consent to be in the register"),
    "consent_date": _("The day of the consent"), "consent_email": _("Consent to e-mail"),
    "consent_statistics": _("Consent to statistics"),
    "protected": _("Mark of protected identity"), "avoid": _("What they don't talk about"),
    "adaptations": _("Adaptations"), "language": _("Language"),
    "availability": _("When they can"), "reach": _("How they are best reached"),
}  # fmt: skip

OUTCOMES: dict[str, tuple[str | Promise, str]] = {
    judging.NEW: (_("into the register"), "good"),
    judging.ASKED: (_("is asked first"), "neutral"),
    judging.KNOWN: (_("known here, nothing changes"), "neutral"),
    judging.UPDATE: (_("known here, the experience is added"), "good"),
    judging.STOP: (_("needs you"), "action"),
    judging.OUT: (_("stays outside"), "neutral"),
    judging.PROTECTED: (_("by hand"), "warn"),
}

PROBLEMS: dict[str, str | Promise] = {
    "name_missing": _("There is no name."),
    "name_odd": _("That doesn't look like a name."),
    "name_two": _("There seem to be two people in one row. Write a row for each."),
    "no_way": _("There is no way to reach the person: no e-mail, telephone or address."),
    "email_two": _("There are two e-mail addresses in one cell. Choose one."),
    "email_odd": _("That is no e-mail address. Write it like this: anna@example.se"),
    "email_same": _("Row {what} has the same e-mail address. Is it the same person?"),
    "phone_two": _("There are two telephone numbers in one cell. Choose one."),
    "phone_odd": _("That is no telephone number. Write it like this: 070-123 45 67"),
    "phone_same": _("Row {what} has the same telephone number. Leave it empty in one of them."),
    "phone_taken": _(
        "Somebody else is reached at that number already. Leave it empty, or ask whose it is."
    ),
    "phone_nought": _("Excel had taken the first nought away. It is read as {what}."),
    "day_vague": _("That is no day. Write it like this: 2020-10-14, or leave it empty."),
    "day_short_year": _("Is that year, month or day first? Write it like this: 2020-04-03"),
    "day_two_ways": _("Day and month can be read both ways. Write it like this: 2020-04-03"),
    "day_number": _("That is a number, perhaps {what}. Write the day, or leave it empty."),
    "day_odd": _("That can't be read as a day. Write it like this: 2020-10-14"),
    "day_ahead": _("That day, {what}, hasn't been yet."),
    "year_short": _("Write the year with four digits, or leave it empty."),
    "year_odd": _("That can't be read as a year of birth."),
    "year_not_kept": _("The year of birth isn't brought in. It needs a yes of its own."),
    "personal_number": _("There is a personal identity number in the cell. We don't keep those."),
    "role_odd": _("We don't know “{what}”. Write patient, user, client, relative or companion."),
    "role_two": _("There are two in one cell. Choose one."),
    "role_missing": _("As what has the person lived through it? Choose one."),
    "form_odd": _("We don't know “{what}” as a form."),
    "channel_odd": _("We don't know “{what}” as a way in."),
    "cell_struck": _("The cell is crossed out. Write what is true now, or leave it empty."),
    "formula_empty": _("The formula in the cell has no value. Write it out, or leave it empty."),
    "too_long": _("The text is too long. Shorten it."),
    "consent_doubt": _("“{what}” is no clear written yes, so the person is asked."),
    "consent_no_date": _("The yes has no day, so the person is asked."),
    "consent_not_written": _("The yes isn't written, so the person is asked."),
    "said_no": _("Says no to being in the register."),
    "hidden_row": _("The row is hidden in the file."),
    "hidden_out": _("The row is hidden in the file."),
    "struck": _("The row is crossed out in the file."),
    "same_row": _("The row is the same as row {what}."),
    "totals": _("Looks like a sum, not a person."),
    "headings_again": _("The headings once more."),
    "left": _("Left out by you."),
    "taken_meanwhile": _("Somebody with that address or number came in meanwhile."),
}  # fmt: skip


def unreadable(code: str, **values: object) -> str:
    """Why a file is refused, or where it stopped."""
    return say(UNREADABLE.get(code, UNREADABLE["fault"]), **values)


def problems(judged: dict[str, Any]) -> list[str]:
    """What is wrong in a row or to be known about it, with the cell named."""
    found = []
    for code, _field, what, where in judged.get("p", []):
        sentence = say(PROBLEMS[code], what=what)
        found.append(f"{where}: {sentence}" if where else sentence)
    return found


def what_happens(outcome: str) -> tuple[str, str]:
    """What will happen with a row, and the tone of it."""
    label, tone = OUTCOMES[outcome]
    return say(label), tone


def reason(one: dict[str, Any]) -> str:
    """Why a row didn't come along, for the file that goes back."""
    if one["o"] == judging.PROTECTED:
        return say(_("Protected identity: write the person down by hand."))
    if one["o"] == judging.KNOWN:
        return say(_("Somebody is reached there already. Nothing was changed."))
    return " ".join(problems({"p": one["p"]}))
