"""With `Accept-Language: en` every page is English, for whoever walks through it.

Names and texts that the board or a member wrote stay Vietnamese and say so by lang="vi".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from app.i18n.sentences import PROBLEMS
from tests.factories import HOME, Scene
from tools.translations import written

As = Callable[..., TestClient]
FEWEST_PAGES, MOST_PAGES = 15, 150
#: Pages of one template hardly differ in their words: so many of each are enough.
OF_A_KIND = 4
SITE = "http://testserver"
DESK = f"/communities/{HOME}"
STARTS = {
    "stranger": (DESK, f"{DESK}/members/new", "/sessions/new", "/nowhere"),
    "member": ("/me", "/me/data", "/me/consents", "/me/notices", "/sessions", "/tokens"),
    "moderator": (f"{DESK}/today", f"{DESK}/review", f"{DESK}/members", f"{DESK}/more"),
    "chair": (f"{DESK}/today", f"{DESK}/more", f"{DESK}/edit", f"{DESK}/appointments/new"),
    "adviser": (f"{DESK}/today", f"{DESK}/more", "/audit"),
    "officer": ("/units", "/communities/new", f"{DESK}/appointments", f"{DESK}/regulations/new"),
    "administrator": ("/units", "/me", "/audit"),
}
#: Sentences that are ours in English; a word that both languages share says nothing.
OURS = {
    str(message.string)
    for message in written()
    if message.string and not isinstance(message.id, tuple) and message.id != message.string
}
NOT_FOLLOWED = ("/language/", "/static/", "/sessions/current")
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
#: No end tag follows these.
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Not shown as words of the page: the head, code, and what was typed into a field.
UNREAD = frozenset({"head", "script", "style", "textarea"})
READ_ALOUD = ("title", "aria-label", "placeholder", "alt")


class Reader(HTMLParser):
    """A page as an English reader meets it: `words` of the page, `theirs` in lang="vi", `links`."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.theirs: list[str] = []
        self.spoken: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        foreign = self._foreign
        if "lang" in given:
            foreign = given["lang"] == "vi"
        if not foreign:
            self.spoken += [given[name] for name in READ_ALOUD if name in given]
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag not in VOID:
            self._open.append((tag, foreign))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        said = " ".join(data.split())
        if said and not any(tag in UNREAD for tag, _ in self._open):
            (self.theirs if self._foreign else self.words).append(said)

    @property
    def _foreign(self) -> bool:
        return self._open[-1][1] if self._open else False


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def kind_of(path: str) -> str:
    """The address with ids, codes, days and numbers left out."""
    return re.sub(r"/[0-9A-Z][0-9A-Za-z-]{7,}(?=/|$)|\d+", "…", path)


def walk(client: TestClient, starts: tuple[str, ...]) -> Iterator[tuple[str, Reader]]:
    """Every page that is reached by links from `starts`, nearest first."""
    waiting = ["/", *starts]
    seen, kinds = set(waiting), Counter[str]()
    while waiting and kinds.total() < MOST_PAGES:
        address = waiting.pop(0)
        kind = kind_of(urlsplit(address).path)
        if kinds[kind] == OF_A_KIND and address not in starts:
            continue
        answer = client.get(address, follow_redirects=True)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        kinds[kind] += 1
        reader = read(answer.text)
        yield address, reader
        for link in reader.links:
            target = urldefrag(urljoin(SITE + address, link)).url
            follow = target.removeprefix(SITE)
            ours = target.startswith(SITE) and not follow.startswith(NOT_FOLLOWED)
            if ours and follow not in seen:
                seen.add(follow)
                waiting.append(follow)


def vietnamese(reader: Reader, names: tuple[str, ...]) -> list[str]:
    """What is left untranslated. An attribute cannot say which part of it is a name."""
    spoken = [without(text, names) for text in reader.spoken]
    return [text for text in (*reader.words, *spoken) if VIETNAMESE.search(text)]


def mislabelled(reader: Reader) -> list[str]:
    """Words of the page that a screen reader would pronounce as Vietnamese."""
    return [text for text in reader.theirs if text in OURS]


