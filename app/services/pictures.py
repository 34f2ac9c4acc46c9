"""Pictures: bringing them in, attaching them to what one writes, describing, showing, dropping.

Other nouns call `keep` (a form that brings files itself), `attach`, `of_subjects`, `publish`,
`withdraw` and, for what only a circle of their own may see, `stored` with their own permission.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.domain import pictures as rules
from app.domain.paging import Page
from app.domain.permissions import Thing
from app.domain.pictures import MOST_OF_ONE, Arrival
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.pictures import Picture
from app.schemas.pictures import (
    ConsentNote,
    PictureCard,
    PictureChange,
    PictureForm,
    PictureList,
    PictureRead,
    PicturesRead,
    StoredRead,
)
from app.services.deeds import fresh_id, may, permit, permitted, record
from app.store import communities, members, pictures, posts, records
from app.store.actors import Work
from app.store.changes import change as changed

#: Files go an hour after their row, so that a backup under way still finds them.
FILES_KEPT = timedelta(hours=1)
Names = dict[str, str]


def form(work: Work, slug: str) -> PictureForm:
    permitted(work, slug, "picture.upload")
    return PictureForm(action=f"/communities/{slug}/pictures", community=slug)


def create(work: Work, slug: str, arrival: Arrival) -> PicturesRead:
    community = permitted(work, slug, "picture.upload")
    made = _reads(work, keep(work, community.id, arrival), slug)
    return PicturesRead(id=made[0].id, state=made[0].state, community=slug, pictures=made)


def keep(work: Work, community_id: str, arrival: Arrival) -> list[Picture]:
    """Rows for files that arrived, in their order, each with its job. The caller has permitted it.

    More than a person's day allows is refused beside the field `files`.
    """
    count, owner = len(arrival.pictures), work.actor.person_id or ""
    if count and not pictures.count_day(work.session, owner, work.today, count, arrival.per_day):
        raise Invalid.at("/files", "picture-quota", limit=arrival.per_day)
    made = [
        Picture(
            id=fresh_id(work),
            community_id=community_id,
            owner_id=owner,
            loose_since=work.now,
            sha256=one.sha256,
            bytes=one.bytes,
            media_type=one.look.media_type,
            width=one.look.width,
            height=one.look.height,
            original_key=one.key,
            created_at=work.now,
        )
        for one in arrival.pictures
    ]
    work.session.add_all(made)
    work.session.flush()
    for one in made:
        records.enqueue(
            work.session,
            "convert_picture",
            work.now,
            work.now,
            slot=one.id,
            picture=one.id,
            original=one.original_key,
            media_type=one.media_type,
        )
    return made


# -- for other nouns ---------------------------------------------------------------------------


def attach(
    work: Work,
    picture_ids: Sequence[str],
    subject_type: str,
    subject_id: str,
    *,
    community_id: str,
    draft: bool = False,
) -> None:
    """The subject's pictures are these, in this order; those that it had and that are not named
    become loose. Only her own of this community, loose or the subject's already, ten at most.

    `draft`: she may still change and delete them. What cannot be is told beside `pictures`.
    """
    if len(picture_ids) > MOST_OF_ONE:
        raise Invalid.at("/pictures", "too_long", max_length=MOST_OF_ONE)
    if len(set(picture_ids)) < len(picture_ids):
        raise Invalid.at("/pictures", "picture-named-twice")
    try:
        with work.session.begin_nested():
            attached = pictures.attach(
                work.session,
                picture_ids,
                (subject_type, subject_id),
                owner_id=work.actor.person_id or "",
                community_id=community_id,
                draft=draft,
                now=work.now,
            )
    except IntegrityError:
        raise Conflict("pictures-changed") from None
    if attached < len(picture_ids):
        raise Invalid.at("/pictures", "picture-unusable")


def of_subjects(work: Work, subject_type: str, ids: Iterable[str]) -> dict[str, list[PictureCard]]:
    """The cards of many subjects in one query; a subject without pictures has no entry.

    Who may see the subject may see its cards; the bytes are guarded by each picture's audience.
    Those that could not be made are left out.
    """
    found: dict[str, list[PictureCard]] = defaultdict(list)
    for one in pictures.of_subjects(work.session, subject_type, ids):
        if one.state != "failed":
            found[one.subject_id or ""].append(card(one))
    return dict(found)


def publish(work: Work, subject: tuple[str, str], audience: str) -> None:
    """Show a subject's pictures to `members` or `public`, or shut them into a `circle`."""
    pictures.show(work.session, subject, audience)


def withdraw(work: Work, subject: tuple[str, str]) -> None:
    """Its pictures are the owner's and the board's again."""
    pictures.show(work.session, subject, "owner")


def card(one: Picture) -> PictureCard:
    return PictureCard.model_validate(_card(one))


def _card(one: Picture) -> dict[str, Any]:
    kept = one.model_dump(include=set(PictureCard.model_fields))
    return kept | {size: f"/pictures/{one.id}/{size}" for size in ("small", "large")}


# -- one picture -------------------------------------------------------------------------------


