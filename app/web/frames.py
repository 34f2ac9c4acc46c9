"""What stands around a page: names, places with their counts, language, message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.permissions import Actor


@dataclass(frozen=True, slots=True)
class CommunityName:
    slug: str
    name: str
    short_mission: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One of the five places of the frame; `label` is a msgid."""

    key: str
    label: str
    href: str
    icon: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What the database knows of a page's surroundings."""

    community: CommunityName | None = None
    communities: tuple[CommunityName, ...] = ()
    places: tuple[Place, ...] = ()
    demo: bool = False
    #: Letters of hers that she has not read.
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Who:
    """The signed-in person as the frame shows her."""

    name: str
    role_label: str


@dataclass(frozen=True, slots=True)
class Message:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """The frame as templates see it."""

    lang: str
    path: str
    frame: Frame
    static: Callable[[str], str]
    actor: Who | None = None
    who: Actor | None = None
    message: Message | None = None
    query: dict[str, str] = field(default_factory=dict)
    address: str = ""

    @property
    def places(self) -> tuple[Place, ...]:
        return self.frame.places

    @property
    def community(self) -> CommunityName | None:
        return self.frame.community

    @property
    def communities(self) -> tuple[CommunityName, ...]:
        return self.frame.communities

    @property
    def unread(self) -> int:
        return self.frame.unread

    @property
    def demo(self) -> bool:
        return self.frame.demo

    @property
    def shared_device(self) -> bool:
        return self.who is not None and self.who.shared_device
