import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Effect, Entry, Identifier, Kind, NameKind
from onrecord.model.snapshot import Snapshot
from onrecord.sources.gb_fcdo.said import regime

Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]
FCDO = sources.get("gb_fcdo")
HERE = Path(__file__).parent
TABLE = (HERE / "UK-Sanctions-List.csv").read_bytes()
TREE = (HERE / "UK-Sanctions-List.xml").read_bytes()
SUMMARY = (HERE / "summary.csv").read_text(encoding="utf-8")
ODS = (
    '<?xml version="1.0"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">\n'
    "<office:body><office:spreadsheet><table:table>{}<table:table-row"
    ' table:number-rows-repeated="1043268"><table:table-cell'
    ' table:number-columns-repeated="16384"/></table:table-row></table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def ods(text: str) -> bytes:
    """A summary sheet as published: cells on lines of their own, and blank ones far out."""
    rows = ""
    for cells in csv.reader(io.StringIO(text)):
        filled = "".join(
            f"\n<table:table-cell>\n<text:p>{escape(cell)}</text:p>\n</table:table-cell>"
            for cell in cells
        )
        blank = '<table:table-cell table:number-columns-repeated="16376"/>'
        rows += f"<table:table-row>{filled}{blank}</table:table-row>\n"
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", ODS.format(rows))
    return kept.getvalue()


def xlsx(content: bytes) -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    page = book.add_worksheet()
    for at, cells in enumerate(csv.reader(io.StringIO(content.decode()))):
        for column, value in enumerate(cells):
            page.write_string(at, column, value)
    book.close()
    return kept.getvalue()


def parsed(content: bytes, name: str = "UK-Sanctions-List.csv") -> Snapshot:
    return sources.parse(FCDO, {name: content})


def by_uid(content: bytes) -> dict[str, Entry]:
    return {entry.uid: entry for entry in parsed(content).entries}


def changed(old: str, new: str, content: bytes) -> bytes:
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("content", "name"), [(TABLE, "published"), (ods(SUMMARY), "summary")], ids=["table", "ods"]
)
def test_invented_designations_read_as_the_golden_file_has_them(
    content: bytes, name: str, golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden(f"{name}.json", told(parsed(content)))


def test_the_published_table_sheet_and_xml_are_one_list() -> None:
    assert parsed(TREE, "UK-Sanctions-List.xml") == parsed(TABLE)
    assert parsed(xlsx(TABLE), "UK-Sanctions-List.xlsx") == parsed(TABLE)
    assert parsed(TABLE).published == date(2026, 6, 24)


def test_a_file_under_any_name_is_read_by_what_it_is() -> None:
    assert parsed(ods(SUMMARY), "FCDO_SL_Mon_Aug 11 2025.ods") == parsed(ods(SUMMARY))


def test_a_designation_is_an_entry_and_its_group_an_identifier() -> None:
    entries = by_uid(ods(SUMMARY))

    assert list(entries) == ["GHR9001", "MYA9001", "DPR9002", "IRN9004", "RUS9003"]
    group = Identifier("ofsi_group", "90001")
    assert entries["GHR9001"].identifiers == entries["MYA9001"].identifiers == (group,)


def test_the_uns_day_is_no_listing_of_the_united_kingdoms() -> None:
    entries = by_uid(ods(SUMMARY))

    assert entries["MYA9001"].listings[0].listed == PartialDate(2021, 4, 29)
    assert entries["DPR9002"].listings[0].listed is None
    assert ("un_designated", "2009-04-24") in entries["DPR9002"].details
    assert entries["IRN9004"].listings[0].listed is None


def test_measures_are_effects_and_stand_in_their_words_among_the_details() -> None:
    entries = by_uid(ods(SUMMARY))

    assert entries["MYA9001"].listings[0].effects == (
        Effect.ASSET_FREEZE,
        Effect.TRAVEL_BAN,
        Effect.OTHER,
    )
    assert Effect.CORRESPONDENT_ACCOUNT in entries["IRN9004"].listings[0].effects
    assert entries["RUS9003"].listings[0].effects == (Effect.OTHER,)
    assert ("imposed", "-") not in entries["DPR9002"].details


def test_without_the_text_the_indicators_name_the_measures() -> None:
    measures = "Asset freeze|Director Disqualification Sanction|Travel Ban"
    listing = by_uid(changed(measures, "", TREE))["MYA9001"].listings[0]

    assert listing.effects == (Effect.ASSET_FREEZE, Effect.TRAVEL_BAN)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Myanmar", "Myanmar"),
        ("Iran (Nuclear)", "Iran (Nuclear)"),
        ("The Myanmar (Sanctions) Regulations 2021", "Myanmar"),
        ("The Global Human Rights Sanctions Regulations 2020", "Global Human Rights"),
        ("The Iran (Sanctions) (Nuclear) (EU Exit) Regulations 2019", "Iran (Nuclear)"),
        ("The Yemen (Sanctions) (EU Exit) (No. 2) Regulations 2020", "Yemen"),
        (
            "The ISIL (Da'esh) and Al-Qaida (United Nations Sanctions) (EU Exit) Regulations 2019",
            "ISIL (Da'esh) and Al-Qaida",
        ),
        (
            "The Counter-Terrorism (International Sanctions) (EU Exit) Regulations 2019",
            "Counter-Terrorism (International)",
        ),
    ],
)
def test_a_regime_has_one_name_in_every_form(title: str, name: str) -> None:
    assert regime(title) == name


