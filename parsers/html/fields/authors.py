"""Finds the authors of the article: names of persons and organisations from metadata and the byline, without repeats.

Sources: JSON-LD author, meta tags, and the printed byline.  Persons are preferred to organisations and agencies; the
outlet's own name is accepted only when nothing else is given.  The text of the body is never searched for names.

`sheet` is the page as field readers see it (`Sheet`); its `words` are the word lists by which names are known.  A key
is a text normalised for comparison (`parsers.folding.key`): "Ann Lister" and "ANN LISTER" have the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from unicodedata import combining, normalize

from parsers.folding import caseless, key, key_words
from parsers.html.fields.candidate import Candidate, best
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.site import own_keys
from parsers.html.metadata.values import as_list, strings
from parsers.people.around_names import has_lead, lead_end
from parsers.people.byline_names import post_name, read_names
from parsers.people.name_kinds import is_agency, is_group, is_person
from parsers.people.name_lists import in_order_of_speech

Names = tuple[str, ...]

#: A mail address with the name behind it in brackets, the old form of RFC 822.
_MAILED: Final = re.compile(r"\s*[^\s@]+@[^\s@]+\s+\((?P<name>[^()]+)\)\s*")

# All confidences (0 to 1), their factors and the limits below were chosen by hand.

#: Confidence of the first of `MetaNames.author`; how much less each further one has; and that of a label "Written by".
_BEST_META, _NEXT_META, _LABELLED = 0.8, 0.01, 0.6
#: Confidence of the JSON-LD of the article, and of that of the page; factors for the properties with names.
_ARTICLE, _PAGE = 0.9, 0.6
#: Properties with the parts of a name, in the order of speech.
_PARTS = ("givenName", "additionalName", "familyName")
_PROPERTIES = {"author": 1.0, "creator": 0.8, "contributor": 0.5}
#: Factors for names that are only the outlet's, only agencies' or groups', no person's, or only a login.
_OWN, _GROUP, _TOPIC, _LOGIN = 0.3, 0.6, 0.75, 0.9
#: The least confidence of a byline that stands below the headline.
_SURE_BYLINE = 0.76
#: The most letters of a word that joins the last two names ("and", "und", "avec").
_JOINT = 4
#: The fewest names among which one may be the outlet's beside the authors'.
_SEVERAL = 2
#: Letters of the shortest name that is taken for the outlet's when it is part of the host's name.
_LEAST_OWN = 4


def read_authors(sheet: Sheet, printed: Candidate[Names] | None) -> Candidate[Names] | None:
    """Return the best candidate for the authors; None when the page names none.

    `printed`: the names in the printed byline (`bylines.read_byline`); None without one.
    """
    candidates = [_weighed(candidate, sheet) for candidate in (printed, *_json_ld(sheet)) if candidate]
    if max((candidate.confidence for candidate in candidates), default=0) < _BEST_META:
        candidates += [_weighed(candidate, sheet) for candidate in _meta(sheet) if candidate.value]
    chosen = best(candidates)
    agreed = _agreed(chosen, printed, candidates, sheet) if chosen and printed else chosen
    return _in_small_letters(agreed, sheet) if agreed and any(map(str.isupper, agreed.value)) else agreed


def _in_small_letters(chosen: Candidate[Names], sheet: Sheet) -> Candidate[Names]:
    """Give names that are printed in capitals as another source spells them: "ANN LISTER" as "Ann Lister"."""
    declared = (name for candidate in (*_json_ld(sheet), *_meta(sheet)) for name in candidate.value)
    spelt = {key(name): name for name in declared if not name.isupper() and not name.islower()}
    return chosen._replace(value=tuple(spelt.get(key(name), name) if name.isupper() else name for name in chosen.value))


def _agreed(
    chosen: Candidate[Names], printed: Candidate[Names], candidates: list[Candidate[Names]], sheet: Sheet
) -> Candidate[Names]:
    """Return the best candidate, `chosen`, or another one where other sources show that its names are right.

    If a meta tag gives other names than the byline (often the owner of the outlet), but another source gives the
    byline's names, the byline is returned.  If the byline has one person, and several meta tags with one author each
    (citation_author) list that person first, their list is returned.
    """
    said = tuple(map(key, printed.value))
    if tuple(map(key, chosen.value)) != said:
        agrees = chosen.method == "meta" and any(tuple(map(key, other.value)) == said for other in candidates[1:])
        named = agrees and any(is_person(name, sheet.words) and not is_own(name, sheet) for name in printed.value)
        return _weighed(printed, sheet) if named else chosen
    each = {name for name in sheet.heads.meta.author_each if len(sheet.meta.meta.get(name, ())) > 1}
    for listed in _meta(sheet) if each and len(said) == 1 else ():
        all_persons = all(is_person(name, sheet.words) for name in listed.value)
        if listed.rule in each and len(listed.value) > 1 and key(listed.value[0]) == said[0] and all_persons:
            return listed
    return chosen


def as_printed(chosen: Candidate[Names], line: str, printed: Names, sheet: Sheet) -> Candidate[Names]:
    """Correct the declared authors, `chosen`: take capitals, accents and missing persons from the printed byline.

    `line`: the byline's text.  `printed`: the names in it.
    """
    said = {key(name): name for name in printed}
    more = len(said) > len(chosen.value) and _untitled(printed, sheet) > _untitled(chosen.value, sheet)
    # The same words in more names: a double name that the byline's "and" divides.
    more = more and not _words_of(printed) <= _words_of(chosen.value)
    if more and _is_list(line, printed, sheet):
        return chosen._replace(value=printed)
    plain = {_without_accents(name): name for name in printed if not name.isascii()}
    return chosen._replace(value=tuple(_spelt(name, said, plain) for name in chosen.value))


def _words_of(names: Names) -> set[str]:
    """Give the words of all names, folded."""
    return {word for name in names for word in key_words(name)}


def _spelt(declared: str, printed: dict[str, str], accented: dict[str, str]) -> str:
    """Return a declared name in the printed spelling, if it has lost capitals ("ann lister") or accents ("Solene").

    `printed` maps keys to printed names; `accented` maps keys without accents to names with them.
    """
    said = key(declared)
    return printed.get(said, declared) if declared.islower() else accented.get(said, declared)


def _without_accents(name: str) -> str:
    """Give the key of a name after its accents are removed: the same for "Solène" and "Solene"."""
    return key("".join(char for char in normalize("NFD", name) if not combining(char)))


def names_others(line: str, printed: Candidate[Any], declared: Candidate[Names], sheet: Sheet) -> bool:
    """Whether the printed byline is to replace the declared authors because no name in it shares a word with theirs.

    The declared ones are then people who only put the article online.  True only if the byline is near the headline,
    begins with "By" and names nobody but authors.  False where the declared names were themselves taken from a printed
    line.  `line`: the text of the byline.
    """
    names: Names = printed.value.names
    led = key(line[: lead_end(line, sheet.words)]) in sheet.words.wrote
    if declared.segments or printed.confidence < _SURE_BYLINE or not led:
        return False
    said = {word for name in declared.value for word in key_words(name)}
    alike = any(word in said for name in names for word in key_words(name))
    return not alike and _are_authors(names, sheet) and not any(is_own(name, sheet) for name in names)


def _untitled(names: Names, sheet: Sheet) -> set[str]:
    """Give the keys of names without titles such as "Dr": "Dr Ann Lister" and "Ann Lister" have the same."""
    return {key(sheet.words.people.before_names.sub("", name)) for name in names}


def _is_list(line: str, names: Names, sheet: Sheet) -> bool:
    """Whether a byline has nothing after "By" but `names`, all of them of persons, and perhaps "and" between them.

    Then all these persons are authors, also those that are not declared.
    """
    rest = line[lead_end(line, sheet.words) :]
    for name in names:
        rest = rest.replace(name, "", 1)
    persons = all(is_person(name, sheet.words) and not is_own(name, sheet) for name in names)
    return persons and sum(map(str.isalpha, rest)) <= _JOINT


def _weighed(candidate: Candidate[Names], sheet: Sheet) -> Candidate[Names]:
    """Give a candidate without the names that are no authors; its confidence is lower if the names left are doubtful.

    The outlet's own name is left out when others are named as well; where it comes first and the others are not
    authors, only it and agencies stay.  Names are doubtful when all of them are the outlet's, all are organisations',
    none is a person's, or all are logins ("KatieS").
    """
    names = candidate.value
    own = _own_among(names, sheet)
    others = tuple(name for name in names if name not in own)
    if own and own[0] == names[0] and not _are_authors(others, sheet):
        # In "Harbour Post, Harbour City, Germany" the outlet's name is followed by its address, not by authors.
        names = tuple(name for name in names if name in own or is_agency(name, sheet.words))
    elif others:
        names = others
    if all(name in own for name in names):
        factor = _OWN
    elif all(_is_organisation(name, sheet) for name in names):
        factor = _GROUP
    elif not any(is_person(name, sheet.words) or " " not in name for name in names):
        # "Harbour fees" is a topic, in an element that sites use for authors.
        factor = _TOPIC
    elif all(name.isascii() and " " not in name for name in names):
        # "KatieS" is a login; the name in the printed byline is better.
        factor = _LOGIN
    else:
        factor = 1.0
    return Candidate(names, candidate.method, candidate.rule, candidate.confidence * factor, candidate.segments)


def _is_organisation(name: str, sheet: Sheet) -> bool:
    """Whether a name is that of a group, company, outlet or website, so that a person's name is preferred."""
    words = sheet.words
    return is_group(name, words) or words.people.is_listed_outlet(name) or words.people.is_site(name)