def without(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


@pytest.fixture
def lived_in(as_: As, scene: Scene) -> tuple[str, ...]:
    """One member in every state, an invitation; the names that stand in the database."""
    chair = as_("chair")
    deeds = {
        "lan": ("approval", {}),
        "mai": ("refusal", {"words": "Nhóm dành cho phụ nữ Gia Lâm."}),
        "dong": ("information-request", {"words": "Chị ở thôn nào?"}),
    }
    for name, (noun, body) in deeds.items():
        done = chair.post(f"/members/{scene.members[name]}/{noun}", json=body)
        assert done.status_code == 200, done.text
    made = chair.post(f"{DESK}/invitations", json={"channel": "zalo", "label": "Bài ghim"})
    assert made.status_code == 201, made.text
    listed = as_("chair").get(f"{DESK}/members", params={"limit": 100}).json()["items"]
    board = [f"Nguyễn Thị {name.replace('_', ' ')}" for name in scene.tokens]
    return (*board, *(row["full_name"] for row in listed))


@pytest.mark.parametrize("who", STARTS)
def test_every_page_is_english(browser_of: As, lived_in: tuple[str, ...], who: str) -> None:
    client = browser_of(None if who == "stranger" else who)
    client.headers["accept-language"] = "en"
    pages = dict(walk(client, STARTS[who]))
    assert len(pages) > FEWEST_PAGES
    left = {
        address: found
        for address, reader in pages.items()
        if (found := vietnamese(reader, lived_in) + mislabelled(reader))
    }
    assert left == {}


def test_the_applicants_own_page_is_english(
    browser_of: As, lived_in: tuple[str, ...], scene: Scene
) -> None:
    client = browser_of(None)
    client.headers["accept-language"] = "en"
    for name in ("hoa", "lan", "mai", "dong"):
        page = f"/applications/{scene.codes[name]}"
        door = read(client.get(page).text)
        assert client.post(f"{page}/visits", data={"phone": scene.phones[name]}).status_code == 303
        own = read(client.get(page).text)
        assert len(own.words) > len(door.words)
        assert vietnamese(door, lived_in) + vietnamese(own, lived_in) == []
        assert mislabelled(own) == []


def test_what_comes_after_a_form_is_english(
    browser_of: As, lived_in: tuple[str, ...], scene: Scene
) -> None:
    """Answers that are shown only once, and forms that come back with their errors."""
    client = browser_of("chair")
    client.headers["accept-language"] = "en"
    hoa, lan = f"/members/{scene.members['hoa']}", f"/members/{scene.members['lan']}"
    forms: dict[tuple[str, int], dict[str, str]] = {
        (f"{lan}/password-links", 201): {},
        ("/tokens", 201): {"label": "Bảng tuần", "expires_in_days": "30"},
        ("/tokens", 422): {"label": "Bảng tuần", "expires_in_days": "rất lâu"},
        (f"{DESK}/review/batch", 200): {"decision": "approval", "items": hoa.rpartition("/")[2]},
        (f"{lan}/suspension", 422): {"until": "mai"},
        (f"{lan}/removal", 422): {},
        (f"{DESK}/regulations", 422): {"title": ""},
        (f"{DESK}/members", 422): {"full_name": "", "phone": "không"},
        (f"{DESK}/appointments", 403): {"role": "vua"},
        (f"{hoa}/refusal", 409): {"words": "Nhóm dành cho phụ nữ Gia Lâm."},
    }
    for (address, status), form in forms.items():
        answer = client.post(address, data=form)
        assert answer.status_code == status, (address, answer.text)
        reader = read(answer.text)
        assert len(reader.words) > 10
        assert vietnamese(reader, lived_in) + mislabelled(reader) == [], address


def test_every_problem_is_explained_in_english(browser_of: As) -> None:
    client = browser_of(None)
    client.headers["accept-language"] = "en"
    for code in PROBLEMS:
        page = client.get(f"/problems/{code}")
        assert page.status_code == 200
        assert vietnamese(read(page.text), ()) == []


def test_the_reader_finds_what_is_vietnamese_and_leaves_what_says_so() -> None:
    page = read(
        '<head><title>Nhóm – Sen</title></head><p title="Hạn">Đã <b lang="vi">nhắn<i>ngày</i></b>'
        ' <br>to<img alt="Ảnh" src="x"><svg><use href="y"/><text lang="vi">Tổ</text></svg> chị</p>'
    )
    assert vietnamese(page, ()) == ["Đã", "chị", "Hạn", "Ảnh"]
    assert vietnamese(page, ("Hạn", "Đã")) == ["Đã", "chị", "Ảnh"]
    assert mislabelled(read('<p lang="vi">Lan <b>Approve</b></p><p>Approve</p>')) == ["Approve"]
