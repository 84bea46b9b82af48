"""Finds strings that a text must hold for a pattern to match it, so that patterns need not be tried in vain.

Takes the text of a pattern; gives up to three sets of strings, in the form of `folded`.  A text that matches holds at
least one string of each set: "(?:photo|image) by" gives {"photo by", "image by"}; without a set it need not hold any.
Looking for strings takes a hundredth of the time of trying the pattern.  A text that holds them may match or not.  The
most telling set is the one whose strings are rarest in texts.

The pattern is parsed to a tree.  Each function (`value`, `edge`) takes the value of one node and gives its _Part, what
is known of the texts that the node can match.  `edge`: whether no letter can stand before the node's text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any, Final

from parsers.listed_patterns import listed_name, strings_of_patterns
from parsers.telling_strings import EDGE, Strings, all_strings, is_letter, join_each, last_word, most_telling

#: Small letters that Python's `re` takes for equal when case is ignored, with the letter that `folded` uses for both.
_TWINS: Final = str.maketrans(
    "\u0131\u017f\u00b5\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5\u0345\u1fbe\u1fd3\u1fe3"
    "\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87\u1c88\u1e9b\ufb06",
    "isμσβθφπκρειι\u0390\u03b0вдосттъѣ\ua64b\u1e61\ufb05",
)
_ANY_TWIN: Final = re.compile(f"[{''.join(map(chr, _TWINS))}]")

#: Letters of the largest character class that is used; texts nearly always hold one of more.
_MOST_LETTERS: Final = 12
#: Sets of strings as texts are searched for them.
Plain = tuple[tuple[str, ...], ...]
#: Parts of a parsed pattern that follow one another, each an operation and what it is about.
Parsed = Iterable[tuple[Any, Any]]


def folded(text: str) -> str:
    """Put a text into lower case, in the form in which strings are looked for.

    Letters that `re` takes for equal become one.  With IGNORECASE, "ſ" matches "s" and "ς" matches "σ"; here they
    become "s" and "σ".
    """
    if text.isascii():
        return text.lower()
    lowered = text.replace("İ", "i").lower()  # which would be two letters
    return lowered.translate(_TWINS) if _ANY_TWIN.search(lowered) else lowered


def required(pattern: str) -> tuple[Strings, ...]:
    """Sets of strings, the most telling first; a text must hold one string of each set for the pattern to match in it.

    EDGE before a string means that no letter stands before it in the text.  () when a text need not hold any string.
    For the project's own patterns, the sets are read from a file; for others they are derived.
    """
    ready = strings_of_patterns().get(listed_name(pattern))
    return derived(pattern) if ready is None else tuple(map(frozenset, ready))


def plain(sets: tuple[Strings, ...]) -> Plain:
    """The sets of `required` as `holds` needs them: sorted tuples of strings, without the mark EDGE."""
    return tuple(tuple(sorted(string.strip(EDGE) for string in strings)) for strings in sets)


def holds(lowered: str, sets: Plain) -> bool:
    """Whether a `folded` text (`lowered`) holds at least one string of each set, so that the pattern may match it."""
    for strings in sets:
        for string in strings:
            if string in lowered:
                break
        else:
            return False
    return True


def as_file(patterns: Iterable[str]) -> str:
    """The content of config/models/required_text.json, JSON with the sets of these patterns."""
    every = {listed_name(pattern): derived(pattern) for pattern in patterns}
    content = {name: [sorted(strings) for strings in sets] for name, sets in sorted(every.items())}
    return json.dumps(content, ensure_ascii=False, indent=0) + "\n"


def derived(pattern: str) -> tuple[Strings, ...]:
    """The sets of `required`, computed from the pattern; () for a pattern that does not compile."""
    try:
        return _sequence(sre_parser.parse(pattern)).held
    except (re.error, OverflowError, RecursionError):
        return ()  # whoever compiles the rule is told


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of the texts that one part of a pattern can match: "(?:a|b)c" can match "ac" and "bc" only."""

    #: All strings that it may be; None when there are too many.
    whole: Strings | None = None
    #: Sets of strings of each of which the text holds one, the most telling set first.
    held: tuple[Strings, ...] = ()
    #: It ends in a sign, which is no letter.
    sign: bool = False
    #: It ends in a sign, or is empty.
    sign_or_nothing: bool = False
    #: Strings of which one stands where this part begins, in the match or, for a lookahead, in the text; None when they
    #: are not known.
    ahead: Strings | None = None


_UNKNOWN: Final = _Part()
_EMPTY: Final = _Part(frozenset(("",)))
_AN_EDGE: Final = _Part(frozenset((EDGE,)), sign=True)


#: A function that makes the _Part of one part: (its value, whether no letter can stand before it).
_Look = Callable[[Any, bool], _Part]


def _sequence(items: Parsed, *, edge: bool = False) -> _Part:
    """The _Part for several parts that follow one another; `edge`: whether no letter can stand before the first."""
    run, begins = frozenset((EDGE if edge else "",)), None
    offered: list[Strings] = []
    for look, value in _parts(items):
        at_edge = all(map(_ends_in_sign, run))
        part = look(value, at_edge)
        joined = join_each(run, part.whole)
        offered += part.held
        offered += filter(None, (join_each(run, part.ahead),))
        if joined is not None:
            offered += [run] if len(joined) > len(run) else []
            run = joined
            continue
        offered.append(run)
        begins = begins or join_each(run, part.ahead) or run
        at_edge = part.sign or (part.sign_or_nothing and at_edge)
        ends = join_each(frozenset(map(last_word, run)), part.whole)
        run = ends or part.whole or frozenset((EDGE if at_edge else "",))
    whole, sign = None if begins else run, all(map(_ends_in_sign, run))
    return _Part(whole, most_telling((*offered, run)), sign=sign, ahead=begins)


