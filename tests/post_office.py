"""Post offices on this machine: an SMTP server and an HTTP service that do as a test tells them."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs

S = TypeVar("S", bound=socketserver.BaseServer)


class PostOffice(socketserver.ThreadingTCPServer):
    """`manner`: ok; refuse, busy (at RCPT); full, spam (at the end of DATA); mute, hang (then)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), _Clerk)
        self.manner = "ok"
        self.taken: list[bytes] = []
        self.recipients: list[str] = []

    @property
    def url(self) -> str:
        return "smtp://{}:{}".format(*self.server_address[:2])

    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=default) for raw in self.taken]


class _Clerk(socketserver.StreamRequestHandler):
    server: PostOffice

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "RCPT":
                self.server.recipients.append(line.partition("<")[2].partition(">")[0])
            if word == "RCPT" and self.server.manner in {"refuse", "busy"}:
                self._say({"refuse": "550 nobody here", "busy": "451 later"}[self.server.manner])
            elif word == "DATA":
                self._say("354 go on")
                if not self._take():
                    return
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> bool:
        lines = bytearray()
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines += line
        if self.server.manner in {"full", "spam"}:
            self._say({"full": "452 full", "spam": "554 no"}[self.server.manner])
            return True
        self.server.taken.append(bytes(lines))
        if self.server.manner == "mute":
            return False
        if self.server.manner == "hang":
            time.sleep(60)
        self._say("250 taken as 7")
        return True


class Service(ThreadingHTTPServer):
    """Answers by `answers`: path → a list of (status, body), the last for ever; 0: no word."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.answers: dict[str, list[tuple[int, Any]]] = {}
        self.asked: list[tuple[str, dict[str, str], Any]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class _Desk(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"])).decode()
        form = "urlencoded" in self.headers["content-type"]
        body: Any = {k: v[0] for k, v in parse_qs(raw).items()} if form else json.loads(raw)
        self.server.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        answers = self.server.answers[self.path]
        status, said = answers.pop(0) if len(answers) > 1 else answers[0]
        if status == 0:
            self.close_connection = True
            return
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@contextmanager
def opened(server: S) -> Iterator[S]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
