"""All keys that the files of config/rules and config/publishers may hold, with the checks of their values.

There is one description for each family of rules (all rules of one file name, such as junk.toml), and one for
publishers.  The meaning of the keys is explained at the top of the shipped files.  A key that is not listed here is
reported as a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from parsers.config_files.key_tables import Check, Each, KeyTable
from parsers.config_files.value_checks import (
    code,
    day,
    each,
    either,
    host_name,
    language,
    macro,
    matching,
    offset,
    one_line,
    one_of,
    text,
    texts,
    truth,
    whole,
    zone,
)
from parsers.reasons import CUTS, REJECTIONS


@dataclass(frozen=True, slots=True)
class FamilyKeys:
    """The keys that the files of one family of rules may hold."""

    #: Keys of a [[rule]] besides those of all rules, with their checks; None when the family has no rules.
    rule: Mapping[str, Check] | None = field(default_factory=dict)
    #: Keys that every [[rule]] must have besides "id" and "pattern".
    needed: tuple[str, ...] = ()
    #: The allowed ids of rules, where the code uses rules by id; empty when any id is allowed.
    ids: tuple[str, ...] = ()
    #: Named groups that a pattern must have, and further ones that it may have (None: any).  A number at the end of a
    #: name does not count.
    groups: tuple[str, ...] = ()
    more_groups: tuple[str, ...] | None = None
    #: Whether rules without `anywhere` are tried at the start of a text only.
    begins: bool = False
    #: Whether a digit does as well as one of a rule's `needs`.
    or_digits: bool = False
    #: Lists under [words] that the code uses by name; others are used where a pattern names them as {{NAME}}.
    words: tuple[str, ...] = ()
    #: Checks of the words in some lists, by the name of the list.
    forms: Mapping[str, Check] = field(default_factory=dict)
    #: Further tables of the file, by name.
    tables: Mapping[str, KeyTable | Each] = field(default_factory=dict)


#: Keys of every rule.
_RULE: Final[Mapping[str, Check]] = {
    "id": text,
    "pattern": text,
    "languages": each(code, least=1),
    "case": truth,
    "examples": texts,
    "counter_examples": texts,
}
_STRINGS: Final = each(text, least=1)
_CALENDAR: Final = one_of(("persian", "hijri", "buddhist", "ethiopic"))
_AGENCY: Final = KeyTable(
    {"name": text, "aliases": texts, "kind": one_of(("wire", "photo", "both")), "word": truth},
    needed=("name", "aliases", "kind"),
)


_PROVIDER: Final = KeyTable(
    {
        "name": text,
        "kind": one_of(("video", "social", "audio", "document", "map", "other")),
        "hosts": each(host_name, least=1),
        "path": text,
    },
    needed=("name", "kind", "hosts"),
)

#: The statuses that HTTP has (RFC 9110): three digits, the first from 1 to 5.
_STATUSES: Final = range(100, 600)


def _statuses(value: Any) -> str | None:
    """None if `value` is a list of HTTP status codes; else what it must be."""
    known = isinstance(value, list) and value and all(type(item) is int and item in _STATUSES for item in value)
    return None if known else "must be a list of HTTP statuses, such as [403, 503]."


_PLACE: Final = KeyTable(
    {"path": matching("/.*", "a path that begins with /"), "lists": one_of(("news", "feed", "sitemap")), "why": text},
    needed=("path", "lists", "why"),
)

#: The keys of each family; its name is that of its file.
FAMILIES: Final[Mapping[str, FamilyKeys]] = {
    "addresses": FamilyKeys(
        {
            "part": one_of(("parameter", "path", "host", "cache", "cache_query")),
            "becomes": text,
            "any_site": truth,
            "below_front": truth,
        },
        more_groups=("inner",),
        words=("other_content", "part_of_story"),
    ),
    "ago": FamilyKeys(
        needed=("languages",),
        more_groups=("n", "minute", "hour", "day", "two_hour", "two_day", "longer", "today", "yesterday"),
    ),
    "agencies": FamilyKeys(
        rule=None, words=("picture_department",), tables={"agency": Each(_AGENCY, "agency", "name")}
    ),
    "author_notes": FamilyKeys(
        ids=("author", "goes_on", "contact", "the_author", "company_heading", "company_says", "of_author", "has_job"),
        groups=(),
        more_groups=("name", "told"),
    ),
    "blockpages": FamilyKeys(
        {
            "part": one_of(("header", "address", "title")),
            "statuses": _statuses,
            "outcome": one_of(("login_required", "consent_required")),
        }
    ),
    "boxes": FamilyKeys(
        rule=None,
        words=(
            *("pull_quote", "consent", "consent_dialog", "consent_told", "comments", "newsletter", "offer"),
            *("author", "ticker", "appeal", "facts", "encrypted", "summary_told", "summary_wrote", "read_out", "note"),
            *("money_before", "money_behind", "story_address"),
        ),
    ),
    "bylines": FamilyKeys(
        {"needs": _STRINGS},
        or_digits=True,
        ids=(
            "lead", "inner-lead", "inner-label", "end", "life", "pictures-in-brackets",
            "whereabouts", "whereabouts-da", "whereabouts-i", "whereabouts-ja", "whereabouts-ja-desk", "whereabouts-ko",
        ),
        words=(
            "lead", "stuck", "wrote", "checker", "surname_joint", "lead_here", "preposition", "no_lead",
            "desk_before", "no_namesake", "writes", "says", "particle", "before_place", "made_with",
            "role", "rank", "group", "legal_form", "never", "namesake", "surname", "degree", "beside_name",
            "signing_surname",
        ),
    ),
    "captions": FamilyKeys(
        {"needs": text, "ends": text, "at": one_of(("start",))}, words=("more", "lead", "beside", "file")
    ),
    "corrections": FamilyKeys(more_groups=(), begins=True),
    "correspondents": FamilyKeys(
        {
            "shape": one_of(("credit", "sentence", "inline", "byline", "line")),
            "kind": one_of(
                ("package", "reporting", "contribution", "writing", "editing", "agency", "production", "support"),
                renamed={"translation": "support"},
            ),
            "starts": _STRINGS,
            "takes": one_of(("people", "agencies", "any", "outlets", "named")),
            "own": truth,
            "unknown": truth,
            "company": truth,
            "spoken": truth,
            "below": truth,
            "alone": truth,
        },
        needed=("shape", "kind"),
        more_groups=("who", "more", "outlet", "role", "place", "tells", "source", "handle", "credit"),
        words=("again", "tail", "torn", "told_of", "abbreviation", "before_number", "picture", "lent", "pictured",
            "heading", "on_day", "no_user", "compiled", "staff", "before"),
    ),
    "credits": FamilyKeys(
        {
            "needs": either(_STRINGS, text),
            "heads": text,
            "check": one_of(("any", "agency", "name", "mark", "short")),
            "near": whole(1, 10_000),
        },
        groups=("credit",),
        more_groups=("before",),
        words=(
            "label", "photo", "bare_photo", "by", "bare_by", "via", "on_behalf", "after", "abbreviation", "copyright",
            "rights", "caption_label", "source", "stock", "alone", "spoken_to", "particle",
        ),
    ),
    "datelines": FamilyKeys(
        {
            "check": one_of(("brackets", "dashes", "beside", "in_front", "behind", "place")),
            "needs": _STRINGS,
            "kicker": truth,
        },
        needed=("check",),
        more_groups=("dateline", "place", "agency", "slashed", "dash", "run", "stop"),
    ),
    "dates": FamilyKeys(
        {"calendar": _CALENDAR},
        more_groups=("m",),
        words=(
            *("am", "pm", "noon", "night", "oclock", "ago", "hours"),
            *("hour", "minute", "second", "half_past", "year", "month", "day", "month_before", "year_before"),
            *("ordinal", "before_month", "before_year", "behind_year"),
            *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        ),
        tables={
            "order": KeyTable({"month_first": each(language), "unknown": each(language)}),
            "countries": KeyTable({}, others=zone, names=matching("[a-z]{2}", "a country's two letters")),
            "languages": KeyTable({}, others=zone, names=code),
            "numeric": KeyTable({"languages": each(code)}),
            "calendars": KeyTable({}, others=_CALENDAR, names=code),
            "zones": KeyTable({}, others=offset),
        },
    ),
    "discovery": FamilyKeys(
        {"tells": one_of(("feed", "news", "comments", "other")), "part": one_of(("address", "title", "entry"))},
        needed=("tells", "part"),
        tables={"place": Each(_PLACE, "place", "path")},
    ),
    "embeds": FamilyKeys(
        {"part": one_of(("post",))},
        more_groups=(),
        words=("post", "post_address", "address"),
        tables={"provider": Each(_PROVIDER, "provider", "name")},
    ),
    "figures": FamilyKeys(
        begins=True,
        words=(
            "caption", "captioned", "caption_beside", "credit", "maker", "title", "gallery", "small", "subhead", "sign",
            "bold", "site_folder", "portrait", "shows_picture", "caption_attribute", "credit_attribute",
            "number", "srcset_attribute", "src_attribute", "placeholder",
        ),
        tables={"prompts": KeyTable({}, others=one_line, names=one_of(CUTS))},
    ),
    "heads": FamilyKeys(
        ids=(
            "modified", "published", "published-sentence", "reading-time", "date-furniture", "notice", "tag-label",
            "no-tag", "other-day", "meta-published", "meta-modified", "script-published",
        ),
        words=(
            "headline", "no_headline", "standfirst", "kicker", "elsewhere", "others", "own_foot", "apart", "tags",
            "menus", "lives", "pictures", "credits", "section_link",
            "dated", "current", "breadcrumb", "author_mark", "author_word", "name_mark", "no_name", "author_box",
            "modified", "published", "otherday", "badge", "front", "bold", "summary_label",
            "meta_author", "meta_author_each", "meta_published", "meta_modified", "meta_section", "meta_tags",
        ),
    ),
    "junk": FamilyKeys(
        {"reason": one_of(CUTS), "anywhere": truth, "longest": whole(1, 10_000), "sure": truth, "free_too": truth},
        needed=("reason",),
        more_groups=(),
        begins=True,
        words=tuple(CUTS),
    ),
    "languages": FamilyKeys(rule=None, words=("small", "alike")),
    "people": FamilyKeys(
        rule=None,
        words=(
            "article", "article_of", "and", "in", "of", "by", "titles", "behind_names", "special", "particles",
            "roles", "roles_plural",
            "guest_roles", "editing_jobs", "telling", "our", "job_for", "job_forms", "not_names", "acronyms",
            "not_first", "not_places", "outlet_words", "subjects", "paper_words", "desk_words", "outlets", "newsrooms",
            "outlet_ends", "outlet_kinds", "institutions", "surnames", "unnamed", "regions", "places",
            "inside_names", "in_or_else", "in_or_else_before", "in_described", "of_outlets", "before_towns",
            "offices", "picture_desks", "initials", "no_outlets", "and_joined", "and_not_joined",
        ),
        forms={"job_forms": each(matching("[^=]+=[^=]+", "two words with = between them"))},
    ),
    "refusals": FamilyKeys(
        {
            "reason": one_of(REJECTIONS),
            "part": one_of(
                (
                    *("title", "policy", "server_text", "topic", "beside", "purpose", "reader", "button"),
                    *("scripts", "shell", "bare_shell"),
                    *("noscript_id", "error_head", "error_text", "price", "cart", "letters"),
                    *("path", "host", "page_class", "generator", "page_type"),
                )
            ),
        },
        needed=("reason",),
        words=("page_missing", "page_missing_dense", "server_fails", "access_denied", "proves_reader"),
    ),
    "state": FamilyKeys(
        {
            "part": one_of(
                (
                    *("elsewhere", "story", "writer", "sold"),
                    *("no_text", "list_item", "list", "quotation", "heading", "table", "line_break", "paragraph"),
                )
            )
        },
        needed=("part",),
        words=(
            *("title", "title_part", "address", "text", "free", "access", "paid"),
            *("element_type", "element_text", "element_parts", "element_holder"),
        ),
    ),
    "text": FamilyKeys(
        {"label": one_of(("caption", "dateline", "meta", "article_number", "article_end", "wire", "mail", "rate"))},
        words=(
            "updated", "unfinished", "column", "source", "section", "link_list", "label_headline", "label_kicker",
            "label_standfirst", "label_byline", "label_published", "label_modified", "label_section",
            "no_value", "label_tags", "label_address", "label_caption", "label_correction", "label_body", "label_other",
        ),
    ),
    "trackers": FamilyKeys(),
    "tracking": FamilyKeys(),
}  # fmt: skip


def family_table(keys: FamilyKeys, words: Iterable[str] = (), *, taken: Iterable[str] = ()) -> KeyTable:
    """Make the KeyTable for a file or section of a family of rules, by which `check_table` finds wrong keys.

    `words`: names of word lists that are known besides those in `keys`.  `taken`: names of the lists that a file may
    take words from, in its key `without_words`.
    """
    language_lists = KeyTable({}, others=each(text), names=code)
    tables: dict[str, Check | KeyTable | Each] = {
        "macros": KeyTable({}, others=macro),
        "words": KeyTable(dict.fromkeys((*keys.words, *words), language_lists)),
        "without_words": KeyTable(dict.fromkeys(taken, language_lists)),
        **keys.tables,
    }
    if keys.rule is not None:
        rule = KeyTable({**_RULE, **keys.rule}, needed=("id", "pattern", *keys.needed))
        tables["rule"] = Each(rule, "rule", "id")
    if any(isinstance(kind, Each) for kind in tables.values()):
        tables["without"] = each(text)
    return KeyTable(tables)


#: Families that are used before it is known which outlet a page is from, or whose results no page may change.
_FOR_ALL: Final = ("addresses", "blockpages", "discovery", "trackers", "tracking")


def _table(value: Any) -> str | None:
    """None if `value` is a table; else what it must be."""
    return None if isinstance(value, dict) else "must be a table."


def _for_all(_: Any) -> str | None:
    """The check of a table that must not be in a publisher's file; always returns a message.

    Such a table can be set only for all outlets together, in a file of rules.
    """
    return "cannot be set for one outlet alone; move it to the file of that name under rules/."


_PERIOD: Final[Mapping[str, Check | KeyTable | Each]] = {
    "name": text,
    "domains": each(host_name, least=1),
    "valid_from": day,
    "valid_until": day,
    "language": language,
    "timezone": zone,
    "outlets": each(text),
    #: Words of class names: the short form of [rules.heads.words.NAME] for all languages.
    "classes": KeyTable(dict.fromkeys(("standfirst", "kicker", "elsewhere", "others"), each(text))),
    #: Rules for this outlet's pages, in the form of a file of rules; what may stand in them depends on the rules below.
    "rules": KeyTable({name: _for_all if name in _FOR_ALL else _table for name in FAMILIES}),
}
PUBLISHER: Final = KeyTable({**_PERIOD, "period": Each(KeyTable(_PERIOD), "period")})
#: The families to which a publisher's file may add.
FOR_PUBLISHERS: Final = tuple(name for name in FAMILIES if name not in _FOR_ALL)
