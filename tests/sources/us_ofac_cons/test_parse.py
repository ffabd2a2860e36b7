import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.listing import Effect, Entry, Listing
from onrecord.model.snapshot import Snapshot

HERE = Path(__file__).parent
CONS = sources.get("us_ofac_cons")
TEXT = ("cons_prim.csv", "cons_alt.csv", "cons_add.csv")
OLD, NEW = "consolidated.xml", "CONS_ENHANCED.XML"
Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]
Spoilt = Callable[[bytes, int], Iterator[bytes]]


def files(*names: str) -> dict[str, bytes]:
    return {name: (HERE / name).read_bytes() for name in names}


def parsed(given: dict[str, bytes], *carried: str) -> Snapshot:
    return sources.parse(CONS, given, frozenset(carried))


def packed(content: bytes, inner: str = NEW, *more: str) -> dict[str, bytes]:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (inner, *more):
            archive.writestr(name, content)
    return {"CONS_ENHANCED.ZIP": written.getvalue()}


def changed(name: str, before: str, after: str) -> dict[str, bytes]:
    content = (HERE / name).read_bytes()
    assert before.encode() in content
    return {name: content.replace(before.encode(), after.encode(), 1)}


def listing(snapshot: Snapshot, uid: str, programme: str) -> Listing:
    entry = next(entry for entry in snapshot.entries if entry.uid == uid)
    return next(each for each in entry.listings if each.programme == programme)


@pytest.mark.parametrize(
    ("names", "told_in"),
    [(TEXT, "text.json"), ((OLD,), "consolidated.json"), ((NEW,), "enhanced.json")],
)
def test_invented_parties_read_as_the_golden_files_have_them(
    names: tuple[str, ...],
    told_in: str,
    golden: Callable[[str, str], None],
    told: Callable[[Snapshot], str],
) -> None:
    golden(told_in, told(parsed(files(*names))))


@pytest.mark.parametrize("name", [OLD, NEW])
def test_every_form_gives_the_same_uids_names_programmes_and_births(name: str) -> None:
    def said(entry: Entry) -> tuple[object, ...]:
        latin = tuple(each for each in entry.names if each.script is None)
        programmes = [(each.programme, each.effects, each.basis) for each in entry.listings]
        return entry.uid, entry.kind, latin, programmes, entry.births, entry.birth_places

    text = parsed(files(*TEXT)).entries

    assert [said(entry) for entry in parsed(files(name)).entries] == [said(e) for e in text]


@pytest.mark.parametrize(("ending", "mark"), [("pip", "|"), ("del", "@")])
def test_other_marks_between_fields_say_the_same(ending: str, mark: str) -> None:
    # no field of the invented files has a comma outside quotes, and none has the mark
    given = {
        name.replace("csv", ending): b'"'.join(
            part.replace(b",", mark.encode()) if place % 2 == 0 else part
            for place, part in enumerate(content.split(b'"'))
        )
        for name, content in files(*TEXT).items()
    }

    assert parsed(given).entries == parsed(files(*TEXT)).entries


def test_fields_of_fixed_width_say_the_same() -> None:
    widths = (10, 350, 12, 50, 200, 8, 25, 14, 8, 40, 150, 1000)
    said = ("206", "BANK OF STRELSAU", "-0-", "561-Related] [RURITANIA-MBS", *["-0-"] * 7)
    row = "".join(text.ljust(width) for text, width in zip((*said, "-0-"), widths, strict=True))
    row = "206".rjust(10) + row[10:]

    (entry,) = parsed({"cons_prim.ff": (row + "\r\n\x1a").encode()}).entries

    assert entry == parsed(files(*TEXT)).entries[-1]


def test_fixed_fields_of_another_width_are_refused() -> None:
    with pytest.raises(InputError, match=r"a row of 30 characters where 1867 are: cons_prim\.ff"):
        parsed({"cons_prim.ff": b" " * 27 + b"206\r\n\x1a"})


def test_an_effective_day_is_the_first_in_force_and_a_listing_day_is_not() -> None:
    for names in (TEXT, (OLD,), (NEW,)):
        snapshot = parsed(files(*names))

        assert str(listing(snapshot, "203", "BURMA-EO14014").listed) == "2023-12-15"
        assert str(listing(snapshot, "204", "CMIC-EO13959").listed) == "2021-08-02"
        assert str(listing(snapshot, "201", "RUSSIA-EO14024").listed) == "2022-03-26"


