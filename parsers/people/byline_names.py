"""Extracts the names of people and organisations from a byline or a metadata value.

read_names splits a string, removes lead-ins ("By"), roles, places, dates and addresses, and keeps the parts that can be
names; it drops doubtful parts, since a wrong name is worse than none.  Its words and patterns (NameWords, `words`) come
from config/rules/bylines.toml and agencies.toml.  `declared` and `sure` are explained in read_names and _name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from parsers.folding import caseless, key
from parsers.late_patterns import LatePattern, ScriptPattern
from parsers.people.byline_words import FIRST_WORD, NameWords, first_word
from parsers.people.name_lists import split_names
from parsers.people.name_shapes import starts_name
from parsers.people.papers_behind import without_papers
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
_BRACKETS = LatePattern(r"\s*[(\[（](?P<inside>[^()\[\]（）]*)[)\]）]?")
#: A text that is all in square brackets, as Japanese bylines are: "[山田花子，Harbour Post]".
_BRACKETED = re.compile(r"[\[【［][^()\[\]【】［］]+[\]】］]")
#: A first name before brackets, and the surname after them: "Robert (R.J.) Tolland".
_FIRST_NAME = LatePattern(r"(?:^|[,;|•·]\s*)[^\W\d_]{2,}$")
_SURNAME = re.compile(r" [^\W\d_]{2,}")
#: Marks that take no room; text from a word processor or an editor has them between words.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
#: Between a name, an outlet and a day in one line.
BARS = re.compile(r"\s*[|·•–]\s*")
#: A letter of a script without capitals.
_CASELESS = ScriptPattern(
    r"[\u0590-\u07ff\u0900-\u109f\u10d0-\u10ff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
#: A name of two or three capitalised words: "Ann Lister", "José María Pérez".
_PLAIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+){1,2}")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"\s+")
#: Characters that no name contains.
_SIGNS = frozenset("?!:=<>{}%$€£@")
#: Characters that are removed from both ends of a name.
_EDGE = " \t,;:|/–—•·・-*#>»«.＝"
# The limits of a name; all were chosen by hand.

#: The most characters in a name, and in a name in a script without capitals.
_MAX_CHARS = 60
_MAX_CASELESS = 25
#: The most words in a name without "de la", and in a declared name whose words may all be in lower case.
_MAX_WORDS = 6
_MAX_DECLARED_WORDS = 4
#: The least number of letters in a name, and their least share of its characters.
_LEAST_LETTERS = 2
_LETTER_SHARE = 0.6
#: Letters of a name that is initials only.
_INITIALS = range(3, 6)
#: What stands between somebody and the agency for which they work.
_BEFORE_AGENCY = frozenset("/,|")
#: Lead-ins that are taken off one after the other: "Text:", "By", "our".
_LEADS = 3
#: Names that make several, and what separates them, besides an "and".
_SEVERAL = 2
_AROUND_JOINT = re.compile(r"[\s,;/&|]+")
#: Words before a job from which on the first two are a name: "Ann Lister Political Editor".
_NAME_AND_SUBJECT = 3


def read_names(text: str, words: NameWords, *, declared: bool = False, led: bool = False) -> list[str]:
    """The names in a byline or metadata value, in order, each once.

    `declared`: whether the string is from a source of names only (an author property), in which a single word or a name
    in lower case counts, too.  `led`: whether a word such as "By" was before the string; one inside it counts as well.
    """
    sure, whole = declared or led or has_lead(text, words), text
    text = without_papers(_narrowed(without_checkers(text, words), words), words)
    if not declared and not _BEFORE_AGENCY.isdisjoint(text):
        text = _without_affiliation(text, words)
    if _PLAIN.fullmatch(text) and words.telling.isdisjoint(caseless(text).split()):
        return [text]
    names: dict[str, str] = {}
    last = ""
    small = text.islower()
    for part in split_names(text, words):
        if last and caseless(part.strip(_EDGE)) in words.degrees:
            # "Ann Lister, MD": the comma separated the degree from its name; it is put back.
            degree = part.strip(_EDGE)
            names[last] += f", {degree}." if "." in degree and f"{degree}." in whole else f", {degree}"
            continue
        # After names with capitals, words without are what somebody does: "Ann Lister, professor of law".
        loose = declared and (small or not part.lstrip()[:1].islower() or not (names or " " in part.strip()))
        name = _name(part, words, declared=loose, sure=sure)
        last = key(name) if name else ""
        if name is not None:
            names.setdefault(last, name)
    return list(names.values())


def post_name(text: str, words: NameWords) -> list[str]:
    """The author's post in place of a name, if it is more than a job: ["Harbour Contributor"]; [] for "Contributor"."""
    part = " ".join(text.split()).strip(_EDGE)
    named = words.roles.search(part) and not _is_generic(part, words) and " " in part and not has_lead(part, words)
    return [part] if named and _can_be_name(part, words, declared=False) else []


