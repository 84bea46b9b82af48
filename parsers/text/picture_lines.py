"""What a single line of a dump says about pictures: whose source it names, where somebody stands, whose photo it is.

Small tests on one line with the words of config/rules (text.toml, credits.toml, bylines.toml); they claim nothing.
"""

from __future__ import annotations

from parsers.captions.photo_credits import split_credit
from parsers.captions.photo_suppliers import suppliers
from parsers.dates.date_lines import is_imprint
from parsers.folding import line_key
from parsers.people.byline_names import has_lead, words_of
from parsers.text.text_sheet import TextSheet

_LONGEST_CREDIT = 9


def is_source(sheet: TextSheet, index: int) -> bool:
    """Whether the line names the source of the text, not of a picture: "Quelle: dpa"."""
    label, colon, _ = _split(sheet, index)
    return bool(colon) and _is_listed(sheet, "text", "source", label)


def is_sites_imprint(sheet: TextSheet, index: int) -> bool:
    """Whether the line claims the page for its outlet: "© Harbour Post Ltd" with no running text below it.

    Agencies and photographers claim pictures there as well.
    """
    text = sheet.segments[index].text
    if index < sheet.last_prose or not is_imprint(text):
        return False
    credit = split_credit(text, sheet.language, rules=sheet.context.rules)[1] or ""
    known = suppliers(sheet.context.rules)
    return not (known.is_chain(credit) or known.people.is_person(credit))


def is_led_in(sheet: TextSheet, index: int) -> bool:
    """Whether the line is a byline ("By Ada Lund / Harbour Wire"), which reads like a credit."""
    shape = sheet.shapes[index]
    if shape.ends or shape.words > 18 or sheet.beside(index):
        return False
    return has_lead(sheet.segments[index].text, words_of(sheet.context.rules))


def says_position(sheet: TextSheet, index: int) -> bool:
    """Whether the line says where somebody stands in a picture: "(left)", "second from right", "file photo"."""
    return any(
        rule.data.get("label") == "caption"
        and rule.speaks(sheet.language)
        and rule.pattern.search(sheet.segments[index].text)
        for rule in sheet.context.rules.family("text").rules
    )


def without_label(sheet: TextSheet, index: int, caption: str | None = None) -> str:
    """The line, or the caption already taken from it, without the label of a caption ("Legende:")."""
    text = sheet.segments[index].text if caption is None else caption
    for rule in sheet.context.rules.family("text").rules:
        if rule.id == "caption_label" and (found := rule.pattern.match(text)):
            return text[found.end() - 1 :]
    return text


def credit_of_label(sheet: TextSheet, index: int) -> str | None:
    """The credit of a short line that a picture's label opens, right below a line that can be its caption."""
    label, colon, rest = _split(sheet, index)
    if not colon or index < 2 or not _is_listed(sheet, "credits", "label", label):
        return None
    above, shape = sheet.shapes[index - 1], sheet.shapes[index]
    short = 0 < shape.words <= _LONGEST_CREDIT and not shape.ends
    return rest.strip() if short and above.weight <= 260 and sheet.free(index - 1) else None


def _is_listed(sheet: TextSheet, family: str, words: str, label: str) -> bool:
    return any(name == words for name, _ in sheet.context.rules.family(family).lines.get(label, ()))


def _split(sheet: TextSheet, index: int) -> tuple[str, str, str]:
    label, colon, rest = sheet.segments[index].text.replace("：", ":").partition(":")
    return line_key(label), colon, rest
