"""A server on loopback that behaves as the documented Graph API of a Page, with failures on demand.

developers.facebook.com/docs/graph-api/reference/page/feed, /photos, /scheduled_posts and
/docs/graph-api/guides/error-handling. It keeps what it was told, as Facebook does.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from app import clock

PAGE, TOKEN, NAME = "100200300", "EAAG-a-page-token-of-the-tests", "Phụ nữ Gia Lâm"
ERRORS = {
    "expired": (400, 190, "Error validating access token: Session has expired", 463),
    "rate": (400, 32, "Page request limit reached", 0),
    "blocked": (400, 368, "The action attempted has been deemed abusive", 0),
    "permission": (403, 200, "Requires pages_manage_posts permission", 0),
    "invalid": (400, 100, "Invalid parameter", 0),
    "unknown": (500, 1, "An unknown error has occurred.", 0),
    "novel": (400, 987654, "Something new", 0),
}


@dataclass
class Graph:
    """`trouble`: taken one by one, each by one request of its kind ("feed", "photos", "get").

    `lost`: the post is made and the connection closed; `page`: an HTML page of a proxy; `gone`:
    the post is made and the proxy's page comes all the same; else a name of `ERRORS`.
    """

    tokens: dict[str, str] = field(default_factory=lambda: {TOKEN: PAGE})
    posts: list[dict[str, Any]] = field(default_factory=list)
    scheduled: list[dict[str, Any]] = field(default_factory=list)
    photos: dict[str, bytes] = field(default_factory=dict)
    trouble: list[tuple[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    #: Posts that the feed does not show yet.
    late: int = 0
    address: str = ""

    def next_trouble(self, kind: str) -> str:
        if self.trouble and self.trouble[0][0] == kind:
            return self.trouble.pop(0)[1]
        return ""

    @property
    def messages(self) -> list[str]:
        return [post["message"] for post in self.posts]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    graph: Graph

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Silent."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        _, page, *edge = parts.path.strip("/").split("/")
        self._note("GET", parts.path, query)
        if self._refused(page) or self._troubled("get"):
            return
        if not edge:
            self._say(200, {"id": page, "name": NAME})
            return
        rows = self.graph.scheduled if edge[0] == "scheduled_posts" else self.graph.posts
        shown = rows[: len(rows) - self.graph.late] if self.graph.late else rows
        fields = query.get("fields", "id").split(",")
        data = [{name: row[name] for name in fields if name in row} for row in reversed(shown)]
        self._say(200, {"data": data[: int(query.get("limit", "25"))]})

    def do_POST(self) -> None:
        _, page, edge = urlsplit(self.path).path.strip("/").split("/")
        form, files = self._body()
        self._note("POST", self.path, form)
        if self._refused(page):
            return
        if edge == "photos":
            if not self._troubled("photos"):
                number = str(900 + len(self.graph.photos))
                self.graph.photos[number] = files["source"]
                self._say(200, {"id": number})
            return
        trouble = self.graph.next_trouble("feed")
        if trouble in ERRORS or trouble == "page":
            self._fail(trouble)
            return
        made = self._make(page, form)
        if trouble == "lost":
            self.close_connection = True
            self.connection.close()
        elif trouble == "gone":
            self._fail("page")
        else:
            self._say(200, {"id": made})

    def _make(self, page: str, form: dict[str, str]) -> str:
        ahead = form.get("published") == "false"
        rows = self.graph.scheduled if ahead else self.graph.posts
        made = {
            "id": f"{page}_{len(self.graph.posts) + len(self.graph.scheduled) + 1}",
            "message": " ".join(form["message"].split(" ")).strip(),
            "created_time": f"{clock.now():%Y-%m-%dT%H:%M:%S+0000}",
            **form,
        }
        rows.append(made)
        return str(made["id"])

    def _body(self) -> tuple[dict[str, str], dict[str, bytes]]:
        raw = self.rfile.read(int(self.headers["content-length"]))
        kind = self.headers["content-type"]
        if kind.startswith("multipart/"):
            head = f"Content-Type: {kind}\r\n\r\n".encode()
            parts = BytesParser().parsebytes(head + raw).get_payload()
            form: dict[str, str] = {}
            files: dict[str, bytes] = {}
            for part in parts:
                name = str(part.get_param("name", header="content-disposition"))  # type: ignore[union-attr]
                content = part.get_payload(decode=True)  # type: ignore[union-attr]
                if part.get_filename():  # type: ignore[union-attr]
                    files[name] = bytes(content)
                else:
                    form[name] = bytes(content).decode()
            return form, files
        return {name: values[-1] for name, values in parse_qs(raw.decode()).items()}, {}

    def _note(self, method: str, path: str, said: dict[str, str]) -> None:
        self.graph.asked.append((method, path, said))

    def _refused(self, page: str) -> bool:
        token = self.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.graph.tokens:
            self._fail("expired")
            return True
        if self.graph.tokens[token] != page:
            self._fail("permission")
            return True
        return False

    def _troubled(self, kind: str) -> bool:
        trouble = self.graph.next_trouble(kind)
        if trouble:
            self._fail(trouble)
        return bool(trouble)

    def _fail(self, trouble: str) -> None:
        if trouble == "page":
            self._write(502, b"<html>Bad gateway</html>", "text/html")
            return
        status, code, message, sub = ERRORS[trouble]
        error = {
            "message": message,
            "type": "OAuthException",
            "code": code,
            "error_subcode": sub,
            "fbtrace_id": "A1b2C3",
        }
        self._say(status, {"error": error})

    def _say(self, status: int, value: Any) -> None:
        self._write(status, json.dumps(value).encode(), "application/json; charset=UTF-8")

    def _write(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Served:
    """`with Served() as graph:`: the state of a server that listens at `graph.address`."""

    def __enter__(self) -> Graph:
        graph = Graph()
        handler = type("Bound", (Handler,), {"graph": graph})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        graph.address = f"http://127.0.0.1:{self._server.server_address[1]}/v24.0"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return graph

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
