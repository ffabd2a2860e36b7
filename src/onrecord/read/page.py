"""HTML pages: the story out of its page, with the date, outlet and byline that the page states."""

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.errors import InputError, Unsupported
from onrecord.model.report import Report
from onrecord.read.head import PageDate
from onrecord.read.reader import LONGEST, read_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY[^>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_STATED = (
    "article:published_time", "datepublished", "dc.date", "dc.date.issued", "date", "pubdate",
    "publishdate", "publish_date", "article.published", "parsely-pub-date", "sailthru.date",
    "og:pubdate", "dcterms.created", "cxenseparse:recs:publishtime", "og:published_time",
)  # fmt: skip
_SCRIPTED = re.compile(r"\"datePublished\"\s*:\s*\"(\d{4}-\d{2}-\d{2})", re.IGNORECASE)


def read_html(
    markup: str | bytes,
    *,
    id: str,  # noqa: A002 - the word of the report and of its JSON
) -> Report:
    """The report of an HTML page; `text` is the story as taken out of it, which offsets count.

    Raises InputError where the page has no story, Unsupported where no extractor is installed.
    """
    text = _decoded(markup)
    if len(text) > LONGEST:
        raise InputError(f"not a report: {id}: more than {LONGEST:,} characters")
    # no entity and no document type reaches the parser: neither bombs nor files
    text = _ENTITY.sub("", _DOCTYPE.sub("", text))
    if not text.strip():
        raise InputError(f"not a report: {id}: the page is empty")
    tree = _tree(text, id)
    body = _story(text)
    if not body or not any(letter.isalnum() for letter in body):
        needs = "<script" in text.lower()
        reason = "no text without JavaScript" if needs else "no text in the page"
        raise InputError(f"not read: {id}: {reason}")
    stated = _stated_dates(tree, text)
    title = _title(tree)
    flat = body if title is None or body.startswith(title) else f"{title}\n\n{body}"
    report = read_text(flat, id=id, page=stated)
    return replace(
        report,
        outlet=_meta(tree, "og:site_name", "application-name") or report.outlet,
        byline=_author(tree) or report.byline,
    )


def _decoded(markup: str | bytes) -> str:
    if isinstance(markup, str):
        return markup
    if markup.startswith((b"\xff\xfe", b"\xfe\xff")):
        return markup.decode("utf-16", "replace")
    named = _CHARSET.search(markup[:4096])
    names = ["utf-8-sig", *([named[1].decode("ascii")] if named else []), "cp1252"]
    for name in names:
        try:
            return markup.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return markup.decode("utf-8", "replace")


@contextmanager
def _quiet() -> Iterator[None]:
    """No warning or log line of an extractor reaches the user."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _tree(text: str, name: str) -> "HtmlElement":
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree: HtmlElement = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError) as why:
        raise InputError(f"not read: {name}: no text in the page") from why
    return tree


def _story(text: str) -> str | None:
    try:
        import trafilatura
    except ImportError as why:
        raise Unsupported(
            "no extractor to read pages with: trafilatura is not installed:"
            " pip install 'onrecord[read]'"
        ) from why
    with _quiet():
        found = trafilatura.extract(
            text, include_comments=False, include_tables=False, output_format="txt"
        )
    return found if isinstance(found, str) else None


def _meta(tree: "HtmlElement", *names: str) -> str | None:
    for name in names:
        for element in tree.iter("meta"):
            key = element.get("property") or element.get("name") or element.get("itemprop") or ""
            content = (element.get("content") or "").strip()
            if key.lower() == name and content:
                return " ".join(content.split())
    return None


def _author(tree: "HtmlElement") -> str | None:
    name = _meta(tree, "author", "article:author", "parsely-author", "dc.creator")
    return name if name and not name.startswith("http") and len(name) < 100 else None


def _title(tree: "HtmlElement") -> str | None:
    heads = [" ".join(str(h.text_content()).split()) for h in tree.iter("h1")]
    stated = _meta(tree, "og:title", "twitter:title")
    for head in heads:
        if len(head.split()) >= 3 and (
            stated is None or head[:20] in stated or stated[:20] in head
        ):
            return head
    if stated is not None:
        return re.sub(r"\s+[|–—-]\s+[^|–—-]{2,40}$", "", stated)
    return next((head for head in heads if len(head.split()) >= 3), None)


def _stated_dates(tree: "HtmlElement", text: str) -> tuple[PageDate, ...]:
    """The dates that the page states of itself, the surest first."""
    found: list[PageDate] = []
    scripted = _SCRIPTED.search(text)
    if scripted is not None:
        _take(found, scripted[1], 0, "datePublished")
    stated = _meta(tree, *_STATED)
    if stated is not None:
        _take(found, stated, 0, "the page’s own metadata")
    if not found:
        guessed = _guessed(text)
        if guessed is not None:
            _take(found, guessed, 1, "the page")
    return tuple(found)


def _take(found: list[PageDate], text: str, rank: int, says: str) -> None:
    match = re.search(r"(\d{4})-(\d{2})-(\d{2})", text)
    if match is None:
        return
    try:
        when = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return
    if when not in [one.day for one in found]:
        found.append(PageDate(when, rank, f"{says}: {when}"))


def _guessed(text: str) -> str | None:
    try:
        import htmldate
    except ImportError:
        return None
    with _quiet():
        guess = htmldate.find_date(text, original_date=True, extensive_search=True)
    return guess if isinstance(guess, str) else None
