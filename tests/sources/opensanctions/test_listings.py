from typing import Any

import pytest
from tests.sources.opensanctions.exports import entity, export, sanction

from onrecord import sources
from onrecord.model.listing import Authority, Effect, Entry, Listing

SOURCE = sources.get("opensanctions")


def entry(*sanctions: dict[str, Any], **more: Any) -> Entry:
    party = entity("NK-1", **{"name": ["Zenda Works"], "topics": ["sanction"], **more})
    files = {"entities.ftm.json": export(party, *sanctions)}
    (found,) = sources.parse(SOURCE, files).entries
    return found


def listings(**said: Any) -> tuple[Listing, ...]:
    return entry(sanction("s-1", "NK-1", **said)).listings


@pytest.mark.parametrize(
    ("dataset", "program", "programme_id", "authority", "programme"),
    [
        ("us_ofac_sdn", "BURMA-EO14014", "US-BURMA", "us_ofac", "BURMA-EO14014"),
        ("us_ofac_cons", "CMIC-EO13959", "US-NS-CMIC", "us_ofac", "CMIC-EO13959"),
        ("un_sc_sanctions", "DPRK", None, "un_sc", "1718 (DPRK)"),
        ("un_sc_sanctions", "DPRK", "UN-SC1718", "un_sc", "1718 (DPRK)"),
        ("un_sc_sanctions", "Iran", None, "un_sc", "Iran (1737)"),
        ("un_sc_sanctions", "Zenda", None, "un_sc", "Zenda"),
        ("eu_fsf", "MMR", "EU-MMR", "eu", "MMR"),
        ("eu_journal_sanctions", "Council Decision 2013/184", "EU-MMR", "eu", "MMR"),
        ("gb_hmt_sanctions", "Myanmar", "GB-MMR", "gb", "Myanmar"),
        (
            "gb_fcdo_sanctions",
            "The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019",
            "GB-DPRK",
            "gb",
            "Democratic People's Republic of Korea",
        ),
        (
            "gb_fcdo_sanctions",
            "The Global Human Rights Sanctions Regulations 2020",
            None,
            "gb",
            "Global Human Rights",
        ),
        (
            "ca_dfatd_sema_sanctions",
            "Myanmar (Burma) / Myanmar (Birmanie)",
            "CA-SEMA",
            "ca",
            "Special Economic Measures (Burma) Regulations",
        ),
        (
            "ca_dfatd_sema_sanctions",
            "Ruritania / Ruritanie",
            None,
            "ca",
            "Special Economic Measures (Ruritania) Regulations",
        ),
        ("au_dfat_sanctions", "Autonomous (Myanmar)", "AU-MYANMAR", "au", "Autonomous (Myanmar)"),
        ("ch_seco_sanctions", "Ordinance of 17 October 2018", "SECO-MYANMAR", "ch", "Myanmar"),
        ("us_trade_csl", "Entity List (EL)", "US-BIS-EL", "us_bis", "Entity List"),
        (
            "us_trade_csl",
            "Nonproliferation Sanctions (ISN) - State Department",
            None,
            "us_state",
            "Nonproliferation Sanctions (ISN) - State Department",
        ),
    ],
)
def test_a_programme_is_named_as_the_authoritys_own_list_has_it(
    dataset: str, program: str, programme_id: str | None, authority: str, programme: str
) -> None:
    ids = {} if programme_id is None else {"programId": [programme_id]}

    (listing,) = listings(datasets=(dataset,), program=[program], **ids)

    assert (listing.authority, listing.programme) == (Authority(authority), programme)


def test_what_the_starter_record_calls_a_programme_is_among_the_names() -> None:
    """So that fact and entry are one measure where they speak of the same."""
    (burma,) = listings(program=["BURMA-EO14014"])
    (gb,) = listings(datasets=("gb_hmt_sanctions",), program=["Myanmar"])

    assert (burma.basis, gb.basis) == (("EO14014",), ("SI-2021-496",))


def test_an_authority_that_is_none_of_the_nine_begins_the_programme() -> None:
    (listing,) = listings(
        datasets=("rt_council",), program=["364/2023"], authority=["Council"], country=["rt"]
    )

    assert listing.authority is Authority.OTHER
    assert listing.programme == "RT Council: 364/2023"


def test_of_older_exports_the_provisions_are_the_programmes() -> None:
    found = listings(program=["SDN List"], provisions=["Block", "NPWMD", "IFSR"])

    assert [item.programme for item in found] == ["IFSR", "NPWMD"]


def test_effects_are_as_the_sanction_says_else_as_the_list_does() -> None:
    said = listings(datasets=("gb_fcdo_sanctions",), provisions=["Travel Ban", "Asset freeze"])
    usual = listings(datasets=("un_sc_sanctions",), program=["DPRK"])
    unsaid = listings(datasets=("rt_council",))

    assert said[0].effects == (Effect.ASSET_FREEZE, Effect.TRAVEL_BAN)
    assert usual[0].effects == (Effect.ASSET_FREEZE,)
    assert unsaid[0].effects == ()


