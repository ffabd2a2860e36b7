"""Captures of several lists with a few invented parties, in the published shapes."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from onrecord.record import Capture

_CSL = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,"
    "start_date,end_date,standard_order,license_requirement,license_policy,call_sign,"
    "vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,"
    "source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,"
    "source_information_url,ids"
)
_OFSI = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,"
    "Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,Country of Birth,"
    "Nationality,Passport Number,Passport Details,National Identification Number,"
    "National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,"
    "Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,"
    "Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,Last Updated,"
    "Group ID"
)
_FCDO = (
    "Unique ID,OFSI Group ID,Name,Regime Name,Type,Designation source,Date Designated,"
    "Sanctions Imposed"
)


@dataclass(frozen=True)
class Person:
    """Whom an entry names, and the day of birth; `alias` on lists that have it in one file."""

    name: str
    born: date | None = None
    alias: str | None = None
    programme: str = "TEST"


P = Mapping[str, Person]


def at(when: str) -> datetime:
    return datetime.fromisoformat(when)


def ofac(when: str, people: P, *, cons: bool = False) -> Capture:
    """OFAC's list of persons by uid, or its consolidated one."""
    rows = []
    for uid, one in people.items():
        said = [f"DOB {one.born:%d %b %Y}"] if one.born else []
        said += [f"a.k.a. '{one.alias}'"] if one.alias else []
        told = f'"{"; ".join(said)}."' if said else "-0- "
        nulls = "-0- ," * 7
        rows.append(f'{uid},"{one.name}","individual","{one.programme}",{nulls}{told}\r\n')
    source, name = ("us_ofac_cons", "cons_prim.csv") if cons else ("us_ofac_sdn", "sdn.csv")
    return Capture(source, at(when), {name: "".join(rows).encode() + b"\x1a\r\n"})


def csl(when: str, people: P, listed_on: str = "Specially Designated Nationals (SDN)") -> Capture:
    """The screening list's copies of OFAC's rows, by OFAC's number."""
    rows = [
        {
            "source": f"{listed_on} - Treasury Department",
            "entity_number": uid,
            "type": "Individual",
            "programs": one.programme,
            "name": one.name,
            "alt_names": one.alias or "",
            "dates_of_birth": str(one.born or ""),
        }
        for uid, one in people.items()
    ]
    return Capture("us_csl", at(when), {"consolidated.csv": _table(_CSL, rows)})


def ofsi(when: str, people: P) -> Capture:
    """The United Kingdom's older list, by group."""
    rows = [
        {
            "Name 6": one.name.partition(", ")[0],
            "Name 1": one.name.partition(", ")[2],
            "DOB": f"{one.born:%d/%m/%Y}" if one.born else "",
            "Group Type": "Individual",
            "Alias Type": "Primary name",
            "Regime": "Burma",
            "Listed On": "01/02/2021",
            "Last Updated": "01/02/2021",
            "Group ID": uid,
        }
        for uid, one in people.items()
    ]
    stated = f"Last Updated,{at(when):%d/%m/%Y}\n".encode()
    return Capture("gb_ofsi", at(when), {"ConList.csv": stated + _table(_OFSI, rows)})


def fcdo(when: str, people: Mapping[tuple[str, str], Person]) -> Capture:
    """The United Kingdom's newer list, by its id and the group of the older one."""
    rows = [
        {
            "Unique ID": uid,
            "OFSI Group ID": group,
            "Name": one.name.replace(",", ""),
            "Regime Name": "Myanmar",
            "Type": "Individual",
            "Designation source": "UK",
            "Date Designated": "01-02-2021",
            "Sanctions Imposed": "Asset freeze",
        }
        for (uid, group), one in people.items()
    ]
    return Capture("gb_fcdo", at(when), {"UK-Sanctions-List.csv": _table(_FCDO, rows)})


def un(when: str, people: P) -> Capture:
    """The Security Council's list, by reference."""
    tag, rows = "INDIVIDUAL", ""
    for uid, one in people.items():
        born = f"<DATE>{one.born}</DATE>" if one.born else ""
        rows += (
            f"<{tag}><DATAID>{uid.partition('.')[2]}</DATAID><VERSIONNUM>1</VERSIONNUM>"
            f"<FIRST_NAME>{one.name}</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>"
            f"<REFERENCE_NUMBER>{uid}</REFERENCE_NUMBER><LISTED_ON>2017-01-01</LISTED_ON>"
            f"<{tag}_DATE_OF_BIRTH>{born}</{tag}_DATE_OF_BIRTH>"
            "<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><SORT_KEY/><SORT_KEY_LAST_MOD/>"
            f"</{tag}>"
        )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated='
        f'"{at(when).date()}T00:00:03.1-04:00"><INDIVIDUALS>{rows}</INDIVIDUALS><ENTITIES/>'
        "</CONSOLIDATED_LIST>"
    )
    return Capture("un_sc", at(when), {"consolidated.xml": text.encode()})


def _table(columns: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    told = io.StringIO()
    table = csv.DictWriter(told, columns.split(","), restval="")
    table.writeheader()
    table.writerows(rows)
    return told.getvalue().encode()