def _own_among(names: Names, sheet: Sheet) -> list[str]:
    """Return those of `names` that mean the outlet, so that they can be left out when authors are named as well.

    The outlet's own name and host always count.  Where there are several names, every other name that the metadata give
    the outlet counts as well.  Only a person's name does not: some blogs are called after one of their writers.
    """
    if len(names) < _SEVERAL:
        return [name for name in names if is_own(name, sheet)]
    declared = own_keys(sheet.meta)
    return [
        name
        for name in names
        if is_own(name, sheet)
        # A blog may be called after one of those who write it.
        or (key(name) in declared and (_is_paper(name, sheet) or not is_person(name, sheet.words)))
    ]


def _is_paper(name: str, sheet: Sheet) -> bool:
    """Whether a name that a person may have is a paper's: "Calgary Sun", "DER STRAND"."""
    people = sheet.words.people
    return people.is_paper_behind(name) or name.partition(" ")[0].capitalize() in people.articles.capitalised


def _are_authors(names: Names, sheet: Sheet) -> bool:
    """Whether at least one of the names is a person's and all others are persons', agencies' or groups'.

    Such names can be believed to be authors.
    """
    persons = [name for name in names if is_person(name, sheet.words)]
    rest = (name for name in names if name not in persons)
    return bool(persons) and all(is_agency(name, sheet.words) or is_group(name, sheet.words) for name in rest)


