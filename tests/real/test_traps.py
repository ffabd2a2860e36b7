"""The traps of the fact sheet's section 10, on the lists themselves."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from onrecord.intake import captures_at, shipped
from onrecord.model.answer import History
from onrecord.model.listing import Authority
from onrecord.record import Record

pytestmark = pytest.mark.real
LOADED = NOW = datetime(2026, 11, 24, tzinfo=UTC)
FEW = (
    "us-ofac-sdn/2015-01-17",
    "us-ofac-sdn/2022-11-07",
    "us-ofac-sdn/2022-11-09",
    "us-ofac-sdn/2024-05-03",
    "un-sc/2026-02-27",
    "gb-ofsi/2022-05-05",
    "gb-fcdo/2025-08-11",
    "us-csl/2022-05-16",
)
CAME_BACK = (
    (15157, 33537), (10799, 31517), (10800, 31516), (7902, 42796), (7903, 43557),
    (10550, 34663), (10680, 35765), (10526, 31127), (38499, 39796),
)  # fmt: skip
Of = Callable[[str], str]


@pytest.fixture(scope="module")
def bare(captures: Path, tmp_path_factory: pytest.TempPathFactory) -> Record:
    """OFAC's captures of the few, without the fact sheet."""
    return _loaded(captures, tmp_path_factory, [n for n in FEW if n.startswith("us-ofac-sdn")])


@pytest.fixture(scope="module")
def record(captures: Path, tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The fact sheet and the few captures."""
    record = _loaded(captures, tmp_path_factory, FEW)
    record.add(shipped(), LOADED)
    return record


def _loaded(captures: Path, folder: pytest.TempPathFactory, names: Sequence[str]) -> Record:
    record = Record(folder.mktemp("traps") / "record")
    for name in names:
        (found,) = captures_at(captures / name)
        assert found.capture is not None
        record.add(found.capture, LOADED)
    return record


@pytest.fixture(scope="module")
def of(record: Record) -> Of:
    """The party of an entry of OFAC's list, by its number, or of any other."""

    def party(entry: str) -> str:
        with record.view(NOW) as view:
            return view.resolve(entry if "/" in entry else f"us_ofac_sdn/{entry}")

    return party


def history(record: Record, party: str) -> History:
    with record.view(NOW) as view:
        return view.history(view.resolve(party), date(2026, 1, 1))


def test_the_directorates_of_defence_industries_and_of_procurement_are_two(of: Of) -> None:
    assert of("33537") == of("gb_fcdo/MYA0032") == "ddi-burma"
    assert of("gb_fcdo/MYA0033") == "directorate-of-procurement-burma"


def test_the_two_conglomerates_of_the_army_are_two(of: Of) -> None:
    assert (of("31517"), of("31516")) == ("mehl", "mec")
    assert of("gb_ofsi/14080") == "mehl"


def test_the_two_soe_wins_of_one_listed_name_are_two(of: Of) -> None:
    assert (of("10523"), of("27226")) == ("soe-win-1947", "soe-win-1960")


def test_the_two_kim_yong_chols_are_two(of: Of) -> None:
    assert (of("12211"), of("17614")) == ("kim-yong-chol-rgb", "kim-yong-chol-komid")


def test_min_aung_hlaing_his_family_and_his_namesakes_are_all_others(
    record: Record,
) -> None:
    family = ("HLAING, Min Aung", "SONE, Aung Pyae", "MON, Khin Thiri Thet", "HLA, Kyu Kyu")
    named = (*family, "OO, Aung Hlaing")
    entries = record.newest("us_ofac_sdn")
    uids = [uid for uid, entry in entries.items() if entry.names[0].text in named]
    with record.view(NOW) as view:
        parties = {view.party_of(f"us_ofac_sdn/{uid}") for uid in uids}

    assert len(uids) == len(parties) == len(named)


@pytest.mark.parametrize(("old", "new"), CAME_BACK)
def test_a_party_that_came_back_under_a_new_uid_is_the_same(of: Of, old: int, new: int) -> None:
    assert of(str(old)) == of(str(new))


def test_all_but_one_that_came_back_are_found_by_how_alike_their_entries_are(bare: Record) -> None:
    """Not the holding that was listed as "Union of Myanmar Economic Holdings Limited"."""
    with bare.view(NOW) as view:
        found = [
            old
            for old, new in CAME_BACK
            if view.party_of(f"us_ofac_sdn/{old}") == view.party_of(f"us_ofac_sdn/{new}")
        ]

    assert [old for old, _ in CAME_BACK if old not in found] == [10799]


def test_tornado_cash_is_one_party_under_two_uids_listed_all_the_time(bare: Record) -> None:
    told = history(bare, "us_ofac_sdn/39796")

    measures = told.at(Authority.US_OFAC).measures
    assert told.party.entries == ("us_ofac_sdn/38499", "us_ofac_sdn/39796")
    assert [(m.programme, m.end) for m in measures] == [("CYBER2", None), ("DPRK3", None)]
    assert any("39796 is us_ofac_sdn/38499: another id of" in link for link in told.party.links)


def test_the_directorates_two_uids_are_told_to_be_one_with_the_reason(bare: Record) -> None:
    told = history(bare, "us_ofac_sdn/33537")

    first, second = told.at(Authority.US_OFAC).measures
    assert (first.programme, second.programme) == ("BURMA", "BURMA-EO14014")
    assert first.end is not None
    assert second.end is None
    assert any("score 0.95: " in link for link in told.party.links)


def test_every_copy_in_the_screening_list_is_of_the_party_of_its_number(record: Record) -> None:
    held = record.newest("us_ofac_sdn")
    copies = [uid for uid in record.newest("us_csl") if uid.startswith("sdn-")]
    copies = [uid for uid in copies if uid[4:] in held]
    with record.view(NOW) as view:
        apart = [
            uid
            for uid in copies
            if view.party_of(f"us_csl/{uid}") != view.party_of(f"us_ofac_sdn/{uid[4:]}")
        ]

    assert len(copies) > 9_000
    assert apart == []


def test_every_designation_is_of_the_party_of_its_group(record: Record) -> None:
    held = record.newest("gb_ofsi")
    with record.view(NOW) as view:
        pairs = [
            (f"gb_fcdo/{uid}", f"gb_ofsi/{number.value}")
            for uid, entry in record.newest("gb_fcdo").items()
            for number in entry.identifiers
            if number.type == "ofsi_group" and number.value in held
        ]
        apart = [pair for pair in pairs if view.party_of(pair[0]) != view.party_of(pair[1])]

    assert len(pairs) > 3_000
    assert apart == []
