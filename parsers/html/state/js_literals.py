"""Reads JavaScript literals: `{title:'Ferry',list:[1,void 0]}` stands for {"title": "Ferry", "list": [1, None]}.

Nuxt 2 writes its data as a function that returns such an object and is called at once:
`(function(a,b){return {title:a,list:[b,void 0]}}("Ferry",1))`.
Takes a script's text and a position in it; gives the value and where it ends.  No code is run: anything but literals,
names of parameters and plain calls gives None.  The work is bounded whatever a page holds; never raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

# The limits were chosen by hand, far above what news pages have.

#: Characters of one function, values in it, and levels of nesting.
_LONGEST: Final = 4_000_000
_MOST: Final = 200_000
_DEPTH: Final = 100

#: The head of such a function: its parameters, and that it does nothing but return.
_HEAD: Final = re.compile(r"\(\s*function\s*\(([\w$,\s]*+)\)\s*\{\s*return\s*(?=[{\[(])")
#: The text between the object and the arguments: "}(" or "})(".
_CALL: Final = re.compile(r"\s*;?\s*\}\s*\)?\s*\(")
#: What may follow the call; and how many brackets are tried as its beginning, since arguments' texts hold some, too.
_END: Final = re.compile(r"[\s);]*+")
_TRIES: Final = 40
#: Characters before a bracket in which the end of the function is looked for.
_FEW: Final = 20
_BLANK: Final = re.compile(r"\s*+")
_STRING: Final = re.compile(r'"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\'', re.DOTALL)
_NUMBER: Final = re.compile(
    r"-?(?:0[xX][0-9a-fA-F]{1,16}|(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})(?:[eE][+-]?\d{1,3})?)(?![\w$])"
)
_NAME: Final = re.compile(r"[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+)*+")
_KEY: Final = re.compile(r"[A-Za-z_$][\w$]*+|\d{1,16}")
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_WORDS: Final[Mapping[str, Any]] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}
#: Characters that mean something else than themselves after a backslash.
_LETTERS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"} | dict.fromkeys(
    ("\n", "\r\n", "\u2028", "\u2029"), ""
)
_LARGEST: Final = 0x10FFFF


class _NoLiteral(Exception):
    """Raised inside this module when the code is not a literal, or exceeds a limit."""


def literal(text: str, start: int) -> tuple[Any, int]:
    """Return the object or list that is written at `start`, and the position after it.

    (None, position of what is no literal) for any other code.
    """
    reader = _Reader(text[: start + _LONGEST], start, {})
    try:
        return reader.value(0), reader.at
    except _NoLiteral:
        return None, reader.at


def returned(text: str, start: int) -> tuple[Any, int]:
    """Return the value that a function called at once returns, and the position after the call.

    `start`: where the function begins.  (None, `start`) for any other code.
    """
    head = _HEAD.match(text, start)
    if head is None:
        return None, start
    text = text[: start + _LONGEST]
    parameters = [name for name in map(str.strip, head[1].split(",")) if name]
    call = _arguments(text, head.end())
    if call is None:
        return None, start
    given, opened, end = call
    reader = _Reader(text, head.end(), dict(zip(parameters, given + [None] * len(parameters))))
    try:
        value = reader.value(0)
    except _NoLiteral:
        return None, start
    behind = _CALL.match(text, reader.at)
    return (value, end) if behind is not None and behind.end() == opened else (None, start)


def _arguments(text: str, start: int) -> tuple[list[Any], int, int] | None:
    """Read the arguments of the call that ends a text: (values, position of the first one, position after the call).

    The function's body, which comes before the call, can only be read with these values.  So the call is searched for
    from the end of the text.  None without such a call.
    """
    place, left = len(text), _MOST
    for _ in range(_TRIES):
        place = text.rfind("(", start, place)
        if place < 0:
            return None
        if text[max(start, place - _FEW) : place].rstrip()[-1:] not in ("}", ")"):
            continue
        reader = _Reader(text, place + 1, {})
        reader.left = left
        try:
            given = reader.items(")", 0)
        except _NoLiteral:
            left = reader.left
            continue
        if _END.fullmatch(text, reader.at):
            return given, place + 1, reader.at
    return None


class _Reader:
    """Reads literals one after the other from `text`, beginning at the position `at`, which moves on.

    `names` maps the function's parameters to their values.  `left`: how many values may still be read.  `depth`: the
    level of nesting, which is limited.
    """

    def __init__(self, text: str, at: int, names: Mapping[str, Any]) -> None:
        self.text = text
        self.at = at
        self.names = names
        self.left = _MOST

    def value(self, depth: int) -> Any:
        """Read the value at the current position; raises _NoLiteral when there is none."""
        self.left -= 1
        sign = self.sign()
        if depth > _DEPTH or self.left <= 0 or not sign:
            raise _NoLiteral
        if sign == "{":
            return self.members(depth + 1)
        if sign in "[(":
            self.at += 1
            inside = self.items("]" if sign == "[" else ")", depth + 1)
            return inside if sign == "[" else next(iter(inside), None)
        if sign in "\"'":
            return _unescaped(self.taken(_STRING)[1:-1])
        if sign == "!":
            self.at += 1
            return not self.value(depth + 1)
        return self.number() if sign in "-.0123456789" else self.named(depth)

    def sign(self) -> str:
        """Move to the next character that is not white space and return it; "" at the end."""
        sign = self.text[self.at : self.at + 1]
        # Most scripts are written without any.
        if sign.isspace() and (blank := _BLANK.match(self.text, self.at)):
            self.at = blank.end()
            sign = self.text[self.at : self.at + 1]
        return sign

    def taken(self, pattern: re.Pattern[str]) -> str:
        """Return the text that a pattern matches at the current position, which moves after it.

        Raises _NoLiteral when the pattern does not match there.
        """
        found = pattern.match(self.text, self.at)
        if found is None:
            raise _NoLiteral
        self.at = found.end()
        return found[0]

    def number(self) -> int | float:
        """Read a number, decimal or hexadecimal."""
        written = self.taken(_NUMBER)
        if "x" in written or "X" in written:
            return int(written, 16)
        return int(written) if written.lstrip("-").isdigit() else float(written)

    def named(self, depth: int) -> Any:
        """Read the value of a name: a parameter or a word such as true.

        A call such as new Date(0) or Array(3) gives its first argument, or None.
        """
        name = self.taken(_NAME)
        if name == "void":
            self.value(depth + 1)
            return None
        if name == "new":
            self.sign()
            name = self.taken(_NAME)
        if name in self.names or name in _WORDS:
            return self.names.get(name, _WORDS.get(name))
        if self.sign() != "(" or name == "function":
            raise _NoLiteral
        self.at += 1
        return next(iter(self.items(")", depth + 1)), None)

    def items(self, end: str, depth: int) -> list[Any]:
        """Read values up to the closing bracket `end`, and move after it; a gap, as in [1,,2], gives None."""
        found: list[Any] = []
        while (sign := self.sign()) != end:
            if sign == ",":
                found.append(None)
            else:
                found.append(self.value(depth))
                sign = self.sign()
                if sign == end:
                    break
                if sign != ",":
                    raise _NoLiteral
            self.at += 1
            self.left -= 1
            if self.left <= 0:
                raise _NoLiteral
        self.at += 1
        return found

    def members(self, depth: int) -> dict[str, Any]:
        """Read the object whose opening brace is at the current position, as a dict."""
        self.at += 1
        found: dict[str, Any] = {}
        while (sign := self.sign()) != "}":
            key = _unescaped(self.taken(_STRING)[1:-1]) if sign and sign in "\"'" else self.taken(_KEY)
            sign = self.sign()
            if sign == ":":
                self.at += 1
                found[key] = self.value(depth)
            elif key in self.names:
                found[key] = self.names[key]
            else:
                raise _NoLiteral
            sign = self.sign()
            if sign == ",":
                self.at += 1
            elif sign != "}":
                raise _NoLiteral
        self.at += 1
        return found


def _unescaped(written: str) -> str:
    """Resolve the escapes of a string literal, given without its quotation marks."""
    if "\\" not in written:
        return written
    read = _ESCAPE.sub(_character, written)
    # Two halves of a character beyond U+FFFF are one; half a character is none.
    return read if read.isascii() else read.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(found: re.Match[str]) -> str:
    """Return the character that a JavaScript escape means, given as a match of _ESCAPE."""
    code = found[1] or found[2] or found[3]
    if code is None:
        return _LETTERS.get(found[4], found[4])
    return chr(min(int(code, 16), _LARGEST))