def is_own(name: str, sheet: Sheet) -> bool:
    """Whether a name is the outlet's: its name or host, part of these, or a longer name ("Harbour Post staff").

    The outlet is an author only when nobody else is named.
    """
    own, said = sheet.own_key, key(name)
    if own and said and (said in own or own in said):
        return True
    parts = sheet.host_labels
    first = name.split()[0] if name.split() else ""
    within = len(said) >= _LEAST_OWN and said in key("".join(parts))
    return said in parts or within or (first.isupper() and key(first) in parts)


def _json_ld(sheet: Sheet) -> Iterator[Candidate[Names]]:
    """Yield candidates from JSON-LD: the authors, creators and contributors of the article and of the page."""
    for node, confidence in ((sheet.meta.json_ld.article, _ARTICLE), (sheet.meta.json_ld.page, _PAGE)):
        for property_, factor in _PROPERTIES.items():
            value = node.get(property_)
            if property_ == "contributor":
                # An organisation that contributed to an article owns or syndicates it.
                value = [item for item in as_list(value) if not _is_organisation_node(item, sheet)]
            if value and (names := _unique(_persons(value, sheet))):
                rule = f"{node.get('@type')}.{property_}"
                yield Candidate(names, "json_ld", rule, confidence * factor)


def _persons(value: Any, sheet: Sheet) -> Iterator[str]:
    """Yield the names in a JSON-LD author: a string, an object with a name or parts of one, a reference, or a list."""
    several = _are_each_one(as_list(value), sheet)
    for item in as_list(value):
        if isinstance(item, list):
            yield from _persons(item, sheet)
            continue
        item = sheet.meta.json_ld.resolve(item)
        if isinstance(item, dict) and not item.get("name"):
            parts = " ".join(strings([item.get(part) for part in _PARTS]))
            yield from read_names(parts, sheet.words, declared=True)
            continue
        whole = _is_organisation_node(item, sheet)
        for text in strings(item):
            if several and _is_double_name(text, sheet):
                yield " ".join(text.split())
            else:
                yield from _organisation(text, sheet) if whole else _declared(text, sheet)


def _are_each_one(items: list[Any], sheet: Sheet) -> bool:
    """Whether JSON-LD lists several persons by name, so that each of its nodes is one person."""
    nodes = [node for item in items if isinstance(node := sheet.meta.json_ld.resolve(item), dict)]
    named = [text for node in nodes if "Person" in str(node.get("@type")) for text in strings(node)]
    return len(named) >= _SEVERAL and all(is_person(name, sheet.words) for name in named)


def _is_double_name(text: str, sheet: Sheet) -> bool:
    """Whether a name has an "and" of the kind that stands inside surnames: "Miguel Costa e Sousa Brandão"."""
    joint = sheet.words.joint.search(text)
    return joint is not None and joint[0].strip() in sheet.words.surname_joints and "," not in text


