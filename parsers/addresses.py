"""Makes keys of web addresses, which are equal for all addresses of the same page, and finds a page's outlet.

Takes addresses and the rules from config/rules/tracking.toml and config/rules/addresses.toml; gives keys of the form
"host/path?query".  The crawler and the warehouse compare addresses by these keys only.  Nothing is fetched; whatever no
rule removes stays in the key.  A form is another version of the same page (AMP, print, mobile); its mark is the part of
the address that says so.  A parameter is "name=value" in a query; a front page is the home page of a host.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urlsplit

import idna
from publicsuffixlist import PublicSuffixList

from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules

#: Part of AddressRules.version; increased when a change of this module gives different keys.
_KEYS: Final = "2"
_SCHEMES: Final = ("http", "https")
_DEFAULT_PORTS: Final = (None, 80, 443)
#: Characters besides letters, digits and "-._~" that are not percent-encoded in a key's path and query (RFC 3986).
_IN_PATH: Final = "!$&'()*+,=:@"
_IN_QUERY: Final = "!$'()*,:@/?"
#: The most caches around a page: the copy in a cache may itself be a cache's page.  Chosen by hand.
_WRAPPED: Final = 3
#: The most times that marks of other forms are taken off one path, since one may cover another ("/m/print/...").  A
#: path with more is no form of a page.  Chosen by hand.
_MARKS: Final = 4
#: Hexadecimal digits of a version; enough to make equal versions by chance unlikely.
_VERSION: Final = 16
#: A line break in an address, as feeds have them, which is removed; other white space belongs to the address.
_LINE_END: Final = re.compile(r"\s*[\r\n\t\0]\s*")
_SPACE: Final = re.compile(r"\s")
_SPACE_OR_END: Final = re.compile(r"[\s\0]")
#: The scheme of an address inside of another one, whose empty parts may have been left out: "https:/herald.example".
_SCHEME: Final = re.compile(r"(https?):/{1,2}(.*)", re.DOTALL)
#: What is in normal form already, as nearly all parts of addresses are (unreserved characters of RFC 3986): a text, and
#: a path without empty or dot segments.
_NORMAL: Final = re.compile(r"[\w.~-]*", re.ASCII)
_NORMAL_PATH: Final = re.compile(r"(?:/[\w~-][\w.~-]*)*", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class AddressRules:
    """The rules for the parts of an address that may differ between two addresses of the same page."""

    #: Parameters that say where a reader came from; they are left out of requests as well as of keys.
    tracking: Family
    #: Other forms of the same page (AMP, print, mobile); they are requested as they are, but have the same key.
    forms: Family

    @property
    def version(self) -> str:
        """A hash of the rules (16 hexadecimal digits), kept beside stored keys.

        Another hash means that other rules may give other keys, so that the stored ones must be made again.
        """
        digest = hashlib.sha256(_KEYS.encode())
        for rule in (*self.tracking.rules, *self.forms.rules):
            digest.update(f"\0{rule.source.case}{rule.source.expanded()}{sorted(rule.data.items())}".encode())
        for name in sorted(self.forms.words):
            digest.update(f"\0{name}{sorted(self.forms.all_words(name))}".encode())
        return digest.hexdigest()[:_VERSION]

    def for_part(self, part: str) -> tuple[Rule, ...]:
        """The rules that recognise other forms of a page (AMP, print, mobile) by one part of an address.

        `part`: "host", "path", "parameter", "cache" or "cache_query".
        """
        return _for_part(self.forms, part)


@lru_cache(4 * FAMILIES_KEPT)
def _for_part(forms: Family, part: str) -> tuple[Rule, ...]:
    """The rules of a family that recognise other forms of a page by one part of an address.

    Cached, since `AddressRules.for_part` asks for every address.
    """
    return tuple(rule for rule in forms.rules if rule.data.get("part", "parameter") == part)


@lru_cache(FAMILIES_KEPT)
def address_rules(rules: Rules) -> AddressRules:
    """Make the AddressRules (tracking parameters, other forms of a page) of a set of rules."""
    return AddressRules(rules.family("tracking"), rules.family("addresses"))


def split_address(url: str) -> SplitResult | None:
    """Split an absolute http or https address into its parts; None for anything else.

    The scheme and the attribute `hostname` are in lower case.
    """
    try:
        parts = urlsplit(without_line_ends(url))
        _ = parts.port  # raises ValueError when it is not a number
    except ValueError:
        return None
    return parts if parts.scheme in _SCHEMES and parts.hostname else None


def without_line_ends(url: str) -> str:
    """Remove line breaks from an address, and percent-encode other white space inside it."""
    text = url.strip()
    if not _SPACE_OR_END.search(text):
        return text
    return _SPACE.sub(lambda found: quote(found[0]), _LINE_END.sub("", text))


def page_key(url: str | None, rules: AddressRules) -> str | None:
    """Make the key "host/path?query", equal for every address of the same page; None for anything but a web address.

    It does not contain: scheme, user name, default ports, "www" and the like, tracking parameters, session ids, marks
    of AMP, print and mobile forms, index.html, and the fragment (except after "#!", where some sites name their pages).
    """
    return _key(url, rules, _WRAPPED) if url else None


def form_marks(url: str, rules: AddressRules) -> int:
    """How many marks of an AMP, print, mobile or cached form an address has; 0 for a page's main address.

    "https://m.example.org/a/amp" has two, "m." and "/amp".  An address in a cache, which has the original address
    inside, counts as one mark more than that original address.
    """
    parts = split_address(url)
    if not parts:
        return 0
    host, path = _host(parts.hostname or ""), _path(parts.path, rules)
    if inner := _inner(host + path, parts.query, rules):
        return 1 + form_marks(inner, rules)
    labels = [rule for rule in rules.for_part("host") if not rule.data.get("any_site") and rule.pattern.search(host)]
    steps = [rule for rule in rules.for_part("path") if rule.pattern.search(path)]
    said = {_parameter(piece) for piece in re.split("[&;]", parts.query.replace("&amp;", "&")) if piece}
    return len(labels) + len(steps) + sum(_is_any(one, rules.for_part("parameter")) for one in said)


@lru_cache(FAMILIES_KEPT)
def original_address(url: str, rules: AddressRules) -> str:
    """The address of the page that a cache or a web archive shows a copy of; any other address is given back as it is.

    "https://web.archive.org/web/20160304060000/https://herald.example/a" becomes "https://herald.example/a".  Cached,
    since a page's own address and the one that it declares are mostly the same.
    """
    for _ in range(_WRAPPED):
        parts = split_address(url)
        inner = _inner(_host(parts.hostname or "") + parts.path, parts.query, rules) if parts else None
        if not inner or not split_address(inner):
            break
        url = inner
    return url


def outlet_host(url: str | None, rules: AddressRules) -> str | None:
    """The host by which an outlet is known, equal for its www, mobile and AMP pages.

    None when `url` is no web address.
    """
    key = page_key(url, rules)
    return key_host(key) if key else None


def key_host(key: str) -> str:
    """The host in a key ("example.org"), with its port unless that is the default one."""
    return re.split(r"[/?#]", key, maxsplit=1)[0]


def site(key: str) -> str:
    """The registrable domain in a key ("example.co.uk"), equal for all hosts of an outlet.

    For a host without one (an IP address, localhost), the host with its port.
    """
    host = key_host(key)
    name = host if host.startswith("[") else host.partition(":")[0]
    return _registrable(name) or host


def is_front(key: str) -> bool:
    """Whether a key is that of a host's front page ("example.org/")."""
    return key == key_host(key) + "/"


