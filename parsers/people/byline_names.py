"""Names out of the strings that hold them: one byline, one metadata value, or a list of either.

read_names splits a string, cuts lead-ins, roles, places, dates and addresses, and keeps what can be a person's or an
organisation's name; everything else is left out, for a wrong name is worse than none.  Words and patterns stand in
config/rules/bylines.toml and agencies.toml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from parsers.folding import caseless, key
from parsers.people.lexicon import Lexicon, lexicon, starts_name
from parsers.rules import FAMILIES_KEPT, Family, Rules, any_of

#: Of mail only from the beginning of a word on: from each of its letters, a long one would take minutes.
_ADDRESS = re.compile(
    r"(?<!\S)[^\s@]++@[^\s@]+\.\w+|https?://\S+|www\.\S+|(?<!\w)@\w+|\[at\]\S*|\+?\d[\d\s()/-]{7,}",
    re.IGNORECASE,
)
#: What each address has, and each bracket: most texts have neither, and searching for the whole is dear.
_MAY_ADDRESS = re.compile(r"[@/\]\d]|www", re.IGNORECASE)
_MAY_BRACKET = re.compile(r"[(\[（]")
_BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]?")
_SEPARATOR = re.compile(
    r"\s*[;|•·●►\u2003\t\n、，；]\s*|\s+[–—-]\s+|,\s+|,(?=[^\W\d_])|\s+/\s+|\s/|/\s|\s*／\s*|\s+\+\s+"
)
#: A text without any of these is one piece.
_SEPARATING = frozenset(";|•·●►\u2003\t\n、，；–—-,/／+")
#: Between a name, an outlet and a day in one line.
BARS = re.compile(r"\s*[|·•–]\s*")
_SLASH = re.compile(r"(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})")
_CASELESS = re.compile(
    r"[\u0590-\u07ff\u0900-\u109f\u10d0-\u10ff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
#: A name without anything to it: "Ann Lister", "José María Pérez".
_PLAIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+){1,2}")
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
#: "ByAnn Lister": two elements side by side.
_STUCK = re.compile(r"(?:By|BY)(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")
#: No name holds one of these.
_SIGNS = frozenset("?!:=<>{}%$€£@")
_EDGE = " \t,;:|/–—•·-*#>»«.＝"
#: Closing words after names without spaces between: "山田太郎記者", "이상현 기자".
_CJK_ROLE = re.compile(
    r"\s*(?:記者|特派員|編集委員|論説委員|編集部員|支局長|기자|특파원|선임기자|인턴기자|记者|記者|特约记者|著|訳|監修|さん|씨)+$"
)


@dataclass(frozen=True, slots=True)
class NameWords:
    """The byline rules in the form in which they are used."""

    lead: re.Pattern[str]
    #: First words of lead-ins, and their first two letters: without one of them the pattern need not be tried.
    lead_words: frozenset[str]
    openings: frozenset[str]
    inner_lead: re.Pattern[str]
    end: re.Pattern[str]
    #: What each end has, in lower case: most names have none of it, and searching for the whole is dear.
    may_end: re.Pattern[str]
    whereabouts: re.Pattern[str]
    joint: re.Pattern[str]
    particles: frozenset[str]
    roles: re.Pattern[str]
    groups: frozenset[str]
    never: frozenset[str]
    degrees: frozenset[str]
    agencies: frozenset[str]
    #: Every word that makes more of a string than one name.
    telling: frozenset[str]
    #: Words of roles and groups that together name nobody: "Senior Staff Writer".
    generic: frozenset[str]
    #: Tells a person's name.
    people: Lexicon


_TELLING = ("lead", "joint", "particle", "role", "rank", "group", "never", "degree")


@lru_cache(maxsize=FAMILIES_KEPT)
def name_words(bylines: Family, agencies: Family, people: Lexicon) -> NameWords:
    """The words and patterns of the two families, with the one answer to what a person is; made once for all three."""
    patterns = {rule.id: rule.pattern for rule in bylines.rules}
    nothing = re.compile(r"(?!)")
    # As printed or in capitals, never with one capital: "dan" is "and" in Jakarta, "Dan" is a name.
    joined = [form for word in bylines.all_words("joint") for form in (word, word.upper())]
    joints = "|".join(map(re.escape, joined))
    # After a comma the joint opens a part ("Ann, Tom, and Sue"); a single letter there is an initial.
    opening = "|".join(re.escape(word) for word in joined if len(word) > 1 and word.islower())
    roles = any_of(bylines.all_words("role"))
    listed = agencies.data.get("agency", ())
    firsts = frozenset(_first_word(word) for word in bylines.all_words("lead"))
    return NameWords(
        patterns.get("lead", nothing),
        firsts,
        frozenset(word[:2] for word in firsts),
        patterns.get("inner-lead", nothing),
        patterns.get("end", nothing),
        _may_end(bylines),
        patterns.get("whereabouts", nothing),
        re.compile(rf"\s+(?:{joints})\s+|^(?:{opening})\s+") if joints else nothing,
        frozenset(caseless(word) for word in bylines.all_words("particle")),
        re.compile(rf"(?<![^\W\d_])(?:{roles})(?![^\W\d_])", re.IGNORECASE) if roles else nothing,
        frozenset(caseless(word) for word in bylines.all_words("group")),
        frozenset(caseless(word) for word in bylines.all_words("never")),
        frozenset(caseless(word) for word in bylines.all_words("degree")),
        frozenset(key(name) for entry in listed for name in (entry["name"], *entry["aliases"])),
        frozenset(w for name in _TELLING for words in bylines.all_words(name) for w in caseless(words).split()),
        frozenset(caseless(w) for name in ("role", "group", "rank") for w in bylines.all_words(name)),
        people,
    )


def _may_end(bylines: Family) -> re.Pattern[str]:
    needs = [need.lower() for rule in bylines.rules if rule.id == "end" for need in rule.data.get("needs", ())]
    return re.compile(rf"\d|{any_of(needs)}")


def words_of(rules: Rules) -> NameWords:
    """The name words of a set of rules."""
    return name_words(rules.family("bylines"), rules.family("agencies"), lexicon(rules))


def read_names(text: str, words: NameWords, *, declared: bool = False) -> list[str]:
    """The names of a byline or value, in order, each once.

    declared says that the string comes from a place that holds names and nothing else (an author property), where a
    single word or a name in small letters is believed; in running text it is not.
    """
    text = _narrowed(text, words)
    if _PLAIN.fullmatch(text) and words.telling.isdisjoint(caseless(text).split()):
        return [text]
    names: dict[str, str] = {}
    last = ""
    for part in _parts(text, words):
        if last and caseless(part.strip(_EDGE)) in words.degrees:
            # "Ann Lister, MD": a degree is split off as if it were a name, and goes back.
            names[last] += f", {part.strip(_EDGE)}"
            continue
        name = _name(part, words, declared)
        last = key(name) if name else ""
        if name is not None:
            names.setdefault(last, name)
    return list(names.values())


def has_lead(text: str, words: NameWords) -> bool:
    """Whether a string begins as a byline does ("By ...", "Von ...")."""
    return 0 < lead_end(text, words) < len(text)


def lead_end(text: str, words: NameWords) -> int:
    """Where the lead-in of a byline ends; 0 when it has none."""
    if not may_lead(text, words):
        return 0
    first = _first_word(text)
    # Scripts without spaces run the lead-in into the name.
    if first not in words.lead_words and (first.isascii() or not _CASELESS.match(first)):
        return 0
    match = words.lead.match(text)
    return match.end() if match else 0


def may_lead(text: str, words: NameWords) -> bool:
    """Whether a string may begin with a lead-in, by its first two letters; a quick answer for the many that do not."""
    opening = text[:2]
    if not opening.isalpha():
        # Signs before it, or a single letter.
        match = _FIRST_WORD.match(text)
        opening = match[1][:2] if match else ""
    return not opening.isascii() or opening.lower() in words.openings


def _first_word(text: str) -> str:
    word = text.partition(" ")[0]
    if word.isalpha():
        return caseless(word)
    match = _FIRST_WORD.match(text)
    return caseless(match[1]) if match else ""


def is_group(name: str, words: NameWords) -> bool:
    """Whether a name is an organisation's or a group's, as far as its words say."""
    return key(name) in words.agencies or any(caseless(token).strip(".") in words.groups for token in name.split())


def people(names: Iterable[str], words: NameWords) -> tuple[str, ...]:
    """The names without groups, sections and other single words, where persons with two names stand beside them."""
    names = tuple(names)
    persons = {name for name in names if is_person(name, words)}
    return tuple(name for name in names if name in persons or is_agency(name, words)) if persons else names


def is_person(name: str, words: NameWords) -> bool:
    """Whether a name as it is read here is a person's, degrees behind it aside ("Ann Lister, MD")."""
    return words.people.is_person(name.partition(", ")[0])