def test_the_regulations_of_the_starter_facts_have_their_names_and_bases() -> None:
    said = {entry.listings[0] for entry in parsed(TABLE).entries}

    assert {(each.programme, each.basis) for each in said} == {
        ("Myanmar", ("SI-2021-496",)),
        ("Democratic People's Republic of Korea", ("SI-2019-411",)),
        ("Russia", ()),
    }


def test_names_have_the_family_name_last_and_their_kind() -> None:
    entries = by_uid(TREE)

    assert [(name.text, name.kind) for name in entries["MYA9001"].names] == [
        ("Rupert HENTZAU", NameKind.PRIMARY),
        ("Руперт Хенцау", NameKind.ALIAS),
        ("Rupert THE BOLD", NameKind.WEAK),
    ]
    assert entries["DPR9002"].names[1].kind is NameKind.ALIAS
    assert entries["RUS9003"].kind is Kind.VESSEL


def test_an_imo_number_is_the_number_however_it_is_written() -> None:
    plain = changed("IMO9000001", "9000001", TABLE)

    assert Identifier("imo", "9000001") in by_uid(TABLE)["RUS9003"].identifiers
    assert parsed(plain) == parsed(TABLE)


def test_a_birth_date_to_the_year_and_one_that_is_none() -> None:
    rupert = by_uid(TABLE)["MYA9001"]

    assert [str(born.earliest) for born in rupert.births] == ["1868-02-01", "1869"]
    assert ("birth_note", "15/08/19yy") in rupert.details


def test_a_designation_without_a_name_keeps_its_place_under_its_id() -> None:
    snapshot = parsed(ods(SUMMARY.replace("QUEEN FLAVIA", "")))

    assert snapshot.entries[-1].names[0].text == "RUS9003"
    assert [(f.code, f.damages) for f in snapshot.findings] == [("nameless", True)]