def lies_below(key: str, above: str) -> bool:
    """Whether a key's path is below another key's (`above`): "example.org/sport/a" is below "example.org/sport"."""
    return "?" not in above and key.startswith(above.rstrip("/") + "/") and key != above


def above(key: str) -> list[str]:
    """The keys of all paths above a key's, the nearest first, without the front page.

    "a.org/x/y/z" gives ["a.org/x/y", "a.org/x"].
    """
    steps = key.partition("?")[0].split("/")
    return ["/".join(steps[:count]) for count in range(len(steps) - 1, 1, -1)]


def is_tracking(parameter: str, tracking: Family) -> bool:
    """Whether a parameter only tells where the reader came from or which visit this is ("utm_source=feed").

    `parameter`: "name=value", or a name alone, as in the address.
    """
    return _is_any(_parameter(parameter), tracking.rules)


def _is_any(parameter: str, rules: Iterable[Rule]) -> bool:
    """Whether any rule matches a parameter."""
    return any(rule.pattern.search(parameter) for rule in rules)


def _key(url: str, rules: AddressRules, wrapped: int) -> str | None:
    """The key of an address, as `page_key` gives it; of a cache's address, that of the page inside.

    `wrapped`: how many caches, one inside the other, are removed at most.
    """
    parts = split_address(url)
    host = _host(parts.hostname or "") if parts else ""
    if not parts or not host:
        return None
    path = _path(parts.path, rules)
    inner = _inner(host + path, parts.query, rules) if wrapped else None
    if inner and (found := _key(inner, rules, wrapped - 1)):
        return found
    path = _main_path(path, rules)
    port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
    query = _query(parts.query, rules, front=not path)
    page = f"#{_spelled(parts.fragment, _IN_QUERY + '=&')}" if parts.fragment.startswith("!") else ""
    return f"{_main_host(host, rules)}{port}{path or '/'}{query and '?' + query}{page}"


