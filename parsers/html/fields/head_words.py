"""Makes the words and patterns of config/rules/heads.toml ready for the readers of fields.

Takes the rules; gives words of class names as sets, and compiled patterns for lines.  Made once for each set of
rules.  A key is a text normalised for comparison (`parsers.folding.key`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from parsers.dates.date_lines import DateWords, date_words
from parsers.folding import key
from parsers.html.metadata.meta_names import MetaNames, meta_names
from parsers.lines.tags import TagWords, tag_words
from parsers.rules import FAMILIES_KEPT, Family, any_of


@dataclass(frozen=True, slots=True)
class AuthorMarks:
    """The words in class names and the like that mark an element as an author's, such as "byline"."""

    #: Finds a mark in a name, in small letters or with a capital.
    pattern: re.Pattern[str]
    #: Finds a mark in the address of a link to the page of an author: "/authors/ann-lister".
    address: re.Pattern[str]
    #: Finds the letters of all marks in one pass, for a quick look: a name with a mark holds some.
    letters: AhoCorasick


@dataclass(frozen=True, slots=True)
class HeadWords:
    """The words in class names (as sets) and the patterns of lines by which parts of an article's head are known."""

    standfirst: frozenset[str]
    kicker: frozenset[str]
    #: Words for the headline where it is no heading, and those beside which they do not mean it ("site-title").
    headline: frozenset[str]
    no_headline: frozenset[str]
    #: Words for other elements of the head, neither kicker nor standfirst.
    elsewhere: frozenset[str]
    #: Words for elements about other articles.
    others: frozenset[str]
    #: Words for boxes that are about something else even close to the headline: events, promoted stories.
    apart: frozenset[str]
    #: Words that stand beside "footer" in the names of the foot of the article itself.
    own_foot: frozenset[str]
    #: Words for captions.
    captions: frozenset[str]
    #: Words for pictures and what belongs to them, and those of them that are also names of lines with a byline.
    pictures: frozenset[str]
    credits: frozenset[str]
    #: Words for elements in bold letters.
    bold: frozenset[str]
    #: Words for elements that hold the day of the article.
    dated: frozenset[str]
    tags: frozenset[str]
    #: Words for menus and lists of the site, whose entries may lead to topics as well.
    menus: frozenset[str]
    #: Words for biographies of authors; a name in one does not say who wrote the article.
    lives: frozenset[str]
    breadcrumbs: frozenset[str]
    #: Words for links to the section of an article.
    sections: frozenset[str]
    #: Words for breadcrumbs and menus, in which no headline stands.
    trails: frozenset[str]
    #: Words for boxes about an author in which a part of the name is enough.
    author_boxes: frozenset[str]
    author_marks: AuthorMarks
    #: Words of classes and addresses, in small letters, whose elements hold a name inside a byline.
    name_marks: tuple[str, ...]
    #: Words of classes that, beside those, name a place or an employer: "author-location".
    no_names: frozenset[str]
    #: Keys of badges ("Live", "Advertisement"), which belong neither to headline nor to standfirst.
    badges: frozenset[str]
    #: Keys of the texts of links to the front page ("Home").
    front: frozenset[str]
    #: Words that menus add for screen readers at the end of a link's text ("(current)").
    current: re.Pattern[str]
    dates: DateWords
    topics: TagWords
    meta: MetaNames


@lru_cache(maxsize=FAMILIES_KEPT)
def head_words(family: Family, figures: Family) -> HeadWords:
    """Make the HeadWords.

    `family`: the rules in config/rules/heads.toml.  `figures`: those in figures.toml, for the words of captions.  Lists
    that a file leaves out are empty.
    """
    # "untertitel" is a caption under a picture, and a standfirst under a headline.
    captions = frozenset(figures.all_words("caption")).difference(family.all_words("standfirst"))
    standfirst, kicker = frozenset(family.all_words("standfirst")), frozenset(family.all_words("kicker"))
    others, menus = frozenset(family.all_words("others")), frozenset(family.all_words("menus"))
    credits, breadcrumbs = frozenset(family.all_words("credits")), frozenset(family.all_words("breadcrumb"))
    return HeadWords(
        standfirst=standfirst,
        kicker=kicker,
        headline=frozenset(family.all_words("headline")),
        no_headline=standfirst.union(kicker, others, menus, family.all_words("no_headline")),
        elsewhere=captions.union(family.all_words("elsewhere")),
        others=others,
        apart=frozenset(family.all_words("apart")),
        own_foot=frozenset(family.all_words("own_foot")),
        captions=captions,
        pictures=captions.union(family.all_words("pictures"), credits),
        credits=credits,
        bold=frozenset(family.all_words("bold")),
        dated=frozenset(family.all_words("dated")),
        tags=frozenset(family.all_words("tags")),
        menus=menus,
        lives=frozenset(family.all_words("lives")),
        breadcrumbs=breadcrumbs,
        sections=frozenset(family.all_words("section_link")),
        trails=breadcrumbs.union(family.all_words("menus")),
        author_boxes=frozenset(family.all_words("author_box")),
        author_marks=_author_marks(family.all_words("author_mark"), family.all_words("author_word")),
        name_marks=tuple(word.lower() for word in family.all_words("name_mark")),
        no_names=frozenset(family.all_words("no_name")),
        badges=frozenset(map(key, family.all_words("badge"))),
        front=frozenset(map(key, family.all_words("front"))),
        current=re.compile(rf"\s*(?:{any_of(family.all_words('current')) or '(?!)'})$", re.IGNORECASE),
        dates=date_words(family),
        topics=tag_words(family),
        meta=meta_names(family),
    )


def _author_marks(words: Iterable[str], alone: Iterable[str]) -> AuthorMarks:
    """Make the AuthorMarks from the words that mark an element as an author's.

    `words` count anywhere in a name ("articleAuthors"), those in `alone` only as a whole word of it ("ar-aut").
    """
    parts = [f"{first}{word[1:]}" for word in words if word for first in (word[0].lower(), word[0].upper())]
    whole = [form for word in alone for form in (word, word.capitalize())]
    pattern = rf"{any_of(parts) or '(?!)'}|(?<![^\W\d_])(?:{any_of(whole) or '(?!)'})(?![^\W\d_])"
    address = rf"/(?:{any_of(words) or '(?!)'})[a-z]{{0,3}}/[^/?#]+/?(?:[?#]|$)"
    return AuthorMarks(re.compile(pattern), re.compile(address), AhoCorasick([*parts, *whole]))
