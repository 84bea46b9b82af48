"""Decides what to do with a page that is not the story asked for: one that only leads on, a form to log in, a wall.

A wall is a page that asks for a login, a subscription or consent first.  Takes an answer; gives the address to request
next, or the answer with its true outcome.  A page leads on within its own outlet only: what another outlet shows is not
this story.  `blocks` holds the rules of config/rules/blockpages.toml.  Requests nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from flows.acquire.http.challenges import login_form, wall_address
from flows.acquire.http.leads_on import leads_on
from flows.archive.captures import Capture
from parsers.addresses import site
from parsers.rules import Family

#: Outcomes that the request for a wall may have: the wall came, robots.txt forbids it, or the request did not suit it.
_OF_A_WALL: Final = frozenset({"fetched", "robots_denied", "http_error", "empty", "wrong_type", "script_redirect"})
#: The outcome of a page that has no content and leads to another outlet.
ELSEWHERE: Final = "leads_elsewhere"
_ASKS: Final = {"login_required": "a login or a subscription", "consent_required": "consent"}


def in_place_of_a_page(answer: Capture, blocks: Family) -> tuple[Capture, str | None]:
    """Decide on a page that may stand in place of the story; return the answer to keep, and the address to ask next.

    The address is None unless the page only leads on to another one, within its outlet.  `answer`: an answer with a
    body.  If its page is no story, the answer is returned without the body, and its outcome says why.
    """
    onward = leads_on(answer)
    if onward is None:
        rule = login_form(blocks, answer)
        if rule is None:
            return answer, None
        return _instead(answer, "login_required", f"The page is a form to log in and nothing else ({rule.id})."), None
    if onward.url is None:
        said = "The page holds nothing but a script that leads to another one; scripts are not run."
        return replace(_instead(answer, "script_redirect", said), error_body=answer.body), None
    if is_elsewhere(onward.url, answer.url):
        return _instead(answer, ELSEWHERE, elsewhere_sentence(onward.url, onward.how)), None
    return answer, onward.url


def is_elsewhere(url: str, page: str) -> bool:
    """Whether the address to which a page leads is of another outlet than the page itself, and so not followed."""
    return _outlet(url) != _outlet(page)


def elsewhere_sentence(url: str, how: str) -> str:
    """The sentence about a page without content that leads to another outlet.

    `url`: where it leads.  `how`: by what means, "by a refresh" or "by a script".
    """
    return f"It holds nothing and leads {how} to another site, {url}; name that one to follow it."


def behind_a_wall(answer: Capture, blocks: Family) -> Capture:
    """Return the answer; if its redirects ended at a wall, without its body and with the outcome that says so.

    Only the end counts: some sites lead past such an address and back to the page.
    """
    if not answer.redirects or answer.outcome not in _OF_A_WALL:
        return answer
    rule = wall_address(blocks, answer.requested_url, answer.url)
    if rule is None:
        return answer
    outcome = str(rule.data.get("outcome"))
    said = f"The site asks for {_ASKS.get(outcome, 'something')} first: it redirects to {answer.url} ({rule.id})."
    return _instead(answer, outcome, said)


def _instead(answer: Capture, outcome: str, said: str) -> Capture:
    return replace(answer, body=None, outcome=outcome, detail=said)


def _outlet(url: str) -> str:
    """The registrable domain of an address."""
    return site(urlsplit(url).netloc.rpartition("@")[2].lower())
