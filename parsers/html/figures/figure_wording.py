"""Tells from its words alone what a text beside a picture is: a caption with a credit, a credit, a button, ...

Takes texts, the rules (`figures` is the family of config/rules/figures.toml) and the page's language.  A label is a
printed word before a credit ("Photo:"); a `printed` text is a caption and credit as the page shows them.
`parsers.html.figures.figures` weighs the mark-up and decides which texts belong to the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from parsers.captions.caption_text import tidy, words_key
from parsers.captions.photo_credits import split_credit
from parsers.captions.photo_suppliers import suppliers
from parsers.html.figures.figure_text import Printed
from parsers.late_patterns import UNSPACED
from parsers.lines.junk import junk_reason
from parsers.required_index import RequiredIndex, index_of
from parsers.required_text import folded
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules

#: Characters; a longer text is not a credit alone.  Chosen by hand.
_LONGEST_CREDIT = 200
#: Characters of the longest credit that is looked for among the paragraphs.  Chosen by hand.
LONGEST_CREDIT_LINE = 90
#: Characters; a longer text is not a button of the picture ("Enlarge this image", "Credit...").  Chosen by hand.
_LONGEST_CONTROL = 40

#: Characters; a longer text is not taken for a caption by its words alone.  Chosen by hand.
_LONGEST_TOLD = 600
#: Characters of the longest caption among the paragraphs that only the label of its credit shows.
_LONGEST_SIGNED = 320
#: Fewest words of a text that is a caption only because a credit ends it; characters in a script without blanks.
_LEAST_WORDS, _LEAST_CHARS = 3, 6
#: A text with so many words in small letters is a sentence, not a credit; words of the longest name.  Chosen by hand.
_LEAST_SMALL, _LONGEST_NAME = 5, 3

#: What stands beside a word of [words.sign] in a line that stands alone, if its script has blanks between words.
_MARKS = re.compile("[:：﹕=＝©ⓒⒸ℗|]")

#: Buttons for the size of the text: "A A A".
_TEXT_SIZES = re.compile(r"\w(?: \w)+")

#: Signs that join the names of a credit and are not found in a short caption.
_NAMES_JOINED = re.compile("[/|:：／]")

#: The ids of the rules that are asked one by one; and the id of the rule for lines that only credit pictures.
_OWN = frozenset(("describes_picture", "labels_credit"))
_CREDITS = "credits_pictures"


def says(rules: Rules, id_: str, text: str) -> bool:
    """Whether the start of a text matches the rule with the id `id_` in config/rules/figures.toml.

    `id_` is "describes_picture" ("Figure 3: ..."), "labels_credit" ("Credit: ") or "credits_pictures" ("Photo: ...");
    rules that users add under other ids count as the last.
    """
    told = (rule for rule in rules.family("figures").rules if (rule.id if rule.id in _OWN else _CREDITS) == id_)
    return any(rule.pattern.match(text) for rule in told)


@lru_cache(maxsize=FAMILIES_KEPT)
def _required(figures: Family) -> RequiredIndex:
    """Return an index that tells quickly which texts cannot match any rule of figures.toml.

    Every text that matches a rule has one of the strings in the index.
    """
    return index_of(pattern for _, pattern in searched_patterns(figures))


def searched_patterns(figures: Family) -> Iterator[tuple[Rule, str]]:
    """Yield (rule, its pattern with the word lists filled in) for each rule of figures.toml, to build such an index."""
    return ((rule, rule.source.expanded()) for rule in figures.rules)


def _is_short(caption: str) -> bool:
    """Whether the text before a credit is too short for the credit alone to show that it is a caption."""
    spaced = caption.isascii() or " " in caption
    return len(caption.split()) < _LEAST_WORDS if spaced else len(caption) < _LEAST_CHARS


@dataclass(frozen=True, slots=True)
class _Words:
    """Word lists of figures.toml."""

    #: Signs of a credit, and those that need no mark beside them, since their script has no blanks between words.
    signs: tuple[str, ...]
    unmarked: tuple[str, ...]
    #: Names of attributes that hold a caption, and of those that hold a credit.
    caption_attributes: tuple[str, ...]
    credit_attributes: tuple[str, ...]


@lru_cache(maxsize=FAMILIES_KEPT)
def _words(figures: Family) -> _Words:
    signs = figures.all_words("sign")
    return _Words(
        signs,
        tuple(sign for sign in signs if UNSPACED.fullmatch(sign)),
        figures.all_words("caption_attribute"),
        figures.all_words("credit_attribute"),
    )


class Wording:
    """Judges the texts beside one page's pictures; remembers its results, since texts are asked about repeatedly."""

    __slots__ = ("junk", "keys", "language", "prompts", "rules", "splits", "suppliers", "words")

    def __init__(self, rules: Rules, language: str | None) -> None:
        self.rules, self.language = rules, language
        self.suppliers = suppliers(rules)
        #: Reasons of junk (`parsers.lines.junk`) for texts that sites print in the place of a caption.
        self.prompts = rules.family("figures").data.get("prompts", {})
        self.words = _words(rules.family("figures"))
        #: Results of split, of key, and of junk_reason in the page's language.
        self.splits: dict[str, tuple[str, str | None]] = {}
        self.keys: dict[str, str] = {}
        self.junk: dict[str, tuple[str, str] | None] = {}

    def split(self, text: str) -> tuple[str, str | None]:
        """Split a text into (caption, credit): "The port. Photo: Ada Lund" has both; the credit is None without one."""
        found = self.splits.get(text)
        if found is None:
            found = self.splits[text] = split_credit(text, self.language, rules=self.rules)
        return found

    def key(self, text: str) -> str:
        """Reduce a text to its letters and digits, for comparisons (`words_key`)."""
        found = self.keys.get(text)
        if found is None:
            found = self.keys[text] = words_key(text, self.rules)
        return found

    def credit_line(self, text: str) -> str | None:
        """Return the credit of a text that is nothing else: "Photo: Ada Lund" gives "Ada Lund"; None for other text."""
        if len(text) > _LONGEST_CREDIT:
            return None
        rest, credit = self.split(text)
        return None if credit is None or self.key(rest) else credit

    def may_tell(self, text: str) -> bool:
        """Whether a line with no picture beside it may be a caption or a credit, by its words.

        It is a quick test, and False for most lines; `told` decides about the others.
        """
        if len(text) > _LONGEST_TOLD:
            return False
        lowered = folded(text)
        marked = _MARKS.search(text) is not None
        signed = any(sign in lowered for sign in (self.words.signs if marked else self.words.unmarked))
        tells = signed or _required(self.rules.family("figures")).likely(lowered)
        return bool(tells) and not self.suppliers.is_label(text)

    def told(self, text: str) -> Printed | None:
        """Return the caption and credit of a line whose words alone show that it belongs to a picture; else None.

        Such a line is only a credit, or ends in one with a label ("The old port. Credit: Ada Lund"), or starts like a
        caption ("Figure 3: ").
        """
        if len(text) > _LONGEST_TOLD or _TEXT_SIZES.fullmatch(text):
            return None
        caption, credit = self.split(text)
        if credit is not None and not self.key(caption):
            return Printed("", credit)
        if says(self.rules, "describes_picture", text):
            return Printed(caption, credit)
        if credit is None or not text.startswith(caption) or _is_short(caption) or "://" in caption:
            return None
        if self.is_junk(text):
            return None
        labelled = says(self.rules, "labels_credit", text[len(caption) :])
        known = self.suppliers
        named = self.key(text) != self.key(f"{caption} {credit}") and any(map(known.is_sure, known.parts(credit)))
        return Printed(caption, credit) if labelled or named else None

    def credits_picture(self, text: str) -> bool:
        """Whether a line is only a credit whose label names pictures: "Photo: Ada Lund" is, "Source: Ada Lund" is not.

        Asked of lines among the paragraphs, where other labels may belong to the article.
        """
        if len(text) > LONGEST_CREDIT_LINE or not (self.may_tell(text) and says(self.rules, _CREDITS, text)):
            return False
        return self.credit_line(text) is not None

    def is_signed(self, text: str) -> bool:
        """Whether a picture's credit with its label ends a short line: "The quay at dawn. Photograph: Ada Lund"."""
        if len(text) > _LONGEST_SIGNED or not self.may_tell(text):
            return False
        caption, credit = self.split(text)
        if (
            credit is None
            or _is_short(caption)
            or not text.startswith(caption)
            or caption.count("(") > caption.count(")")
        ):
            return False
        return says(self.rules, _CREDITS, text[len(caption) :].lstrip())

    def is_credited(self, printed: Printed | None) -> bool:
        """Whether a caption has a credit, set apart or inside its text."""
        return printed is not None and bool(printed.credit or self.split(printed.text)[1])

    def is_credit_of(self, own: str, credit: str) -> bool:
        """Whether a text is only a label ("Photo"), or a label followed by the credit.

        `own`: the text, `credit`: the credit, both reduced by `key` to letters and digits.
        """
        front = own.removesuffix(credit) if credit else own
        return self.suppliers.is_label(front)

    def is_labelled(self, text: str) -> bool:
        """Whether a text is only a credit with a label of any kind ("Photo: Ada Lund", "Source: Ada Lund")."""
        credit = self.credit_line(text)
        return credit is not None and self.key(credit) != self.key(text)

    def divided(self, printed: Printed | None) -> Printed | None:
        """Divide a credit that contains the caption: "The port at dawn. Ada Lund/AP" gives caption and credit.

        None, and a Printed that has a caption already, are returned as they are.
        """
        if printed is None or printed.text or not printed.credit:
            return printed
        caption, credit = self.split(printed.credit)
        words = caption.split()
        small = sum(map(str.islower, words))
        if credit is not None:
            said = small or not _NAMES_JOINED.search(caption)
            return Printed(caption, credit) if said and len(words) >= _LEAST_WORDS else printed
        return Printed(caption, None) if small >= max(_LEAST_SMALL, len(words) / 2) else printed

    def is_label_of_portrait(self, text: str) -> bool:
        """Whether a text is short and looks like a name, so that it may only name the person in a picture."""
        return self.suppliers.is_name(text) and "," not in text and len(text.split()) <= _LONGEST_NAME

    def is_names(self, credit: str | None) -> bool:
        """Whether a credit consists only of names of people or known agencies; False for None.

        Credits from attributes are checked in this way, since attributes have all kinds of text.
        """
        known = self.suppliers
        return credit is not None and all(known.is_name(p) or known.is_sure(p) for p in known.parts(credit))

    def is_control(self, text: str) -> bool:
        """Whether a text is a button of the picture ("Enlarge image") or a label without a name ("Photo:")."""
        if len(text) > _LONGEST_CONTROL:
            return False
        return self.suppliers.is_label(text) or not tidy(text, rules=self.rules) or self._junk(text) == "player"

    def is_prompt(self, text: str) -> bool:
        """Whether a text is one that sites print in the place of a caption, such as a call to subscribe."""
        return self._junk(text) in self.prompts

    def points_elsewhere(self, printed: Printed) -> bool:
        """Whether a caption is about another story: it has no credit and starts with a label such as "Watch this:"."""
        return not self.is_credited(printed) and self._junk(printed.text) == "related"

    def is_junk(self, text: str) -> bool:
        """Whether a text is junk by the rules of any language."""
        return junk_reason(text, None, self.rules) is not None

    def _junk(self, text: str) -> str | None:
        """Return the reason by which a text is junk in the page's language; None for other texts."""
        if text not in self.junk:
            self.junk[text] = junk_reason(text, self.language, self.rules)
        found = self.junk[text]
        return found[0] if found else None
