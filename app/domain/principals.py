"""Who is asking, and what is asked about: the two sides of every permission."""

from __future__ import annotations

from dataclasses import dataclass

BOARD_ROLES = (
    "chair",
    "vice_chair",
    "moderator",
    "membership",
    "editor",
    "contests",
    "questions",
)


@dataclass(frozen=True, slots=True)
class Post:
    """One appointment in force today. `communities`: where it counts."""

    role: str
    communities: frozenset[str]
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Membership:
    member_id: str
    community_id: str
    state: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. A stranger has no person. `scopes` is None unless a token narrows her."""

    person_id: str | None = None
    account_id: str | None = None
    name: str = ""
    call_me: str = "chi"
    posts: tuple[Post, ...] = ()
    memberships: tuple[Membership, ...] = ()
    #: Communities into whose closed circle she was named.
    circles: frozenset[str] = frozenset()
    administrator: bool = False
    scopes: frozenset[str] | None = None
    sign_in_id: str | None = None
    shared_device: bool = False

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    def roles_in(self, community_id: str | None) -> frozenset[str]:
        """Her roles in one community; with None, in any of them."""
        return frozenset(
            post.role
            for post in self.posts
            if community_id is None or community_id in post.communities
        )

    def on_board(self, community_id: str | None = None) -> bool:
        return not self.roles_in(community_id).isdisjoint(BOARD_ROLES)

    def communities_as(self, *roles: str) -> frozenset[str]:
        return frozenset().union(*(p.communities for p in self.posts if p.role in roles))


STRANGER = Actor()


@dataclass(frozen=True, slots=True)
class Thing:
    """What a permission is asked about. `owner_id`: the person it is about or belongs to."""

    community_id: str | None = None
    owner_id: str | None = None
    unit_id: str | None = None
    #: It is open to all: a bulletin that was published for everyone.
    public: bool = False
