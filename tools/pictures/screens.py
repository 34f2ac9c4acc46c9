"""Which screens there are: every GET address of the OpenAPI document, filled, as every person.

An address whose parameters this file does not know is an error, so that no page is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

from tools.pictures import contests, deeds, survey_pages, survey_sheets
from tools.pictures.contest_results import send_correction
from tools.pictures.demonstration import SLUG, Demonstration
from tools.pictures.question_bank import paste_questions, paste_wrong_questions

STRANGER, APPLICANT = "stranger", "applicant"
#: Everyone who looks at every page. The others are asked where none of these may.
LOOKING = (STRANGER, "member", "moderator", "adviser", "officer")
SELDOM = ("chair", "administrator")
#: Addresses without a page of their own.
BARE = {
    "/health": "for machines",
    "/health/ready": "for machines",
    "/communities/{slug}/reasons": "read by forms",
    "/communities/{slug}/feed.atom": "a feed",
    "/communities/{slug}/feed.rss": "a feed",
    "/posts/{id}/card.png": "a picture",
    "/paper-sheets/{id}/likely": "read while a line is typed",
    "/imports/{id}/errors.csv": "a file",
    "/imports/{id}/errors.xlsx": "a file",
    "/communities/{slug}/weekly-sheets/{week}/picture.png": "a picture itself",
    "/exports/{id}/members.csv": "a file",
    "/exports/{id}/members.xlsx": "a file",
    "/pictures/{id}/small": "a picture",
    "/care-pictures/{id}/small": "a picture",
    "/care-pictures/{id}/large": "a picture",
    "/pictures/{id}/large": "a picture",
    "/appointments/{id}/minutes.docx": "a Word file",
    "/communities/{slug}/takedowns/export.csv": "a file",
    "/communities/{slug}/takedowns/export.xlsx": "a file",
    "/communities/{slug}/question-bank/export.xlsx": "a file",
    "/communities/{slug}/question-bank/template.xlsx": "a file",
    "/attempts/{id}/receipt.json": "a file",
    "/attempts/{id}/pictures/{question}/small": "a picture",
    "/attempts/{id}/pictures/{question}/large": "a picture",
    "/rounds/{id}/proof.json": "a file",
    "/rounds/{id}/recompute.json": "a file",
    "/bank-pictures/{id}/small": "a picture",
    "/bank-pictures/{id}/large": "a picture",
    "/s/{code}": "leads on to the page for answering",
    "/surveys/{id}/draft": "for programs",
    "/surveys/{id}/files/new": "asked with its question, in `states`",
    "/contests/{id}/plan.docx": "a Word file",
    "/contests/{id}/founding.docx": "a Word file",
    "/contests/{id}/certificates.docx": "a Word file",
    "/rounds/{id}/minutes.docx": "a Word file",
    "/rounds/{id}/award.docx": "a Word file",
    "/rounds/{id}/prizes.docx": "a Word file",
    "/rounds/{id}/certificates.docx": "a Word file",
    "/surveys/{id}/export.csv": "a file",
    "/surveys/{id}/texts.csv": "a file",
    "/surveys/{id}/export.xlsx": "a file",
    "/surveys/{id}/export.sav": "a file",
    "/surveys/{id}/export.json": "a file",
    "/surveys/{id}/crosstab.csv": "a file",
    "/surveys/{id}/codebook.json": "for programs",
    "/surveys/{id}/codebook.xlsx": "a file",
    "/surveys/{id}/form.xlsx": "a file",
    "/surveys/{id}/results.csv": "a file",
    "/surveys/{id}/results.xlsx": "a file",
    "/surveys/{id}/report.docx": "a Word file",
    "/surveys/{id}/releases": "for programs",
    "/kiem-tra/{code}/card.png": "a picture",
    "/live-rounds/{id}/events": "a stream",
    "/takedowns/{id}/proofs/{proof}": "a file",
    "/takedowns/{id}/minutes.docx": "a Word file",
    "/posts/{id}/from/{place}": "the page of /posts/{id}",
    "/posts/{id}/appeals/new": "the page of /sanctions/{id}/appeals/new",
    "/members/{id}/appeals/new": "the page of /sanctions/{id}/appeals/new",
    "/applications/{code}/page": "the page of /applications/{code} again",
}

ASK, MANY = "information-request", "/review?many="

Deed = Callable[[Page], object]


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture: where, as whom, and what is done there first. `status`: of the last answer.

    `visit`: code and phone of the applicant whose page is opened before. `once`: the deed changes
    something, so that it cannot be done again in English.
    """

    name: str
    role: str
    address: str
    deed: Deed | None = None
    status: int = 200
    visit: tuple[str, str] | None = None
    once: bool = False


class Unplanned(RuntimeError):
    """A page's address has a parameter that no value is known for."""


#: Pages about a contest of works.
#: Pages of a survey that has answers.
OF_ANSWERS = {
    f"/surveys/{{id}}/{page}" for page in ("results", "crosstab", "filtered-results", "responses")
}
OF_WORKS = re.compile(r"/contests/\{id\}/(intake|marks|vote|work)")
#: Pages about a contest or round before its first attempt.
WHILE_UNBEGUN = {
    "/contests/{id}/rules",
    "/contests/{id}/edit",
    "/contests/{id}/offices",
    "/contests/{id}/rounds/new",
    "/rounds/{id}/edit",
    "/rounds/{id}/questions",
}


