"""All codes for why a page is rejected and why a line is not part of the body, with a short explanation of each.

The codes are in `Rejection.reason`, `Dropped.reason`, the quarantine and the reports.  Users group by them, so codes
may be added but never renamed.
"""

from __future__ import annotations

from typing import Final

#: Code for a page that holds nothing until its scripts have run.
NEEDS_SCRIPTS: Final = "needs_scripts"

#: Code for a rejected page -> its explanation.
REJECTIONS: Final[dict[str, str]] = {
    "empty": "it holds no text to read",
    "too_large": "it is larger than the limit for one page",
    "too_deep": "its tags are nested deeper than the limit",
    "too_many_attributes": "one of its tags has more attributes than the limit",
    "not_text": "it is a binary file, neither HTML nor text",
    "undecodable": "its text cannot be read in any character set that it may be in",
    "data_file": "it is data or another kind of document, such as a table, JSON or a mail, not the text of a page",
    "several_articles": "it holds several articles, and a page holds one",
    "not_an_article": "it holds no article",
    "listing": "it lists articles instead of being one",
    "home_page": "it is the front page of a site",
    "product_page": "it sells a product or a service",
    "forum": "it is a discussion, as in a forum",
    "documentation": "it is documentation or a reference work",
    "block_page": "the site answered with a bot check or refused the request",
    NEEDS_SCRIPTS: (
        "it holds nothing until its scripts have run; with render = true for its source, and the extra `browser`, a"
        " browser runs them"
    ),
    "consent_page": "the site answered with a consent form for cookies",
    "paywall_stub": "it holds only the first lines of an article behind a paywall",
    "soft_404": "the site answered with an error message in place of the page",
    "time_budget": "it took longer than the time budget for one page",
    "internal_error": "the parser failed on it; please report the page",
    "unstageable": "its values do not fit into the columns of the warehouse; please report the page",
}

#: Code for a line in the article region that is not part of the article's text -> its explanation.
CUTS: Final[dict[str, str]] = {
    "advertisement": "an advertisement, or the label of one",
    "placeholder": "shown in place of a player or widget that is not there",
    "share": "button or label for sharing, printing or following",
    "newsletter": "invitation to a newsletter",
    "paywall": "invitation to subscribe or to log in",
    "related": "link to another article, or the heading of such links",
    "other_article": "part of another article on the same page",
    "navigation": "menu, breadcrumb, or link to the next or previous page",
    "footer": "footer of the site",
    "copyright": "rights notice of the site",
    "comments": "readers' comments, or a button or label for them",
    "author_box": "about the author",
    "about_company": "about the company that a press release is from",
    "tag_list": "list of topics",
    "consent": "cookie or privacy notice",
    "separator": "symbols without any word",
    "widget": "table, ticker or tool beside the article",
    "player": "button or title of a video or audio player",
    "photo_credit": "credit that no picture or caption of the article could be given",
    "alt_text": "text that stands for a picture, not its caption",
    "badge": "label set on the headline or the standfirst (Live, Exclusive, For subscribers)",
    "metadata": "byline, date, section or reading time; those of the article are kept as fields",
    "correspondent": "line that names reporters or agencies; kept as a row of correspondents",
    "repeat": "printed elsewhere in the article, too",
    "side_note": "note in the margin, hidden in a line or box, box of facts, or summary that a program wrote",
    "pull_quote": "sentence of the body that is printed a second time",
    "low_score": "looks more like the page around the article than like its text",
    "after_end": "comes after the end of the article",
    "before_start": "comes before the headline",
    "site_boilerplate": "appears on many pages of this outlet",
    "publisher_rule": "removed by a rule for this publisher",
    "replaced_by_fallback": "part of our own body, in whose place stands that of the program under [fallback]",
    "unlabelled": "nothing recognised it as a part of the article",
}
