"""All codes for why a page is rejected and why a line is not part of the body, with a short explanation of each.

The codes are in `Rejection.reason`, `Dropped.reason`, the quarantine and the reports.  Users group by them, so codes
may be added but never renamed.
"""

from __future__ import annotations

from typing import Final

#: Code for a rejected page -> its explanation.
REJECTIONS: Final[dict[str, str]] = {
    "empty": "there is nothing to read in it",
    "too_large": "it is larger than the limit for one page",
    "too_deep": "its tags are nested deeper than the limit",
    "too_many_attributes": "one tag has more attributes than any page needs",
    "not_text": "it is a binary file, neither HTML nor text",
    "undecodable": "its characters cannot be read in any charset it could be in",
    "not_an_article": "it holds no article",
    "listing": "it lists articles instead of being one",
    "home_page": "it is a site's front page",
    "product_page": "it offers a product or a service",
    "forum": "it is a discussion",
    "documentation": "it is documentation or a reference work",
    "block_page": "the site answered with a challenge or a refusal",
    "consent_page": "the site answered with a consent form",
    "paywall_stub": "only the stub before a paywall is there",
    "soft_404": "the site answered with an error page",
    "time_budget": "it took longer than the time budget for one page",
    "internal_error": "the parser failed on it; please report the page",
    "unstageable": "what was read of it does not fit into the columns of the warehouse; please report the page",
}

#: Code for a line in the article region that is not part of the article's text -> its explanation.
CUTS: Final[dict[str, str]] = {
    "advertisement": "marks or is an advertisement",
    "placeholder": "stands where a player or widget was",
    "share": "share, print or follow control",
    "newsletter": "sign-up box",
    "paywall": "subscription prompt",
    "related": "points to another article",
    "other_article": "belongs to another article on the same page",
    "navigation": "menu, breadcrumb or pager",
    "footer": "footer of the site",
    "copyright": "rights notice of the site",
    "comments": "reader comments or their controls",
    "author_box": "about the author",
    "tag_list": "list of topics",
    "consent": "cookie or privacy notice",
    "separator": "symbols without a word",
    "widget": "table, ticker or tool beside the article",
    "player": "control or title of a video or audio player",
    "photo_credit": "credit of a picture without a caption",
    "alt_text": "text of a picture that is no caption",
    "metadata": "byline, date, section or reading time; kept as a field",
    "correspondent": "cue or credit line; kept as a correspondent row",
    "repeat": "stands elsewhere in the article",
    "pull_quote": "repeats a sentence of the body",
    "low_score": "looks less like body text than like the page around it",
    "after_end": "stands after the end of the article",
    "before_start": "stands before the headline",
    "site_boilerplate": "recurs across the outlet's pages",
    "publisher_rule": "cut by a rule for this publisher",
    "unlabelled": "no reader claimed it",
}