def from_addresses(paths: Iterable[str], given: Demonstration) -> Iterator[tuple[str, str]]:
    """(name of the picture, address) of every page that a GET address has."""
    for path in sorted(set(paths) - set(BARE)):
        yield from _filled(path, given)


def _filled(path: str, given: Demonstration) -> Iterator[tuple[str, str]]:
    name = re.sub(r"\{[a-z_]+\}$", "one", path)
    name = re.sub(r"\{[a-z_]+\}", "", name).strip("/").replace("/", "-") or "home"
    name = re.sub(r"-+", "-", name).removeprefix("communities-") if path.count("/") > 2 else name
    if path.startswith("/applications/{code}"):
        return  # Opened by the phone, in `states`.
    for label, values in _values(path, given).items():
        address = path.format_map(values)
        yield f"{name.strip('-')}{'-' if label else ''}{label}", address


def _values(path: str, given: Demonstration) -> Mapping[str, Mapping[str, str]]:
    if path == "/members/{id}":
        return {state: {"id": files[0].id} for state, files in given.files.items()}
    if path.startswith("/members/{id}/sanctions"):
        return {"": {"id": given.own.id}}
    if path.startswith("/members/{id}/"):
        state = deeds.STATE_FOR[path.rsplit("/", 1)[1]]
        return {"": {"id": given.files[state][0].id}}
    if path == "/posts/{id}":
        return {state: {"id": post} for state, post in given.posts.items()}
    if path == "/posts/{id}/page-postings/new":
        return {"": {"id": given.posts["bulletin-scheduled"]}}
    if path == "/posts/{id}/mending":
        return {"": {"id": given.posts["own"]}}
    if path.startswith("/posts/{id}/"):
        state = deeds.POST_STATE_FOR.get(path.rsplit("/", 1)[1], "submitted")
        return {"": {"id": given.posts[state]}}
    if path == "/comments/{id}":
        return {state: {"id": one} for state, one in given.comments.items()}
    if path.startswith("/comments/{id}/"):
        state = deeds.COMMENT_STATE_FOR.get(path.rsplit("/", 1)[1], "published")
        return {"": {"id": given.comments[state]}}
    if path.startswith("/flags/{id}"):
        return {"": {"id": given.flags}}
    known = {
        "/content-rules/{id}": {"id": given.restraints.rule},
        "/content-rules/{id}/edit": {"id": given.restraints.rule},
        "/content-rules/{id}/ending": {"id": given.restraints.rule},
        "/sanctions/{id}": {"id": given.restraints.sanction},
        "/sanctions/{id}/lifting": {"id": given.restraints.sanction},
        "/sanctions/{id}/appeals/new": {"id": given.restraints.sanction},
        "/appeals/{id}": {"id": given.restraints.appeal},
        "/appeals/{id}/approval": {"id": given.restraints.appeal},
        "/appeals/{id}/refusal": {"id": given.restraints.appeal},
        "/i/{code}": {"code": given.invitation},
        "/appointments/{id}": {"id": given.appointment},
        "/units/{id}": {"id": given.unit},
        "/rosters/{id}": {"id": given.roster},
        "/platform-accounts/{id}": {"id": given.account},
        "/platform-rights/{id}": {"id": given.right},
        "/units/{id}/reorganisations": {"id": given.divided},
        "/units/{id}/reorganisations/new": {"id": given.divided},
        "/units/{id}/placements": {"id": given.divided},
        "/review-batches/{id}": {"id": given.batch},
        "/review-batches/{id}/reversal": {"id": given.batch},
        "/paper-sheets/{id}": {"id": given.sheet},
        "/paper-sheets/{id}/lines/{no}": {"id": given.sheet, "no": "3"},
        "/paper-sheets/{id}/print": {"id": given.sheet},
        "/paper-sheets/{id}/slip": {"id": given.sheet},
        "/bank-questions/{id}/edit": {"id": given.bank.changed},
        "/rounds/{id}/attempts/new": {"id": given.papers.open},
        "/attempts/{id}/receipt": {"id": given.papers.handed_in},
        "/vote-strikes/{id}/lifting": {"id": given.works.strike},
        "/like-snapshots/{id}/confirmation": {"id": given.works.likes},
        "/contests/{id}/papers": {"id": given.documents.contest},
        "/rounds/{id}/complaints": {"id": given.documents.round},
        "/rounds/{id}/complaints/new": {"id": given.documents.round},
        "/rounds/{id}/essays": {"id": given.documents.round},
        "/kiem-tra/{code}": {"code": given.hall.code},
        "/kiem-tra/{code}/rules": {"code": given.hall.code},
        "/contests/{id}/poster": {"id": given.hall.contest},
        "/contests/{id}/live-rounds": {"id": given.hall.contest},
        "/contests/{id}/live-rounds/new": {"id": given.hall.contest},
        "/need-topics/{id}": {"id": given.needs.topic},
        "/need-actions/{id}": {"id": given.needs.action},
        "/need-answers/{id}": {"id": given.needs.answer},
        "/needs/{id}/withdrawal": {"id": given.needs.own},
        "/needs/{id}/care": {"id": given.needs.own},
        "/imports/{id}": {"id": given.list},
        "/imports/{id}/rows": {"id": given.list},
        "/exports/{id}": {"id": given.export},
        "/questions/{id}": {"id": given.letters.question},
        "/care-cases/{id}": {"id": given.letters.case},
        "/communities/{slug}/help-places/{key}/edit": {"slug": SLUG, "key": "police"},
        "/pictures/{id}": {"id": given.sent.ready},
        "/unsubscribe/{token}": {"token": given.told.unsubscribe},
        "/mail-addresses/{confirmation}": {"confirmation": given.told.confirm},
        "/communities/{slug}/weekly-sheets/{week}": {"slug": SLUG, "week": given.told.open},
        "/password-links/{secret}": {"secret": given.password_link},
    }
    if path in OF_ANSWERS:
        return {"": {"id": given.survey_results.survey}}
    if path == "/responses/{id}":
        return {"": {"id": given.survey_results.response}}
    if path == "/survey-codes/{id}":
        return {"": {"id": given.coding.code}}
    if path in {"/surveys/{id}/texts", "/surveys/{id}/codes", "/surveys/{id}/agreement"}:
        return {"": {"id": given.coding.survey}, "few": {"id": given.coding.empty}}
    if path == "/surveys/{id}/form/questions/{question}/edit":
        return {key: {"id": given.held.survey, "question": key} for key in ("q04", "q05", "q09")}
    if path.startswith("/surveys/{id}/responses/"):
        return {"": {"id": given.held.asked}}
    if path in survey_sheets.PAGES:
        return {"": {"id": getattr(given.surveys, survey_sheets.PAGES[path])}}
    if path.startswith("/surveys/{id}"):
        return {"": {"id": given.held.survey}}
    if path == "/takedowns/{id}":
        return {
            name: {"id": getattr(given.takedowns, name)}
            for name in ("open", "late", "closed", "away")
        }
    if path == "/complaints/{id}":
        return {name: {"id": getattr(given.documents, name)} for name in ("waiting", "answered")}
    if path in known:
        return {"": known[path]}
    if path == "/rounds/{id}/results/{no}":
        return {no: {"id": given.results.published, "no": no} for no in ("1", "2")}
    if path == "/rounds/{id}/publication":
        return {"": {"id": given.results.waits}}
    if path in WHILE_UNBEGUN:
        return {"": {"id": given.held.draft if "contests" in path else given.held.later}}
    if OF_WORKS.match(path):
        contests = {"open": given.works.open, "closed": given.works.closed}
        if path.endswith(("/new", "/edit", "/intake")):
            contests.pop("closed")
        return {label: {"id": one} for label, one in contests.items()}
    if path.startswith("/contests/{id}/"):
        return {"": {"id": given.results.contest}}
    if path.startswith("/rounds/{id}/"):
        return {"": {"id": given.results.published}}
    if path == "/bank-questions/{id}":
        return {name: {"id": getattr(given.bank, name)} for name in ("changed", "retired", "essay")}
    if path == "/attempts/{id}":
        states = ("going", "handed_in", "closed", "practised")
        return {name: {"id": getattr(given.papers, name)} for name in states}
    if path in ("/contests/{id}", "/rounds/{id}"):
        first, second = ("contest", "draft") if "contests" in path else ("open", "later")
        return {name: {"id": getattr(given.held, name)} for name in (first, second)}
    if path == "/works/{id}":
        pieces = ("draft", "submitted", "accepted")
        return {state: {"id": getattr(given.works, state)} for state in pieces}
    if path.startswith("/works/{id}/"):
        of = {"edit": given.works.draft, "reversal": given.works.mended}
        of |= {"marks": given.works.accepted, "naming": given.works.awarded}
        return {"": {"id": of.get(path.rsplit("/", 1)[1], given.works.submitted)}}
    if path in {"/live-rounds/{id}", "/live-rounds/{id}/desk"}:
        return {state: {"id": one} for state, one in given.hall.rounds.items()}
    if path == "/fake-reports/{id}":
        return {name: {"id": getattr(given.hall, name)} for name in ("report", "handled")}
    if path == "/outside-posts/{id}":
        states = ("waits", "hand", "done", "withdrawn")
        return {name: {"id": getattr(given.outside, name)} for name in states}
    if path.startswith("/outside-posts/{id}/"):
        decided = {"removal": given.outside.done, "reversal": given.outside.hand}
        return {"": {"id": decided.get(path.rsplit("/", 1)[1], given.outside.waits)}}
    if path == "/page-postings/{id}":
        return {
            name: {"id": getattr(given.postings, name)}
            for name in ("unread", "failed", "unknown", "sent", "group")
        }
    if path == "/problems/{code}":
        return {code: {"code": code} for code in ("forbidden", "already-decided")}
    if path.endswith("/regulations/{kind}"):
        return {kind: {"slug": SLUG, "kind": kind} for kind in ("group", "board")}
    parameters = set(re.findall(r"\{([a-z_]+)\}", path))
    if parameters - {"slug"}:
        raise Unplanned(path)
    return {"": {"slug": SLUG}}


