from erfara.organisations.models.organisations import Counter, Organisation, Unit
from erfara.organisations.models.programmes import Membership, Programme

__all__ = ["Counter", "Membership", "Organisation", "Programme", "Unit"]
