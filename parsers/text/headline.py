"""Finds the headline of a plain text: the short line above the second paragraph that looks most like one.

Takes the TextSheet (`sheet`: the text in segments, with their labels); gives the index of the headline, or None, and
labels it and its repeats.  Each candidate gets a score by its length, the words it shares with the body, a date near
it, repetition, its position, and a credit in it.  `candidates` holds the indices of the lines that may be the headline;
a deck is a standfirst below it.
"""

from __future__ import annotations

import re
from math import log
from typing import NamedTuple

from parsers.captions.photo_credits import split_credit
from parsers.dates.read_date import read_date
from parsers.segments import HEADLINE, JUNK
from parsers.text.no_headline import is_day, is_no_headline, is_signed, share_in_address
from parsers.text.stretch import is_statement, start_of_text
from parsers.text.text_sheet import TextSheet
from parsers.text.words import content


class _Weights(NamedTuple):
    """What each property of a line adds to its score as headline, or takes off it.

    Fitted on saved texts of news pages, and rounded.  Only the sum has a meaning: a headline has a score of at least
    _LEAST.
    """

    #: The score with which every line begins.
    start: float = -4.2
    #: Added: a usual length (_USUAL); as many words as most headlines have (_WORDS).
    usual_length: float = 2.4
    enough_words: float = 2.0
    #: Added, by the level that a heading has in the text.
    first_heading: float = 3.0
    second_heading: float = 0.5
    #: Added: for each word that it shares with the body (_MOST_SHARED count); by the share of its words in the address.
    shared_word: float = 0.6
    in_address: float = 3.0
    #: Added: a byline or a day right below.
    signed: float = 1.0
    #: Added: a labelled field of a database ("BYLINE: ...") right below; chosen by hand.
    labelled_below: float = 2.5
    #: Added: printed more than once; a date below; the last entry of a breadcrumb is right above.
    repeated: float = 1.5
    date_follows: float = 0.7
    ends_breadcrumb: float = 2.0
    #: Added: the logarithm of the odds that the model of lines gives it, where it tells any; chosen by hand.
    model: float = 0.4
    #: Taken off: for each hundred of its length (_MOST_LENGTH counts).
    length: float = 1.6
    #: Taken off: a name; a full stop at the end; an entry of a list; a picture's credit at the end.
    name: float = 1.3
    full_stop: float = 2.6
    list_item: float = 1.5
    credit: float = 2.5
    #: Taken off: for each candidate above (_MOST_ABOVE count); for each paragraph above (_MOST_PARAGRAPHS count).
    candidate_above: float = 0.65
    paragraph_above: float = 0.5


_WEIGHTS = _Weights()
# Lengths are weights (`parsers.text.shapes.weight`).  Only the weights above were fitted; nothing records how the
# limits below were found.

#: Words that a candidate above a line has at least to count: one or two are an entry of a menu.
_ENTRY = 3
#: The least share that the model gives to a line.
_LEAST_SHARE = 0.005
#: The usual length of a headline; and words that most headlines have at least.
_USUAL, _WORDS = range(24, 171), 4
#: The most length, shared words, candidates above and paragraphs above that count in the score.
_MOST_LENGTH, _MOST_SHARED, _MOST_ABOVE, _MOST_PARAGRAPHS = 120, 5, 5, 3
#: The least score of a headline, on the scale of `_score`.
_LEAST = -2.0
#: The difference between scores below which two lines look alike.
_AS_LIKELY = 0.5
#: Segments above the second paragraph in which the headline is looked for.
_REACH = 40
#: The lengths of the shortest and the longest headline; of a title above the text.
_SHORTEST, _LONGEST = 8, 230
_TITLE = range(6, 151)
#: A text below such a title is longer by at least this factor.
_LONGER_BELOW = 1.5
#: Characters of the body with whose words a headline is compared.
_BODY = 3_000
#: The least length of a paragraph of the body.
_PARAGRAPH = 90
#: Segments below a line in which its date is looked for, and characters that a line with a date stays below.
_DATE_BELOW, _DATE_LINE = 8, 90
#: Segments from a breadcrumb to the headline at most, words of its last entry at least, and their common share.
_CRUMB_ABOVE, _CRUMB_WORDS, _CRUMB_SHARE = 4, 4, 0.6
#: The least length of a deck, and how many times as long as its headline it is.
_DECK, _DECK_LONGER = 80, 1.6
#: Lines below a title that may hold its day.
_DATED = 3
#: Arrows, signs, pictographs, and what chooses how they look, before a headline.
_ICONS = re.compile("^[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff\\s]+")
#: Lines right below a title in which its byline or its day stands.
_SIGNED_BELOW = 2