def states(given: Demonstration) -> Iterator[Screen]:
    """What one sees after doing something, with a filter, or when something is refused."""
    here = f"/communities/{SLUG}"
    for state, files in given.files.items():
        visit = (files[0].code, files[0].phone)
        address = f"/applications/{visit[0]}"
        yield Screen(f"application-{state}", APPLICANT, address, visit=visit)
    waiting = given.files["submitted"]
    asked = given.files["needs_info"][0]
    inside = given.files["approved"][0]
    other, own = f"/members/{inside.id}", f"/members/{given.own.id}"
    cards = [f"/members/{one.id}" for one in waiting]
    yield from (
        Screen("application-door", STRANGER, f"/applications/{asked.code}", status=401),
        Screen(
            "application-door-wrong",
            STRANGER,
            f"/applications/{asked.code}",
            deeds.with_wrong_phone,
            401,
        ),
        Screen(
            "application-answer-wrong",
            APPLICANT,
            f"/applications/{asked.code}",
            deeds.send_empty,
            422,
            (asked.code, asked.phone),
        ),
        Screen(
            "application-password-wrong",
            APPLICANT,
            f"/applications/{inside.code}",
            deeds.send_empty,
            422,
            (inside.code, inside.phone),
        ),
        *(Screen(*one) for one in survey_pages.screens(given.held.asked)),
        Screen("essays-chair", "chair", f"/rounds/{given.documents.round}/essays"),
        Screen(
            "essays-wrong",
            "chair",
            f"/rounds/{given.documents.round}/essays",
            deeds.send_empty,
            422,
        ),
        Screen("complaint-chair", "chair", f"/complaints/{given.documents.waiting}"),
        Screen("join-wrong", STRANGER, f"{here}/members/new", deeds.send_slowly, 422),
        Screen("join-invited", STRANGER, f"{here}/members/new?invitation={given.invitation}"),
        Screen("sign-in-wrong", STRANGER, "/sessions/new", deeds.sign_in_wrong, 401),
        Screen("sign-in-first", STRANGER, f"{here}/today"),
        Screen("error-404", STRANGER, "/khong-co-trang-nay", status=404),
        Screen("error-404-desk", "moderator", "/members/khong-co", status=404),
        Screen("error-403", "moderator", "/units/new", status=403),
        Screen("error-403-member", "member", f"{here}/today", status=403),
        Screen("members-own", "member", own),
        Screen("members-own-leaving", "member", f"{own}/leaving"),
        Screen("menu", "moderator", f"{here}/more", deeds.open_menu),
        Screen("review-needs-info", "moderator", f"{here}/review?state=needs_info"),
        Screen("review-empty", "moderator", f"{here}/review?state=escalated"),
        Screen("review-approve-many", "moderator", f"{here}{MANY}approval"),
        Screen("review-refuse-many", "moderator", f"{here}{MANY}refusal"),
        Screen("members-found", "moderator", f"{here}/members?q=ng+hanh"),
        Screen("members-refused", "moderator", f"{here}/members?state=refused"),
        Screen("members-empty", "moderator", f"{here}/members?q=khong+co+ai"),
        Screen("units-found", STRANGER, "/units?q=duong+ha"),
        Screen("units-not-found", STRANGER, "/units?q=khong+co"),
        *(
            Screen(
                f"reorganisation-{kind}",
                "administrator",
                f"/units/{given.divided}/reorganisations/new?kind={kind}",
            )
            for kind in ("rename", "move", "merge", "split", "close", "correct")
        ),
        Screen(
            "reorganisation-hamlets",
            "administrator",
            f"/units/{given.unit}/reorganisations/new?kind=part_transfer&into={given.divided}",
        ),
        Screen(
            "reorganisation-wrong",
            "administrator",
            f"/units/{given.divided}/reorganisations/new?kind=rename",
            deeds.send_empty,
            422,
        ),
        Screen(
            "placements-preview",
            "chair",
            f"/units/{given.divided}/placements",
            deeds.place_a_hamlet,
        ),
        Screen("join-old-name", STRANGER, f"{here}/members/new?q=duong+ha"),
        Screen("join-old-name-missing", STRANGER, f"{here}/members/new?q=khong+co"),
        Screen("unit-figures-before", "adviser", f"{here}/figures/units?as_of=2026-01-31"),
        Screen("units-empty", STRANGER, "/units?as_of=1900-01-01"),
        Screen("audit-one", "adviser", f"/audit?community={SLUG}&subject={inside.id}"),
        Screen("audit-empty", "adviser", f"/audit?community={SLUG}&action=token.end"),
        Screen("duty-past", "moderator", f"{here}/duty?first=2020-01-01"),
        Screen("duty-edit", "moderator", f"{here}/duty", deeds.open_details),
        Screen("invitations-open", "moderator", f"{here}/invitations", deeds.open_details),
        Screen("invitation-wrong", "moderator", f"{here}/invitations/new", deeds.send_empty, 422),
        Screen("refusal-wrong", "moderator", f"{cards[0]}/refusal", deeds.send_empty, 422),
        Screen(
            "question-wrong", "moderator", f"{cards[0]}/information-request", deeds.send_empty, 422
        ),
        Screen(
            "suspension-wrong",
            "moderator",
            f"/members/{inside.id}/suspension",
            deeds.send_empty,
            422,
        ),
        Screen("unit-wrong", "administrator", "/units/new", deeds.send_empty, 422),
        Screen("community-wrong", "officer", "/communities/new", deeds.send_empty, 422),
        Screen("appointment-wrong", "officer", f"{here}/appointments/new", deeds.send_empty, 422),
        Screen("card-stale", "moderator", cards[0], deeds.approve_stale, 409),
        Screen("card-claimed", "moderator", cards[0], deeds.claim, once=True),
        Screen("card-claimed-by-another", "chair", cards[0]),
        Screen("card-approved-now", "moderator", cards[1], deeds.approve, once=True),
        Screen("card-told", "moderator", cards[1], deeds.tell, once=True),
        Screen(
            "card-question-sent",
            "moderator",
            f"{cards[2]}/information-request",
            deeds.ask,
            once=True,
        ),
        Screen(
            "batch-undone", "moderator", f"{here}{MANY}approval", deeds.take_back_two, once=True
        ),
        Screen("batch-preview", "moderator", f"{here}{MANY}refusal", deeds.approve_two),
        Screen(
            "batch-done",
            "moderator",
            f"{here}{MANY}approval",
            deeds.approve_two_for_good,
            once=True,
        ),
        *joined(given),
        *contested(given),
        *on_paper(given),
        *written(given),
        *published(given),
        *lettered(given),
        Screen("picture-waiting", "member", f"/pictures/{given.sent.waiting}"),
        Screen("picture-failed", "member", f"/pictures/{given.sent.failed}"),
        Screen("picture-wrong", "member", f"{here}/pictures/new", deeds.send_empty, 422),
        Screen("weekly-settled", "adviser", f"{here}/weekly-sheets/{given.told.settled}"),
        *answered(given),
        *ruled(given),
        Screen("figures-quarters", "adviser", f"{here}/figures?by=quarter"),
        Screen("figures-officer", "officer", f"{here}/figures?by=year"),
        Screen(
            "verification-wrong",
            "chair",
            f"/members/{inside.id}/union-verification",
            deeds.send_empty,
            422,
        ),
        Screen("roster-preview", "moderator", f"{here}/rosters/new", deeds.paste_list),
        Screen("roster-wrong", "moderator", f"{here}/rosters/new", deeds.send_empty, 422),
        Screen("names-matched", "moderator", f"{here}/platform-accounts?kind=matched"),
        Screen("names-left", "moderator", f"{here}/platform-accounts?kind=left"),
        Screen("names-zalo-empty", "adviser", f"{here}/platform-accounts?platform=zalo"),
        Screen("waiting-zalo", "adviser", f"{here}/platform-entries?platform=zalo"),
        Screen("right-wrong", "chair", f"{here}/platform-rights/new", deeds.send_empty, 422),
        Screen("figure-wrong", "moderator", f"{here}/platform-figures/new", deeds.send_empty, 422),
        Screen("takedowns-closed", "adviser", f"{here}/takedowns?state=completed"),
        *banked(given),
        *decided(given),
        *of_works(given),
        *of_needs(given),
        *(
            Screen(f"survey-{name}", "chair", f"/surveys/{given.survey_results.survey}/{rest}")
            for name, rest in (
                ("results-exact", "results?exact=true"),
                ("crossed", "crosstab?rows=phone&columns=wants"),
                ("by-unit", "crosstab?rows=phone&columns=unit"),
                ("filtered", "filtered-results?where=phone:smart"),
            )
        ),
        *checked(given),
        Screen("takedowns-none", "chair", f"{here}/takedowns?state=withdrawn"),
        Screen("outside-posts-hand", "adviser", f"{here}/outside-posts?state=hand"),
        Screen("outside-posts-none", "moderator", f"{here}/outside-posts?q=khong+co"),
        Screen(
            "outside-posts-wrong", "moderator", f"{here}/outside-posts/new", deeds.send_empty, 422
        ),
        Screen(
            "outside-figures-preview",
            "chair",
            f"{here}/platform-figures/import",
            deeds.figure_table,
        ),
        Screen("takedown-wrong", "moderator", f"{here}/takedowns/new", deeds.send_empty, 422),
        Screen(
            "takedown-open-all",
            "moderator",
            f"/takedowns/{given.takedowns.away}",
            deeds.open_every_detail,
        ),
        *(
            Screen(
                f"page-posting-{name}-open", "chair", f"/page-postings/{one}", deeds.open_details
            )
            for name, one in (
                ("unread", given.postings.unread),
                ("failed", given.postings.failed),
                ("unknown", given.postings.unknown),
            )
        ),
        Screen("page-posting-list", "chair", f"{here}/page-postings"),
        Screen("page-posting-wrong", "chair", f"{here}/page-postings/new", deeds.send_empty, 422),
        Screen("page-posting-today", "chair", f"{here}/today"),
        Screen("appointment-minutes", "chair", f"/appointments/{given.appointment}"),
        Screen("password-link", "chair", f"/members/{inside.id}", deeds.give_link, 201),
        Screen("token-made", "moderator", "/tokens/new", deeds.send_empty, 201),
        Screen("tokens-one", "moderator", "/tokens"),
        Screen(
            "shared-device",
            STRANGER,
            "/sessions/new",
            deeds.sign_in_shared(given.own.phone),
        ),
    )