def _parts(items: Parsed) -> Iterator[tuple[_Look, Any]]:
    """Yield (function, value) for each part of a parsed pattern; function(value, edge) gives its _Part.

    Literal letters in a row are one part.
    """
    text = ""
    for operation, value in items:
        if operation is sre.LITERAL and value:
            text += chr(value)
            continue
        if text:
            yield _letters, text
            text = ""
        yield _LOOKS.get(operation, _unknown), value
    if text:
        yield _letters, text


def _letters(text: str, edge: bool) -> _Part:
    """The _Part for literal letters (`text`): the one string that they can be, `folded`, whatever `edge` says."""
    return _Part(frozenset((folded(text),)))


def _unknown(value: Any, edge: bool) -> _Part:
    return _UNKNOWN


def _one_of(items: Parsed, edge: bool) -> _Part:
    """The _Part for a class of characters, "[abc]": these; if they are too many, only whether none is a letter."""
    codes: list[int] = []
    others = False
    for operation, value in items:
        if operation is sre.LITERAL:
            codes.append(value)
        elif operation is sre.RANGE and value[1] - value[0] < _MOST_LETTERS:
            codes += range(value[0], value[1] + 1)
        elif operation is sre.CATEGORY and value in _SIGNS:
            others = True
        else:
            return _UNKNOWN
    sign = not any(is_letter(chr(code)) for code in codes)
    letters = frozenset(folded(chr(code)) for code in codes)
    if others or len(letters) > _MOST_LETTERS or 0 in codes:
        return _Part(sign=sign)
    return _Part(letters, sign=sign)


#: Classes without letters.
_SIGNS: Final = (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_WORD, sre.CATEGORY_DIGIT)


def _branch(value: tuple[Any, list[Parsed]], edge: bool) -> _Part:
    """The _Part for alternatives, "a|b": a text that matches holds a string of any one of them."""
    parts = [_sequence(items, edge=edge) for items in value[1]]
    held: tuple[Strings | None, ...] = ()
    if all(part.held for part in parts):
        telling, few = (part.held[0] for part in parts), (min(part.held, key=len) for part in parts)
        held = (all_strings(telling), all_strings(few))
    whole, begins = all_strings(part.whole for part in parts), all_strings(part.whole or part.ahead for part in parts)
    sign = all(part.sign for part in parts)
    return _Part(whole, tuple(filter(None, held)), sign=sign, ahead=None if whole else begins)


def _group(value: tuple[Any, ...], edge: bool) -> _Part:
    """The _Part for a group, "(...)"."""
    return _sequence(value[-1], edge=edge)


def _atomic(items: Parsed, edge: bool) -> _Part:
    return _sequence(items, edge=edge)


def _repeated(value: tuple[int, Any, Parsed], edge: bool) -> _Part:
    """The _Part for a repetition, "a?", "a*", "a{2}"; a part that may be missing requires no string."""
    least, most, items = value
    part = _sequence(items, edge=edge and most == 1)
    if most == 1 and part.whole is not None:
        return part if least else _Part(part.whole | frozenset(("",)))
    if least:
        return _Part(None, part.held, sign=part.sign, ahead=part.whole or part.ahead)
    return _Part(sign_or_nothing=part.sign)


def _place(where: Any, edge: bool) -> _Part:
    r"""The _Part for a position such as "^" or "\b": an EDGE (no letter before) at the start of a text or word.

    Other positions require nothing.
    """
    return _AN_EDGE if where in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING, sre.AT_BOUNDARY) else _EMPTY


def _beside(value: tuple[int, Parsed], edge: bool) -> _Part:
    """The _Part for a lookahead or lookbehind: its strings must be in the text, but not in the match."""
    direction, items = value
    beside = _sequence(items, edge=edge and direction > 0)
    return _Part(_EMPTY.whole, beside.held, ahead=beside.whole if direction > 0 else None)


def _not_beside(value: tuple[int, Parsed], edge: bool) -> _Part:
    """The _Part for a negative lookahead or lookbehind: an EDGE if it forbids any letter before, else _EMPTY."""
    direction, items = value
    return _AN_EDGE if direction < 0 and list(items) in _ANY_LETTER else _EMPTY


#: "\w" and "[^\W\d_]" as they are parsed.
_ANY_LETTER: Final = [list(sre_parser.parse(pattern)) for pattern in (r"\w", r"[^\W\d_]")]

_LOOKS: Final[Mapping[Any, _Look]] = {
    sre.IN: _one_of,
    sre.BRANCH: _branch,
    sre.SUBPATTERN: _group,
    sre.ATOMIC_GROUP: _atomic,
    sre.MAX_REPEAT: _repeated,
    sre.MIN_REPEAT: _repeated,
    sre.POSSESSIVE_REPEAT: _repeated,
    sre.AT: _place,
    sre.ASSERT: _beside,
    sre.ASSERT_NOT: _not_beside,
}


def _ends_in_sign(text: str) -> bool:
    """Whether a string ends in a character that is no letter, so that a word can begin after it."""
    return text != "" and not is_letter(text[-1])
