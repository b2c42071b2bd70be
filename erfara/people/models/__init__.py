from erfara.people.models.consents import Consent, ConsentText, Purpose
from erfara.people.models.contributors import Contributor, Experience
from erfara.people.models.persons import Person

__all__ = ["Consent", "ConsentText", "Contributor", "Experience", "Person", "Purpose"]
