"""No room knows itself by way of others, and the picture in the documentation is the one that the imports give."""

from tests.rooms import arrows, circles


def test_no_circle_of_rooms() -> None:
    assert [" -> ".join(circle) for circle in circles(arrows())] == []


def test_a_circle_would_be_found() -> None:
    drawn = {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset({"a"}), "d": frozenset({"a"})}
    assert ("a", "b", "c", "a") in set(circles(drawn))
    assert not list(circles({"a": frozenset({"b"}), "b": frozenset()}))