def written(given: Demonstration) -> Iterator[Screen]:
    """Posts: her own list, writing, what is refused, what the board does."""
    feed = f"/communities/{SLUG}/posts"
    waits = f"/posts/{given.posts['submitted']}"
    yield from (
        Screen("posts-mine", "member", f"{feed}?mine=true"),
        Screen("posts-topic", "member", f"{feed}?topic=gia-dinh"),
        Screen("posts-found", "member", f"{feed}?q=canh+cua"),
        Screen("posts-not-found", "member", f"{feed}?q=xe+tang"),
        Screen("posts-removed", "moderator", f"{feed}?state=removed"),
        Screen("posts-state", "moderator", f"{feed}?state=published"),
        Screen("posts-mine-state", "member", f"{feed}?mine=true&state=draft"),
        Screen("posts-author", "moderator", f"{feed}?author={given.own.id}"),
        Screen("posts-author-none", "member", f"{feed}?author={given.own.id}&q=xe+tang"),
        Screen("posts-wrong", "member", f"{feed}/new", deeds.send_empty, 422),
        Screen("posts-review", "moderator", f"/communities/{SLUG}/review?kind=post"),
        Screen("posts-refusal-wrong", "moderator", f"{waits}/refusal", deeds.send_empty, 422),
        Screen("posts-sent", "member", f"{feed}/new", deeds.write_post, once=True),
        Screen("posts-approved-now", "chair", waits, deeds.approve, once=True),
    )


