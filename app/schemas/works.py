"""Works of photo, video and story contests, and the rules of such a contest, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.contests.intake import LONGEST_ADDRESS
from app.domain.pictures import MOST_OF_ONE
from app.domain.text import nfc
from app.domain.works import LONGEST_STORY
from app.schemas.base import Body, FileWrite, FormRead, Line, Read, Text, Version, Versioned, Word
from app.schemas.communities import ReasonRead
from app.schemas.next import NextRead
from app.schemas.pictures import PictureCard
from app.schemas.takedowns import WallTime
from app.schemas.texts import TextReview

Story = Annotated[str, StringConstraints(max_length=LONGEST_STORY), AfterValidator(nfc)]
Address = Annotated[str, StringConstraints(max_length=LONGEST_ADDRESS), AfterValidator(nfc)]
Most = Annotated[int | None, Field(ge=1, le=100_000)]
Board = Literal["individual", "collective"]
Needs = Literal["pictures", "story", "video"]
#: An empty field of a form empties what stands there.
CLEARABLE: Any = Field(default=None, json_schema_extra={"emptyClears": True})


class CriterionWrite(Body):
    """One thing that jurors mark, and how much it weighs among the others."""

    name: Annotated[Line, Field(min_length=1)]
    weight: Annotated[int, Field(ge=1, le=100)]


class WorkRulesWrite(Body):
    """`criteria_text`: of a form, a line for each as `name: weight`. `vote_weight`: per cent, the
    jury has the rest. `cap`: as printed; absent: twice the median of the counts that are not 0, at
    least 20."""

    needs: Needs
    opens_at: WallTime
    closes_at: WallTime
    votes_from: WallTime | None = None
    votes_until: WallTime | None = None
    individual: bool = False
    collective: bool = False
    most_of_person: Most = None
    most_of_unit: Most = None
    most_individual: Most = None
    most_collective: Most = None
    most_pictures: Annotated[int, Field(ge=1, le=MOST_OF_ONE)] = 5
    criteria: Annotated[list[CriterionWrite] | None, Field(max_length=10)] = None
    criteria_text: Text | None = None
    full_mark: Literal[10, 100, "10", "100"] = 10
    quorum: Annotated[int, Field(ge=1, le=50)] = 3
    vote_weight: Annotated[int, Field(ge=0, le=100)] = 0
    cap: Annotated[int | None, Field(ge=1, le=10_000_000)] = None
    standardised: bool = False
    children: bool = False
    likes: bool = False
    version: Version = None


class CriterionRead(Read):
    key: str
    name: str
    weight: int


class WorkRulesRead(Read):
    """How this contest takes in, judges and ranks works; `begun`: it stays as it is."""

    contest: str
    contest_title: str
    community: str
    needs: str
    opens_at: datetime
    closes_at: datetime
    votes_from: datetime | None
    votes_until: datetime | None
    individual: bool
    collective: bool
    most_of_person: int | None
    most_of_unit: int | None
    most_individual: int | None
    most_collective: int | None
    most_pictures: int
    criteria: list[CriterionRead]
    full_mark: int
    quorum: int
    vote_weight: int
    cap: int | None
    standardised: bool
    children: bool
    likes: bool
    version: int
    begun: bool
    may_write: bool


class WorkRulesForm(FormRead):
    """`rules`: as they stand; none before they were first written. Wall clocks are Vietnam's."""

    contest: str
    contest_title: str
    rules: WorkRulesRead | None
    wall: dict[str, str]


class WorkWrite(Versioned):
    """What is absent stays. `pictures`: ids, in order; `shows`: who can be recognised. `draft`:
    kept for her alone, sent later."""

    board: Board | None = None
    title: Line | None = CLEARABLE
    story: Story | None = CLEARABLE
    video: Address | None = CLEARABLE
    statement: Text | None = CLEARABLE
    is_own: bool | None = None
    shows: Literal["", "nobody", "adult", "child"] | None = CLEARABLE
    people_agree: bool | None = None
    parents_agree: bool | None = None
    pictures: Annotated[list[Word] | None, Field(max_length=MOST_OF_ONE)] = CLEARABLE
    files: Annotated[list[FileWrite] | None, Field(max_length=MOST_OF_ONE)] = None
    draft: bool = False


class WorkForm(FormRead):
    """`kept_out`: her role keeps her from the prizes; she may send a work all the same."""

    contest: str
    contest_title: str
    rules: WorkRulesRead
    work: WorkRead | None = None
    kept_out: bool = False


class WorkLine(Read):
    """A work as the gallery shows it: by its number, without a name until results are out."""

    id: str
    entry: str
    board: str
    title: str
    excerpt: str
    has_video: bool
    picture: PictureCard | None
    state: str
    own: bool
    voted: bool = False


class WorkList(Read):
    """`stage`: before, open, closed (intake); `voting`: none, before, open, closed."""

    items: list[WorkLine]
    next: str | None
    contest: str
    contest_title: str
    community: str
    board: str
    boards: list[str]
    stage: str
    voting: str
    rules: WorkRulesRead | None
    mine: list[WorkLine]
    juror: bool
    results_out: bool
    may_send: bool
    may_write: bool
    may_check: bool


class AlikeRead(Read):
    """Another work that looks the same (`same`) or nearly (`near`)."""

    id: str
    entry: str
    title: str
    how: str
    contest_title: str


class SnapshotRead(Read):
    """Likes on Facebook at a moment. Unconfirmed: one person has read them so far."""

    id: str
    counted_at: datetime
    likes: int
    entered_by: str
    confirmed: bool
    mine: bool


class WorkRead(WorkLine):
    """One work. Author, unit, consents and likeness are told to herself, and to those of the board
    who are not on its jury; names to everyone once results are out and she agreed."""

    community: str
    contest: str
    contest_title: str
    version: int
    story: str
    story_html: str
    video: str
    statement: str
    is_own: bool
    shows: str
    people_agree: bool
    parents_agree: bool
    pictures: list[PictureCard]
    sent_at: datetime | None
    author: str | None
    unit: str | None
    state_reason: str
    #: Where the closed circle answers her, when the words are its.
    private_thread: str | None
    alike: list[AlikeRead]
    #: Known once the voting has ended.
    votes: int | None
    voting: str
    likes: list[SnapshotRead]
    may_like: bool
    may_vote: bool
    juror: bool
    review: TextReview | None
    undo_until: datetime | None
    reasons: list[ReasonRead]
    allowed_actions: list[str]
    next_item: NextRead | None


class IntakeLine(Read):
    """`why`: codes of what stands in its way."""

    id: str
    entry: str
    board: str
    title: str
    author: str
    unit: str
    state: str
    why: list[str]


class IntakeRead(Read):
    """Which works would not be taken as they stand. `drafts`: how many were begun and not sent;
    they are their authors' alone."""

    contest: str
    contest_title: str
    community: str
    rules: WorkRulesRead
    works: list[IntakeLine]
    sent: int
    fitting: int
    drafts: int


class LikesWrite(Body):
    counted_at: WallTime | None = None
    likes: Annotated[int, Field(ge=0, le=1_000_000_000)]


WorkForm.model_rebuild()
