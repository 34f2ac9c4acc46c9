"""An S3 bucket on loopback, as its API is documented: put, get, list (V2), delete several.

Every request must be signed (Signature Version 4): the signature is computed anew from the
documented canonical request and compared, so a wrong key or a changed body is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from xml.sax.saxutils import escape

from app import clock

BUCKET, REGION, KEY, SECRET = "anh", "vn-north", "SENKEY", "a secret of the tests"
PAGE = 2


@dataclass
class Bucket:
    """`objects`: what lies there. `failing`: so many of the next requests are answered by 500."""

    address: str = ""
    objects: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failing: int = 0


@contextmanager
def bucket() -> Iterator[Bucket]:
    held = Bucket()

    class Handler(_Handler):
        bucket = held

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    bucket: Bucket
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        if (body := self._enter()) is not None:
            written = clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
            self.bucket.objects[self._name()] = (body, written)
            self._answer(200, etag=body)

    def do_GET(self) -> None:
        if self._enter() is None:
            return
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        if query.get("list-type") == "2":
            self._list(query)
        elif (found := self.bucket.objects.get(self._name())) is None:
            self._problem(404, "NoSuchKey")
        else:
            self._answer(200, found[0], etag=found[0])

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        """DeleteObjects: what is not there counts as deleted."""
        if (body := self._enter()) is not None:
            names = re.findall(r"<Key>([^<]+)</Key>", body.decode())
            for name in names:
                self.bucket.objects.pop(name, None)
            gone = "".join(f"<Deleted><Key>{escape(name)}</Key></Deleted>" for name in names)
            self._answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def log_message(self, *_said: Any) -> None:
        """The tests look at `asked`."""

    def _enter(self) -> bytes | None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.bucket.asked.append(f"{self.command} {self.path}")
        if self.bucket.failing:
            self.bucket.failing -= 1
            self._problem(500, "InternalError")
        elif not self._is_signed(body):
            self._problem(403, "SignatureDoesNotMatch")
        else:
            return body
        return None

    def _name(self) -> str:
        return urlsplit(self.path).path.removeprefix(f"/{BUCKET}/")

    def _is_signed(self, body: bytes) -> bool:
        scheme, _, rest = self.headers.get("authorization", "").partition(" ")
        given = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        claimed = self.headers.get("x-amz-content-sha256", "")
        if scheme != "AWS4-HMAC-SHA256" or claimed not in {
            hashlib.sha256(body).hexdigest(),
            "UNSIGNED-PAYLOAD",
        }:
            return False
        parts = urlsplit(self.path)
        names = given["SignedHeaders"].split(";")
        query = sorted(parse_qsl(parts.query, keep_blank_values=True))
        canonical = "\n".join(
            (
                self.command,
                parts.path,
                "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in query),
                *(f"{name}:{' '.join((self.headers[name] or '').split())}" for name in names),
                "",
                given["SignedHeaders"],
                claimed,
            )
        )
        access, day, region, service, end = given["Credential"].split("/")
        key = ("AWS4" + SECRET).encode()
        for word in (day, region, service, end):
            key = hmac.new(key, word.encode(), hashlib.sha256).digest()
        told = "\n".join(
            (
                scheme,
                self.headers["x-amz-date"],
                f"{day}/{region}/{service}/{end}",
                hashlib.sha256(canonical.encode()).hexdigest(),
            )
        )
        wanted = hmac.new(key, told.encode(), hashlib.sha256).hexdigest()
        return (access, region) == (KEY, REGION) and hmac.compare_digest(wanted, given["Signature"])

    def _list(self, query: dict[str, str]) -> None:
        names = sorted(n for n in self.bucket.objects if n.startswith(query.get("prefix", "")))
        start = int(query.get("continuation-token") or 0)
        shown = names[start : start + PAGE]
        more = start + PAGE < len(names)
        rows = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>{self.bucket.objects[name][1]}"
            f"</LastModified><Size>{len(self.bucket.objects[name][0])}</Size>"
            f"<ETag>&quot;{name}&quot;</ETag></Contents>"
            for name in shown
        )
        token = f"<NextContinuationToken>{start + PAGE}</NextContinuationToken>" if more else ""
        self._answer(
            200,
            f'<?xml version="1.0"?><ListBucketResult><Name>{BUCKET}</Name>'
            f"<KeyCount>{len(shown)}</KeyCount><IsTruncated>{str(more).lower()}</IsTruncated>"
            f"{token}{rows}</ListBucketResult>".encode(),
        )

    def _problem(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _answer(self, status: int, body: bytes = b"", *, etag: bytes | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", self.date_time_string())
        if etag is not None:
            self.send_header("ETag", f'"{hashlib.md5(etag).hexdigest()}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
