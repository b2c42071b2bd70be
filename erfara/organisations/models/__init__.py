from erfara.organisations.models.organisations import Counter, Organisation, Unit, unit_label
from erfara.organisations.models.programmes import Membership, Programme

__all__ = ["Counter", "Membership", "Organisation", "Programme", "Unit", "unit_label"]