def _is_organisation_node(item: Any, sheet: Sheet) -> bool:
    """Whether a JSON-LD value is, or refers to, a node that calls itself an organisation."""
    item = sheet.meta.json_ld.resolve(item)
    return isinstance(item, dict) and "Organization" in str(item.get("@type"))


def _organisation(text: str, sheet: Sheet) -> list[str]:
    """Return the names in a text that JSON-LD declares to be one organisation: mostly one name, the whole text.

    "Office for Ports and Ferries" gives one name despite its "and"; only a list of persons, agencies or outlets is
    divided.
    """
    names, whole = _declared(text, sheet), [" ".join(text.split())]
    words = sheet.words
    listed = all(
        is_person(name, words) or is_agency(name, words) or words.people.is_listed_outlet(name) for name in names
    )
    # One name that ends before a small word has lost its end: the "Office" of "Office for Ports".
    ended = len(names) == 1 and text.startswith(names[0]) and text[len(names[0]) :].lstrip()[:1].islower()
    # Of a firm called after two namesakes ("Morgan & Morgan") one name is left.
    joined = sheet.words.joint.search(text) is not None
    return whole if not listed and (ended or joined) else names


def _declared(text: str, sheet: Sheet) -> list[str]:
    """Return the names in the text of an author tag ("Ann Lister, Ada Lund"); [] for a web address or "@annlister".

    "ann@harbourpost.example (Ann Lister)", the form of RSS 2.0, gives the name in brackets.
    """
    if "://" in text or text.startswith("@"):
        return []
    if mailed := _MAILED.fullmatch(text):
        text = mailed["name"]
    if is_agency(text, sheet.words) or (not is_person(text, sheet.words) and key(text) in own_keys(sheet.meta)):
        # Of "n-tv News" and "Mac & i", names of outlets, a part would be left.
        return [" ".join(text.split())]
    names = read_names(in_order_of_speech(text, sheet.words), sheet.words, declared=True)
    if len(names) > 1 and is_person(names[0], sheet.words):
        # "Ann Lister, professor of law at the University of Harbour Town": what she is, not a list.
        names = [name for name in names if not _describes_person(name, sheet)]
    return names or post_name(text, sheet.words)


def _describes_person(name: str, sheet: Sheet) -> bool:
    """Whether a part of a declared author text describes somebody ("professor of law"), so that it is left out."""
    words = sheet.words
    small = any(word[:1].islower() and caseless(word) not in words.particles for word in name.split())
    return small and not is_person(name, words) and not _is_organisation(name, sheet)


def _meta(sheet: Sheet) -> Iterator[Candidate[Names]]:
    """Yield candidates from meta tags for authors, and from twitter:data1 if twitter:label1 says "Written by"."""
    for rank, name in enumerate(sheet.heads.meta.author):
        if name not in sheet.meta.meta:
            continue
        values = sheet.meta.meta[name]
        if name.startswith(("dc", "citation")):
            # Libraries turn every name, also one whose surname has two words.
            turned = (_given_name_first(one, sheet) for one in values)
            values = tuple(new if is_person(new, sheet.words) else old for new, old in zip(turned, values, strict=True))
        values = tuple(_given_name_first(value, sheet) if _surname_first(value, sheet) else value for value in values)
        names = _unique(found for value in values for found in _declared(value, sheet))
        yield Candidate(names, "meta", name, _BEST_META - rank * _NEXT_META)
    for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        # The label is "Written by" in the page's language, the data "Ann Lister".
        labels, values = sheet.meta.meta.get(label, ()), sheet.meta.meta.get(data, ())
        if labels and values and has_lead(f"{labels[0]} X", sheet.words):
            yield Candidate(_unique(_declared(values[0], sheet)), "meta", data, _LABELLED)


def _surname_first(value: str, sheet: Sheet) -> bool:
    """Whether a value is one person's name with the surname first ("Lister, Ann"), and not two outlets or groups.

    The caller then puts the given name first.
    """
    parts = value.split(", ")
    words = len(parts) == 2 and all(part[:1].isupper() and part.isalpha() and not part.isupper() for part in parts)
    return (
        words
        and is_person(_given_name_first(value, sheet), sheet.words)
        and not any(_is_organisation(part, sheet) for part in parts)
    )


def _given_name_first(value: str, sheet: Sheet) -> str:
    """Put a name in the order of speech: "Lister, Ann", as libraries write it, becomes "Ann Lister"."""
    parts = value.split(", ")
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and not sheet.words.joint.search(value) else value


def _unique(names: Any) -> Names:
    """Return the names without repeats; case, blanks and punctuation do not count, accents do."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(key(name), name)
    return tuple(found.values())
