"""A page that first asks for login, subscription or consent is rejected with that reason, and never taken for the
story."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import pytest

from flows.acquire.http.stand_ins import behind_a_wall, in_place_of_a_page
from flows.archive.captures import Capture
from parsers.rules import default_rules
from tests.acquire.loopback import answers, get, site

BLOCKS: Final = default_rules().family("blockpages")
STORY: Final = "https://www.herald.example/2024/ferry"
TEXT: Final = "<p>" + "The ferry sailed at dawn, the harbour master said. " * 20 + "</p>"
FORM: Final = "<form><label>E-mail</label><input name=email><input type=password><button>OK</button></form>"


@pytest.mark.parametrize(
    ("reached", "outcome"),
    [
        ("https://www.herald.example/login?return=/2024/ferry", "login_required"),
        ("https://login.herald.example/", "login_required"),
        ("https://sso.press.example/auth/realms/x", "login_required"),
        ("https://www.herald.example/abo/", "login_required"),
        ("https://www.herald.example/suscripcion?from=ferry", "login_required"),
        ("https://consent.herald.example/?x=1", "consent_required"),
        ("https://www.herald.example/zustimmung", "consent_required"),
        ("https://www.herald.example/2024/ferry-sails", "fetched"),
        ("https://www.herald.example/2024/login-data-stolen", "fetched"),
        ("https://www.herald.example/", "fetched"),
    ],
)
def test_where_redirects_end(reached: str, outcome: str) -> None:
    answer = Capture(reached, b"<p>something</p>", status=200, redirects=(STORY,))
    found = behind_a_wall(answer, BLOCKS)
    assert (found.outcome, found.body is None) == (outcome, outcome != "fetched")
    assert outcome == "fetched" or reached in found.detail


@pytest.mark.parametrize(
    "answer",
    [
        Capture("https://www.herald.example/login", b"x", status=200),
        Capture("https://herald.example/login/", b"x", status=200, redirects=("https://herald.example/login",)),
        Capture("https://login.herald.example/a", b"x", status=200, redirects=("https://login.herald.example/b",)),
    ],
)
def test_an_address_that_was_asked_for_as_such_is_no_wall(answer: Capture) -> None:
    assert behind_a_wall(answer, BLOCKS) is answer


@pytest.mark.parametrize("outcome", ["timeout", "blocked", "tls_error", "too_many_redirects", "host_resting"])
def test_what_went_wrong_at_the_wall_itself_stays(outcome: str) -> None:
    answer = Capture("https://herald.example/login", outcome=outcome, redirects=(STORY,))
    assert behind_a_wall(answer, BLOCKS) is answer


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (f"<title>Log in | The Herald</title><h1>Welcome back</h1>{FORM}", "login_required"),
        (f"<title>The Herald</title><h1><span>Sign in</span></h1>{FORM}<footer>{TEXT}</footer>", "login_required"),
        (f"<title>Hafenpost – Anmelden</title>{FORM}", "login_required"),
        (f"<title>Connexion - Le Port</title>{FORM}", "login_required"),
        (f"<title>Přihlášení</title>{FORM}", "login_required"),
        (f"<title>ログイン｜港新聞</title>{FORM}", "login_required"),
        (f"<title>تسجيل الدخول</title>{FORM}", "login_required"),
        ("<title>Sign in</title><form><input type=email><button>Next</button></form>", "login_required"),
        (f"<title>Log in</title>{FORM}{TEXT}", "fetched"),
        (f"<title>Ferry sails at dawn</title>{FORM}<p>The ferry sailed.</p>", "fetched"),
        ("<title>Log in</title><p>Sailors will have to log in at the gate from Monday.</p>", "fetched"),
        (f"<title>Login data of 4,000 sailors stolen</title>{FORM}<p>Somebody did it.</p>", "fetched"),
    ],
)
def test_a_form_and_nothing_else(body: str, outcome: str) -> None:
    found, target = in_place_of_a_page(Capture(STORY, body.encode(), status=200, media_type="text/html"), BLOCKS)
    assert (found.outcome, target, found.body is None) == (outcome, None, outcome != "fetched")


def test_a_real_site() -> None:
    async def run() -> None:
        table: dict[str, Any] = {
            "/a": answers(status=302, headers={"Location": "/login?next=/a"}),
            "/login": answers(text=f"<title>Herald</title>{FORM}", content_type="text/html"),
            "/b": answers(status=302, headers={"Location": "/subscribe"}),
            "/robots.txt": answers(text="User-agent: *\nDisallow: /subscribe"),
            "/c": answers(status=401, text="no", headers={"WWW-Authenticate": "Basic"}),
            "/d": answers(status=402, text="pay"),
            "/e": answers(status=302, headers={"Location": "/sso?next=/a"}),
            "/sso": answers(status=302, headers={"Location": "/page"}),
            "/f": answers(status=302, headers={"Location": "/consent"}),
        }
        async with site(table) as served:
            found = [(await get(f"{served.url}/{one}", retries=0)) for one in "abcdef"]
        walled = ["login_required"] * 4 + ["fetched", "consent_required"]
        assert [one.outcome for one in found] == walled
        assert all(one.body is None and one.detail.endswith(".") for one in found if one.outcome != "fetched")

    asyncio.run(run())