def ruled(given: Demonstration) -> Iterator[Screen]:
    """A rule tried before it is kept; what rules did to a post; the ladder, a second look."""
    rules = f"/communities/{SLUG}/content-rules"
    masked = f"/posts/{given.restraints.masked}"
    yield from (
        Screen("content-rules-trial", "moderator", f"{rules}/new", deeds.try_rule),
        Screen("content-rules-wrong", "moderator", f"{rules}/new", deeds.send_empty, 422),
        Screen("content-rules-ended", "moderator", f"{rules}?ended=true"),
        Screen("post-masked", "member", masked),
        Screen("post-masked-board", "moderator", masked),
        Screen("appeals-review", "moderator", f"/communities/{SLUG}/review?kind=appeal"),
        Screen("appeal-own", "member", f"/appeals/{given.restraints.appeal}"),
        Screen("sanction-own", "member", f"/sanctions/{given.restraints.sanction}"),
    )


def published(given: Demonstration) -> Iterator[Screen]:
    """Bulletins: writing, what is wrong, the months of the pilot, what is scheduled."""
    here = f"/communities/{SLUG}"
    due = f"/posts/{given.posts['bulletin-scheduled']}"
    out = f"/posts/{given.posts['bulletin-published']}"
    yield from (
        Screen("bulletins-new", "chair", f"{here}/posts/new?kind=bulletin&day=2026-12-24"),
        Screen(
            "bulletins-wrong", "chair", f"{here}/posts/new?kind=bulletin", deeds.send_empty, 422
        ),
        Screen("bulletins-scheduled", "chair", due),
        Screen("bulletins-edit", "chair", f"{due}/edit"),
        Screen("bulletins-out", "chair", out),
        Screen("bulletins-out-abroad", STRANGER, out),
        Screen("bulletins-gone-outside", "chair", f"/posts/{given.archived}"),
        Screen("bulletins-page-form", "chair", f"{due}/page-postings/new"),
        Screen("bulletins-group-copy", "chair", f"{out}/group-copy"),
        Screen("bulletins-group-copy-early", "chair", f"{due}/group-copy"),
        Screen("bulletins-calendar-pilot", "adviser", f"{here}/calendar?month=2024-06"),
        Screen("bulletins-topic", STRANGER, f"{here}/bulletins?topic=suc-khoe"),
        Screen("bulletins-feed", "member", f"{here}/posts?kind=bulletin"),
        Screen("bulletins-desk", "chair", f"{here}/content"),
        Screen("bulletins-tags", "chair", f"{here}/tags"),
        Screen("bulletins-quiet", "chair", f"{here}/quiet"),
        Screen("bulletins-spoken", "chair", f"{out}/loudspeaker"),
        Screen("bulletins-visits", "chair", f"{here}/visits"),
        Screen("bulletins-month", "chair", f"{here}/calendar"),
    )


