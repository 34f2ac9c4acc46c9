"""This week's applications, done again through the services as in life.

Every step runs at its own moment of the past and by the one who took it, so that review items,
messages, notices, counters and the audit log arise as they do when people work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app import clock
from app.demo.applications import InventedApplication, InventedStep, applications
from app.demo.stage import Deed, Stage, at
from app.domain import names
from app.domain.permissions import Actor, Membership
from app.models.members import Member
from app.schemas.applications import AnswerCreate, MemberCreate
from app.schemas.members import Decision, InformationRequest, Leaving, ReasonedDecision, Suspension
from app.services import applications as own_page
from app.services import applying, decisions, inviting, lives, passing_on
from app.services.cards import KIND
from app.store import communities, members, notices, reviews
from app.store.actors import Work

#: Whose decision is younger has not been told yet: the list of those to tell is not empty.
TOLD_AFTER = timedelta(hours=48)
TOLD_WITHIN = timedelta(minutes=15)
_SECOND_PERSON_AFTER = timedelta(minutes=40)
#: Who passes on what the clock or the woman herself has caused: the one for the members.
TELLER = "huong"


def deeds(work: Work, stage: Stage) -> list[Deed]:
    """Every step of every application; `work` is the moment of loading."""
    return [
        deed
        for application in applications()
        for deed in _Way(application, stage, work.now).deeds()
    ]


@dataclass(slots=True)
class _Way:
    """One woman's way through her states; `code` is known once she has applied."""

    application: InventedApplication
    stage: Stage
    loaded_at: datetime
    code: str = field(default="", init=False)

    def deeds(self) -> list[Deed]:
        return [self._deed(step) for step in self.application.steps]

    def _deed(self, step: InventedStep) -> Deed:
        moment = self.loaded_at - timedelta(hours=step.hours_ago)

        def do(work: Work) -> None:
            STEPS[step.kind](self, at(work, moment), step)
            self._tell(work, step)

        return Deed(moment, do)

    # -- her own steps ----------------------------------------------------------------------------

    def apply(self, work: Work, _step: InventedStep) -> None:
        told = self.application
        slug = self.stage.community.slug
        regulation = communities.regulation(
            work.session, self.stage.community.id, "group", work.today
        )
        invitation = self.stage.invitations.get(told.answers.get("found_via", ""))
        if invitation is not None:
            inviting.opened(work, invitation.code)
        body = MemberCreate.model_validate(
            {
                "full_name": told.full_name,
                "phone": told.phone,
                "call_me": told.call_me,
                "birth_year": told.birth_year,
                "unit": self.stage.units[told.unit] if told.unit else None,
                "union_status": told.union_status,
                "answers": told.answers,
                "accepted_regulation": regulation.version,
                "declare_18": True,
                "consents": ["management", "contact"],
                "invitation": invitation.code if invitation else None,
            }
        )
        self.code = applying.apply(work, slug, body).code
        self._mark(work)

    def _mark(self, work: Work) -> None:
        """She is invented; and where her given name is two words, an officer has said so."""
        member = self._member(work)
        person = members.person(work.session, member.person_id)
        person.invented = True
        if self.application.given:
            name = names.of(self.application.full_name, self.application.given)
            person.given_name, person.family_middle = name.given, name.family_middle
            person.sort_key = member.sort_key = name.sort_key
        work.session.flush()

    def answer(self, work: Work, step: InventedStep) -> None:
        own_page.answer(work, self.code, AnswerCreate(text=step.text or ""))

    def withdraw(self, work: Work, _step: InventedStep) -> None:
        own_page.withdraw(work, self.code)

    def leave(self, work: Work, step: InventedStep) -> None:
        member = self._member(work)
        membership = Membership(member.id, member.community_id, member.state)
        herself = Actor(
            person_id=member.person_id, name=member.full_name, memberships=(membership,)
        )
        lives.leave(at(work, work.now, herself), member.id, Leaving(reason=step.reason))

    def expire(self, work: Work, _step: InventedStep) -> None:
        item = reviews.current(work.session, KIND, self._member(work).id)
        assert item is not None
        own_page.expire(work, item)

    # -- the board's steps ------------------------------------------------------------------------

    def approve(self, work: Work, step: InventedStep) -> None:
        decisions.approved(self._by(work, step), self._member(work).id, Decision())

    def refuse(self, work: Work, step: InventedStep) -> None:
        body = ReasonedDecision(reason=step.reason, words=step.text)
        decisions.refused(self._by(work, step), self._member(work).id, body)

    def ask(self, work: Work, step: InventedStep) -> None:
        body = InformationRequest(question=step.reason, words=step.text)
        decisions.asked(self._by(work, step), self._member(work).id, body)

    def suspend(self, work: Work, step: InventedStep) -> None:
        """Until the end of a Vietnamese day, as the reason's words say."""
        ends_at = self.loaded_at + timedelta(hours=step.ends_in_hours or 0)
        until = clock.in_vietnam(ends_at).date()
        body = Suspension(reason=step.reason, words=step.text, until=until)
        lives.suspend(self._by(work, step), self._member(work).id, body)

    def remove(self, work: Work, step: InventedStep) -> None:
        """One proposes, another completes it a little later."""
        first, second = step.by
        member_id = self._member(work).id
        body = ReasonedDecision(reason=step.reason, words=step.text)
        lives.remove(at(work, work.now, self.stage.actor(first)), member_id, body)
        later = work.now + _SECOND_PERSON_AFTER
        completing = at(work, later, self.stage.actor(second))
        lives.remove(completing, member_id, ReasonedDecision())

    # -- what the steps share ---------------------------------------------------------------------

    def _member(self, work: Work) -> Member:
        return own_page.own(work, self.code)

    def _by(self, work: Work, step: InventedStep) -> Work:
        (key,) = step.by
        return at(work, work.now, self.stage.actor(key))

    def _tell(self, work: Work, step: InventedStep) -> None:
        """Words of some days ago have been passed on, soon after they were ready."""
        notice = notices.newest(work.session, self._member(work).id)
        if notice is None or notice.told_at or self.loaded_at - notice.created_at < TOLD_AFTER:
            return
        teller = self.stage.actor(step.by[-1] if step.by else TELLER)
        passing_on.tick(at(work, notice.visible_from + TOLD_WITHIN, teller), notice.id)


STEPS: Mapping[str, Callable[[_Way, Work, InventedStep], None]] = {
    "application": _Way.apply,
    "answer": _Way.answer,
    "withdrawal": _Way.withdraw,
    "leaving": _Way.leave,
    "expiry": _Way.expire,
    "approval": _Way.approve,
    "refusal": _Way.refuse,
    "information-request": _Way.ask,
    "suspension": _Way.suspend,
    "removal": _Way.remove,
}
