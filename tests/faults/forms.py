"""Every form that the application has, found as a person finds them: by following its links."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.web.pages import Form, page_of

MOST_PAGES_OF_A_KIND = 2
LEAVING = ("auth.sign_out", "consent.stop", "withdrawal.record")
"""Forms that end what others need: they are not sent on the way, and come last."""


@dataclass(frozen=True)
class Found:
    """A form: which endpoint takes it, at which address, and its fields as they stood."""

    endpoint: str
    address: str
    fields: Mapping[str, str]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.actions: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self.actions.append(given.get("action") or "")
        if tag == "button" and given.get("formaction"):
            self.actions.append(str(given["formaction"]))


def forms_of(client: FlaskClient, start: str = "/") -> list[Found]:
    """The forms that this person finds from here on; each is sent once, for what is behind it."""
    crawl = _Crawl(client)
    crawl.follow(start)
    for found in list(crawl.forms.values()):
        if found.endpoint not in LEAVING:
            crawl.send(found)
    return list(crawl.forms.values())


class _Crawl:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.seen: Counter[str] = Counter()
        self.addresses: set[str] = set()
        self.forms: dict[str, Found] = {}

    def follow(self, start: str) -> None:
        waiting = [start]
        while waiting:
            address = waiting.pop(0)
            endpoint = self.endpoint(address, "GET")
            if endpoint is None or address in self.addresses or endpoint == "static":
                continue
            self.addresses.add(address)
            self.seen[endpoint] += 1
            if self.seen[endpoint] <= MOST_PAGES_OF_A_KIND:
                answer = self.client.get(address, follow_redirects=True)
                waiting += self.read(answer, answer.request.path)

    def send(self, found: Found) -> None:
        answer = self.client.post(found.address, data=found.fields, follow_redirects=True)
        for link in self.read(answer, found.address):
            self.follow(link)

    def read(self, answer: TestResponse, address: str) -> Iterator[str]:
        """Note the forms of a page; its links."""
        if answer.mimetype != "text/html":
            return iter(())  # What is handed out as a file has no forms.
        page, links = page_of(answer.text), _Links()
        links.feed(answer.text)
        for action in links.actions:
            target = urljoin(address, action)
            endpoint = self.endpoint(target, "POST")
            if endpoint is not None:
                fields: Form = {**page.fields, **page.answered("3")}
                self.forms.setdefault(endpoint, Found(endpoint, target, fields))
        return iter([urljoin(address, link) for link in links.links])

    def endpoint(self, address: str, method: str) -> str | None:
        """Which endpoint of ours an address belongs to; None for any other."""
        parts = urlsplit(address)
        if parts.netloc not in ("", "localhost") or parts.scheme not in ("", "http"):
            return None
        try:
            matched = self.client.application.url_map.bind("").match(parts.path, method=method)
        except HTTPException:
            return None
        return str(matched[0])