def test_what_a_directive_does_is_not_taken_for_blocking() -> None:
    snapshot = parsed(files(*TEXT))

    directive = listing(snapshot, "203", "BURMA-EO14014")
    assert directive.basis == ("EO14014-DIR1", "EO14014")
    assert directive.effects == (Effect.OTHER,)
    two = listing(snapshot, "201", "RUSSIA-EO14024")
    assert two.effects == (Effect.CORRESPONDENT_ACCOUNT, Effect.OTHER)
    assert two.basis == ("EO14024-DIR2", "EO14024-DIR3", "EO14024")
    assert listing(snapshot, "204", "CMIC-EO13959").effects == (Effect.INVESTMENT_BAN,)
    assert listing(snapshot, "205", "IRAN").effects == (Effect.ASSET_FREEZE,)


def test_a_label_that_is_not_known_or_of_the_other_list_does_not_block_here() -> None:
    snapshot = parsed(files(*TEXT))

    assert listing(snapshot, "206", "RURITANIA-MBS").effects == (Effect.OTHER,)
    assert listing(snapshot, "202", "SDGT").effects == (Effect.OTHER,)


def test_a_day_of_publication_is_taken_for_the_programme_that_the_list_is_of() -> None:
    snapshot = parsed(files(NEW))

    assert str(listing(snapshot, "202", "NS-PLC").listed) == "2006-04-12"
    assert listing(snapshot, "202", "SDGT").listed is None
    assert str(listing(snapshot, "201", "UKRAINE-EO13662").listed) == "2014-07-16"
    assert listing(snapshot, "206", "561-Related").listed is None  # two programmes, one list


def test_names_in_other_scripts_keep_their_script_and_lose_marks_of_direction() -> None:
    entry = parsed(files(NEW)).entries[0]

    scripts = [(name.text, name.script, name.kind) for name in entry.names if name.script]
    assert scripts == [("ГОРНЫЙ БАНК ЗЕНДЫ", "Cyrl", "alias"), ("岑达", "Hans", "weak")]


def test_the_namespace_does_not_matter() -> None:
    service = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"
    moved = changed(OLD, "http://tempuri.org/sdnList.xsd", service)
    none = changed(OLD, ' xmlns="http://tempuri.org/sdnList.xsd"', "")

    assert parsed(moved) == parsed(none) == parsed(files(OLD))
    assert sources.recognise(moved) == sources.recognise(files(OLD)) == "us_ofac_cons"


def test_all_shapes_together_are_read_once_and_the_day_is_that_of_the_xml() -> None:
    given = files(*TEXT, OLD)
    given |= {"cons_prim.pip": given["cons_prim.csv"].replace(b",", b"|")}

    snapshot = parsed(given)

    assert snapshot == parsed(files(OLD))
    assert str(snapshot.published) == "2017-06-20"


def test_shapes_that_do_not_hold_the_same_entries_are_told() -> None:
    given = files(OLD) | {
        "cons_prim.csv": b"".join(files(*TEXT)["cons_prim.csv"].splitlines(True)[1:])
    }

    assert [(f.code, f.damages) for f in parsed(given).findings] == [("shapes_differ", True)]


def test_companions_that_are_carried_say_nothing_beside_xml() -> None:
    given = files(NEW, "cons_alt.csv")

    assert parsed(given, "cons_alt.csv") == parsed(files(NEW))


def test_a_packed_list_is_read_like_one_that_is_not() -> None:
    given = packed((HERE / NEW).read_bytes())

    assert parsed(given) == parsed(files(NEW))
    assert sources.recognise(given) == "us_ofac_cons"
    assert parsed({"download": given["CONS_ENHANCED.ZIP"]}) == parsed(files(NEW))


def test_one_uid_twice_is_told_and_the_first_counts() -> None:
    content = (HERE / OLD).read_text(encoding="utf-8").replace(">6</Record", ">7</Record")
    last = content[content.rindex("  <sdnEntry>") : content.rindex("</sdnList>")]
    other = last.replace("BANK OF STRELSAU", "BANK OF HOFBAU")

    same = parsed({OLD: content.replace("</sdnList>", last + "</sdnList>").encode()})
    differs = parsed({OLD: content.replace("</sdnList>", other + "</sdnList>").encode()})

    assert [(f.code, f.damages) for f in same.findings] == [("uid_twice", False)]
    assert [(f.code, f.damages) for f in differs.findings] == [("uid_differs", True)]
    assert differs.entries == same.entries == parsed(files(OLD)).entries


