"""The errands to Facebook Pages of one installation: check a token, deliver a posting.

Nothing here touches the database: a caller prepares an order before and notes its outcome after.
"""

from __future__ import annotations

from app.domain.page_postings import Order, Outcome, Trouble
from app.domain.refusals import Invalid
from app.integrations.facebook import Lost, PageClient, PageTrouble, shown
from app.integrations.sealing import Sealing, Unopened
from app.integrations.storage import Media, StorageAway
from app.settings import Settings


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

    def deliver(self, order: Order, media: Media) -> Outcome:
        """`media`: where the files of its pictures lie."""
        try:
            token = self.sealing.open(order.token)
            named = order.pictures if order.publish else ()
            pictures = [_picture(media, key) for key in named]
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


def _deliver(page: PageClient, order: Order, pictures: list[tuple[str, bytes]]) -> Outcome:
    """What may stand there already is looked for first; then, if it shall, published once."""
    if order.look_since is not None:
        text = shown(order.text, order.link, with_pictures=bool(order.pictures))
        scheduled = order.at is not None
        found = page.find(text, order.look_since, order.known, scheduled=scheduled)
        if found is not None:
            return Outcome(outside_id=found.id, address=found.address)
    if not order.publish:
        return Outcome()
    made = page.publish(order.text, order.link, pictures, order.at)
    return Outcome(outside_id=made.id, address=made.address)


def _picture(media: Media, key: str) -> tuple[str, bytes]:
    """Its name on the way, and its bytes."""
    try:
        content = media.get(key)
    except StorageAway:
        raise PageTrouble(Trouble("page-picture-missing", again=True)) from None
    if content is None:
        raise PageTrouble(Trouble("page-picture-missing"))
    return key.rpartition("/")[2], content
