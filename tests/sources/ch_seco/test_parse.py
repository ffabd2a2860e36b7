import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.listing import Effect, Entry, Identifier, Kind, NameKind
from onrecord.model.snapshot import Snapshot

SECO = sources.get("ch_seco")
LIST = (Path(__file__).parent / "consolidated-list.xml").read_bytes()


def parsed(content: bytes) -> Snapshot:
    return sources.parse(SECO, {"consolidated-list.xml": content})


def by_uid(content: bytes = LIST) -> dict[str, Entry]:
    return {entry.uid: entry for entry in parsed(content).entries}


def changed(old: str, new: str) -> bytes:
    assert old in LIST.decode()
    return LIST.decode().replace(old, new, 1).encode()


def stretches(entry: Entry) -> list[tuple[str, str]]:
    return [(str(each.listed), str(each.ended)) for each in entry.listings]


def test_invented_targets_read_as_the_golden_file_has_them(
    golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden("golden.json", told(parsed(LIST)))


def test_the_day_is_the_one_that_the_list_states() -> None:
    assert parsed(LIST).published == date(2026, 8, 27)


def test_from_listed_to_delisted_is_one_listing_and_listed_anew_another() -> None:
    assert stretches(by_uid()["9001"]) == [("2012-01-03", "2016-03-01"), ("2022-03-02", "None")]


def test_a_delisted_target_stays_with_its_end_where_its_beginning_is_unknown() -> None:
    assert stretches(by_uid()["9002"]) == [("None", "2019-05-01")]
    assert SECO.keeps_expired


def test_days_that_are_not_stated_are_unknown() -> None:
    over = changed('"listed"/>', '"de-listed"/>')

    assert stretches(by_uid()["9003"]) == [("None", "None")]
    assert by_uid(over)["9003"].listings[0].end_says == "de-listed, on a day not stated"


def test_the_order_of_modifications_says_nothing() -> None:
    found = re.findall(rb'<modification modification-type="(?:de-)?listed" e[^>]*/>', LIST)
    assert len(found) == 4
    turned = LIST.replace(found[0], b"<X/>").replace(found[1], found[0]).replace(b"<X/>", found[1])

    assert by_uid(turned)["9001"].listings == by_uid()["9001"].listings


def test_sets_of_one_programme_are_one_listing_with_the_effects_of_all() -> None:
    entries = by_uid()

    assert entries["9001"].listings[0].programme == "Ruritania"
    assert entries["9001"].listings[0].effects == (Effect.ASSET_FREEZE, Effect.TRAVEL_BAN)
    assert entries["9003"].listings[0].effects == (Effect.OTHER,)
    assert entries["9003"].listings[0].cites == (
        "Ordinance on measures against Burlesdon, Vessel-related measures"
    )


def test_the_main_identity_gives_the_primary_name_and_the_others_aliases() -> None:
    names = by_uid()["9001"].names

    assert [(name.text, name.kind) for name in names if name.kind is not NameKind.ALIAS] == [
        ("Hentzau Rupert", NameKind.PRIMARY),
        ("Bob", NameKind.WEAK),
        ("Rupert Rassendyll", NameKind.FORMER),
    ]
    assert "The Bold" in {name.text for name in names if name.kind is NameKind.ALIAS}


def test_spelling_variants_make_names_of_their_script_and_no_mixtures() -> None:
    names = {name.text: name for name in by_uid()["9001"].names}

    assert (names["Хенцау Руперт"].script, names["Хенцау Руперт"].language) == ("Cyrl", "RUS")
    assert names["Hentzau Ruprecht"].script == "Latn"
    assert "Хенцау Rupert" not in names


def test_what_a_modification_took_out_is_no_name_now() -> None:
    assert "An old name" not in {name.text for name in by_uid()["9001"].names}


def test_places_relations_and_numbers_are_followed() -> None:
    entries = by_uid()
    address = entries["9001"].addresses[0]

    assert (address.city, address.country) == ("Zenda (Senda), Old Province", "Ruritania")
    assert entries["9001"].linked_to == ("Zenda Steel Works",)
    assert entries["9003"].kind is Kind.VESSEL
    assert set(entries["9003"].identifiers) == {
        Identifier("un_reference", "KPe.901"),
        Identifier("imo", "9000001"),
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: consolidated-list.xml"),
        (b"<html><body>Sorry</body></html>", "^not XML but an HTML page"),
        (LIST[: len(LIST) // 2], r"^XML that is not whole or not well formed .*line \d+"),
        (changed("whole-list", "amendment"), "^not the whole list but its amendment"),
        (changed("2026-08-27", "soon"), "^not a date: 'soon'.*, date"),
        (changed('target ssid="9001"', 'target ssid="x"'), "^not the number of a target: 'x'"),
        (changed('target ssid="9002"', 'target ssid="9001"'), "^target 9001 stands twice"),
        (changed("-id>210<", "-id>999<"), "^a sanctions set that is not in the file: '999'"),
        (changed("<sanctions-set-id>210</sanctions-set-id>", ""), "^a target of no sanctions set"),
        (changed('place-id="90"', 'place-id="91"'), "^a place that is not in the file: '91'"),
        (changed('"de-listed"', '"delisted"'), "^a modification that is not known: 'delisted'"),
        (changed('"2016-03-01"/>', '"1 March"/>'), "^not a day as YYYY-MM-DD: '1 March'"),
        (changed('name-type="alias"', 'name-type="byname"'), "not known: 'byname'"),
        (changed("<justification", "<new/><justification"), "an element that is not known: 'new'"),
        (changed('sex="male"', 'age="9"'), "^an attribute that is not known: 'age'"),
        (changed('month="2"', 'month="13"'), "^no such date: 1868-13-01"),
        (changed("<value>Queen Flavia</value>", ""), "^nothing where a name must be"),
        (changed('<program-key lang="eng">Burlesdon</program-key>', ""), "program-key"),
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


def refused_or_whole(content: bytes) -> str:
    try:
        snapshot = parsed(content)
    except InputError as why:
        return refusal(why)
    assert len(snapshot.entries) == len(re.findall(rb"<target[\s>]", content))
    return "loaded"


def test_spoilt_bytes_are_refused_or_loaded_whole(
    spoilt: Callable[[bytes, int], Iterator[bytes]],
) -> None:
    assert {refused_or_whole(each) for each in spoilt(LIST, 300)} == {"refused", "loaded"}


@pytest.mark.real
def test_the_real_amendment_is_refused_and_its_form_reads(captures: Path) -> None:
    content = (captures / "ch-seco/2025-05-25/consolidated-list.xml").read_bytes()

    with pytest.raises(InputError, match="not the whole list but its amendment"):
        parsed(content)
    entries = by_uid(content.replace(b'"amendment"', b'"whole-list"'))

    assert [entry.names[0].text for entry in entries.values()] == ["Test B", "Test C", "Test A"]
    assert entries["64393"].listings[0].effects == (Effect.ASSET_FREEZE, Effect.TRAVEL_BAN)