def lettered(given: Demonstration) -> Iterator[Screen]:
    """The desk's letters, a private thread and what its circle sees; forms that were wrong."""
    here = f"/communities/{SLUG}"
    case = f"/care-cases/{given.letters.case}"
    yield from (
        Screen("letters-desk", "chair", f"{here}/questions?view=all"),
        Screen("letters-desk-empty", "chair", f"{here}/questions?q=khong+co"),
        Screen("letters-answer", "chair", f"/questions/{given.letters.question}"),
        Screen("letters-new-wrong", "member", f"{here}/questions/new", deeds.send_empty, 422),
        Screen("letters-private", "member", f"/questions/{given.letters.private}"),
        Screen("letters-case-wrong", "chair", case, deeds.send_empty, 422),
        Screen("letters-circle-wrong", "chair", f"{here}/care-circle", deeds.send_empty, 422),
    )


def answered(given: Demonstration) -> Iterator[Screen]:
    """Comments, reactions and flags; the inbox of every kind and several at once."""
    here = f"/communities/{SLUG}/review"
    post = f"/posts/{given.posts['published']}"
    flag = f"/comments/{given.comments['published']}/flags/new"
    yield from (
        Screen("comments-wrong", "member", f"{post}/comments", deeds.comment_empty, 422),
        Screen("flag-wrong", "member", flag, deeds.send_empty, 422),
        Screen("review-flags", "moderator", f"{here}?kind=flag"),
        Screen("review-comments", "moderator", f"{here}?kind=comment"),
        Screen("review-posts-many", "moderator", f"{here}?kind=post&many=refusal"),
        Screen("review-mixed-many", "moderator", f"{here}?many=approval"),
        Screen(
            "founded-wrong", "moderator", f"/flags/{given.flags}/approval", deeds.send_empty, 422
        ),
        Screen("comment-sent", "member", post, deeds.comment, once=True),
        Screen("touched", "member", post, deeds.touch, once=True),
        Screen("flag-sent", "member", flag, deeds.tell_of, once=True),
        Screen(
            "comment-approved",
            "moderator",
            f"/comments/{given.comments['submitted']}",
            deeds.approve,
            once=True,
        ),
        Screen("flag-kept", "moderator", f"/flags/{given.flags}", deeds.keep_flagged, once=True),
    )