def test_the_order_of_rows_and_columns_changes_no_entry() -> None:
    first, header, *body = list(csv.reader(io.StringIO(TABLE.decode())))
    random.Random(1).shuffle(body)  # noqa: S311 - not for secrets
    turned = io.StringIO()
    csv.writer(turned).writerows([first, header[::-1], *(row[::-1] for row in body)])

    assert by_uid(turned.getvalue().encode()) == by_uid(TABLE)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: UK-Sanctions-List.csv"),
        (b"<html><body>Sorry</body></html>", "^not a list but an HTML page"),
        (changed("24-Jun-2026", "31-Jun-2026", TABLE), "^not the day of a report"),
        (TABLE.split(b"\n", 2)[1] + b"\n", "^a list without an entry"),
        (changed("Gender", "Sex", TABLE), "^a column that is not known: 'Sex'.*line 2"),
        (changed("Unique ID,", "OFSI Group ID,", TABLE), "^a column that stands twice"),
        (changed(",MYA9001,", ",9001,", TABLE), "^not a unique id: '9001'.*line 3, Unique ID"),
        (changed("Primary name", "Best name", TABLE), "^a type of name that is not known: 'Best"),
        (changed("Low quality", "So so", TABLE), "^a strength of an alias that is not known"),
        (changed(",Ship,", ",Boat,", TABLE), "^a type that is not known: 'Boat'.*RUS9003"),
        (changed(",29/04/2021", ",30/04/2021", TABLE), "^two things are said of MYA9001"),
        (TABLE.replace(b"29/04/2021", b"soon"), "^not a day as DD/MM/YYYY: 'soon'.*MYA9001"),
        (TABLE.replace(b"29/04/2021", b"31/04/2021"), "^no such date: 2021-04-31"),
        (changed("The Russia (Sanctions) (EU Exit) Regulations 2019", "", TABLE), "of a regime"),
        (TREE[: len(TREE) // 2], r"^XML that is not whole or not well formed .*line \d+"),
        (b"<Designations/>", "^a list without an entry"),
        (changed("<Gender>", "<Sex/><Gender>", TREE), "^an element that is not known: 'Sex'"),
        (changed("<Titles>", "<New/><Titles>", TREE), "^an element that is not known: 'New'"),
        (changed("<UniqueID>MYA9001</UniqueID>", "", TREE), "^nothing where a value must be"),
        (changed("RUS9003", "MYA9001", TREE), "^one unique id twice"),
        (changed(">true<", ">maybe<", TREE), "^neither true nor false: 'maybe'"),
        (changed("24/06/2026", "June", TREE), "^not a day as DD/MM/YYYY: 'June'"),
        (changed("<Ship>\n", '<Ship x="1">\n', TREE), "^an attribute that is not known: 'x'"),
    ],
)
def test_what_is_not_the_published_form_is_refused_with_its_place(
    content: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as told:
        parsed(content)
    assert len(str(told.value).splitlines()) == 1


def refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


def refused_or_loaded(content: bytes) -> str:
    try:
        snapshot = parsed(content)
    except InputError as why:
        return refusal(why)
    assert snapshot.entries
    return "loaded"


@pytest.mark.parametrize("content", [TABLE, TREE, SUMMARY.encode()], ids=["csv", "xml", "summary"])
def test_spoilt_bytes_are_refused_or_loaded(
    content: bytes, spoilt: Callable[[bytes, int], Iterator[bytes]]
) -> None:
    assert {refused_or_loaded(each) for each in spoilt(content, 150)} == {"refused", "loaded"}


def test_spoilt_sheets_are_refused_or_loaded(
    spoilt: Callable[[bytes, int], Iterator[bytes]],
) -> None:
    assert "refused" in {refused_or_loaded(each) for each in spoilt(ods(SUMMARY), 100)}


@pytest.mark.real
def test_every_capture_comes_out_as_it_should(real: Real, outcome: Outcome) -> None:
    """lists/README.md, "gb-fcdo" and the golden answers."""
    ((_, expect, files),) = real("gb-fcdo/*")

    came, entries = outcome("gb_fcdo", files)

    assert came == expect
    found = {entry.uid: entry for entry in entries}
    kinds = [entry.kind for entry in entries]
    assert len(found) == len(entries) == 5302
    assert kinds.count(Kind.PERSON) == 3754
    assert kinds.count(Kind.ORGANISATION) == 1087
    assert kinds.count(Kind.VESSEL) == 461
    ddi = found["MYA0032"]
    assert ddi.names[0].text == "Directorate for Defence Industries"
    assert Identifier("ofsi_group", "14165") in ddi.identifiers
    assert ddi.listings[0].listed == PartialDate(2021, 12, 10)
    group = Identifier("ofsi_group", "13897")
    assert [uid for uid, e in found.items() if group in e.identifiers] == ["GHR0046", "MYA0018"]
    assert "DPR0157" in found
