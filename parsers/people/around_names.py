"""Removes what is printed around the names of a byline: "By", addresses, brackets, those who checked the article.

Takes the text of a byline or a metadata value, and the NameWords (`words`), the words of the rules for bylines; gives
the part of the text with the names, or says where it begins.  A lead-in is a word before the names, such as "By".  The
names themselves are read in `parsers.people.byline_names`.
"""

from __future__ import annotations

import re

from parsers.folding import caseless, key
from parsers.late_patterns import LatePattern
from parsers.people.byline_words import FIRST_WORD, NameWords, first_word
from parsers.people.name_shapes import CASELESS, starts_name
from parsers.required_text import folded

#: Mail addresses, web addresses, user names and telephone numbers, which a day such as "2024-05-03" is not.  A mail
#: address must begin at the start of a word: if it were tried from each letter, a long word would take minutes.
_ADDRESS = re.compile(
    r"(?<!\S)[^\s@]++@[^\s@]+\.\w+|https?://\S+|www\.\S+|(?<!\w)@\w+|\[at\]\S*"
    r"|(?<![\d/-])(?!\d{1,4}[/-]\d\d?[/-]\d{1,4}(?!\d))\+?\d[\d\s()/-]{7,}",
    re.IGNORECASE,
)
#: Characters without which a text contains no address, or no brackets: quick tests that save a slow search.
_MAY_ADDRESS = re.compile(r"[@/\]\d]|www", re.IGNORECASE)
_MAY_BRACKET = re.compile(r"[(\[（]")
#: A pair of brackets with the text in it; the closing one may be missing.
BRACKETS = LatePattern(r"\s*[(\[（](?P<inside>[^()\[\]（）]*)[)\]）]?")
#: A text that is all in square brackets, as Japanese bylines are: "[山田花子，Harbour Post]".
_BRACKETED = re.compile(r"[\[【［][^()\[\]【】［］]+[\]】］]")
#: A first name before brackets, and the surname after them: "Robert (R.J.) Tolland".
_FIRST_NAME = LatePattern(r"(?:^|[,;|•·]\s*)[^\W\d_]{2,}$")
_SURNAME = re.compile(r" [^\W\d_]{2,}")
#: Marks that take no room; text from a word processor or an editor has them between words.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
#: What ends the first name in a byline.
_NAME_ENDS = re.compile(r"[,;|•·(\[/–—]| - ")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"\s+")
#: Characters that are removed from both ends of a name.
EDGE = " \t,;:|/–—•·・-*#>»«.＝="
#: A number of readers or comments behind a name in a script without capitals: "1,208 ครั้ง", "3 مشاهدات".
_COUNTED = LatePattern(r"\s+\d[\d.,]{0,9}\s?[^\s\d]{2,12}$")
#: The same and brackets.
_AROUND = f"{EDGE}()[]（）【】［］〔〕"
#: Lead-ins that are taken off one after the other: "Text:", "By", "our".
_LEADS = 3


def has_lead(text: str, words: NameWords) -> bool:
    """Whether a string begins with a word such as "By" or "Von" (a lead-in) and continues after it."""
    return 0 < lead_end(text, words) < len(text)


def lead_end(text: str, words: NameWords) -> int:
    """The index after the word such as "By" at the start of a byline; 0 when there is none."""
    # Most texts are told by their first word.
    first = first_word(text)
    # In scripts without blanks, the lead-in and the name are one word.
    if first not in words.lead_words and (first.isascii() or not CASELESS.match(first)):
        return 0
    match = words.lead.match(text) or words.lead_here.match(text)
    if match and not words.leads(match[0]):
        return 0
    if match and first in words.prepositions and not _leads_full_name(match, words):
        return 0
    # "Haber" leads a byline in Turkish, but "Haber Merkezi" is the newsroom.
    return match.end() if match and not (first in words.groups and names_nobody(text, words)) else 0