def decided(given: Demonstration) -> Iterator[Screen]:
    """Results: what is refused beside its field, and a corrected key before it is decided."""
    here = f"/rounds/{given.results.published}"
    yield from (
        Screen("result-waits", "chair", f"/rounds/{given.results.waits}/results/1"),
        Screen("result-reason-missing", "chair", f"{here}/results", deeds.send_empty, 422),
        Screen("rulings-open-all", "chair", f"{here}/rulings", deeds.open_every_detail),
        Screen("key-correction-preview", "chair", f"{here}/key-corrections", send_correction),
        Screen("sealed-wrong", "chair", f"{here}/sealed-figures", deeds.send_empty, 422),
    )


def of_works(given: Demonstration) -> Iterator[Screen]:
    """Works that were wrongly sent, a work on the jury's table, a result before it is out."""
    new, closed = f"/contests/{given.works.open}/works/new", f"/contests/{given.works.closed}"
    rules = f"/contests/{given.works.open}/work-rules/edit"
    yield from (
        Screen("work-wrong", "member", new, deeds.send_empty, 422),
        Screen("work-rules-begun", "chair", rules, deeds.send_empty, 422),
        Screen("work-results-chair", "chair", f"{closed}/work-results"),
        Screen("work-votes-chair", "chair", f"{closed}/votes", deeds.open_every_detail),
        Screen("work-jury-only", "chair", f"{closed}/marks", status=409),
        Screen("work-at-the-desk", "chair", f"/works/{given.works.submitted}"),
    )


def of_needs(given: Demonstration) -> Iterator[Screen]:
    """The box filled wrongly, what the board reads and answers, and nothing found."""
    here, topic = f"/communities/{SLUG}", f"/need-topics/{given.needs.topic}"
    yield from (
        Screen("needs-wrong", "member", f"{here}/needs", deeds.send_empty, 422),
        Screen("need-answers-adviser", "adviser", f"{here}/need-answers"),
        Screen("need-list-all", "chair", f"{here}/need-list?view=all"),
        Screen("need-list-none", "chair", f"{here}/need-list?q=khong+co"),
        Screen("need-topic-desk", "chair", topic, deeds.open_every_detail),
        Screen("need-topic-hers", "member", topic),
        Screen("need-today", "chair", f"{here}/today"),
        Screen("need-calendar", "chair", f"{here}/calendar?month=2026-12"),
        Screen("need-answer-past", "chair", f"/need-answers/{given.needs.past}"),
        Screen("need-topic-corrected", "chair", f"/need-topics/{given.needs.corrected}"),
    )