def read_headline(sheet: TextSheet) -> int | None:
    """The index of the headline's segment; None when the text has no headline."""
    stop = _head_stop(sheet)
    candidates = [index for index in range(max(0, stop - _REACH), stop) if _possible(sheet, index)]
    if not candidates:
        return _first_title(sheet, stop)
    below = " ".join(s.text for s in sheet.segments[max(0, stop - 1) :] if is_statement(sheet, s.index))
    body = content(below[:_BODY])
    scores = {index: _score(sheet, index, candidates, body) for index in candidates}
    best = max(candidates, key=lambda index: (scores[index], -index))
    if scores[best] < _LEAST:
        return _first_title(sheet, stop)
    alike = best - 1 in scores and scores[best] - scores[best - 1] < _AS_LIKELY
    if alike and not any(map(sheet.free, range(best - 1))):
        return best - 1  # of two lines that look alike at the top, the second is the deck
    return _above_deck(sheet, best, candidates)


def claim_headline(sheet: TextSheet, index: int) -> None:
    """Label the segment at `index` as headline, and all other lines with the same words as repeats of it (junk)."""
    sheet.labels.claim(index, HEADLINE)
    for segment in sheet.segments:
        if sheet.keys[segment.index] == sheet.keys[index]:
            sheet.labels.claim(segment.index, JUNK, reason="repeat")


def without_icons(headline: str) -> str:
    """Remove the icons that channels put before a headline ("⚡️ Storm closes the pier"); one of icons alone stays."""
    return _ICONS.sub("", headline) or headline


def _head_stop(sheet: TextSheet) -> int:
    """The index of the body's second paragraph, below which no headline is sought.

    It is the number of segments when there is no second paragraph.
    """
    seen = 0
    for segment in sheet.segments[start_of_text(sheet) :]:
        if (
            sheet.free(segment.index)
            and sheet.shapes[segment.index].weight >= _PARAGRAPH
            and is_statement(sheet, segment.index)
        ):
            seen += 1
            if seen == 2:
                return segment.index
    return len(sheet.segments)


def _possible(sheet: TextSheet, index: int) -> bool:
    """Whether a line is a candidate: unlabelled, of a headline's length, and not a sentence or another kind of line."""
    shape, segment = sheet.shapes[index], sheet.segments[index]
    if not sheet.free(index) or not _SHORTEST <= shape.weight <= _LONGEST:
        return False
    if segment.level == 1:
        return True
    return not (shape.opens or is_statement(sheet, index)) and not is_no_headline(sheet, index)


def _score(sheet: TextSheet, index: int, candidates: list[int], body: set[str]) -> float:
    """The score of a line as headline; higher is likelier.  `body`: the content words of the body."""
    shape, segment = sheet.shapes[index], sheet.segments[index]
    add, above = _WEIGHTS, sum(other < index and sheet.shapes[other].words >= _ENTRY for other in candidates)
    paragraphs = sum(sheet.free(other) and is_statement(sheet, other) for other in range(index))
    heading = {1: add.first_heading, 2: add.second_heading}.get(segment.level, 0.0)
    credit = split_credit(segment.text, sheet.language, rules=sheet.context.rules)[1]
    score = add.start + add.usual_length * (shape.weight in _USUAL) - add.length * min(shape.weight, _MOST_LENGTH) / 100
    # Old newspapers set headlines in capitals, with a full stop behind each line.
    old = segment.text.endswith(".") and segment.text.isupper()
    stop = add.full_stop * (segment.text.endswith(".") and not old)
    score += add.enough_words * (shape.words >= _WORDS) - add.name * (shape.name and not old) - stop
    score += heading - add.list_item * bool(segment.list_depth)
    shared = add.shared_word * min(_MOST_SHARED, len(content(segment.text) & body))
    score += shared + add.in_address * share_in_address(sheet, index)
    score += add.repeated * (sheet.counts[sheet.keys[index]] > 1) + add.date_follows * _date_follows(sheet, index)
    score += add.signed * any(is_day(sheet, i) or is_signed(sheet, i) for i in sheet.below(index, _SIGNED_BELOW))
    score += add.labelled_below * _is_above_label(sheet, index)
    score += add.ends_breadcrumb * _ends_breadcrumb(sheet, index, candidates)
    score -= add.candidate_above * min(_MOST_ABOVE, above)
    score -= add.paragraph_above * min(_MOST_PARAGRAPHS, paragraphs)
    if sheet.told.headline:
        share = min(max(sheet.told.headline[index], _LEAST_SHARE), 1 - _LEAST_SHARE)
        score += add.model * log(share / (1 - share))
    return score - add.credit * (credit is not None)


