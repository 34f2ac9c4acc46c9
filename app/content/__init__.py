"""The Vietnamese content of the demonstration community, as data with typed loaders.

Invented for this product, apart from the published figures of the pilot; every person and every
number that is not marked as published is illustration and is shown as such. Files stand beside
this one: TOML for tables, Markdown for long texts. Places such as `{ten}` are filled by
`app.domain.letters.fill`.
"""

from app.content.bulletins import Movement, Spoken, loudspeaker, memorials, movements
from app.content.community import (
    Consent,
    Mission,
    PrivacyNotice,
    Regulation,
    consents,
    consents_footnote,
    mission,
    privacy_notice,
    regulations,
)
from app.content.form import JoinForm, Option, Question, join_form
from app.content.invention import NameCohort, family_names, name_cohorts
from app.content.labels import (
    DutyDay,
    DutyWeek,
    Helpline,
    Label,
    StateLabel,
    chapter_inquiry,
    doctor,
    duty_week,
    helpline_recheck_months,
    helplines,
    leaving_reasons,
    paper,
    role_labels,
    state_labels,
)
from app.content.papers import MinutesWords, contest_papers, minutes_words, takedown_words
from app.content.people import (
    NamedMember,
    Officer,
    advisers,
    board,
    illustration_mark,
    named_members,
    officers,
)
from app.content.places import (
    GrowthPoint,
    Unit,
    code_scheme,
    codes_valid_to,
    communes,
    growth,
    units,
)
from app.content.reform import (
    ReformChange,
    ReformDecision,
    ReformUnit,
    reform_changes,
    reform_decisions,
    reform_note,
    reform_units,
)
from app.content.rosters import roster_phrases
from app.content.sentences import (
    NoticeText,
    Reason,
    notice_signature,
    notices,
    reasons,
)
from app.content.topics import Topic, topics
from app.content.weekly import weekly_figures, weekly_words
from app.content.words import (
    Finding,
    ForbiddenWord,
    allowed_phrases,
    find_forbidden,
    forbidden_words,
)

__all__ = [
    "Consent",
    "DutyDay",
    "DutyWeek",
    "Finding",
    "ForbiddenWord",
    "GrowthPoint",
    "Helpline",
    "JoinForm",
    "Label",
    "MinutesWords",
    "Mission",
    "Movement",
    "NameCohort",
    "NamedMember",
    "NoticeText",
    "Officer",
    "Option",
    "PrivacyNotice",
    "Question",
    "Reason",
    "ReformChange",
    "ReformDecision",
    "ReformUnit",
    "Regulation",
    "Spoken",
    "StateLabel",
    "Topic",
    "Unit",
    "advisers",
    "allowed_phrases",
    "board",
    "chapter_inquiry",
    "code_scheme",
    "codes_valid_to",
    "communes",
    "consents",
    "consents_footnote",
    "contest_papers",
    "doctor",
    "duty_week",
    "family_names",
    "find_forbidden",
    "forbidden_words",
    "growth",
    "helpline_recheck_months",
    "helplines",
    "illustration_mark",
    "join_form",
    "leaving_reasons",
    "loudspeaker",
    "memorials",
    "minutes_words",
    "mission",
    "movements",
    "name_cohorts",
    "named_members",
    "notice_signature",
    "notices",
    "officers",
    "paper",
    "privacy_notice",
    "reasons",
    "reform_changes",
    "reform_decisions",
    "reform_note",
    "reform_units",
    "regulations",
    "role_labels",
    "roster_phrases",
    "state_labels",
    "takedown_words",
    "topics",
    "units",
    "weekly_figures",
    "weekly_words",
]
