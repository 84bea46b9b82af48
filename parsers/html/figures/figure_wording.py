"""Tells by its words alone what a text beside a picture is: a caption with its credit, a credit, a button, a prompt.

Takes texts, the rules and the page's language.  Mark-up is weighed in `parsers.html.figures.figures`, which also
decides which texts belong to the article.
"""

from __future__ import annotations

from parsers.captions.caption_text import tidy, words_key
from parsers.captions.photo_credits import split_credit
from parsers.captions.photo_suppliers import suppliers
from parsers.html.figures.figure_text import Printed
from parsers.lines.junk import junk_reason
from parsers.rules import Rules

#: Characters; a longer text is not a credit alone.  Chosen by hand.
_LONGEST_CREDIT = 200
#: Characters; a longer text is not a button of the picture ("Enlarge this image", "Credit...").  Chosen by hand.
_LONGEST_CONTROL = 40


class Wording:
    """Judges the texts beside one page's pictures; results are remembered, since texts are asked about repeatedly."""

    __slots__ = ("keys", "language", "prompts", "rules", "splits", "suppliers")

    def __init__(self, rules: Rules, language: str | None) -> None:
        self.rules, self.language = rules, language
        self.suppliers = suppliers(rules)
        #: Reasons of junk (`parsers.lines.junk`) for texts that sites print in the place of a caption.
        self.prompts = rules.family("figures").data.get("prompts", {})
        #: Results of split and of key.
        self.splits: dict[str, tuple[str, str | None]] = {}
        self.keys: dict[str, str] = {}

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
            found = self.keys[text] = words_key(text)
        return found

    def credit_line(self, text: str) -> str | None:
        """The credit, when a text consists of one and nothing else; else None."""
        if len(text) > _LONGEST_CREDIT:
            return None
        rest, credit = self.split(text)
        return None if credit is None or self.key(rest) else credit

    def is_credited(self, printed: Printed | None) -> bool:
        """Whether a caption has a credit, set apart or inside its text."""
        return printed is not None and bool(printed.credit or self.split(printed.text)[1])

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

    def is_junk(self, text: str) -> bool:
        """Whether a text is junk by the rules of any language."""
        return junk_reason(text, None, self.rules) is not None

    def _junk(self, text: str) -> str | None:
        found = junk_reason(text, self.language, self.rules)
        return found[0] if found else None