def test_the_day_in_force_is_taken_before_the_day_of_publication() -> None:
    (listing,) = listings(startDate=["2022-03-25"], listingDate=["2022-03-28"])
    (only_listed,) = listings(listingDate=["2022-03-28"], endDate=["2024-01-01"])

    assert str(listing.listed) == "2022-03-25"
    assert (str(only_listed.listed), str(only_listed.ended)) == ("2022-03-28", "2024-01-01")


@pytest.mark.parametrize("dataset", ["au_dfat_sanctions", "eu_fsf"])
def test_days_that_are_of_something_else_are_details(dataset: str) -> None:
    found = entry(sanction("s-1", "NK-1", datasets=(dataset,), startDate=["2024-05-01"]))

    assert found.listings[0].listed is None
    assert ("sanction_startDate", "2024-05-01") in found.details


def test_the_united_kingdoms_day_of_what_the_un_listed_is_the_uns() -> None:
    said = {"datasets": ("gb_hmt_sanctions",), "unscId": ["KPe.901"], "startDate": ["2012-05-02"]}

    (listing,) = listings(**said, listingDate=["2013-03-07"])

    assert str(listing.listed) == "2013-03-07"


def test_a_sanction_that_is_over_without_a_day_is_no_listing() -> None:
    found = entry(sanction("s-1", "NK-1", status=["Expired"]))

    assert found.listings == ()
    assert ("sanction_over", "BURMA-EO14014") in found.details


def test_two_sanctions_of_one_programme_are_one_listing() -> None:
    both = ("gb_hmt_sanctions", "gb_fcdo_sanctions")

    found = entry(
        sanction("s-1", "NK-1", "Myanmar", datasets=both[:1], startDate=["2022-03-26"]),
        sanction("s-2", "NK-1", "Myanmar", datasets=both[1:], startDate=["2022-03-25"]),
    )

    assert [(str(i.listed), i.effects) for i in found.listings] == [
        ("2022-03-25", (Effect.ASSET_FREEZE,))
    ]


def test_of_two_sanctions_apart_in_time_the_later_is_the_listing() -> None:
    found = entry(
        sanction("s-1", "NK-1", startDate=["2012"], endDate=["2016-10-07"]),
        sanction("s-2", "NK-1", startDate=["2021-05-17"]),
    )

    assert [(str(i.listed), i.ended) for i in found.listings] == [("2021-05-17", None)]


def test_a_thing_with_the_topic_and_no_sanction_is_on_each_list_that_is_known() -> None:
    found = entry(
        datasets=("us_ofac_sdn", "ext_register"), programId=["US-DPRK"], program=["DPRK4"]
    )

    assert [(i.authority, i.programme) for i in found.listings] == [(Authority.US_OFAC, "DPRK4")]


@pytest.mark.parametrize(
    ("their_id", "refs"),
    [
        ("ofac-90101", ["us_ofac_cons/90101", "us_ofac_sdn/90101"]),
        ("ofac-780cd5691cab9c1219d921e42857cc300fef150e", []),
        ("gb-fcdo-mya0032", ["gb_fcdo/MYA0032"]),
        ("gb-fcdo-385538fb29baabf2933a8b424ec9e1b8af96f0ee", []),
        ("gb-hmt-16273", ["gb_ofsi/16273"]),
        ("ch-seco-95016", ["ch_seco/95016"]),
        ("au-dfat-1150-amin-industrial-complex", ["au_dfat/1150"]),
        ("au-dfat-1150-2-amin-industrial-complex", []),
        ("NK-oldzenda", ["opensanctions/NK-oldzenda"]),
        ("Q7747", ["opensanctions/Q7747"]),
        ("eu-fsf-eu-13336-23", []),
        ("unsc-6908589", []),
    ],
)
def test_an_id_of_theirs_is_an_entry_of_ours_where_it_is_the_lists_own_number(
    their_id: str, refs: list[str]
) -> None:
    assert list(sources.referents(entry(referents=(their_id,)))) == refs


def test_the_security_councils_reference_is_an_entry_of_its_list() -> None:
    found = entry(sanction("s-1", "NK-1", unscId=["KPi.033"]))

    assert sources.referents(found) == ("un_sc/KPi.033",)


def test_entries_of_other_lists_refer_to_none() -> None:
    row = b'1,"ZENDA WORKS",-0- ,"RURITANIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a\r\n'
    (found,) = sources.parse(sources.get("us_ofac_sdn"), {"sdn.csv": row}).entries

    assert sources.referents(found) == ()