def _leads_full_name(lead: re.Match[str], words: NameWords) -> bool:
    """Whether a word that is "By" or a preposition stands before an agency or a name of several words in capitals.

    With a colon it is a label, whatever follows.
    """
    if lead[0].rstrip().endswith((":", "：")):
        return True
    name = _NAME_ENDS.split(lead.string[lead.end() :], maxsplit=1)[0].strip(EDGE)
    parts = name.split()
    return key(name) in words.agencies or (len(parts) > 1 and all(map(starts_name, parts)))


def may_lead(text: str, words: NameWords) -> bool:
    """A quick test by the first two letters: False when a string certainly does not begin with a word such as "By"."""
    opening = text[:2]
    if not opening.isalpha():
        # Punctuation comes first, or a word of a single letter.
        match = FIRST_WORD.match(text)
        opening = match[1][:2] if match else ""
    return not opening.isascii() or opening.lower() in words.openings


def names_nobody(part: str, words: NameWords) -> bool:
    """Whether a part holds only words of jobs, ranks and groups ("Senior Staff Writer"), and so names nobody."""
    return set(_LETTERS_ONLY.findall(caseless(part))) <= words.generic


def without_checkers(text: str, words: NameWords) -> str:
    """Remove those who only checked the article: "Reviewed by Tom Hall, written by Ann Lister" names one author.

    A text that names nobody else stays as it is.
    """
    found = words.checker.search(text) if " " in text else None
    if not found:
        return text
    rest = text[found.end() :]
    again = next((at.end() for at in _GAP.finditer(rest) if has_lead(rest[at.end() :], words)), len(rest))
    kept = f"{text[: found.start()].strip(_AROUND)} | {without_checkers(rest[again:], words)}".strip(EDGE)
    return kept or text


def narrowed_to_names(text: str, words: NameWords) -> str:
    """Cut a string down to the part with names: without "By", addresses, brackets and what follows the names."""
    text = " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())
    if _MAY_ADDRESS.search(text):
        text = _ADDRESS.sub(" , ", text)
    if (text[:1] in "([（【" and lead_end(text, words)) or _BRACKETED.fullmatch(text):
        text = text.strip("()[]（）【】［］")
    if stuck := words.stuck.match(text):
        text = text[stuck.end() :]
    for _ in range(_LEADS):
        end = lead_end(text, words)
        if not 0 < end < len(text):
            break
        text = text[end:]
    if _MAY_BRACKET.search(text):
        text = words.pictured.sub(" ", text).strip() or text
        text = " ".join(BRACKETS.sub(lambda found: _unbracketed(found, words), text).split())
    if not text.isascii() and (label := words.inner_label.search(text)):
        text = text[label.end() :]
    if not text.isascii() and CASELESS.search(text):
        text = _COUNTED.sub("", text)
    text = without_time_ago(text, words)
    if words.may_end.search(folded(text)) and (rest := words.end.search(text)):
        text = text[: rest.start()]
    return text.strip(EDGE)


def without_time_ago(text: str, words: NameWords) -> str:
    """Remove a time counted back from now behind the names: "Ann Lister 3 hours ago" gives "Ann Lister"."""
    for gap in _GAP.finditer(text.rstrip(EDGE)):
        behind = text[gap.end() :]
        # "USA Today" is an outlet.
        named = behind[:1].isupper() and " " not in behind and text[: gap.start()][-1:] not in EDGE
        if not named and words.tells_ago(behind):
            return text[: gap.start()]
    return text


def _unbracketed(brackets: re.Match[str], words: NameWords) -> str:
    """The text to put for a pair of brackets: a short name as it is, ", A et B, " for "(avec A et B)", else a blank."""
    inside = brackets["inside"].strip()
    text, end = brackets.string, brackets.end()
    if (joint := words.joint.match(f" {inside}")) and starts_name(inside[joint.end() - 1 :]):
        others = inside[joint.end() - 1 :]
        return " " if key(others) in words.agencies else f", {others}, "
    within = _FIRST_NAME.search(text[: brackets.start()]) and _SURNAME.match(text, end) and starts_name(text[end + 1 :])
    if within and starts_name(inside) and not any(map(str.isdigit, inside)) and key(inside) not in words.agencies:
        return brackets[0]
    return " "
