"""Makes the Lexicon, the word lists by which names are known, of config/rules/people.toml and agencies.toml.

Takes a set of rules; gives a `Lexicon`, folded and made once for these rules.  What the lists mean is said in
`parsers.people.lexicon`, which asks them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.folding import caseless, key
from parsers.people.agency_names import aliases, by_longest, text_sellers
from parsers.people.code_words import code_words
from parsers.people.lexicon import Lexicon
from parsers.people.name_articles import articles_of
from parsers.people.name_patterns import any_word, before_names, eastern_jobs, eastern_roles, joined_and
from parsers.people.place_words import place_words
from parsers.rules import FAMILIES_KEPT, Family, Rules


def lexicon(rules: Rules) -> Lexicon:
    """Make the Lexicon, the word lists by which names are recognised, of a set of rules."""
    return _build(rules.family("people"), rules.family("agencies"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _build(people: Family, agencies: Family) -> Lexicon:
    def words(name: str) -> frozenset[str]:
        return frozenset(caseless(word) for word in people.all_words(name))

    def folded(name: str) -> frozenset[str]:
        return frozenset(key(word) for word in people.all_words(name))

    def any_listed(name: str) -> str:
        return any_word(people.all_words(name))

    sellers, joints = text_sellers(agencies), any_listed("and")
    return Lexicon(
        wires={key(alias): name for alias, name, _ in sellers},
        ambiguous=frozenset(key(alias) for alias, _, is_word in sellers if is_word),
        outlets=folded("outlets"),
        printed=frozenset((*people.all_words("outlets"), *(alias for alias, _, _ in sellers))),
        newsrooms=folded("newsrooms"),
        outlet_ends=tuple(people.all_words("outlet_ends")),
        outlet_kinds=words("outlet_kinds"),
        institutions=words("institutions"),
        articles=articles_of(people),
        codes=code_words(people),
        surnames={language: tuple(items) for language, items in people.words.get("surnames", {}).items()},
        wire_words=by_longest(alias for alias, _, _ in sellers),
        outlet_words=words("outlet_words"),
        subjects=words("subjects"),
        paper_words=words("paper_words"),
        desk_words=words("desk_words"),
        not_names=words("not_names"),
        acronyms=frozenset(people.all_words("acronyms")),
        no_outlets=frozenset(people.all_words("no_outlets")),
        not_first=words("not_first") | words("before_towns"),
        not_places=words("not_places"),
        suppliers=frozenset(key(alias) for alias in aliases(agencies, "photo")),
        job_for=words("job_for"),
        job_forms={caseless(form): job for form, job in (pair.split("=", 1) for pair in people.all_words("job_forms"))},
        unnamed=words("unnamed"),
        places=folded("places"),
        regions=folded("regions"),
        particles=words("particles"),
        roles=words("roles") | words("roles_plural"),
        eastern_roles=eastern_roles(people),
        eastern_jobs=eastern_jobs(people),
        plural_roles=words("roles_plural"),
        guest_roles=words("guest_roles"),
        editing_jobs=_by_language(people, "editing_jobs"),
        telling=words("telling"),
        possessives=words("our"),
        conjunctions=_by_language(people, "and"),
        joint=re.compile(rf"\s+{joints}\s+"),
        joined_and=joined_and(people),
        trailing_joint=re.compile(rf"(?<!\w){joints}\s*$"),
        prepositions=_by_language(people, "in"),
        before_outlets=words("of"),
        place_words=place_words(people),
        inside_outlets=words("of_outlets"),
        before_names=before_names(people),
        made_by=re.compile(rf"^[^\W\d_]+\s+{any_listed('by')}\s+"),
        special=re.compile(rf"\b{any_listed('special')}\s+(?P<outlet>[^\W\d_].{{2,40}})", re.IGNORECASE),
    )


def _by_language(people: Family, name: str) -> dict[str, frozenset[str]]:
    """Language code -> the words in that language of the list called `name`."""
    return {language: frozenset(items) for language, items in people.words.get(name, {}).items()}
