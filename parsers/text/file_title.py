"""Takes the headline of a text from its file's name: "Storm closes the pier in Hartsea.txt".

Takes the address of a file; gives its name as a headline, or None for names that are no title: numbers, identifiers,
single words.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from parsers.late_patterns import ScriptPattern

_SUFFIX = re.compile(r"(?:\.(?:txt|text|md|gz))+$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_UNSPACED = ScriptPattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
#: The least words of a title (characters in a script without blanks), the most characters, and the least share (0 to 1)
#: of letters and blanks: identifiers have more digits.  Chosen by hand.
_WORDS, _CHARACTERS, _LONGEST, _LETTERS = 4, 8, 200, 0.85


def file_title(url: str | None) -> str | None:
    """Take the title from the name of the file at `url` ("file:///..."); None if the name is no title.

    "file:///news/storm-closes-the-Pier.txt" gives "storm closes the Pier".  None for other addresses, too.
    """
    parts = urlsplit(url or "")
    if parts.scheme != "file" or parts.fragment:
        return None
    name = _SUFFIX.sub("", unquote(parts.path.rpartition("/")[2]))
    spaced = " " in name
    # "storm-closes-the-pier": the marks are blanks, and the capitals of the headline are not known.
    title = " ".join((name if spaced else re.sub(r"[-_+]+", " ", name)).split())
    letters = sum(char.isalpha() or char == " " for char in title)
    if not title or len(title) > _LONGEST or letters < _LETTERS * len(title):
        return None
    long = len(_UNSPACED.findall(title)) >= _CHARACTERS or len(_WORD.findall(title)) >= _WORDS
    return title if long and (spaced or _UNSPACED.search(title) or any(map(str.isupper, title))) else None
