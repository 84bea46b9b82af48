"""Data for scripts that is cut off, nested without end, circular or huge costs bounded time and never raises."""

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import Rejection, parse_page
from tests.html.state.pages import ADDRESS, APOLLO, MARKUP, STORY, SYSTEMS, data, flight, nuxt, page, story, variable

#: Seconds of processor time for one page, generous for a slow machine.
SOON = 20.0


def parsed(*scripts: str) -> None:
    """Parse a page with these scripts twice: no internal error, and the same result both times."""
    body = page(*scripts, printed=f"<p>{STORY[0]}</p>")
    result = parse_page(body, url=ADDRESS, media_type="text/html")
    assert not (isinstance(result, Rejection) and result.reason == "internal_error"), result
    assert parse_page(body, url=ADDRESS, media_type="text/html") == result


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(SYSTEMS)),
    st.floats(0, 1),
    st.sampled_from(["", '"', "}", "]", "\\", "undefined", "$1", "<"]),
)
def test_a_script_that_is_cut_off_or_damaged(system: str, share: float, put: str) -> None:
    script = SYSTEMS[system]
    opened = script.index(">") + 1
    at = opened + int(share * (len(script) - opened - len("</script>")))
    parsed(f"{script[:at]}{put}</script>", f"{script[:at]}{put}{script[at:]}")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([MARKUP, *STORY, "$1", "$L3"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(
                ["type", "children", "content", "text", "headline", "url", "body", "__ref", "id", "items", "tag"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_values_of_any_shape(value: object) -> None:
    whole = story(body=value, content=[value, value])
    parsed(data(whole), data([value, whole], "__NUXT_DATA__"), data(nuxt(whole), "__NUXT_DATA__"))
    parsed(variable({**APOLLO, "Article:1": whole}), flight(f"1:{json.dumps(whole)}\n2:T5f,{value}", "3:[\n"))


def test_objects_that_hold_themselves() -> None:
    circle = {**APOLLO, "Article:1": {**story(), "body": [{"__ref": "Article:1"}, {"__ref": "Article:1"}]}}
    parsed(variable(circle), data([["Reactive", 0], {"a": 1, "body": 1}, [2]], "__NUXT_DATA__"))
    parsed(data([["Ref", 0], 1], "__NUXT_DATA__"), data([["Ref", 1], ["Ref", 0]] * 200, "__NUXT_DATA__"))
    parsed(flight(f'1:{json.dumps(story(body="$2"))}\n2:["$2","$1","$3"]\n3:"$3"\n' + " " * 400))


#: Scripts of megabytes, made when they are needed: what stands first, what is repeated how often, and what stands last.
REPEATED = [
    ("<script>x=", '{"a":', 1_000_000, "</script>"),
    ("<script>", 'x={"a":[', 1_000_000, "</script>"),
    ("<script>", "a", 10_000_000, "</script>"),
    ("<script>", "a=", 5_000_000, "</script>"),
    ("<script>x=", " ", 10_000_000, "{</script>"),
    ("<script>", "a.a[", 2_000_000, "={</script>"),
    ("<script>x=JSON.parse('", '\\\\"', 3_000_000, "')</script>"),
    ("<script>x=JSON.parse(", "(", 5_000_000, "</script>"),
    ("<script>", 'x=JSON.parse("', 700_000, "</script>"),
    ("<script>x=(function(a){return ", "{a:", 2_000_000, "</script>"),
    ("<script>x=(function(a){return {b:[", "a,", 2_000_000, "]}}(1))</script>"),
    ("<script>x=(function(a){return {b:a}}(", "}(", 2_000_000, "1))</script>"),
    ("<script>x=(function(a){return {b:a}}('", "}(1,2,'", 800_000, "'))</script>"),
    ("<script>", "x=(function(a){return {b:a}}(1));", 100_000, "</script>"),
    ('<script type="application/json">', '{"a":undefined,', 700_000, "</script>"),
    ('<script type="application/json">', "[", 5_000_000, "</script>"),
    ('<script type="application/json">[', "[1],", 2_000_000, "1]</script>"),
    ('<script type="application/json">[', "9", 9_000_000, "]</script>"),
    ("<script>", "self.__next_f.push([1,", 400_000, "</script>"),
    ("<script type=text/template>", "{{", 900_000, "</script>"),
    ("<script type=text/template><p>", "<h1>", 400_000, "</script>"),
    ("<template>" * 150, "<p>x", 10_000, ""),
    ("<noscript><p>", "<p>x", 50_000, ""),
]
#: Other ones.
COMPOSED: dict[str, Callable[[], str]] = {
    "a long row of a stream": lambda: flight("1:Tffffff,", "a:" * 4_000_000),
    "long values": lambda: data(story(body=["<" * 2_000_000, "&" * 2_000_000, "<p" * 1_000_000])),
    "many paragraphs": lambda: data(story(body=["<p>" + "x " * 40] * 60_000)),
    "many stories": lambda: data([story(body=MARKUP)] * 20_000),
    "many keys": lambda: data(
        story(**{f"k{n}": {"title": "Tram", "url": f"/{n}", "t": MARKUP} for n in range(20_000)})
    ),
    "long lists": lambda: data(nuxt([list(range(1000))] * 100), "__NUXT_DATA__"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("first", "again", "times", "last"), REPEATED)
def test_a_script_that_repeats_itself(first: str, again: str, times: int, last: str) -> None:
    read_soon(first + again * times + last)


@pytest.mark.slow
@pytest.mark.parametrize("made", COMPOSED)
def test_a_huge_script(made: str) -> None:
    read_soon(COMPOSED[made]())


def read_soon(script: str) -> None:
    """Read a page with this script within the time, without an internal error."""
    started = time.process_time()
    result = parse_page(page(script, printed=f"<p>{STORY[0]}</p>"), url=ADDRESS, media_type="text/html")
    assert time.process_time() - started < SOON
    assert not (isinstance(result, Rejection) and result.reason == "internal_error"), result
