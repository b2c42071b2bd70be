# ruff: noqa: F401 - named here for Django and nobody else
"""The models of all parts, where Django looks for them. Each stands in its part's folder."""

from erfara.peersupport.certificates.models import Certificate, CertificateErrand
from erfara.peersupport.duties.models import DutyAnswer, DutyMatrix
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.recruitment.models import (
    ApplicationDraft,
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
    Round,
)
from erfara.peersupport.setup.models import (
    Goal,
    GroupMember,
    InformationDay,
    Invited,
    Party,
    PeerSetup,
)
from erfara.peersupport.training.models import (
    Assessment,
    Cohort,
    CohortGroup,
    CohortTeacher,
    CourseSession,
    CourseTemplate,
    Enrolment,
    EthicsSigned,
    EthicsText,
    GroupAttendance,
    SessionPresence,
)
from erfara.peersupport.workplaces.models import Readiness, ReadinessItem, Workplace
