import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Birth, Effect, Entry, Identifier, NameKind
from onrecord.model.snapshot import Snapshot

FSF = sources.get("eu_fsf")
HERE = Path(__file__).parent
FILES = ("FULL-1_1.xml", "global.xml", "FULL-1_0.csv")
TREE, WHOLE, TABLE = ((HERE / name).read_bytes() for name in FILES)


def parsed(content: bytes) -> Snapshot:
    return sources.parse(FSF, {"FULL-1_1.xml": content})


def by_uid(content: bytes) -> dict[str, Entry]:
    return {entry.uid: entry for entry in parsed(content).entries}


def changed(old: str, new: str, content: bytes = TREE) -> bytes:
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize("name", FILES)
def test_invented_entities_read_as_the_golden_file_has_them(
    name: str, golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden(f"{name}.json", told(sources.parse(FSF, {name: (HERE / name).read_bytes()})))


def test_an_entity_has_one_id_and_one_first_name_in_all_three_forms() -> None:
    said = [by_uid(content) for content in (TREE, WHOLE, TABLE)]

    assert [list(entries) for entries in said] == [["9001", "9002"]] * 3
    assert {entries["9001"].names[0].text for entries in said} == {"Rupert of Hentzau"}
    assert {entries["9002"].names[0].text for entries in said} == {"Zenda Steel Works"}


@pytest.mark.parametrize(
    ("content", "published"),
    [(TREE, date(2022, 3, 18)), (WHOLE, date(2016, 2, 11)), (TABLE, date(2022, 3, 18))],
)
def test_the_day_is_the_one_that_the_file_states(content: bytes, published: date) -> None:
    assert parsed(content).published == published


def test_an_entity_that_stands_twice_is_one_entry_with_a_listing_for_each_programme() -> None:
    works = by_uid(TREE)["9002"]

    assert [each.programme for each in works.listings] == ["IRQ", "PRK"]
    assert works.listings[1].basis == ("EU-2017-1509",)
    assert all(each.effects == (Effect.ASSET_FREEZE,) for each in works.listings)
    assert len(works.names) == 1


def test_a_designation_day_is_the_listings_where_nothing_contradicts_it() -> None:
    rupert = by_uid(TREE)["9001"].listings[0]
    older = by_uid(changed('publicationDate="2021-03-22"', 'publicationDate="2009-10-20"'))

    assert (rupert.programme, rupert.listed) == ("MMR", PartialDate(2021, 3, 22))
    assert older["9001"].listings[0].listed is None
    assert ("designated", "2021-03-22") in older["9001"].details


def test_the_uns_day_and_an_amendments_are_no_days_of_listing() -> None:
    works = by_uid(TREE)["9002"]

    assert works.listings[1].listed is None
    assert ("un_designated", "2009-04-24") in works.details
    assert ("regulation", "PRK: 2017/1509 (OJ L224) of 2017-08-31") in works.details
    assert works.listings[1].cites == "2017/1509 (OJ L224)"


def test_a_basic_regulation_and_a_remark_state_the_day_of_listing() -> None:
    assert by_uid(TREE)["9002"].listings[0].listed == PartialDate(2003, 7, 8)
    said = changed("Guards the castle.", "Date of listing: 1.12.2011")
    assert by_uid(said)["9001"].listings[0].listed == PartialDate(2011, 12, 1)
    no_day = changed("Guards the castle.", "Date of listing: 31.11.2011")
    assert by_uid(no_day)["9001"].listings[0].listed == PartialDate(2021, 3, 22)


def test_names_not_strong_or_of_low_quality_are_weak() -> None:
    names = {name.text: name for name in by_uid(TREE)["9001"].names}

    assert names["The Bold"].kind is names["Bob"].kind is NameKind.WEAK
    assert names["Ruprecht von Hentzau"].kind is NameKind.ALIAS
    assert names["Ruprecht von Hentzau"].language == "DE"


def test_births_are_as_exact_as_they_are_given_and_another_calendars_is_told_only() -> None:
    rupert = by_uid(TREE)["9001"]
    day, first, last = PartialDate(1868, 2, 1), PartialDate(1867), PartialDate(1869)

    assert set(rupert.births) == {Birth(day, day), Birth(first, last, circa=True)}
    assert ("birth_note", "1284-04 (ISLAMIC)") in rupert.details
    assert set(by_uid(WHOLE)["9001"].births) == set(rupert.births)


def test_documents_have_their_type_country_dates_and_flags() -> None:
    identifiers = by_uid(TREE)["9001"].identifiers

    assert identifiers[-1] == Identifier(
        "passport",
        "A123456",
        "RURITANIA",
        PartialDate(1890, 6, 1),
        PartialDate(1895, 6, 1),
        "diplomatic; known to be expired; Zenda",
    )
    assert identifiers[0].note == "Other identification number; of the guard"
    old = Identifier("passport", "A123456", "XRU", note="(issued in Zenda)")
    assert old in by_uid(WHOLE)["9001"].identifiers
    assert old in by_uid(TABLE)["9001"].identifiers


def test_the_order_of_elements_and_rows_changes_no_entry() -> None:
    header, *rows = TABLE.decode("utf-8-sig").split("\r\n")[:-1]
    random.Random(1).shuffle(rows)  # noqa: S311 - not for secrets
    parts = re.findall(rb"<sanctionEntity.*?</sanctionEntity>", TREE, re.S)
    turned = TREE[: TREE.index(parts[0])] + b"".join(parts[::-1]) + b"</export>"

    assert by_uid("\n".join([header, *rows, ""]).encode()) == by_uid(TABLE)
    assert by_uid(turned) == by_uid(TREE)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: FULL-1_1.xml"),
        (b"<html><body>Sorry</body></html>", "^not XML but an HTML page"),
        (TREE[: len(TREE) // 2], r"^XML that is not whole or not well formed .*line \d+"),
        (b'<export xmlns="http://eu.europa.ec/fpi/fsd/export"/>', "does not say when"),
        (changed("2022-03-18T", "2022-02-30T"), "^no such date: 2022-02-30.*generationDate"),
        (changed("<remark>Guards", "<new/><remark>Guards"), "not known: 'new'.*sanctionEntity"),
        (changed('strong="true"', 'strength="5"'), "^an attribute that is not known: 'strength'"),
        (changed('logicalId="9001"', 'logicalId="x"'), "^not a logical id: 'x'"),
        (changed('classificationCode="P"', 'classificationCode="Q"'), "not known: 'Q'.*9001"),
        (changed('programme="MMR"', 'programme=""'), "^a regulation without a programme"),
        (changed('designationDate="2021-03-22"', 'designationDate="soon"'), "^not a day as YYYY"),
        (changed('yearRangeTo="1869"', 'yearRangeTo="1860"'), "^years in the wrong order"),
        (changed("11/02/2016", "2016", WHOLE), "^not a day as DD/MM/YYYY: '2016'.*Date"),
        (changed('Id="9001"', 'Id="x"', WHOLE), "^not a logical id: 'x'"),
        (changed("<GENDER/>", "<SEX/>", WHOLE), "^an element that is not known: 'SEX'"),
        (changed('Type="P"', 'Kind="P"', WHOLE), "^an attribute that is not known: 'Kind'"),
        (changed('programme="MMR" remark', 'programme="" remark', WHOLE), "without a programme"),
        (changed("Date_file", "Date_filexxxx", TABLE), "^a column that is not known: 'Date_filex"),
        (changed(";9001;P", ";x;P", TABLE), "^not a logical id: 'x'.*line 2"),
        (changed(";P;", ";E;", TABLE), "^entity 9001 is of two types.*line 3"),
        (changed("18/03/2022", "19/03/2022", TABLE), "^rows of two days in one file"),
        (TABLE.replace(b"18/03/2022", b"soon"), "^not a day as DD/MM/YYYY: 'soon'"),
        (changed(";EU.9001.10", ";EU.9001.10;", TABLE), "^a row of 60 fields under a header of 59"),
        (TABLE.decode().encode("cp1252", "ignore") + b"\xef;", "^byte 0xef"),
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


@pytest.mark.parametrize("content", [TREE, WHOLE, TABLE], ids=FILES)
def test_spoilt_bytes_are_refused_or_loaded(
    content: bytes, spoilt: Callable[[bytes, int], Iterator[bytes]]
) -> None:
    assert {refused_or_loaded(each) for each in spoilt(content, 150)} == {"refused", "loaded"}


@pytest.mark.real
def test_parts_of_the_real_list_read_in_their_form(captures: Path) -> None:
    """lists/README.md, "eu-fsf": no whole list; two forms whole, one cut, one damaged."""
    whole = by_uid((captures / "eu-fsf/2016-02-17/global.xml").read_bytes())
    few = by_uid((captures / "eu-fsf/2020-04-24/20200415-FULL-1_1.xml").read_bytes())

    assert (len(whole), len(few)) == (595, 7)
    assert all(few[uid].names[0].text == whole[uid].names[0].text for uid in few)
    assert few["13"].listings[0].listed == PartialDate(2003, 7, 8)


@pytest.mark.real
def test_the_real_cut_file_is_refused_and_its_whole_entities_can_be_read(captures: Path) -> None:
    content = (captures / "eu-fsf/2022-03-31/20220318-FULL-1_1.xml").read_bytes()
    end = b"</sanctionEntity>"

    with pytest.raises(InputError, match="XML that is not whole"):
        parsed(content)
    snapshot = parsed(content[: content.rindex(end)] + end + b"</export>")

    assert content.count(end) == 1044
    assert len(snapshot.entries) == 1024
    assert sum(len(entry.listings) for entry in snapshot.entries) == 1044


@pytest.mark.real
def test_the_real_damaged_csv_is_refused_and_once_repaired_reads_alike(captures: Path) -> None:
    content = (captures / "eu-fsf/2023-12-21/FULL-1_0.csv").read_bytes()
    whole = by_uid((captures / "eu-fsf/2016-02-17/global.xml").read_bytes())

    with pytest.raises(InputError):
        parsed(content)
    lines = content.decode("cp1252", "replace").split("\n")
    plain = "\n".join(line.strip('"\r').rstrip("\t").replace('""', '"') for line in lines)
    entries = by_uid(plain.replace("Date_filexxxx", "Date_file").encode())

    assert len(entries) == 93
    assert len(entries.keys() & whole.keys()) == 93
    assert sum(entries[u].names[0].text == whole[u].names[0].text for u in entries) >= 85
