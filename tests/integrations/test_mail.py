"""Letters to a real SMTP server on this machine, and what each of its moods means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.domain.deliveries import NotSent
from app.integrations import mail
from app.integrations.mail import Letter, Mailer
from app.settings import Settings
from tests.post_office import PostOffice, opened

pytestmark = pytest.mark.once
SENDER = "Nhóm mình <thu@nhom.example>"
LETTER = Letter(
    "k1", "hoa@thu.example", "Thư mới từ nhóm", "Chị ơi.\n.\nMời chị mở.", "https://x/u"
)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as found:
        yield found


def test_a_letter_arrives_whole(office: PostOffice) -> None:
    receipt = Mailer(office.url, SENDER).send(LETTER)
    assert receipt == "taken as 7"
    (letter,) = office.letters()
    assert office.recipients == ["hoa@thu.example"]
    assert letter["Subject"] == "Thư mới từ nhóm"
    assert letter["From"] == SENDER
    assert letter["Message-ID"] == "<k1@nhom.example>"
    assert letter["List-Unsubscribe"] == "<https://x/u>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content().replace("\r\n", "\n").replace("\n..\n", "\n.\n")
    assert body.strip() == LETTER.text


@pytest.mark.parametrize(
    ("manner", "what", "problem", "taken"),
    [
        ("refuse", "refused", "smtp-550", 0),
        ("busy", "away", "smtp-451", 0),
        ("full", "away", "smtp-452", 0),
        ("spam", "refused", "smtp-554", 0),
        ("mute", "uncertain", "smtp-away", 1),
    ],
)
def test_what_a_server_says_is_understood(
    office: PostOffice, manner: str, what: str, problem: str, taken: int
) -> None:
    office.manner = manner
    with pytest.raises(NotSent) as caught:
        Mailer(office.url, SENDER).send(LETTER)
    assert (caught.value.outcome.what, caught.value.outcome.problem) == (what, problem)
    assert len(office.taken) == taken


def test_silence_after_the_letter_was_handed_over_is_uncertain(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_S", 0.3)
    office.manner = "hang"
    with pytest.raises(NotSent) as caught:
        Mailer(office.url, SENDER).send(LETTER)
    assert caught.value.outcome.what == "uncertain"


def test_nobody_at_the_door_is_tried_again(office: PostOffice) -> None:
    with opened(PostOffice()) as gone:
        url = gone.url
    with pytest.raises(NotSent) as caught:
        Mailer(url, SENDER).send(LETTER)
    assert caught.value.outcome.what == "away"


def test_no_word_goes_to_another_machine_without_tls() -> None:
    """127.0.0.2 is this machine too, but the mailer does not take it for such."""
    with opened(PostOffice("127.0.0.2")) as plain, pytest.raises(NotSent) as caught:
        Mailer(plain.url, SENDER).send(LETTER)
    assert (caught.value.outcome.what, caught.value.outcome.problem) == ("away", "smtp-no-tls")
    assert (plain.recipients, plain.taken) == ([], [])


def test_a_line_break_in_a_subject_is_no_second_header(office: PostOffice) -> None:
    letter = Letter("k1", "hoa@thu.example", "Thư\nBcc: all@thu.example", "x")
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        Mailer(office.url, SENDER).send(letter)
    assert office.taken == []


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_url": "http://mail.example", "mail_from": "a@b.vn"},
        {"smtp_url": "smtp://mail.example"},
        {"smtp_url": "smtp://mail.example", "mail_from": "nobody"},
        {"zns_app_id": "1"},
    ],
)
def test_a_way_that_is_half_set_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="SEN_"):
        Settings(**given)  # type: ignore[arg-type]