def has_lead(text: str, words: NameWords) -> bool:
    """Whether a string begins with a word such as "By" or "Von" (a lead-in) and continues after it."""
    return 0 < lead_end(text, words) < len(text)


def lead_end(text: str, words: NameWords) -> int:
    """The index after the word such as "By" at the start of a byline; 0 when there is none."""
    # Most texts are told by their first word.
    first = first_word(text)
    # In scripts without blanks, the lead-in and the name are one word.
    if first not in words.lead_words and (first.isascii() or not _CASELESS.match(first)):
        return 0
    match = words.lead.match(text) or words.lead_here.match(text)
    if match and not words.leads(match[0]):
        return 0
    # "Haber" leads a byline in Turkish, but "Haber Merkezi" is the newsroom.
    return match.end() if match and not (first in words.groups and _is_generic(text, words)) else 0


def may_lead(text: str, words: NameWords) -> bool:
    """A quick test by the first two letters: False when a string certainly does not begin with a word such as "By"."""
    opening = text[:2]
    if not opening.isalpha():
        # Punctuation comes first, or a word of a single letter.
        match = FIRST_WORD.match(text)
        opening = match[1][:2] if match else ""
    return not opening.isascii() or opening.lower() in words.openings


def is_group(name: str, words: NameWords) -> bool:
    """Whether a name is an organisation's or a group's: an agency, a company, or with a word such as "team"."""
    tokens = [caseless(token).strip(".") for token in name.split()]
    company = len(tokens) > 1 and tokens[-1] in words.legal_forms
    if len(tokens) == 1:
        tokens.append(tokens[0].rpartition("-")[2])  # "HP-Redaktion"
    return company or key(name) in words.agencies or not words.groups.isdisjoint(tokens)


def people(names: Iterable[str], words: NameWords) -> tuple[str, ...]:
    """Select the names that are a person's or an agency's; all of them when none is a person's."""
    names = tuple(names)
    persons = {name for name in names if is_person(name, words)}
    return tuple(name for name in names if name in persons or is_agency(name, words)) if persons else names


def is_person(name: str, words: NameWords) -> bool:
    """Whether a name from read_names is a person's; it may have a degree ("Ann Lister, MD") or a short name in it."""
    bare = name.partition(", ")[0]
    return words.people.is_person(_BRACKETS.sub("", bare) if "(" in bare else bare)


def is_agency(name: str, words: NameWords) -> bool:
    """Whether a name is one of the known agencies."""
    return key(name) in words.agencies


def _narrowed(text: str, words: NameWords) -> str:
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
        text = " ".join(_BRACKETS.sub(lambda found: _unbracketed(found, words), text).split())
    if not text.isascii() and (label := words.inner_label.search(text)):
        text = text[label.end() :]
    if words.may_end.search(folded(text)) and (rest := words.end.search(text)):
        text = text[: rest.start()]
    return text.strip(_EDGE)


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


def person_alone(text: str, words: NameWords) -> list[str]:
    """Read the names in a line without "By" that names one person, with at most an outlet or job between bars; else [].

    A name in capitals counts only beside a job: else it may be a heading.
    """
    names: list[str] = []
    for part in BARS.split(text):
        found = read_names(part, words)
        if len(found) == 1 and words.joint.search(part):
            return []  # "Harbour Opens New Pier and Road to the Islands"
        names += found
    full = [name for name in names if " " in name and not is_group(name, words)]
    heading = len(full) == 1 and full[0].isupper() and not words.roles.search(text)
    return names if len(full) == 1 and not heading and is_person(full[0], words) else []