def _host(name: str) -> str:
    """Put a host name into normal form; "" if it is invalid.

    That is lower case, ASCII (RFC 5891), no dot at the end, IPv6 in brackets.
    """
    name = unquote(name).lower().strip(".")
    if ":" in name:
        try:
            return f"[{ipaddress.ip_address(name.partition('%')[0])}]"
        except ValueError:
            return ""
    if name.isascii():
        return quote(name)
    try:
        return idna.encode(name, uts46=True).decode("ascii").strip(".")
    except idna.IDNAError:
        return _spelled(name, "")


def _main_host(host: str, rules: AddressRules) -> str:
    """Remove labels such as "www" or "mobile" from a host, unless no site would remain: "mobile.de" stays as it is."""
    for rule in (*rules.for_part("host"),) * 2:
        rest = rule.pattern.sub("", host)
        if rest != host and (_registrable(rest) or (rule.data.get("any_site") and "." in rest)):
            host = rest
    return host


@cache
def _suffixes() -> PublicSuffixList:
    """The Public Suffix List that comes with the library; read once, since that takes 50 ms."""
    return PublicSuffixList()


def _registrable(host: str) -> str | None:
    """The registrable domain of a host; None for IP addresses and names without one ("localhost", "co.uk")."""
    if host.startswith("[") or re.fullmatch(r"[\d.]+", host):
        return None
    found: str | None = _suffixes().privatesuffix(host)
    return found


def _inner(address: str, query: str, rules: AddressRules) -> str | None:
    """The address of the original page, if an address is that of a copy in a cache or a web archive; else None.

    `address`: host and path of the copy ("cdn.ampproject.org/c/...").  `query`: its query, which the original gets as
    well, unless the address of the original stands in the query itself.
    """
    for rule in rules.for_part("cache"):
        if found := rule.pattern.search(address):
            inner = re.sub("%3F", "?", found["inner"], count=1)
            join = "&" if "?" in inner else "?"
            return _absolute(f"{inner}{join + query if query else ''}")
    for rule in rules.for_part("cache_query") if query else ():
        if found := rule.pattern.search(f"{address}?{query}"):
            return _absolute(unquote(found["inner"]))
    return None


def _absolute(inner: str) -> str:
    """Give the address inside of a copy's address its scheme, if it has none, and both slashes behind it."""
    scheme, rest = found.groups() if (found := _SCHEME.match(inner)) else ("http", inner)
    return f"{scheme}://{rest}"


def _path(path: str, rules: AddressRules) -> str:
    """Put a path into normal form: without ".", "..", empty parts and tracking parameters (";jsessionid=1")."""
    if _NORMAL_PATH.fullmatch(path):
        return path
    kept: list[str] = []
    for segment in path.replace("\\", "/").split("/"):
        name, *parameters = segment.split(";")
        if (spelled := _spelled(name, _IN_PATH)) == "..":
            del kept[-1:]
        elif spelled != ".":
            named = (_spelled(p, _IN_PATH) for p in parameters if p and not is_tracking(p, rules.tracking))
            kept.append(";".join([spelled, *named]))
    return "".join(f"/{segment}" for segment in kept if segment)


def _main_path(path: str, rules: AddressRules) -> str:
    """Remove the marks of AMP, print and other forms from a path, one after the other.

    Unchanged if it has so many marks that some remain after _MARKS rounds.
    """
    main = path
    for _ in range(_MARKS):
        before = main
        for rule in rules.for_part("path"):
            main = rule.pattern.sub(str(rule.data.get("becomes", "")), main)
        if main == before:
            return main
    return path


def _query(query: str, rules: AddressRules, *, front: bool) -> str:
    """Put a query into normal form: the parameters that identify the page, sorted by name, each once.

    `front`: whether the address is that of a front page: there, some parameters identify the page that mean nothing on
    other pages.  Parameters of the same name keep their order.
    """
    pieces = re.split("[&;]", query.replace("&amp;", "&"))
    spelled = dict.fromkeys(_parameter(piece) for piece in pieces if piece)
    if not spelled:
        return ""
    forms = (rule for rule in rules.for_part("parameter") if not (front and rule.data.get("below_front")))
    saying_nothing = (*rules.tracking.rules, *forms)
    kept = [parameter for parameter in spelled if not _is_any(parameter, saying_nothing)]
    named = sorted((parameter.partition("=") for parameter in kept), key=lambda parts: parts[0])
    return "&".join(f"{name}={value}" if value else name for name, _, value in named)


def _parameter(piece: str) -> str:
    """Put a parameter into normal form: "name=value", or "name=" when it has no value."""
    name, _, value = piece.replace("+", "%20").partition("=")
    return f"{_spelled(name, _IN_QUERY)}={_spelled(value, _IN_QUERY + '=')}"


def _spelled(text: str, plain: str) -> str:
    """Percent-encode a text only where necessary, with capital hexadecimal digits (RFC 3986, section 6.2.2).

    `plain`: characters that are not encoded, besides letters, digits and "-._~".
    """
    if _NORMAL.fullmatch(text):
        return text
    return quote(unquote_to_bytes(text.encode("utf-8", "surrogatepass")), safe=plain)