def page(work: Work, slug: str, paging: Page) -> PictureList:
    """Her own in one community, the newest first."""
    community = permitted(work, slug, "picture.upload")
    after = paging.key(str)
    rows = pictures.page(
        work.session,
        work.actor.person_id or "",
        community.id,
        paging.limit + 1,
        after[0] if after else None,
    )
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return PictureList(community=slug, items=_reads(work, shown, slug), next=following)


def read(work: Work, picture_id: str) -> PictureRead:
    one = pictures.get(work.session, work.actor, picture_id)
    (community,) = communities.slugs(work.session, {one.community_id})
    return _reads(work, [one], community.slug)[0]


def stored(work: Work, picture_id: str, size: str, permission: str | None = None) -> StoredRead:
    """Where the bytes of one size lie. What only a circle sees is opened by that noun's own
    `permission`, and by nothing else."""
    if permission is None:
        one = pictures.get(work.session, work.actor, picture_id)
    else:
        found = pictures.find(work.session, picture_id)
        if found is None or not may(work, permission, _thing(found)):
            raise Hidden
        one = found
    if one.state == "failed":
        raise Hidden
    return StoredRead(
        key=one.small_key if size == "small" else one.large_key, public=one.audience == "public"
    )


def change(work: Work, picture_id: str, body: PictureChange) -> PictureRead:
    """Its owner until she hands it in, the board at any time; the board's change is recorded."""
    one = pictures.get(work.session, work.actor, picture_id)
    held = permit(work, "picture.change", _thing(one))
    if not rules.may_change(draft=one.draft, board=_on_board(work, one)):
        raise Conflict("picture-in-use")
    values: dict[str, Any] = body.model_dump(include={"alt", "shows"}, exclude_none=True)
    if body.consent is not None and body.consent != one.consent:
        noted = bool(body.consent)
        values |= {
            "consent": body.consent,
            "consent_by": work.actor.person_id if noted else None,
            "consent_at": work.now if noted else None,
        }
    before = one.model_dump(include=set(values))
    if body.version not in {None, one.version} or not changed(work.session, one, **values):
        raise Conflict("stale-version", version=one.version)
    if one.owner_id != work.actor.person_id:
        _record(work, "picture.change", one, held, before=before, after=values)
    return read(work, picture_id)


def delete(work: Work, picture_id: str) -> None:
    """While it is a draft: afterwards it belongs to what it was handed in with."""
    one = pictures.get(work.session, work.actor, picture_id)
    held = permit(work, "picture.change", _thing(one))
    if not pictures.drop(work.session, one):
        raise Conflict("picture-in-use")
    drop_files(work, [key for key in (one.original_key, one.small_key, one.large_key) if key])
    if one.owner_id != work.actor.person_id:
        _record(work, "picture.delete", one, held)


def drop_files(work: Work, keys: Sequence[str]) -> None:
    if keys:
        later = work.now + FILES_KEPT
        records.enqueue(work.session, "drop_files", later, work.now, keys=list(keys))


def of_herself(work: Work, person_id: str) -> list[dict[str, Any]]:
    """What is held of her pictures, for her own page."""
    shown = {"id", "state", "audience", "alt", "shows", "consent", "media_type", "bytes"}
    return [
        one.model_dump(include={*shown, "sha256", "subject_type", "created_at", "ready_at"})
        for one in pictures.of_owner(work.session, person_id)
    ]


def _thing(one: Picture) -> Thing:
    return Thing(one.community_id, one.owner_id)


def _on_board(work: Work, one: Picture) -> bool:
    return may(work, "picture.change", Thing(one.community_id))


def _record(work: Work, action: str, one: Picture, held: str, **more: Any) -> None:
    record(
        work,
        action,
        ("picture", one.id),
        community_id=one.community_id,
        held=held,
        person_id=one.owner_id,
        outbox=False,
        **more,
    )


def _reads(work: Work, rows: Sequence[Picture], slug: str) -> list[PictureRead]:
    names = members.person_names(work.session, [one.consent_by for one in rows])
    unnamed = posts.unnamed(work.session, [one.subject_id for one in rows])
    return [_read(work, one, slug, names, hidden=one.subject_id in unnamed) for one in rows]


def _read(work: Work, one: Picture, slug: str, names: Names, *, hidden: bool) -> PictureRead:
    mine = one.owner_id == work.actor.person_id
    allowed = may(work, "picture.change", _thing(one))
    changes = allowed and rules.may_change(draft=one.draft, board=_on_board(work, one))
    consent = None
    if one.consent_by and one.consent_at and (mine or may(work, "review.read", _thing(one))):
        told = mine or not hidden or one.consent_by != one.owner_id
        by = names.get(one.consent_by) if told else None
        consent = ConsentNote(words=one.consent, by=by, at=one.consent_at)
    return PictureRead.model_validate(
        {
            **_card(one),
            **one.model_dump(include={"version", "failure", "shows", "created_at", "ready_at"}),
            "community": slug,
            "consent": consent,
            "mine": mine,
            "attached": one.subject_id is not None,
            "allowed_actions": ["change"] * changes + ["delete"] * (allowed and one.draft),
        }
    )
