from erfara.organisations.models.organisations import Counter, Organisation, Unit, unit_label
from erfara.organisations.models.own_words import OwnWords
from erfara.organisations.models.programmes import Membership, Programme

__all__ = ["Counter", "Membership", "Organisation", "OwnWords", "Programme", "Unit", "unit_label"]
