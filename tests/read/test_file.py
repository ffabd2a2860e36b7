"""Files of every kind: pages and texts are read, the rest is refused in one line."""

from datetime import date

import pytest

from onrecord.errors import InputError
from onrecord.read import read, read_file, read_html
from onrecord.tell.json import report as as_json

STORY = (
    "<p>Ruritania on Monday rejected claims by its neighbours that it had sold rockets to"
    " rebels, saying that the reports were baseless.</p><p>Rudolf Elphberg, the foreign"
    " minister, told reporters in the capital that the army had never sold a rocket to"
    " anybody, and that an inquiry would show as much before long.</p>"
)
PAGE = (
    '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]><html><head>'
    '<title>t</title><meta property="og:site_name" content="The Courier">'
    '<meta property="article:published_time" content="2019-03-04T10:00:00Z"></head><body>'
    "<nav><a href=/>Home</a></nav><h1>Ruritania rejects claims of rocket sales</h1><article>"
    f"{STORY}<p>&b; &a;</p></article><footer>Sign up for our newsletter</footer></body></html>"
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG image"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"PK\x03\x04....", "ZIP"),
        (b"ab\x00cd\x00ef", "control characters"),
        (b"... --- ...", "no text"),
        (b"<html><body><script>load()</script></body></html>", "no text without JavaScript"),
        (b"<html><body></body></html>", "no text"),
    ],
)
def test_what_is_no_report_is_refused_with_its_kind(content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why) as told:
        read_file(content, id="file")
    assert "file" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_page_gives_its_story_date_outlet_and_title() -> None:
    report = read_html(PAGE, id="page")

    assert report.outlet == "The Courier"
    assert report.title is not None
    assert report.title.text == "Ruritania rejects claims of rocket sales"
    assert report.published.earliest == date(2019, 3, 4)
    assert "newsletter" not in report.text
    assert "minister" in report.text
    assert read_file(PAGE.encode(), id="page") == report


def test_entities_and_document_types_reach_no_parser() -> None:
    report = read_html(PAGE, id="page")

    assert "aaaa" not in report.text


def test_a_text_in_an_old_encoding_is_read() -> None:
    text = "The minister’s aide denied the sale."

    assert read_file(text.encode("cp1252"), id="old").text == text
    assert read_file(text.encode(), id="new").text == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "Le ministre a déclaré que les discussions avec les autorités du pays seraient"
            " reprises dans les prochains jours, selon un communiqué.",
            "language: fr",
        ),
        ("Министр заявил, что переговоры будут продолжены на следующей неделе.", "language: ru"),
        ("ဝန်ကြီးက ဆွေးနွေးပွဲများ ဆက်လက်ပြုလုပ်မည်ဟု ပြောသည်။", "language: my"),
    ],
)
def test_another_language_is_named_and_not_read(text: str, why: str) -> None:
    report = read(text, id="other")

    assert report.not_read == why
    assert report.statements == ()
    assert as_json(report)["not_read"] == why


def test_a_paragraph_in_another_language_is_passed_over() -> None:
    text = (
        "The minister said that the talks would go on, and that he was satisfied.\n\n"
        "Le ministre a dit que les discussions avec les autorités seraient reprises selon lui"
        " dans les prochains jours.\n\nHe denied the sale."
    )

    report = read(text, id="mixed")

    assert [p.furniture for p in report.paragraphs] == [None, "language: fr", None]
    assert [one.stance.value for one in report.statements] == ["asserts", "denies"]
