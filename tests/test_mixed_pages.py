"""What holds for any page, asked about pages made of pieces (tests/mixed_pages.py).

.venv/bin/python -m tests.test_mixed_pages 1000 21000       asks the pages of these numbers, and prints what fails
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from itertools import chain
from random import Random

import pytest

from parsers import Article, Rejection, parse_page
from parsers.captions.photo_credits import split_credit
from parsers.correspondents import classify_block
from parsers.dates.read_date import read_date
from parsers.folding import collapsed
from parsers.lines.junk import junk_reason
from parsers.page import Trace, TracedLine, trace_page
from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.reasons import CUTS, REJECTIONS
from parsers.rules import default_rules
from parsers.segments import BLOCK_LABELS, CAPTION, CORRESPONDENT, CREDIT, JUNK, META
from tests.mixed_pages import mixed_line, mixed_page

RULES = default_rules()
URL = "https://www.harbourpost.example/2024/05/03/ferry"
#: A part takes the time of a few slow tests, and there are enough for each worker of the suite.
PARTS = [range(start, start + 30) for start in range(0, 120, 30)]
#: Labels of lines that are cut; lines without any are, too.
CUT = (JUNK, META, CORRESPONDENT, None)
#: The most letters of a line of a field that need not be told: some that were torn off; and of a line below a picture,
#: which may be a second credit of the same picture.
SOME_LETTERS, A_CREDIT = 5, 40


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def wrong(number: int) -> list[str]:
    """What does not hold for the page of a number."""
    body, media_type = mixed_page(number)
    result = parse_page(body, url=URL, media_type=media_type)
    trace = trace_page(body, url=URL, media_type=media_type)
    if isinstance(result, Rejection):
        known = result.reason in REJECTIONS and result.reason != "internal_error"
        found = [] if known else [f"{result.reason}: {result.detail}"]
    else:
        found = [*wrong_values(result), *wrong_lines(trace, result)]
    return found if result == trace.result else [*found, "another result at the second time"]


def wrong_values(article: Article) -> list[str]:
    """Values of an article that are empty or doubled, and codes that nobody explains."""
    texts = (article.headline, article.kicker, article.standfirst, article.byline, article.dateline, article.section)
    parts = [*(block.text for block in article.blocks), *article.authors, *article.tags]
    found = [f"empty: {text!r}" for text in (*texts, *parts) if text is not None and not text.strip()]
    found += [f"no code: {cut}" for cut in article.dropped if cut.reason not in CUTS]
    found += [f"author twice: {name}" for name, count in Counter(article.authors).items() if count > 1]
    pointed = [image.caption for image in article.images if image.caption is not None]
    return found + [f"no caption {at}" for at in pointed if not 0 <= at < len(article.captions)]


def wrong_lines(trace: Trace, article: Article) -> list[str]:
    """Lines of the page that are lost or doubled: each is a block, is cut with a reason, or is told in a field."""
    if "blocks" in article.evidence and article.evidence["blocks"].method in ("state", "json_ld"):
        return []  # the body does not stand in the lines
    inside = [at for at, line in enumerate(trace.lines) if line.label not in (None, JUNK)]
    article_lines = trace.lines[inside[0] : inside[-1] + 1]
    body = [word for line in article_lines if line.label in BLOCK_LABELS for word in words(line.text)]
    cut = Counter((line.text, line.locator) for line in article_lines if line.label in CUT)
    dropped = Counter((one.text, one.locator) for one in article.dropped)
    known = told(article)
    lost = [line for line in article_lines if is_of_a_field(line) and set(words(line.text)).isdisjoint(known)]
    # In scripts without blanks a name is no word of its line.
    lost = [line for line in lost if not any(name in line.text for name in article.authors)]
    found = [f"cut in silence: {one}" for one in cut - dropped] + [f"lost: {line}" for line in lost]
    same = body == [word for block in article.blocks for word in words(block.text)]
    return found if same else [*found, "blocks are not the lines of the body in their order"]


def is_of_a_field(line: TracedLine) -> bool:
    """Whether a line was kept for a field, a caption or a credit; some letters or a printed tag count for none."""
    kept = line.label not in CUT and line.label not in BLOCK_LABELS
    most = A_CREDIT if line.label in (CAPTION, CREDIT) else SOME_LETTERS
    return kept and len("".join(words(line.text))) > most and "<" not in line.text


def told(article: Article) -> set[str]:
    """The words of an article's fields and captions, and of what was cut."""
    heads = (article.headline, article.kicker, article.standfirst, article.byline, article.dateline)
    texts = chain(
        (text for text in (*heads, *article.authors, *article.tags) if text),
        (f"{caption.text} {caption.credit or ''}" for caption in article.captions),
        (image.credit or "" for image in article.images),
        (person.text for person in article.correspondents),
        (cut.text for cut in article.dropped),
    )
    return {word for text in texts for word in words(text)}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.start}")
def test_pages_made_of_pieces_are_read_without_an_error_or_a_loss(part: range) -> None:
    assert {number: found for number in part if (found := wrong(number))} == {}


def wrong_line(number: int) -> list[str]:
    """What does not hold for the line of a number: no reader of lines raises, and credits stand in the line."""
    line, language = mixed_line(Random(number)), ("en", "de", "ja", None)[number % 4]
    try:
        found, _ = classify_block(line, language=language, publisher="Norwire")
        caption, credit = split_credit(line, language)
        read_names(line, words_of(RULES, language), led=True)
        read_date(line, language=language)
        junk_reason(line, language, RULES)
    except Exception as error:  # whatever it is, the page would be rejected
        return [line, repr(error)]
    printed = collapsed(line)
    lost = [word for word in words(line) if word not in words(f"{caption} {credit or ''}")] if credit is None else []
    return [line, *lost] if lost else [f"{line}: {row}" for row in found if row.text not in printed]


def test_lines_made_of_pieces_are_read_without_an_error() -> None:
    assert {number: found for number in range(5_000) if (found := wrong_line(number))} == {}


if __name__ == "__main__":
    asked = wrong_line if sys.argv[1] == "lines" else wrong
    for number in range(*map(int, sys.argv[2:4])):
        if found := asked(number):
            print(number, *found, sep="\n    ", flush=True)