def is_agency(name: str, words: NameWords) -> bool:
    """Whether a name is one of the known agencies."""
    return key(name) in words.agencies


def _narrowed(text: str, words: NameWords) -> str:
    """The part of a string that can hold names: without lead-ins, addresses, brackets, and what follows the names."""
    text = " ".join(text.split())
    if _MAY_ADDRESS.search(text):
        text = _ADDRESS.sub(" , ", text)
    if text[:1] in "([（【" and lead_end(text, words):
        text = text.strip("()[]（）【】")
    if _MAY_BRACKET.search(text):
        text = _BRACKETS.sub(" ", text)
    if _STUCK.match(text):
        text = text[2:]
    for _ in range(3):
        end = lead_end(text, words)
        if not 0 < end < len(text):
            break
        text = text[end:]
    if words.may_end.search(text.lower()) and (rest := words.end.search(text)):
        text = text[: rest.start()]
    return text.strip(_EDGE)


def person_alone(text: str, words: NameWords) -> list[str]:
    """The names of a line without "By", where it names one person and nothing that could be another; else none.

    Between bars an outlet or a job may stand beside the person; capitals alone are a heading.
    """
    names = [name for part in BARS.split(text) for name in read_names(part, words)]
    full = [name for name in names if " " in name and not is_group(name, words)]
    return names if len(full) == 1 and not full[0].isupper() and is_person(full[0], words) else []


