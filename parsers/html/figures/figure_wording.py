"""What a text beside a picture is by its words alone: a caption with its credit, a credit, a button, a prompt.

Takes texts and the rules as lines of one language meet them.  Which of the texts are the article's, and which of them
mark-up calls captions, is weighed in `parsers.html.figures.figures`.
"""

from __future__ import annotations

from parsers.captions.caption_text import tidy, words_key
from parsers.captions.photo_credits import split_credit
from parsers.captions.photo_suppliers import suppliers
from parsers.html.figures.figure_text import Printed
from parsers.lines.junk import junk_reason
from parsers.rules import Rules

_LONGEST_CREDIT = 200
#: Controls of a picture have few words ("Enlarge this image", "Credit...").
_LONGEST_CONTROL = 40


class Wording:
    """Reads the texts beside one page's pictures; the same ones are asked for again and again."""

    __slots__ = ("keys", "language", "prompts", "rules", "splits", "suppliers")

    def __init__(self, rules: Rules, language: str | None) -> None:
        self.rules, self.language = rules, language
        self.suppliers = suppliers(rules)
        #: Codes of what stands in captions' places and is none.
        self.prompts = rules.family("figures").data.get("prompts", {})
        #: What each text splits into, and its key.
        self.splits: dict[str, tuple[str, str | None]] = {}
        self.keys: dict[str, str] = {}

    def split(self, text: str) -> tuple[str, str | None]:
        """A text without its credit, and the credit."""
        found = self.splits.get(text)
        if found is None:
            found = self.splits[text] = split_credit(text, self.language, rules=self.rules)
        return found

    def key(self, text: str) -> str:
        """The letters and digits of a text."""
        found = self.keys.get(text)
        if found is None:
            found = self.keys[text] = words_key(text)
        return found

    def credit_line(self, text: str) -> str | None:
        """The credit that a text is, when it is nothing else."""
        if len(text) > _LONGEST_CREDIT:
            return None
        rest, credit = self.split(text)
        return None if credit is None or self.key(rest) else credit

    def is_credited(self, printed: Printed | None) -> bool:
        """Whether a caption has a credit, beside it or in it."""
        return printed is not None and bool(printed.credit or self.split(printed.text)[1])

    def is_names(self, credit: str | None) -> bool:
        """Whether a credit from an attribute is believed: attributes hold all kinds of text."""
        known = self.suppliers
        return credit is not None and all(known.is_name(p) or known.is_sure(p) for p in known.parts(credit))

    def is_control(self, text: str) -> bool:
        """Whether a text is a button or a label that lost its credit."""
        if len(text) > _LONGEST_CONTROL:
            return False
        return self.suppliers.is_label(text) or not tidy(text, rules=self.rules) or self._junk(text) == "player"

    def is_prompt(self, text: str) -> bool:
        """Whether a text stands in a caption's place and is none."""
        return self._junk(text) in self.prompts

    def is_junk(self, text: str) -> bool:
        """Whether a text is no part of an article in any language."""
        return junk_reason(text, None, self.rules) is not None

    def _junk(self, text: str) -> str | None:
        found = junk_reason(text, self.language, self.rules)
        return found[0] if found else None