def banked(given: Demonstration) -> Iterator[Screen]:
    """The question bank before it is opened, searched, changed and filled from a table."""
    here = f"/communities/{SLUG}/question-bank"
    card = f"/bank-questions/{given.bank.changed}"
    yield from (
        Screen("question-bank-closed", "adviser", here, status=409),
        Screen("question-bank-not-agreed", "adviser", f"{here}/opening", deeds.send_empty, 422),
        Screen("question-bank-none", "chair", f"{here}?q=khong+co"),
        Screen("question-bank-retired", "chair", f"{here}?state=retired"),
        Screen("bank-question-old", "chair", f"{card}?number=1"),
        Screen("bank-question-open-all", "chair", card, deeds.open_every_detail),
        Screen("bank-question-wrong", "chair", f"{here}/new", deeds.send_empty, 422),
        Screen("question-bank-preview", "chair", f"{here}/import", paste_questions),
        Screen("question-bank-preview-wrong", "chair", f"{here}/import", paste_wrong_questions),
        Screen("question-bank-import-wrong", "chair", f"{here}/import", deeds.send_empty, 422),
    )


def on_paper(given: Demonstration) -> Iterator[Screen]:
    """A survey that is out, a sheet typed in twice, links just made, nothing to put up."""
    named, linked = f"/surveys/{given.surveys.named}", f"/surveys/{given.surveys.linked}"
    typing = f"{named}/paper-responses/new"
    yield from (
        Screen("surveys-out", "chair", named),
        Screen("surveys-out-member", "member", named),
        Screen("surveys-out-links", "chair", linked),
        Screen("surveys-sheet-again", "chair", typing, survey_sheets.type_the_same, 409),
        Screen("surveys-sheet-wrong", "chair", typing, deeds.send_empty, 422),
        Screen("surveys-print-pile", "chair", f"{named}/print?first=17&many=2"),
        Screen("surveys-poster-a5", "chair", f"{named}/poster?size=a5"),
        Screen("surveys-poster-none", "chair", f"{linked}/poster", status=409),
        Screen("surveys-links", "chair", f"{linked}/tokens", survey_sheets.make_links, 201, once=True),
    )


def contested(given: Demonstration) -> Iterator[Screen]:
    """Contests as a member and as a keeper sees them, and what is refused."""
    here, own = f"/communities/{SLUG}/contests", f"/rounds/{given.held.later}"
    round_, contest = f"/rounds/{given.held.open}", f"/contests/{given.held.contest}"
    yield from (
        Screen("contests-member", "member", here),
        Screen("contest-member", "member", contest),
        Screen("contest-round-member", "member", round_),
        Screen("contest-home-member", "member", f"/communities/{SLUG}"),
        Screen("contest-wrong", "chair", f"{here}/new", deeds.send_empty, 422),
        Screen("contest-preview", "chair", f"{here}/new", contests.preview),
        Screen("contest-round-wrong", "chair", f"{contest}/rounds/new", deeds.send_empty, 422),
        Screen("contest-put-off-wrong", "chair", round_, contests.put_off_wrongly, 422),
        Screen("contest-ask-wrong", "chair", f"{own}/questions", contests.ask_nothing, 422),
    )


def joined(given: Demonstration) -> Iterator[Screen]:
    """Two files of one woman, before and after; two women told apart; the chapter asked."""
    pair = given.twins
    goes, asked = f"/members/{pair.goes}", f"/members/{pair.asked}/chapter-inquiry"
    yield from (
        Screen("twins-card", "moderator", goes),
        Screen("twins-card-kept", "moderator", f"/members/{pair.kept}"),
        Screen("twins-merger", "moderator", f"{goes}/merger?into={pair.stays}"),
        Screen("twins-merger-seen", "adviser", f"{goes}/merger?into={pair.stays}"),
        Screen("twins-merger-other-way", "chair", f"/members/{pair.stays}/merger?into={pair.goes}"),
        Screen("twins-merger-unknown", "moderator", f"{goes}/merger?into=KHONGCO"),
        Screen("twins-apart", "moderator", f"{goes}/apart"),
        Screen("twins-apart-wrong", "moderator", f"{goes}/apart", deeds.send_empty, 422),
        Screen("twins-chapter-asked", "moderator", asked),
        Screen("twins-chapter-wrong", "moderator", asked, deeds.send_empty, 422),
        Screen(
            "twins-chapter-not-asked",
            "moderator",
            f"/members/{given.files['submitted'][0].id}/chapter-inquiry",
            deeds.send_empty,
            422,
        ),
    )


def checked(given: Demonstration) -> Iterator[Screen]:
    """A contest that is looked up, one that nobody knows, what a stranger reports."""
    hall = given.hall
    reports = f"/communities/{SLUG}/fake-reports"
    yield from (
        Screen("kiem-tra-found", STRANGER, f"/kiem-tra?code={hall.code.upper()}"),
        Screen("kiem-tra-not-found", STRANGER, "/kiem-tra?code=ABCD-EFGH-JKMN"),
        Screen("kiem-tra-unknown", STRANGER, "/kiem-tra/abcdefghjkmn", status=404),
        Screen("poster-a5", "chair", f"/contests/{hall.contest}/poster?size=a5"),
        Screen("fake-report-about", STRANGER, f"/fake-reports/new?code={hall.code}"),
        Screen("fake-report-wrong", STRANGER, "/fake-reports/new", deeds.send_slowly, 422),
        Screen("fake-reports-handled", "chair", f"{reports}?state=handled"),
    )
