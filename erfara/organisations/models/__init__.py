from erfara.organisations.models.day import DayMark, RowKey
from erfara.organisations.models.organisations import Counter, Organisation, Unit, unit_label
from erfara.organisations.models.own_words import OwnWords
from erfara.organisations.models.programmes import Membership, Programme

__all__ = [
    "Counter",
    "DayMark",
    "Membership",
    "Organisation",
    "OwnWords",
    "Programme",
    "RowKey",
    "Unit",
    "unit_label",
]
