"""The board's desk: today, the inbox, invitations, the roster, appointments."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.schemas.base import Day, FormRead, form
from app.schemas.house import (
    DutyDayRead,
    DutyDayWrite,
    DutyList,
    DutyRepeat,
    DutySwap,
    HandOverCreate,
    InvitationCreate,
    InvitationList,
    InvitationPage,
    InvitationRead,
    MoreRead,
    TodayRead,
)
from app.schemas.people import (
    AppointmentCreate,
    AppointmentEnd,
    AppointmentList,
    AppointmentRead,
    DelegationCreate,
)
from app.schemas.reviews import Batch, BatchRead, ReviewList
from app.services import appointments, batches, deeds, inbox, inviting, roster
from app.services import today as desk
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging
from app.web.problems import worded_refusal

router = Nouns()


@router.read("/communities/{slug}/today", "today.read", "board/today.html")
def read_today(work: Work, slug: str) -> TodayRead:
    """What waits, the oldest, who is on duty."""
    return desk.today(work, slug)


@router.read("/communities/{slug}/review", "review.read", "board/inbox.html")
def read_inbox(
    work: Work,
    slug: str,
    paging: Paging,
    state: Annotated[str, Query(max_length=20)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
) -> ReviewList:
    """Open items by due time."""
    return inbox.page(work, slug, paging, state=state, kind=kind)


@router.act(
    "/communities/{slug}/review/batch",
    "member.decide",
    "board/batch.html",
    form=read_inbox,
)
def decide_batch(work: Work, slug: str, body: Batch) -> BatchRead:
    """Up to 200 decisions at once, a result for each, in order."""
    return batches.batch(work, slug, body, lambda refusal: worded_refusal(refusal, work.lang))


@router.read("/communities/{slug}/more", "today.read", "board/more.html")
def read_more(work: Work, slug: str) -> MoreRead:
    """The places that do not fit into the phone's bar."""
    return desk.more(work, slug)


# -- invitations -------------------------------------------------------------------------------


@router.read("/i/{code}", "invitation.open", "invitations/page.html", writes=True, statuses=(410,))
def open_invitation(work: Work, code: str) -> InvitationPage:
    """The page behind an invitation's link or QR."""
    return inviting.opened(work, code)


@router.read("/communities/{slug}/invitations", "invitation.read", "invitations/list.html")
def list_invitations(work: Work, slug: str, paging: Paging) -> InvitationList:
    """Links by channel and person, with what came of them."""
    return inviting.page(work, slug, paging)


@router.read("/communities/{slug}/invitations/new", "invitation.create", "invitations/new.html")
def invitation_form(work: Work, slug: str) -> FormRead:
    """The form for a new link."""
    deeds.permitted(work, slug, "invitation.create")
    return form(f"/communities/{slug}/invitations", InvitationCreate, community=slug)


@router.create(
    "/communities/{slug}/invitations",
    "invitation.create",
    form=invitation_form,
    goes_to=lambda i: f"/communities/{i.community}/invitations",
)
def create_invitation(work: Work, slug: str, body: InvitationCreate) -> InvitationRead:
    """A link and QR for one channel and person."""
    return inviting.create(work, slug, body)


@router.remove(
    "/communities/{slug}/invitations/{id}",
    "invitation.create",
    form=list_invitations,
    goes_to=lambda _: "/communities/{slug}/invitations",
    statuses=(410,),
)
def end_invitation(work: Work, slug: str, id: str) -> None:
    """End a link: it no longer opens."""
    inviting.end(work, slug, id)


# -- duty --------------------------------------------------------------------------------


@router.read("/communities/{slug}/duty", "duty.read", "board/duty.html")
def read_duty(work: Work, slug: str, first: Annotated[Day | None, Query()] = None) -> DutyList:
    """Two weeks of the roster."""
    return roster.page(work, slug, first)


@router.replace(
    "/communities/{slug}/duty/{day}",
    "duty.write",
    form=read_duty,
    goes_to=lambda d: "/communities/{slug}/duty?done=saved&first=" + d.day.isoformat(),
)
def write_duty(work: Work, slug: str, day: Day, body: DutyDayWrite) -> DutyDayRead:
    """Main and substitute of one day."""
    return roster.write(work, slug, day, body)


@router.act(
    "/communities/{slug}/duty/{day}/exchange",
    "duty.write",
    form=read_duty,
    goes_to=lambda d: "/communities/{slug}/duty?done=saved&first=" + d.day.isoformat(),
)
def swap_duty(work: Work, slug: str, day: Day, body: DutySwap) -> DutyDayRead:
    """Two days exchange their people."""
    return roster.swap(work, slug, day, body)


@router.act(
    "/communities/{slug}/duty/repetition",
    "duty.write",
    "board/duty.html",
    form=read_duty,
    goes_to=lambda d: f"/communities/{d.community}/duty?done=saved",
)
def repeat_duty(work: Work, slug: str, body: DutyRepeat) -> DutyList:
    """The last week goes on for some weeks."""
    return roster.repeat(work, slug, body)


@router.act(
    "/communities/{slug}/hand-overs",
    "duty.write",
    form=read_duty,
    goes_to=lambda d: f"/communities/{d.community}/duty?done=saved",
)
def hand_over(work: Work, slug: str, body: HandOverCreate) -> DutyList:
    """Words for the next one on duty."""
    return roster.hand_over(work, slug, body)


# -- appointments ------------------------------------------------------------------------------


@router.read("/communities/{slug}/appointments", "appointment.read", "appointments/list.html")
def list_appointments(work: Work, slug: str, paging: Paging, past: bool = False) -> AppointmentList:
    """Board and advisers, and their number against the plan."""
    return appointments.of_community(work, slug, paging, past=past)


@router.read("/communities/{slug}/appointments/new", "appointment.write", "appointments/new.html")
def appointment_form(work: Work, slug: str) -> FormRead:
    """The form for a new appointment."""
    deeds.permitted(work, slug, "appointment.write")
    return form(f"/communities/{slug}/appointments", AppointmentCreate, community=slug)


@router.create(
    "/communities/{slug}/appointments",
    "appointment.write",
    form=appointment_form,
    goes_to=lambda a: f"/appointments/{a.id}",
)
def appoint(work: Work, slug: str, body: AppointmentCreate) -> AppointmentRead:
    """Appoint a person to board or panel."""
    return appointments.appoint(work, slug, body)


@router.read("/appointments/{id}", "appointment.read", "appointments/page.html")
def read_appointment(work: Work, id: str) -> AppointmentRead:
    """One appointment."""
    return appointments.read(work, id)


@router.act(
    "/appointments/{id}/end",
    "appointment.write",
    "appointments/page.html",
    form=read_appointment,
    goes_to=lambda a: f"/appointments/{a.id}",
)
def end_appointment(work: Work, id: str, body: AppointmentEnd) -> AppointmentRead:
    """From the day `valid_to` on it gives no rights; what was lent from it ends too."""
    return appointments.end(work, id, body)


@router.create(
    "/appointments/{id}/delegations",
    "appointment.delegate",
    form=read_appointment,
    goes_to=lambda a: f"/appointments/{a.id}",
)
def delegate(work: Work, id: str, body: DelegationCreate) -> AppointmentRead:
    """Lend the rights of one appointment for some days."""
    return appointments.delegate(work, id, body)
