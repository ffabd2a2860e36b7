import itertools
import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from onrecord.link import Brief
from onrecord.model.answer import History
from onrecord.tell import brief_document, history_document, html
from onrecord.tell.document import (
    Document,
    Facts,
    Line,
    Listing,
    Mark,
    MarkedText,
    MarkKind,
    Paragraph,
    Run,
    Section,
    Side,
    Sides,
    Table,
    Tone,
)

HOSTILE = "<script>alert(1)</script>\"><svg onload=x>{{7*7}} javascript:x ' & \x1b[31m\u202e"
VOID = {"meta", "br"}


class Page(HTMLParser):
    """Elements in order, ids, links, and whether all that was opened was closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [value for given_, value in self.attributes if given_ == name]


def hostile_page(text: str) -> str:
    said = Line((Run(text, Tone.QUOTE, strong=True),))
    blocks = (
        Paragraph(said),
        Listing((said,)),
        Facts(((text, (said,)),)),
        Table(text, (text,), ((said,),)),
        Sides(text, (Side(text, Tone.DENIES, ((said,),)),)),
        MarkedText(text, (Mark(0, len(text), MarkKind.EVENT, anchor="t1", tag=text),)),
    )
    folded = Section(text, (Paragraph(said),), is_page_only=True)
    section = Section(text, blocks, sections=(folded,))
    return html.render(Document(text, text, Facts(((text, (said,)),)), (section,)))


def test_a_page_is_whole_and_fetches_nothing(story: Brief) -> None:
    written = html.render(brief_document(story))
    page = Page(written)

    assert page.open == []
    assert not set(page.elements) & {"script", "link", "img", "iframe", "object", "form"}
    assert not {name for name, _ in page.attributes if name.startswith("on")} | set(
        page.values("src") + page.values("style")
    )
    assert "url(" not in written
    assert "@import" not in written
    (policy,) = [v for v in page.values("content") if "default-src" in v]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_every_link_leads_to_one_place_on_the_page(story: Brief) -> None:
    page = Page(html.render(brief_document(story)))
    ids = page.values("id")

    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.values("href")} <= set(ids)


def test_readers_who_listen_have_headings_captions_and_a_way_to_skip(story: Brief) -> None:
    page = Page(html.render(brief_document(story)))
    levels = [int(e[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert page.elements.count("caption") == page.elements.count("table")
    assert {"col", "row"} == set(page.values("scope"))
    assert "en" in page.values("lang")
    assert "#main" in page.values("href")


def test_the_text_is_shown_whole_with_its_marks(story: Brief) -> None:
    page = Page(html.render(brief_document(story)))

    shown = " ".join(page.text.split())
    assert "The Directorate of Defence Industries (DDI) was" in shown.replace("listing ", "")
    assert "Join our community today." in shown
    assert "mark" in page.elements
    assert "does not deny" in shown


def test_hostile_text_is_text() -> None:
    page = Page(hostile_page(HOSTILE))

    assert not {"script", "svg"} & set(page.elements)
    assert HOSTILE.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e") in page.text
    assert not [value for name, value in page.attributes if name == "onload"]


@given(st.text(min_size=1))
def test_no_text_makes_an_element_or_a_control(text: str) -> None:
    written = hostile_page(text)

    assert Page(written).elements == Page(hostile_page("x" * len(text))).elements or (
        not text.strip()
    )
    assert not {c for c in written if ord(c) < 32} - {"\n"}
    written.encode()


def test_a_history_is_a_page_too(history: Callable[[str, date], History]) -> None:
    page = Page(html.render(history_document(history("ddi-burma", date(2017, 7, 21)))))

    assert page.open == []
    assert "2017-03-21" in page.text
