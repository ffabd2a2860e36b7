import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.listing import Entry, Listing
from onrecord.model.snapshot import Snapshot

HERE = Path(__file__).parent
SDN = sources.get("us_ofac_sdn")
OLD, ADVANCED, ENHANCED = "SDN.XML", "SDN_ADVANCED.XML", "SDN_ENHANCED.XML"
FORMS = (OLD, ADVANCED, ENHANCED)
TEXT = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
Spoilt = Callable[[bytes, int], Iterator[bytes]]


def files(*names: str) -> dict[str, bytes]:
    return {name: (HERE / name).read_bytes() for name in names}


def parsed(given: dict[str, bytes]) -> Snapshot:
    return sources.parse(SDN, given)


def changed(name: str, before: str, after: str) -> dict[str, bytes]:
    content = (HERE / name).read_bytes()
    assert before.encode() in content
    return {name: content.replace(before.encode(), after.encode(), 1)}


def listings(name: str, uid: str) -> tuple[Listing, ...]:
    return next(entry for entry in parsed(files(name)).entries if entry.uid == uid).listings


@pytest.mark.parametrize(
    ("name", "told_in"),
    [(OLD, "sdn_xml.json"), (ADVANCED, "advanced.json"), (ENHANCED, "enhanced.json")],
)
def test_invented_parties_read_as_the_golden_files_have_them(
    name: str,
    told_in: str,
    golden: Callable[[str, str], None],
    told: Callable[[Snapshot], str],
) -> None:
    golden(told_in, told(parsed(files(name))))


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_uids_names_and_programmes_of_the_text(name: str) -> None:
    def said(entry: Entry) -> tuple[object, ...]:
        programmes = [(each.programme, each.effects, each.basis) for each in entry.listings]
        return entry.kind, entry.names[0], programmes

    text = {entry.uid: entry for entry in parsed(files(*TEXT)).entries}
    found = {entry.uid: entry for entry in parsed(files(name)).entries}

    assert list(found) == ["102", "103", "107"]
    for uid, entry in found.items():
        assert said(entry) == said(text[uid])
        assert {n for n in entry.names if n.script is None} <= set(text[uid].names)


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_known_by_its_name(name: str) -> None:
    assert sources.recognise(files(name)) == "us_ofac_sdn"


@pytest.mark.parametrize("name", FORMS)
def test_a_form_under_a_strange_name_is_known_by_what_it_is(name: str) -> None:
    assert parsed({"download (1)": files(name)[name]}).entries == parsed(files(name)).entries


@pytest.mark.parametrize("name", [OLD, ADVANCED])
def test_the_namespace_does_not_matter(name: str) -> None:
    content = (HERE / name).read_text(encoding="utf-8")
    moved = re.sub(r' xmlns="[^"]*"', ' xmlns="urn:somewhere:else"', content, count=1)

    assert parsed({name: moved.encode()}) == parsed(files(name))


def test_the_text_is_read_where_both_are_there() -> None:
    assert parsed(files(*TEXT, OLD)) == parsed(files(*TEXT))


def test_an_event_gives_the_day_of_the_programme_that_its_order_is_of() -> None:
    two = {each.programme: str(each.listed) for each in listings(ADVANCED, "102")}

    assert two == {"NPWMD": "2009-01-02", "DPRK2": "2015-01-03"}


def test_the_first_event_is_the_day_where_there_is_one_programme_only() -> None:
    assert [str(each.listed) for each in listings(ADVANCED, "103")] == ["2012-03-04"]
    assert [str(each.listed) for each in listings(ADVANCED, "107")] == ["2019-01-01"]


def test_a_day_of_publication_is_no_programmes_where_there_are_two() -> None:
    assert [each.listed for each in listings(ENHANCED, "102")] == [None, None]
    assert [str(each.listed) for each in listings(ENHANCED, "103")] == ["2012-03-04"]


def test_a_party_on_no_list_is_left_out_and_told() -> None:
    snapshot = parsed(files(ADVANCED))

    assert sorted(finding.code for finding in snapshot.findings) == ["dangling", "unlisted"]
    assert not any(finding.damages for finding in snapshot.findings)