def persons_alone(text: str, words: NameWords) -> list[str]:
    """Read a line that is nothing but full names of several persons ("Ann Lister and Tom Hall"); else []."""
    names = read_names(text, words)
    if len(names) < _SEVERAL or not all(" " in name and is_person(name, words) for name in names) or text.isupper():
        return []
    rest = text
    for name in names:
        rest = rest.replace(name, "", 1)
    return names if all(not piece or words.joint.fullmatch(f" {piece} ") for piece in _AROUND_JOINT.split(rest)) else []


def without_checkers(text: str, words: NameWords) -> str:
    """Remove those who only checked the article: "Reviewed by Tom Hall, written by Ann Lister" names one author.

    A text that names nobody else stays as it is.
    """
    found = words.checker.search(text) if " " in text else None
    if not found:
        return text
    rest = text[found.end() :]
    again = next((at.end() for at in _GAP.finditer(rest) if has_lead(rest[at.end() :], words)), len(rest))
    kept = f"{text[: found.start()].strip(_EDGE)} | {without_checkers(rest[again:], words)}".strip(_EDGE)
    return kept or text


def _without_affiliation(text: str, words: NameWords) -> str:
    """Remove the agency for which somebody works from a byline: "Ann Lister / AFP" gives "Ann Lister"."""
    cut = max(map(text.rfind, _BEFORE_AGENCY))
    name, agency = text[:cut].strip(_EDGE), text[cut + 1 :].strip(_EDGE)
    return name if is_agency(agency, words) and is_person(name, words) else text


def _name(part: str, words: NameWords, *, declared: bool, sure: bool) -> str | None:
    """The name in one part of a list, or None; `sure`: whether the list is of names, and not perhaps of buttons."""
    part = part.strip(_EDGE)
    for _ in range(2):
        end = lead_end(part, words)
        if not end:
            break
        # A part that is only a lead-in ("Opinion by", in an element of its own) becomes empty here.
        part = part[end:].strip(_EDGE)
    if not part.isascii():
        part = words.people.eastern_jobs.sub("", words.people.eastern_roles.sub("", part))
    role = words.roles.search(part)
    if role or not is_group(part, words):
        part = _without_place(part, words)
    if role:
        part = _without_role(part, words)
    while part[:1].islower() and " " in part and is_group(part, words):
        part = part.split(" ", 1)[1]
    part = _once(part.strip(_EDGE + "'\"“”„()（）[]【】"))
    if " " in part:
        part = _without_tail(part, words, declared=declared)
    return part if part and _can_be_name(part, words, declared) and not _is_button(part, words, sure=sure) else None


def _without_place(part: str, words: NameWords) -> str:
    """Remove the place or outlet after a name: "Ann Lister in London" gives "Ann Lister"."""
    for pattern in words.whereabouts:
        part = pattern.sub("", part)
    return part


def _without_tail(part: str, words: NameWords, *, declared: bool) -> str:
    """Remove what ran into the end of a name: "Ann Lister Reuters" and "Ann Lister Share" give "Ann Lister"."""
    tokens = part.split()
    for cut in range(2, len(tokens)):
        behind = words.people.is_wire(" ".join(tokens[cut:])) or words.people.is_site(tokens[cut])
        if behind and words.people.is_person(" ".join(tokens[:cut])):
            return " ".join(tokens[:cut])
    last = caseless(tokens[-1])
    glued = not declared and len(tokens) > 2 and (last in words.namesakes or last in words.surnames)
    return " ".join(tokens[:-1]) if glued and tokens[-2][:1].isupper() else part


def _is_button(part: str, words: NameWords, *, sure: bool) -> bool:
    """Whether a part is a button or a date, of words that may be names, too: "Read More" is, "Ottilie Read" is not."""
    tokens = part.split()
    small = [caseless(token).strip(".,:") for token in tokens]
    last = len(tokens) - 1
    places = [
        at
        for at, word in enumerate(small)
        if (word in words.namesakes or word in words.surnames) and not (0 < at < last and word in words.particles)
    ]
    if not places:
        return False
    named = all(tokens[at][:1].isupper() and (small[at] in words.namesakes or at == last > 0) for at in places)
    opens = 0 in places or small[0] not in words.people.not_first
    return not (sure and named and opens and len(places) < len(tokens))