def _date_follows(sheet: TextSheet, index: int) -> bool:
    """Whether one of the next few lines is short and holds a date, as is usual below a headline."""
    texts = (s.text for s in sheet.segments[index + 1 : index + 1 + _DATE_BELOW])
    return any(
        len(text) < _DATE_LINE and read_date(text, language=sheet.language, rules=sheet.context.rules) is not None
        for text in texts
    )


def _is_above_label(sheet: TextSheet, index: int) -> bool:
    """Whether a labelled field ("BYLINE: ...") is right below a line, as below the title in exports of databases."""
    rule = sheet.labels.rules[index + 1] if index + 1 < len(sheet.segments) else None
    return rule is not None and rule.startswith("label.")


def _ends_breadcrumb(sheet: TextSheet, index: int, candidates: list[int]) -> bool:
    """Whether a line has most words of a breadcrumb above it ("Home > Harbour > Storm closes ...").

    A breadcrumb ends with the title, so such a line is likely the headline.  The first candidate of four words or more
    is taken for the breadcrumb; the line is at most four segments below it.
    """
    first = next((other for other in candidates if sheet.shapes[other].words >= _CRUMB_WORDS), index)
    if not first < index <= first + _CRUMB_ABOVE:
        return False
    above, words = set(sheet.keys[first].split()), set(sheet.keys[index].split())
    return len(above) >= _CRUMB_WORDS and len(above & words) >= _CRUMB_SHARE * max(len(above), len(words))


def _first_title(sheet: TextSheet, stop: int) -> int | None:
    """The index of the first unlabelled line, if that is short, no sentence, and has text below it; else None.

    Used when no line has a sufficient score, as when the text does not repeat words of its title.  `stop`: the index
    below which no headline is sought.
    """
    index = next((s.index for s in sheet.segments[: stop + 1] if sheet.free(s.index)), None)
    if index is None:
        return None
    told = sheet.free_below(index, 1 + 2 * _DATED)
    near = [sheet.shapes[i] for i in told if not is_day(sheet, i) and not is_signed(sheet, i)][: 1 + _DATED]
    shape = sheet.shapes[index]
    title = shape.breaks == 0 and shape.weight in _TITLE and not shape.opens and not is_no_headline(sheet, index)
    above = bool(near) and near[0].prose and near[0].weight > _LONGER_BELOW * shape.weight
    above = above or (shape.words >= _WORDS and not shape.ends and any(below.prose for below in near))
    return index if title and above else None


def _above_deck(sheet: TextSheet, best: int, candidates: list[int]) -> int:
    """The index of the headline: the line with the best score (`best`), or the short line right above that one.

    The line above is taken if the line at `best` is so much longer that it must be a deck (standfirst).
    """
    above = best - 1
    if above not in candidates or sheet.segments[best].level == 1 or sheet.counts[sheet.keys[best]] > 1:
        return best
    short, long = sheet.shapes[above], sheet.shapes[best]
    deck = long.weight >= _DECK and long.weight >= _DECK_LONGER * short.weight and not short.name
    if _is_headed_block(sheet, above, best):
        return above
    first = not any(sheet.free(i) for i in range(above))
    return above if deck and first and short.words > 1 and share_in_address(sheet, best) < _CRUMB_SHARE else best


def _is_headed_block(sheet: TextSheet, title: int, deck: int) -> bool:
    """Whether two lines between blank lines are a headline and its deck: the second longer, a byline or day below it.

    A kicker above a headline has fewer words.
    """
    below = deck + 1
    if sheet.beside(title) or not sheet.beside(deck) or below >= len(sheet.segments) or sheet.beside(below):
        return False
    signed = is_day(sheet, below) or is_signed(sheet, below)
    return signed and sheet.shapes[title].words >= _WORDS and sheet.shapes[deck].weight > sheet.shapes[title].weight
