"""The errands to Facebook Pages of one installation: check a token, deliver a posting.

Nothing here touches the database: a caller prepares an order before and notes its outcome after.
"""

from __future__ import annotations

from collections.abc import Callable

from app.domain.page_postings import Order, Outcome, Trouble
from app.domain.refusals import Invalid
from app.integrations.facebook import Lost, PageClient, PageTrouble, shown
from app.integrations.sealing import Sealing, Unopened
from app.settings import Settings

#: Gives (file name, bytes) of a picture by its digest; None where there is none.
Opener = Callable[[Settings, str], tuple[str, bytes] | None]
_OPENERS: list[Opener] = []


def open_pictures_with(opener: Opener) -> None:
    """Whoever keeps pictures says here how one is opened for the Page."""
    _OPENERS.append(opener)


class PageDesk:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sealing = Sealing(settings.secret().encode(), "page token")

    def checked(self, page_id: str, token: str) -> tuple[str, str]:
        """(the Page's name, the token sealed). Raises `Invalid` beside the field that is wrong."""
        with self._client(page_id, token) as page:
            try:
                found = page.check()
            except PageTrouble as error:
                raise Invalid.at("/token", error.trouble.code) from None
        return found.name, self.sealing.seal(token)

    def deliver(self, order: Order) -> Outcome:
        try:
            token = self.sealing.open(order.token)
            pictures = [self._picture(digest) for digest in order.pictures]
            with self._client(order.page_id, token) as page:
                return _deliver(page, order, pictures)
        except Unopened:
            return Outcome(trouble=Trouble("page-token-unreadable"))
        except PageTrouble as error:
            return Outcome(trouble=error.trouble)
        except Lost:
            return Outcome(lost=True)

    def _client(self, page_id: str, token: str) -> PageClient:
        return PageClient(self.settings.facebook_url, page_id, token)

    def _picture(self, digest: str) -> tuple[str, bytes]:
        for opener in _OPENERS:
            found = opener(self.settings, digest)
            if found is not None:
                return found
        raise PageTrouble(Trouble("page-picture-missing"))


def _deliver(page: PageClient, order: Order, pictures: list[tuple[str, bytes]]) -> Outcome:
    """What may stand there already is looked for first; then, if it shall, published once."""
    if order.look_since is not None:
        text = shown(order.text, order.link, with_pictures=bool(pictures))
        scheduled = order.at is not None
        found = page.find(text, order.look_since, order.known, scheduled=scheduled)
        if found is not None:
            return Outcome(outside_id=found.id, address=found.address)
    if not order.publish:
        return Outcome()
    made = page.publish(order.text, order.link, pictures, order.at)
    return Outcome(outside_id=made.id, address=made.address)
