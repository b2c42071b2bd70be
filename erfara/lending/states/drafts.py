"""The life of a request before it is sent."""

from __future__ import annotations

from erfara.foundation import drafts
from erfara.lending.states.roles import BORROWER

REQUEST_DRAFT = drafts.table("request_draft", BORROWER)
