"""Tells by its words alone what a text beside a picture is: a caption with its credit, a credit, a button, a prompt.

Takes texts, the rules and the page's language.  Mark-up is weighed in `parsers.html.figures.figures`, which also
decides which texts belong to the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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

#: Characters; a longer text is no caption that only its words tell.  Chosen by hand.
_LONGEST_TOLD = 600
#: Words of the shortest caption that only its credit tells; characters of one in a script without blanks.
_LEAST_WORDS, _LEAST_CHARS = 3, 6
#: Words in small letters of a sentence, which no credit has; words of the longest name.  Chosen by hand.
_LEAST_SMALL, _LONGEST_NAME = 5, 3

#: What stands beside a word of [words.sign] in a line that stands alone, if its script has blanks between words.
_MARKS = re.compile("[:：﹕=＝©ⓒⒸ℗|]")

#: Buttons for the size of the text: "A A A".
_TEXT_SIZES = re.compile(r"\w(?: \w)+")

#: What joins the names of a credit and stands in no short caption.
_NAMES_JOINED = re.compile("[/|:：／]")

#: The ids of the rules that are asked one by one, and of that for lines which only credit pictures.
_OWN = frozenset(("describes_picture", "labels_credit"))
_CREDITS = "credits_pictures"


def says(rules: Rules, id_: str, text: str) -> bool:
    """Whether a text begins as the rule with this id in config/rules/figures.toml says.

    Rules that a user adds are about the beginning of a line that credits pictures.
    """
    told = (rule for rule in rules.family("figures").rules if (rule.id if rule.id in _OWN else _CREDITS) == id_)
    return any(rule.pattern.match(text) for rule in told)


@lru_cache(maxsize=FAMILIES_KEPT)
def _required(figures: Family) -> RequiredIndex:
    """What the rules about lines at pictures require of a text."""
    return index_of(pattern for _, pattern in searched_patterns(figures))


def searched_patterns(figures: Family) -> Iterator[tuple[Rule, str]]:
    """The rules about lines at pictures, each with its pattern."""
    return ((rule, rule.source.expanded()) for rule in figures.rules)


def _is_short(caption: str) -> bool:
    spaced = caption.isascii() or " " in caption
    return len(caption.split()) < _LEAST_WORDS if spaced else len(caption) < _LEAST_CHARS


class Wording:
    """Judges the texts beside one page's pictures; results are remembered, since texts are asked about repeatedly."""

    __slots__ = (
        *("caption_attributes", "credit_attributes", "junk", "keys", "language", "prompts", "rules", "signs", "splits"),
        *("suppliers", "unmarked"),
    )

    def __init__(self, rules: Rules, language: str | None) -> None:
        self.rules, self.language = rules, language
        self.suppliers = suppliers(rules)
        #: Reasons of junk (`parsers.lines.junk`) for texts that sites print in the place of a caption.
        self.prompts = rules.family("figures").data.get("prompts", {})
        self.signs = rules.family("figures").all_words("sign")
        #: Those that need no mark beside them, since their script has no blanks between words.
        self.unmarked = [sign for sign in self.signs if UNSPACED.fullmatch(sign)]
        #: Names of attributes that hold a caption, and of those that hold a credit.
        self.caption_attributes = rules.family("figures").all_words("caption_attribute")
        self.credit_attributes = rules.family("figures").all_words("credit_attribute")
        #: Results of split, of key, and of junk_reason in the page's language.
        self.splits: dict[str, tuple[str, str | None]] = {}
        self.keys: dict[str, str] = {}
        self.junk: dict[str, tuple[str, str] | None] = {}

    def split(self, text: str) -> tuple[str, str | None]:
        """Split a text into the caption and the credit; the credit is None when there is none."""
        found = self.splits.get(text)
        if found is None:
            found = self.splits[text] = split_credit(text, self.language, rules=self.rules)
        return found

    def key(self, text: str) -> str:
        """The letters and digits of a text, for comparisons (`words_key`)."""
        found = self.keys.get(text)
        if found is None:
            found = self.keys[text] = words_key(text, self.rules)
        return found

    def credit_line(self, text: str) -> str | None:
        """The credit, when a text consists of one and nothing else; else None."""
        if len(text) > _LONGEST_CREDIT:
            return None
        rest, credit = self.split(text)
        return None if credit is None or self.key(rest) else credit

    def may_tell(self, text: str) -> bool:
        """A quick test: False when a line that stands alone certainly does not say that it is about a picture."""
        if len(text) > _LONGEST_TOLD:
            return False
        lowered = folded(text)
        marked = _MARKS.search(text) is not None
        signed = any(sign in lowered for sign in (self.signs if marked else self.unmarked))
        tells = signed or _required(self.rules.family("figures")).likely(lowered)
        return bool(tells) and not self.suppliers.is_label(text)

    def told(self, text: str) -> Printed | None:
        """The caption and credit of a line that says by its words that it is about a picture; else None.

        It is only a credit, ends in one with a label ("Credit: ..."), or begins with a label or number ("Figure 3: ").
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
        """Whether a line is nothing but a picture's credit with a label that says so ("Photo: Ada Lund")."""
        if len(text) > LONGEST_CREDIT_LINE or not (self.may_tell(text) and says(self.rules, _CREDITS, text)):
            return False
        return self.credit_line(text) is not None

    def is_credited(self, printed: Printed | None) -> bool:
        """Whether a caption has a credit, set apart or inside its text."""
        return printed is not None and bool(printed.credit or self.split(printed.text)[1])

    def is_credit_of(self, own: str, credit: str) -> bool:
        """Whether a text is only a label, or a label before a credit; both are given as letters and digits."""
        front = own.removesuffix(credit) if credit else own
        return self.suppliers.is_label(front)

    def is_labelled(self, text: str) -> bool:
        """Whether a text is only a credit, with a label before it ("Photo: Ada Lund")."""
        credit = self.credit_line(text)
        return credit is not None and self.key(credit) != self.key(text)

    def divided(self, printed: Printed | None) -> Printed | None:
        """A figure's caption and credit; a caption that stands in the element of the credit is taken out of it."""
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
        """Whether a text may be no more than the name of the person in a picture."""
        return self.suppliers.is_name(text) and "," not in text and len(text.split()) <= _LONGEST_NAME

    def is_names(self, credit: str | None) -> bool:
        """Whether all parts of a credit are names of people or known suppliers.

        Credits from attributes are checked in this way, since attributes hold all kinds of text.
        """
        known = self.suppliers
        return credit is not None and all(known.is_name(p) or known.is_sure(p) for p in known.parts(credit))

    def is_control(self, text: str) -> bool:
        """Whether a text is a button of the picture, or the word for a credit without a name ("Photo:")."""
        if len(text) > _LONGEST_CONTROL:
            return False
        return self.suppliers.is_label(text) or not tidy(text, rules=self.rules) or self._junk(text) == "player"

    def is_prompt(self, text: str) -> bool:
        """Whether a text is one that sites print in the place of a caption, such as a call to subscribe."""
        return self._junk(text) in self.prompts

    def points_elsewhere(self, printed: Printed) -> bool:
        """Whether a caption without a credit begins with a label of other stories ("Watch this: ...")."""
        return not self.is_credited(printed) and self._junk(printed.text) == "related"

    def is_junk(self, text: str) -> bool:
        """Whether a text is junk by the rules of any language."""
        return junk_reason(text, None, self.rules) is not None

    def _junk(self, text: str) -> str | None:
        if text not in self.junk:
            self.junk[text] = junk_reason(text, self.language, self.rules)
        found = self.junk[text]
        return found[0] if found else None
