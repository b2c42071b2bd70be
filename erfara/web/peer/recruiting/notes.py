"""What was written at interviews, and for whom it is there to read.

Nothing is opened before both notes are sent: then for the leads and the two who wrote.
"""

from __future__ import annotations

from typing import Any

from erfara.accounts.queries import names_of
from erfara.foundation import vault
from erfara.organisations.words import say
from erfara.peersupport.recruitment import guide, queries
from erfara.peersupport.recruitment.models import (
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
)
from erfara.web.coordinator.pages import can


def both(request: Any, interview: CandidateInterview, person_id: Any) -> list[dict[str, Any]]:
    """Both notes in words, part by part; empty while somebody is still to write."""
    rows = queries.notes_of(interview)
    sent = [row for row in rows if row.state == "sent"]
    if not sent or not queries.all_sent(rows):
        return []
    opened = vault.open_blobs(
        tenant_id=interview.programme_id, person_id=person_id, blobs=[row.blob for row in sent],
        purpose="both_notes", case=str(interview.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    names = names_of([row.writer for row in sent])
    return [_in_words(row, opened.get(row.blob, {}), names.get(row.writer, "")) for row in sent]


def _in_words(row: InterviewNote, texts: dict[str, Any], name: str) -> dict[str, Any]:
    seen, advice = dict(guide.Seen.choices), dict(guide.Advice.choices)
    return {
        "row": row, "by": name, "function": row.get_function_display(),
        "advice": say(advice[texts["advice"]]) if texts.get("advice") in advice else "",
        "tone": {"yes": "good", "no": "neutral"}.get(texts.get("advice", ""), "action"),
        "why": texts.get("advice_why", ""),
        "parts": [
            {"title": one.title, "text": texts.get(one.key) or "",
             "seen": say(seen[clear]) if (clear := texts.get(f"{one.key}_seen")) in seen else ""}
            for one in guide.GUIDE
        ],
    }  # fmt: skip


def box(request: Any, row: PeerCandidate, places: dict[str, str]) -> list[dict[str, Any]]:
    """Every interview with somebody, the newest first, for the leads: who holds it, who has
    written, and what is written when both have."""
    found = []
    rows = queries.interviews_of(row)
    written = queries.notes_by_interview(rows)
    names = names_of({note.writer for notes in written.values() for note in notes})
    for one in rows:
        one.candidate = row
        notes = written[one.pk]
        found.append(
            {
                "row": one, "open": not one.is_over, "can": can(one, request.viewer),
                "passed": one.ends_at < request.at, "place": places.get(str(one.pk), ""),
                "notes": [
                    {"row": note, "by": names.get(note.writer, ""),
                     "mine": note.writer == request.viewer.id}
                    for note in notes
                ],
                "one_sent": any(note.state == "sent" for note in notes),
                "written": both(request, one, row.person_id) if one.state == "done" else [],
            }
        )  # fmt: skip
    return found
