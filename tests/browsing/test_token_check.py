"""Who is let in: this machine's names and the token; nobody else, and nothing is changed."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.browsing.conftest import TOKEN

ADDRESSES = ("/", "/?words=harbour", "/story/1", "/story/1/changes", "/story/1/page", "/report", "/nothing")


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_without_the_token(stranger: TestClient, address: str) -> None:
    answer = stranger.get(address)
    assert answer.status_code == 403 and "harbour" not in answer.text


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "ü"])
def test_wrong_token(stranger: TestClient, token: str) -> None:
    assert stranger.get("/", params={"token": token}).status_code == 403
    assert stranger.get("/", headers={"Cookie": "copydesk-8000=x"}).status_code == 403


def test_token_leaves_the_address(stranger: TestClient) -> None:
    answer = stranger.get(f"/?words=a+b&token={TOKEN}")
    assert answer.status_code == 303 and answer.headers["location"] == "/?words=a+b"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    stranger.cookies.clear()


def test_redirect_stays_here(stranger: TestClient) -> None:
    answer = stranger.get(f"http://127.0.0.1:8000//evil.example/?token={TOKEN}")
    assert answer.headers["location"] == "/evil.example/"
    stranger.cookies.clear()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "10.0.0.1", "evil.example:8000", "[::"])
def test_foreign_names_are_refused(reader: TestClient, host: str) -> None:
    assert reader.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_shows(reader: TestClient, method: str) -> None:
    assert reader.request(method, "/story/1").status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_closed_in(reader: TestClient, address: str) -> None:
    headers = reader.get(address).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store" and headers["referrer-policy"] == "no-referrer"