LIE = (HERE / NEW).read_bytes()


def lying(content: bytes) -> dict[str, bytes]:
    """An archive whose checksum is of other bytes."""
    given = packed(content)["CONS_ENHANCED.ZIP"]
    crc = struct.pack("<I", zlib.crc32(content))
    return {"CONS_ENHANCED.ZIP": given.replace(crc, b"\x00\x00\x00\x01")}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (changed(OLD, ">6</Record_Count>", ">7</Record_Count>"), "^only a part.*6 entries.*7"),
        (changed(OLD, "06/20/2017", "20/06/2017"), "^month must be in 1..12.*Publish_Date"),
        (changed(OLD, "06/20/2017", "2017-06-20"), "^not a day as MM/DD/YYYY: '2017-06-20'"),
        (changed(OLD, "<sdnType>Entity", "<sdnType>State"), "^a type that is not known: 'State'"),
        (changed(OLD, "<category>weak", "<category>odd"), "^a category that is not known: 'odd'"),
        (changed(OLD, "<type>f.k.a.", "<type>x.k.a."), "^a type that is not known: 'x.k.a.'"),
        (changed(OLD, "<uid>201<", "<uid>A1<"), "^not a number: 'A1'.*uid"),
        (changed(OLD, "<program>IRAN</program>", ""), "^no programme.*programList"),
        (changed(OLD, "<lastName>TARLENHEIM STAR</lastName>", ""), "^an entry without a name"),
        (changed(OLD, "<issueDate>01 Jan 1890", "<issueDate>soon"), "^not a day: 'soon'"),
        (changed(OLD, "<remarks>", "<note>x</note><remarks>"), "^an element .*known: 'note'"),
        (changed(OLD, "sdnList xmlns:xsi", "ofacList xmlns:xsi"), "XML that is not whole"),
        ({OLD: b"<sdnList/>"}, "^stands 0 times where one is published.*publshInformation"),
        ({OLD: b"<CONSOLIDATED_LIST/>"}, "^another kind of XML"),
        ({OLD: b""}, "^an empty file"),
        (
            changed(
                NEW,
                "</sanctionsLists></filters>",
                "</sanctionsLists><sanctionsPrograms>"
                "<sanctionsProgram>IRGC</sanctionsProgram></sanctionsPrograms></filters>",
            ),
            "^only a part of the list: filtered to IRGC: CONS_ENHANCED.XML",
        ),
        (changed(NEW, "2024-08-28T", "soon"), "^not an instant.*dataAsOf"),
        (changed(NEW, 'entity id="201"', 'entity id="x"'), "^not a number: 'x'.*, id"),
        (changed(NEW, "<isValid>true", "<isValid>yes"), "^neither true nor false: 'yes'"),
        (changed(NEW, '"2014-07-16"', '"soon"'), "'soon'.*datePublished"),
        (changed(NEW, ">Entity<", ">Estate<"), "^a type that is not known: 'Estate'"),
        (changed(NEW, "A.K.A.</aliasType>", "Q.K.A.</aliasType>"), "^a type .*known: 'Q.K.A.'"),
        (changed(NEW, "<identityId>", "<colour>x</colour><identityId>"), "known: 'colour'"),
        ({"CONS_ENHANCED.ZIP": b"PK\x03\x04"}, "^a ZIP archive that is cut or damaged"),
        (packed(LIE, "../CONS_ENHANCED.XML"), "^a ZIP archive with a path in it"),
        (packed(LIE, "/etc/CONS_ENHANCED.XML"), "^a ZIP archive with a path in it"),
        (packed(LIE, "a\\b.xml"), "^a ZIP archive with a path in it"),
        (packed(LIE, "CONS_ENHANCED.exe"), "^a ZIP archive of another kind of file"),
        (packed(LIE, NEW, "more.xml"), "^a ZIP archive of 2 files where one is published"),
        (packed(b"<x>" + b" " * 8_000_000), "^a ZIP archive that unpacks to more than a list is"),
        (lying(LIE), "^a ZIP archive that is cut or damaged: CONS_ENHANCED.ZIP"),
        ({"cons_alt.csv": files("cons_alt.csv")["cons_alt.csv"]}, "^cons_prim.csv is lacking"),
    ],
)
def test_what_is_not_the_published_form_is_refused_with_its_place(
    given: dict[str, bytes], says: str
) -> None:
    with pytest.raises(InputError, match=says) as told:
        parsed(given)
    assert len(str(told.value).splitlines()) == 1


