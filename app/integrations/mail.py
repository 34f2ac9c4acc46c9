"""E-mail by SMTP, from the standard library: TLS, short waits, and three clear ends.

`REFUSED`: the other side will not take it. `AWAY`: it surely did not arrive and may be tried
again. `UNCERTAIN`: the line broke after the words were handed over; nobody knows.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import unquote, urlsplit

from app import clock
from app.domain.deliveries import AWAY, REFUSED, UNCERTAIN, NotSent
from app.settings import Settings

TIMEOUT_S = 10.0
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail. `key` makes its Message-ID, so that a repetition can be recognised.

    `unsubscribe`: the address that ends such letters with one POST (RFC 8058).
    """

    key: str
    to: str
    subject: str
    text: str
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Mailer:
    """`url`: smtp://user:password@host:587 (STARTTLS; plain only to this machine) or smtps://."""

    url: str
    sender: str

    def send(self, letter: Letter) -> str:
        """The server's receipt. Raises NotSent."""
        message = self._message(letter)
        try:
            client = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(AWAY, _code(error)) from None
        try:
            return self._hand_over(client, message, letter.to)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(AWAY, _code(error)) from None
        finally:
            # No QUIT: it could fail after the letter was taken, and says nothing more.
            client.close()

    def _hand_over(self, client: smtplib.SMTP, message: EmailMessage, to: str) -> str:
        client.ehlo_or_helo_if_needed()
        _check(client.mail(parseaddr(self.sender)[1]))
        _check(client.rcpt(to))
        try:
            code, reply = client.data(message.as_bytes(policy=SMTP))
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code) from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(UNCERTAIN, _code(error)) from None
        _check((code, reply))
        return reply.decode("ascii", "replace")[:200]

    def _message(self, letter: Letter) -> EmailMessage:
        name, address = parseaddr(self.sender)
        message = EmailMessage()
        message["From"] = formataddr((name, address))
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{letter.key}@{address.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.text, cte="quoted-printable")
        return message

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        context = ssl.create_default_context()
        if parts.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
        else:
            client = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        try:
            if parts.scheme == "smtp" and not is_here(host):
                client.starttls(context=context)
            if parts.username:
                client.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            client.close()
            raise
        return client


def mailer_of(settings: Settings) -> Mailer | None:
    """The post office of this installation; None where none is set."""
    return Mailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else None


def is_here(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


def _check(answer: tuple[int, bytes]) -> None:
    if answer[0] >= 400:
        raise _refusal(answer[0])


def _refusal(code: int) -> NotSent:
    """4xx: another time; 5xx: never."""
    return NotSent(REFUSED if code >= 500 else AWAY, f"smtp-{code}")


def _code(error: Exception) -> str:
    """A short word for the log: what a server writes may hold the address."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "smtp-sign-in"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "smtp-no-tls"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"smtp-{error.smtp_code}"
    if isinstance(error, ssl.SSLError):
        return "smtp-tls"
    if isinstance(error, TimeoutError):
        return "smtp-timeout"
    return "smtp-away"