def _parts(text: str, words: NameWords) -> Iterator[str]:
    for piece in [text] if _SEPARATING.isdisjoint(text) else _SEPARATOR.split(text):
        for part in words.joint.split(piece):
            yield from _SLASH.split(part) if "/" in part and " " in part else (part,)


def _name(part: str, words: NameWords, declared: bool) -> str | None:
    """The name in one part, or None."""
    part = part.strip(_EDGE)
    for _ in range(2):
        end = lead_end(part, words)
        if not end:
            break
        # What is nothing but a lead-in ("Opinion by", in an element of its own) names nobody.
        part = part[end:].strip(_EDGE)
    if not part.isascii():
        part = _CJK_ROLE.sub("", part)
    role = words.roles.search(part)
    if words.whereabouts.search(part) and (role or not is_group(part, words)):
        part = words.whereabouts.sub("", part)
    if role:
        part = _without_role(part, words)
    while part[:1].islower() and " " in part and is_group(part, words):
        part = part.split(" ", 1)[1]
    part = _once(part.strip(_EDGE + "'\"“”„()（）"))
    return part if part and _can_be_name(part, words, declared) else None


def _once(part: str) -> str:
    """A name that stands there twice, once: a link and its label."""
    tokens = part.split()
    half = len(tokens) // 2
    return " ".join(tokens[:half]) if half > 1 and tokens[:half] == tokens[half:] else part


def _without_role(part: str, words: NameWords) -> str:
    """A name without the role before or behind it: "Ann Lister Political Editor", "Political Editor Ann Lister"."""
    match = words.roles.search(part)
    if not match:
        return part
    if set(_LETTERS_ONLY.findall(caseless(part))) <= words.generic:
        return ""
    before, after = part[: match.start()].split(), part[match.end() :].split()
    # "Senior Political Editor": the capitalised words before the role word belong to it, beyond a name's two or three.
    if len(after) >= 2 and all(token[:1].isupper() for token in after):
        return " ".join(after)
    return " ".join(before[:2]) if len(before) >= 3 else ""


def _can_be_name(part: str, words: NameWords, declared: bool) -> bool:
    if key(part) in words.agencies:
        return True
    if len(part) > 60:
        return False
    if _PLAIN.fullmatch(part):
        small = caseless(part).split()
        return words.never.isdisjoint(small) and not words.particles.issuperset(small)
    if _letters(part) < max(2, len(part) * 0.6):
        return False
    if not part.isascii() and _CASELESS.search(part):
        own = not any(ch in "。！？「」!?@" or ch.isdigit() for ch in part)
        return own and len(part) <= 25 and words.never.isdisjoint((part, *part.split()))
    tokens = part.split()
    small = [caseless(token).strip(".,:") for token in tokens]
    # Between two names "del" is a part of one; alone it is a button.
    telling = [word for at, word in enumerate(small) if not 0 < at < len(small) - 1 or word not in words.particles]
    if len(tokens) > 6 or not words.never.isdisjoint(telling) or words.particles.issuperset(small):
        return False
    if not _SIGNS.isdisjoint(part):
        return False
    return _cased_as_name(tokens, words, declared)


def _letters(part: str) -> int:
    letters = sum(map(str.isalpha, part))
    if letters < len(part) * 0.6 and not part.isascii():
        # Vowel signs of Indic scripts are no letters to Python, and still part of a name.
        letters += sum(unicodedata.category(ch).startswith("M") for ch in part)
    return letters


def _cased_as_name(tokens: list[str], words: NameWords, declared: bool) -> bool:
    """Whether every word is written as in a name: capital first, or a particle."""
    if declared and len(tokens) <= 4:
        return any(len(token) > 1 for token in tokens)
    if len(tokens) == 1 and not is_group(tokens[0], words):
        # Initials of an outlet or of a desk: "By TPN".
        return tokens[0].isupper() and tokens[0].isalpha() and 3 <= len(tokens[0]) <= 5
    capital = [token for token in tokens if starts_name(token.strip("\"'“”("))]
    small = [token for token in tokens if token not in capital and caseless(token).strip(".'’") not in words.particles]
    return bool(capital) and not small and not any(ch.isdigit() for ch in "".join(tokens))