def _once(part: str) -> str:
    """Give a name once that is printed twice in a row (a link and its label): "Ann Lister Ann Lister"."""
    tokens = part.split()
    half = len(tokens) // 2
    return " ".join(tokens[:half]) if half > 1 and tokens[:half] == tokens[half:] else part


def _without_role(part: str, words: NameWords) -> str:
    """Remove the role before or after a name: "Ann Lister Political Editor", "Political Editor Ann Lister".

    Empty when there is no name.
    """
    match = words.roles.search(part)
    if not match:
        return part
    if _is_generic(part, words):
        return ""
    before, after = part[: match.start()].split(), part[match.end() :].split()
    # "Ann Lister Political Editor": only "Editor" matches; of the words before it, the first two are taken as the name.
    if len(after) >= 2 and all(token[:1].isupper() for token in after):
        return " ".join(after)
    return " ".join(before[:2]) if len(before) >= _NAME_AND_SUBJECT else ""


def _is_generic(part: str, words: NameWords) -> bool:
    """Whether a part holds only words of jobs, ranks and groups ("Senior Staff Writer"), and so names nobody."""
    return set(_LETTERS_ONLY.findall(caseless(part))) <= words.generic


def _can_be_name(part: str, words: NameWords, declared: bool) -> bool:
    """Whether a part can be a name by its length, letters and words."""
    if key(part) in words.agencies and "@" not in part:
        return True
    if len(part) > _MAX_CHARS:
        return False
    if _PLAIN.fullmatch(part):
        small = caseless(part).split()
        return words.never.isdisjoint(small) and not words.particles.issuperset(small)
    if _letters(part) < max(_LEAST_LETTERS, len(part) * _LETTER_SHARE):
        return False
    if not part.isascii() and _CASELESS.search(part):
        own = not any(ch in "。！？「」《》：:!?@" or ch.isdigit() for ch in part)
        return own and len(part) <= _MAX_CASELESS and words.never.isdisjoint((part, *part.split()))
    tokens = part.split()
    small = [caseless(token).strip(".,:") for token in tokens]
    # In the middle of a name, "del" is a particle; elsewhere it may be in the list never.
    telling = [word for at, word in enumerate(small) if not 0 < at < len(small) - 1 or word not in words.particles]
    if (
        sum(word not in words.particles for word in small) > _MAX_WORDS
        or not words.never.isdisjoint(telling)
        or (words.particles.issuperset(small) and not (declared and part.istitle()))  # "Ben"
    ):
        return False
    if not _SIGNS.isdisjoint(part):
        return False
    return _cased_as_name(tokens, words, declared)


def _letters(part: str) -> int:
    """The number of letters in a part."""
    letters = sum(map(str.isalpha, part))
    if letters < len(part) * _LETTER_SHARE and not part.isascii():
        # Vowel signs of Indic scripts count as well, although str.isalpha is False for them.
        letters += sum(unicodedata.category(ch).startswith("M") for ch in part)
    return letters


def _cased_as_name(tokens: list[str], words: NameWords, declared: bool) -> bool:
    """Whether each word has a capital as in a name, or is a particle ("van").

    A declared name of few words may be in any spelling.
    """
    if declared and len(tokens) <= _MAX_DECLARED_WORDS:
        # "2 uur geleden" and "21 replies" count something; "France 24" and "20 Minuten" are outlets.
        counts = [at for at, token in enumerate(tokens[:-1]) if token.isdigit() and (at or tokens[1].islower())]
        return not counts and any(len(token) > 1 for token in tokens)
    if len(tokens) == 1 and not is_group(tokens[0], words):
        # A single word must be the initials of an outlet or of a desk: "By TPN".
        return tokens[0].isupper() and tokens[0].isalpha() and len(tokens[0]) in _INITIALS
    capital = [token for token in tokens if starts_name(token.strip("\"'“”("))]
    small = [token for token in tokens if token not in capital and caseless(token).strip(".'’") not in words.particles]
    if small == tokens[-1:] and small[0] in words.groups:
        small = []  # "The Harbour editors", "Harbour Post staff"
    return bool(capital) and not small and not any(ch.isdigit() for ch in "".join(tokens))
