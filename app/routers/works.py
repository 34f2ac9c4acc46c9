"""Works of photo, video and story contests: sending in, the gallery, what the board decides."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from app.domain.pictures import MOST_OF_ONE, Arrival
from app.schemas.contest_results import NamingChange, WorkNamingRead
from app.schemas.members import ClaimCreate, Decision, Escalation, ReasonedDecision
from app.schemas.pictures import MAX_UPLOAD
from app.schemas.works import (
    IntakeRead,
    WorkForm,
    WorkList,
    WorkRead,
    WorkRulesForm,
    WorkRulesRead,
    WorkRulesWrite,
    WorkWrite,
)
from app.services.works import deciding, intake, naming, reading, ruling, writing
from app.services.works.subjects import CHANGE, CHECK, DECIDE, OPEN, READ, RULE, WRITE
from app.store.actors import Work
from app.web import uploads
from app.web.nouns import Nouns
from app.web.paging import Paging

router = Nouns()
PAGE, EDIT = "works/page.html", "works/edit.html"
FILES: dict[str, Any] = {
    "before": uploads.pictures,
    "undo": uploads.drop,
    "upload": MAX_UPLOAD,
    "files": MOST_OF_ONE,
}


def _kept(piece: WorkRead) -> str:
    """She reads what became of it; a private matter goes on in its thread."""
    if piece.private_thread:
        return f"/questions/{piece.private_thread}"
    if piece.state == "draft":
        return f"/works/{piece.id}?done=post-kept"
    return f"/works/{piece.id}?done=work-sent"


def _then(done: str) -> Any:
    return lambda piece: f"/works/{piece.id}?done={done}"


# -- the contest's works ---------------------------------------------------------------------------


@router.read("/contests/{id}/work-rules", READ, "works/rules.html", statuses=(409,))
def read_work_rules(work: Work, id: str) -> WorkRulesRead:
    """How this contest takes in, judges and ranks works."""
    return ruling.read(work, id)


@router.read("/contests/{id}/work-rules/edit", RULE, "works/rules_edit.html")
def edit_work_rules(work: Work, id: str) -> WorkRulesForm:
    """The form for these rules."""
    return ruling.edit_form(work, id)


@router.replace(
    "/contests/{id}/work-rules",
    RULE,
    "works/rules.html",
    form=edit_work_rules,
    goes_to=lambda rules: f"/contests/{rules.contest}/work-rules?done=saved",
)
def put_work_rules(work: Work, id: str, body: WorkRulesWrite) -> WorkRulesRead:
    """Write the rules; they stay as they are once the first work was sent in."""
    return ruling.put(work, id, body)


@router.read("/contests/{id}/works", READ, "works/list.html")
def list_works(
    work: Work, id: str, paging: Paging, board: Annotated[str, Query(max_length=20)] = ""
) -> WorkList:
    """The gallery: accepted works of one board by their entry numbers, and her own."""
    return reading.gallery(work, id, paging, board)


@router.read("/contests/{id}/works/new", WRITE, EDIT, statuses=(409,))
def work_form(work: Work, id: str) -> WorkForm:
    """The form for a new work."""
    return writing.new_form(work, id)


@router.create("/contests/{id}/works", WRITE, form=work_form, goes_to=_kept, **FILES)
def create_work(work: Work, id: str, body: WorkWrite, prepared: Arrival) -> WorkRead:
    """Send in a work, or keep a draft of one."""
    return writing.create(work, id, body, prepared)


@router.read("/contests/{id}/intake", CHECK, "works/intake.html", statuses=(409,))
def read_intake(work: Work, id: str) -> IntakeRead:
    """Which works would not be taken: over a limit, late, without a consent."""
    return intake.read(work, id)


# -- one work --------------------------------------------------------------------------------------


@router.read("/works/{id}", OPEN, PAGE)
def read_work(work: Work, id: str) -> WorkRead:
    """One work."""
    return reading.read(work, id)


@router.read("/works/{id}/edit", CHANGE, EDIT, statuses=(409,))
def edit_work(work: Work, id: str) -> WorkForm:
    """The form for a draft, or for a work that waits to be looked at."""
    return writing.edit_form(work, id)


@router.change("/works/{id}", CHANGE, PAGE, form=edit_work, goes_to=_kept, **FILES)
def change_work(work: Work, id: str, body: WorkWrite, prepared: Arrival) -> WorkRead:
    """Change a draft, or a work that waits to be looked at."""
    return writing.change(work, id, body, prepared)


@router.act("/works/{id}/submission", CHANGE, PAGE, form=edit_work, goes_to=_kept, **FILES)
def submit_work(work: Work, id: str, body: WorkWrite, prepared: Arrival) -> WorkRead:
    """Send a draft in: it gets its entry number."""
    return writing.submit(work, id, body, prepared)


@router.act("/works/{id}/withdrawal", CHANGE, PAGE, form=read_work, goes_to=_then("work-withdrawn"))
def withdraw_work(work: Work, id: str, body: Decision) -> WorkRead:
    """Take it back, until results are out."""
    return writing.withdraw(work, id, body)


@router.read("/works/{id}/naming", CHANGE, "works/naming.html", statuses=(409,))
def work_naming_form(work: Work, id: str) -> WorkNamingRead:
    """How she wishes to stand in the list of prizes."""
    return naming.read(work, id)


@router.replace(
    "/works/{id}/naming",
    CHANGE,
    form=work_naming_form,
    goes_to=lambda one: f"/works/{one.work}/naming?done=saved",
)
def choose_work_naming(work: Work, id: str, body: NamingChange) -> WorkNamingRead:
    """Name and photo, name only, or nothing: it may be changed at any time."""
    return naming.choose(work, id, body)


# -- judging ---------------------------------------------------------------------------------------


@router.act("/works/{id}/approval", DECIDE, PAGE, form=read_work, goes_to=_then("work-decided"))
def approve_work(work: Work, id: str, body: Decision) -> WorkRead:
    """It takes part, and members see it."""
    return deciding.approve(work, id, body)


@router.remove(
    "/works/{id}/approval",
    DECIDE,
    form=read_work,
    goes_to=lambda _: "/works/{id}?done=undone",
)
def undo_work_approval(work: Work, id: str) -> None:
    """Take an approval back within ten seconds."""
    deciding.undo(work, id, "approved")


@router.read("/works/{id}/refusal", DECIDE, "works/refusal.html", statuses=(409,))
def work_refusal_form(work: Work, id: str) -> WorkRead:
    """The page of the refusal: reasons from templates or own words."""
    return reading.to_decide(work, id)


@router.act(
    "/works/{id}/refusal", DECIDE, PAGE, form=work_refusal_form, goes_to=_then("work-decided")
)
def refuse_work(work: Work, id: str, body: ReasonedDecision) -> WorkRead:
    """It does not take part, with a reason."""
    return deciding.refuse(work, id, body)


@router.remove(
    "/works/{id}/refusal",
    DECIDE,
    form=read_work,
    goes_to=lambda _: "/works/{id}?done=undone",
)
def undo_work_refusal(work: Work, id: str) -> None:
    """Take a refusal back within ten seconds."""
    deciding.undo(work, id, "refused")


@router.read("/works/{id}/reversal", DECIDE, "works/reversal.html", statuses=(409,))
def work_reversal_form(work: Work, id: str) -> WorkRead:
    """The page of mending a decision."""
    return reading.to_decide(work, id)


@router.act(
    "/works/{id}/reversal", DECIDE, PAGE, form=work_reversal_form, goes_to=_then("reversal")
)
def reverse_work(work: Work, id: str, body: ReasonedDecision) -> WorkRead:
    """Mend a decision within thirty days."""
    return deciding.reverse(work, id, body)


@router.read("/works/{id}/escalation", DECIDE, "works/escalation.html", statuses=(409,))
def work_escalation_form(work: Work, id: str) -> WorkRead:
    """The page of handing the decision up."""
    return reading.to_decide(work, id)


@router.act(
    "/works/{id}/escalation",
    DECIDE,
    PAGE,
    form=work_escalation_form,
    goes_to=_then("escalation"),
)
def escalate_work(work: Work, id: str, body: Escalation) -> WorkRead:
    """Let the chair or another role decide."""
    return deciding.escalate(work, id, body)


@router.act("/works/{id}/hand-back", DECIDE, PAGE, form=read_work, goes_to=_then("hand-back"))
def hand_work_back(work: Work, id: str, body: Decision) -> WorkRead:
    """Give an escalated work back to the board."""
    return deciding.hand_back(work, id, body)


@router.act("/works/{id}/claim", DECIDE, PAGE, form=read_work, goes_to=_then("work-claimed"))
def claim_work(work: Work, id: str, body: ClaimCreate) -> WorkRead:
    """Say "I am on it" for ten minutes."""
    return reading.claim(work, id, take_over=body.take_over)


@router.remove("/works/{id}/claim", DECIDE, form=read_work, goes_to=lambda _: "/works/{id}")
def release_work(work: Work, id: str) -> None:
    """Let go of a claim."""
    reading.release(work, id)