def refused_or_loaded(given: dict[str, bytes]) -> str:
    try:
        snapshot = parsed(given)
    except InputError as why:
        return refusal(why)
    assert snapshot.entries
    return "loaded"


def refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


@pytest.mark.parametrize("name", [OLD, NEW, *TEXT])
def test_spoilt_bytes_are_refused_or_loaded(name: str, spoilt: Spoilt) -> None:
    given = files(*TEXT) if name in TEXT else files(name)

    came = {refused_or_loaded(given | {name: each}) for each in spoilt(given[name], 200)}

    assert came == {"refused", "loaded"}


def test_spoilt_archives_are_refused_or_loaded(spoilt: Spoilt) -> None:
    content = packed((HERE / NEW).read_bytes())["CONS_ENHANCED.ZIP"]

    came = {refused_or_loaded({"CONS_ENHANCED.ZIP": each}) for each in spoilt(content, 200)}

    assert "refused" in came


# lists/README.md, "us-ofac-cons": entries by uid, counted by other means
ENTRIES = {
    "2017-10-17": 627,
    "2018-05-27": 639,
    "2020-04-29": 375,
    "2022-03-31": 462,
    "2024-05-24": 443,
    "2025-01-14": 443,
    "2025-03-26": 443,
    "2025-04-21": 443,
    "2025-05-25": 443,
    "2025-09-15": 443,
    "2025-12-19": 442,
}


@pytest.mark.real
def test_every_capture_comes_out_as_it_should(real: Real, outcome: Outcome) -> None:
    uids: dict[str, set[str]] = {}
    for name, expect, given in real("us-ofac-cons/*"):
        came, entries = outcome("us_ofac_cons", given)
        assert came == expect, name
        assert sources.recognise(given) == "us_ofac_cons", name
        uids[name] = {entry.uid for entry in entries}

    assert {name: len(held) for name, held in uids.items()} == ENTRIES
    assert len(uids["2018-05-27"] - uids["2017-10-17"]) == 12
    assert uids["2017-10-17"] < uids["2018-05-27"]
    assert len(uids["2018-05-27"] - uids["2020-04-29"]) == 266
    assert len(uids["2022-03-31"] - uids["2020-04-29"]) == 90
    assert uids["2025-01-14"] == uids["2025-09-15"]


@pytest.mark.real
def test_all_shapes_of_one_day_say_the_same_of_each_entry(real: Real) -> None:
    ((_, _, given),) = real("us-ofac-cons/2018-05-27")
    shapes = [
        {entry.uid: entry for entry in parsed(only(given, ending)).entries}
        for ending in (".xml", ".csv", ".pip", ".del", ".ff")
    ]

    def said(entry: Entry) -> tuple[object, ...]:
        # XML keeps double quotes and no double blank, and text the other way about: 3 names
        names = {" ".join(n.text.replace('"', "'").strip("'").split()) for n in entry.names}
        return entry.kind, names, entry.listings, entry.births, entry.birth_places

    for other in shapes[1:]:
        differing = [uid for uid in other if said(other[uid]) != said(shapes[0][uid])]
        assert other.keys() == shapes[0].keys()
        assert differing == []


def only(given: dict[str, bytes], ending: str) -> dict[str, bytes]:
    return {name: content for name, content in given.items() if name.endswith(ending)}


@pytest.mark.real
def test_the_oil_enterprise_stands_under_directive_1_from_its_effective_day(real: Real) -> None:
    for name in ("2024-05-24", "2025-01-14", "2025-12-19"):
        ((_, _, given),) = real(f"us-ofac-cons/{name}")

        stands = listing(parsed(given), "46072", "BURMA-EO14014")

        assert (stands.basis, stands.effects, str(stands.listed)) == (
            ("EO14014-DIR1", "EO14014"),
            (Effect.OTHER,),
            "2023-12-15",
        )