PARTY = '<DistinctParty FixedRef="107">'


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (changed(OLD, ">3</Record", ">5704</Record"), "^only a part of the list: 3 .* 5,704: SDN"),
        (changed(OLD, "</sdnList>", ""), "^XML that is not whole"),
        (changed(ADVANCED, "</Sanctions>", ""), "^XML that is not whole"),
        (changed(ADVANCED, ' ProfileID="107"', ' ProfileID="7"'), "^only a part.*1 of 3 entries"),
        (changed(ADVANCED, "<Sanctions ", "<!DOCTYPE x><Sanctions "), "document type"),
        (changed(ADVANCED, 'IDRegDocTypeID="1571"', 'IDRegDocTypeID="1"'), "^no such IDRegDocType"),
        (changed(ADVANCED, PARTY, PARTY.replace("107", "x")), "^not a number: 'x'.*FixedRef"),
        (changed(ADVANCED, PARTY, PARTY + "<Colour/>"), "^an element .*known: 'Colour'"),
        (changed(ADVANCED, "<Month>12</Month>", "<Month>13</Month>"), "^no such date: 1948-13-10"),
        (
            changed(ADVANCED, 'PartySubTypeID="1"', 'PartySubTypeID="9"'),
            "^a type that is not known",
        ),
        (changed(ADVANCED, 'Former="true"', 'Former="perhaps"'), "^neither true nor false"),
        (changed(ADVANCED, 'ListID="1550"', 'ListID="2"'), "^no such List among the values: '2'"),
        (changed(ADVANCED, "<Locations>", "<Moons/><Locations>"), "^an element .*known: 'Moons'"),
        (changed(ENHANCED, 'entity id="102"', 'entity uid="102"'), "^not a number: ''.*id"),
        ({ADVANCED: b"<Sanctions/>"}, "^a list without an entry|^only a part"),
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


@pytest.mark.parametrize("name", FORMS)
def test_spoilt_bytes_are_refused_or_loaded(name: str, spoilt: Spoilt) -> None:
    came = {refused_or_loaded({name: each}) for each in spoilt(files(name)[name], 200)}

    assert came == {"refused", "loaded"}


def real_part(captures: Path, folder: str, name: str) -> bytes:
    return (captures / "us-ofac-sdn-xml" / folder / name).read_bytes()


@pytest.mark.real
@pytest.mark.parametrize(
    ("folder", "count", "stated"), [("2014-09-24", 4, 5704), ("2020-06-18", 8, 8197)]
)
def test_a_real_part_of_the_old_form_is_refused_for_its_count_alone(
    captures: Path, folder: str, count: int, stated: int
) -> None:
    content = real_part(captures, folder, OLD)

    with pytest.raises(InputError, match="only a part of the list"):
        parsed({OLD: content})
    mended = content.replace(f">{stated}<".encode(), f">{count}<".encode())

    assert len(parsed({OLD: mended}).entries) == count


@pytest.mark.real
@pytest.mark.parametrize(("folder", "count"), [("2024-05-24", 10), ("2024-08-29", 293)])
def test_a_real_part_of_the_enhanced_form_is_refused_for_its_filter_alone(
    captures: Path, folder: str, count: int
) -> None:
    content = real_part(captures, folder, ENHANCED)

    with pytest.raises(InputError, match="only a part of the list: filtered to"):
        parsed({ENHANCED: content})
    head, rest = content.split(b"</filters>", 1)
    mended = head[: head.index(b"<sanctionsPrograms>")] + b"</filters>" + rest
    entries = parsed({ENHANCED: mended}).entries

    assert len(entries) == count
    assert all(each.listings for each in entries)


@pytest.mark.real
def test_parties_of_the_real_advanced_part_have_the_names_of_the_text(captures: Path) -> None:
    """Its entries are of other parties than it holds: here they are given to those that it does."""
    content = real_part(captures, "2024-02-24", ADVANCED)
    with pytest.raises(InputError, match="only a part of the list: 147 of 147 entries"):
        parsed({ADVANCED: content})
    uids = re.findall(rb'<DistinctParty FixedRef="([0-9]+)"', content)
    head, entries = content.split(b"<SanctionsEntries>", 1)
    blocks = re.findall(rb"<SanctionsEntry .*?</SanctionsEntry>", entries, re.S)
    given = [
        re.sub(rb'ProfileID="[0-9]+"', b'ProfileID="' + uid + b'"', block)
        for uid, block in zip(uids, blocks, strict=False)
    ]
    mended = head + b"<SanctionsEntries>" + b"".join(given) + b"</SanctionsEntries></Sanctions>"

    found = {entry.uid: entry for entry in parsed({ADVANCED: mended}).entries}

    day = (captures / "us-ofac-sdn" / "2024-02-24" / "sdn.csv").read_bytes()
    text = {entry.uid: entry for entry in parsed({"sdn.csv": day}).entries}
    assert len(found) == len(uids) == 37
    for uid, entry in found.items():
        assert (entry.names[0], entry.kind, entry.births) == (
            text[uid].names[0],
            text[uid].kind,
            text[uid].births,
        )
    alone = [entry.listings[0] for entry in found.values() if len(entry.listings) == 1]
    assert len(alone) > 10
    assert all(listing.listed for listing in alone)
