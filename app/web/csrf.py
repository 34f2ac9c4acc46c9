"""Cross-site requests are refused without tokens (design.md §2)."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.refusals import Forbidden
from app.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check(method: str, headers: Mapping[str, str], settings: Settings, *, cookie: bool) -> None:
    """Refuse an unsafe request that carries one of our cookies from a foreign page.

    `Sec-Fetch-Site` decides where the browser sends it; without it `Origin` must equal the public
    address; without both the request is refused.
    """
    if method in SAFE_METHODS or not cookie:
        return
    site = headers.get("sec-fetch-site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise Forbidden("cross-site")
        return
    if headers.get("origin") not in _own_origins(headers, settings):
        raise Forbidden("cross-site")


def _own_origins(headers: Mapping[str, str], settings: Settings) -> set[str]:
    """In development also the address that the browser used, e.g. localhost for 127.0.0.1."""
    if settings.production:
        return {settings.address}
    host = headers.get("host", "")
    local = host.rpartition(":")[0] or host
    return {settings.address} | ({f"http://{host}"} if local in LOOPBACK else set())
