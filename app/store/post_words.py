"""The index of words: what readers see is found by the beginnings of its words, marks or not.

SQLite keeps a table of its own (FTS5), followed by every change of a post; PostgreSQL indexes the
folded column. Both give the same posts, the newest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
    tuple_,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.models.base import moment_text
from app.models.people import Person
from app.models.posts import Post
from app.store.actors import as_moment
from app.store.hot import HotDatabase, HotRead
from app.store.post_feed import COLUMNS, Listed, filtered

_WORDS = table("post_text", column("rowid"), column("community"), column("fold"))
#: The index and its shadow tables: made anew from the posts, never backed up.
_SHADOWS = ("data", "idx", "content", "docsize", "config")
INDEX_TABLES = frozenset({"post_text", *(f"post_text_{part}" for part in _SHADOWS)})
_SIMPLE: Any = literal_column("'simple'::regconfig")
_NEWEST = (col(Post.published_at).desc(), col(Post.id).desc())
#: PostgreSQL cannot tell how common the beginning of a word is, so it guesses: a guess too low
#: reads every post that has it, one too high every post. So many of the newest are compared first;
#: a word that stands in fewer than one of fifty is then found by the index.
RECENT = 1_000


class Found(NamedTuple):
    """A post and where the search goes on after it."""

    post: Listed
    key: tuple[Any, ...]


def key_kinds(database: HotDatabase) -> tuple[type, ...]:
    """The shape of a cursor of this search."""
    return (int,) if database.sqlite else (str, str)


def page(
    database: HotDatabase,
    community_id: str,
    terms: tuple[str, ...],
    *,
    most: int,
    asked: Mapping[str, str],
    after: tuple[Any, ...] | None = None,
) -> list[Found]:
    """Published posts of a community in which every term begins a word, the newest first."""
    asked = {name: value for name, value in asked.items() if value}
    filters = frozenset(asked)
    values: dict[str, Any] = {"community": community_id, "most": most, **asked}
    if database.sqlite:
        begun = " AND ".join(f'"{term}" *' for term in terms)
        values["words"] = f'community : "{community_id}" AND fold : ({begun})'
        if after is not None:
            values["after_row"] = after[0]
        rows = _sqlite(filters, after is not None).rows(database, **values)
        return [Found(Listed._make(row[:-1]), (row[-1],)) for row in rows]
    values["words"] = " & ".join(f"{term}:*" for term in terms)
    if after is not None:
        values |= {"after_at": as_moment(after[0]), "after_id": after[1]}
    texts = {f"begun_{n}": f"% {term}%" for n, term in enumerate(terms)}
    recent = _postgres_recent(filters, after is not None, len(terms))
    rows = recent.rows(database, recent=RECENT, **texts, **values)
    if len(rows) < most:
        rows = _postgres_all(filters, after is not None).rows(database, **values)
    posts = [Listed._make(row) for row in rows]
    return [Found(post, (moment_text(as_moment(post.published_at)), post.id)) for post in posts]


@lru_cache(maxsize=32)
def _sqlite(filters: frozenset[str], after: bool) -> HotRead:
    statement = (
        select(*COLUMNS, _WORDS.c.rowid)
        .select_from(_WORDS)
        .join(Post, col(Post.text_row) == _WORDS.c.rowid)
        .join(Person, col(Person.id) == col(Post.author_id))
        .where(literal_column("post_text").op("MATCH")(bindparam("words")))
    )
    statement = filtered(statement, filters)
    if after:
        statement = statement.where(_WORDS.c.rowid < bindparam("after_row"))
    return HotRead(statement.order_by(_WORDS.c.rowid.desc()).limit(bindparam("most")))


@lru_cache(maxsize=64)
def _postgres_recent(filters: frozenset[str], after: bool, terms: int) -> HotRead:
    """Among the newest alone: a common word.

    Compared as text: to part a thousand long posts into words takes a second.
    """
    newest = _shown(select(col(Post.id)), frozenset(), after).order_by(*_NEWEST)
    few = newest.limit(bindparam("recent")).cte("few")
    few = few.prefix_with("MATERIALIZED", dialect="postgresql")
    fold = literal(" ").concat(col(Post.fold))
    begun = (fold.like(bindparam(f"begun_{n}")) for n in range(terms))
    statement = _listed().where(col(Post.id).in_(select(few.c.id)), *begun)
    statement = filtered(statement, filters)
    return HotRead(statement.order_by(*_NEWEST).limit(bindparam("most")))


@lru_cache(maxsize=32)
def _postgres_all(filters: frozenset[str], after: bool) -> HotRead:
    """All that the index of words finds, then the newest of them: a rare word."""
    words = func.to_tsvector(_SIMPLE, col(Post.fold))
    begun = words.op("@@")(func.to_tsquery(_SIMPLE, bindparam("words")))
    asked = select(col(Post.id), col(Post.published_at)).where(begun)
    found = (
        _shown(asked, filters, after).cte("found").prefix_with("MATERIALIZED", dialect="postgresql")
    )
    newest = select(found.c.id).order_by(found.c.published_at.desc(), found.c.id.desc())
    newest = newest.limit(bindparam("most"))
    return HotRead(_listed().where(col(Post.id).in_(newest)).order_by(*_NEWEST))


def _listed() -> Any:
    return select(*COLUMNS).join(Person, col(Person.id) == col(Post.author_id))


def _shown(statement: Any, filters: frozenset[str], after: bool) -> Any:
    statement = filtered(
        statement.where(
            col(Post.community_id) == bindparam("community"), col(Post.state) == "published"
        ),
        filters,
    )
    if after:
        here = tuple_(col(Post.published_at), col(Post.id))
        statement = statement.where(here < tuple_(bindparam("after_at"), bindparam("after_id")))
    return statement


def follow(session: Session, post: Post) -> None:
    """After a change of the post: in the index exactly while it is published."""
    if session.get_bind().dialect.name != "sqlite":
        return
    values = {"community": post.community_id, "fold": post.fold, "row": post.text_row}
    if post.state == "published" and post.text_row is not None:
        session.execute(text("UPDATE post_text SET fold = :fold WHERE rowid = :row"), values)
    elif post.state == "published":
        done: Any = session.execute(
            text("INSERT INTO post_text (community, fold) VALUES (:community, :fold)"), values
        )
        post.text_row = done.lastrowid
        session.flush()
    elif post.text_row is not None:
        session.execute(text("DELETE FROM post_text WHERE rowid = :row"), values)
        post.text_row = None
        session.flush()


def rebuild(connection: Connection) -> None:
    """After a restore: the whole index from the posts, the oldest first."""
    if connection.dialect.name != "sqlite":
        return
    connection.execute(text("DELETE FROM post_text"))
    connection.execute(text("UPDATE post SET text_row = NULL"))
    connection.execute(
        text(
            "UPDATE post SET text_row = numbered.n FROM (SELECT id, row_number() OVER "
            "(ORDER BY published_at, id) AS n FROM post WHERE state = 'published') AS numbered "
            "WHERE numbered.id = post.id"
        )
    )
    connection.execute(
        text(
            "INSERT INTO post_text (rowid, community, fold) "
            "SELECT text_row, community_id, fold FROM post WHERE text_row IS NOT NULL"
        )
    )


def disagreement(session: Session) -> tuple[int, int]:
    """(published posts, posts in the index): `sen verify` wants them equal."""
    if session.get_bind().dialect.name != "sqlite":
        return 0, 0
    published = text("SELECT count(*) FROM post WHERE state = 'published'")
    indexed = text(
        "SELECT count(*) FROM post JOIN post_text ON post_text.rowid = post.text_row "
        "WHERE post.state = 'published' AND post_text.fold = post.fold"
    )
    return session.execute(published).scalar_one(), session.execute(indexed).scalar_one()
