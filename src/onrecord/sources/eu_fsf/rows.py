"""csv 1.0: semicolons, a row per name, address, birth, document or citizenship of an entity."""

from collections.abc import Iterator, Mapping
from datetime import date

from onrecord.formats import decode, read_records, refused
from onrecord.formats.rows import Record
from onrecord.formats.table import under_header
from onrecord.model.dates import PartialDate
from onrecord.model.listing import Address, Identifier
from onrecord.sources import Source
from onrecord.sources.eu_fsf.said import Regulation, Said, country, day

_AGAIN = "Entity_logical_id"
_PARTS = ("Naal", "Addr", "Birt", "Iden", "Citi")
_CITED = ("logical_id", "leba_numtitle", "leba_publication_date", "leba_url", "programme")
_KNOWN = frozenset(
    (
        *("Date_file", _AGAIN, "Subject_type", "Leba_numtitle", "Leba_publication_date"),
        *("Leba_url", "Programme", "Entity_remark", "EU_ref_num"),
        *(f"{part}_{what}" for part in _PARTS for what in (*_CITED, _AGAIN)),
        *("Naal_lastname", "Naal_firstname", "Naal_middlename", "Naal_wholename"),
        *("Naal_gender", "Naal_title", "Naal_function", "Naal_language"),
        *("Addr_number", "Addr_street", "Addr_zipcode", "Addr_city", "Addr_country", "Addr_other"),
        *("Birt_date", "Birt_place", "Birt_country", "Iden_number", "Iden_country"),
        "Citi_country",
    )
)
_NEEDED = ("Date_file", _AGAIN, "Subject_type", "Leba_numtitle", "Programme", "Naal_wholename")

_Row = Mapping[str, str]


def read_csv(content: bytes, name: str, source: Source) -> tuple[list[Said], date | None]:
    """The entities in the order of their first rows, and the day that the rows state."""
    records = _named(read_records(decode(content, name), name, ";"))
    found: dict[str, Said] = {}
    dated: dict[str, int] = {}
    for line, row in under_header(records, name, _KNOWN, _NEEDED):
        uid = row[_AGAIN]
        if not (uid.isdecimal() and uid.isascii()):
            raise refused(f"not a logical id: {uid[:20]!r}", name, line=line, field=_AGAIN)
        dated.setdefault(row["Date_file"], line)
        said = found.setdefault(uid, Said(uid, line))
        try:
            _take(row, said, source)
        except ValueError as why:
            raise refused(str(why), name, line=line) from why
    if len(dated) > 1:
        line = max(dated.values())
        raise refused("rows of two days in one file", name, line=line, field="Date_file")
    return list(found.values()), _published(next(iter(dated), None), name)


def _named(records: Iterator[Record]) -> Iterator[Record]:
    """The header's repeated ids, told apart by the column before each: they say the same again."""
    for line, fields in records:
        header = [field.strip() for field in fields]
        for at, column in enumerate(header):
            if column == _AGAIN and at > 1:
                header[at] = header[at - 1].split("_")[0] + f"_{_AGAIN}"
        yield line, header
        break
    yield from records


def _published(text: str | None, name: str) -> date | None:
    if text is None:
        return None
    parts = text.split("/")
    try:
        if len(parts) == 3 and len(parts[2]) == 4:
            return PartialDate(int(parts[2]), int(parts[1]), int(parts[0])).earliest
    except ValueError:
        pass
    raise refused(f"not a day as DD/MM/YYYY: {text[:40]!r}", name, field="Date_file")


def _take(row: _Row, said: Said, source: Source) -> None:
    if said.kind and said.kind != row["Subject_type"]:
        raise ValueError(f"entity {said.uid} is of two types")
    said.kind = row["Subject_type"]
    published = day(row.get("Leba_publication_date", ""))
    if not row["Programme"]:
        raise ValueError("a row without a programme")
    said.regulations[Regulation(row["Programme"], row["Leba_numtitle"], published)] = None
    remark = row.get("Entity_remark", "").replace("\\n", "\n")
    if remark:
        said.remarks[remark] = None
    if row.get("EU_ref_num"):
        said.identifiers[Identifier("eu_reference", row["EU_ref_num"])] = None
    for part in _PARTS:
        cited = day(row.get(f"{part}_leba_publication_date", ""))
        if cited is not None:
            said.days.add(cited)
    _take_name(row, said)
    _take_place(row, said)
    _take_person(row, said, source)


def _take_person(row: _Row, said: Said, source: Source) -> None:
    if row.get("Birt_date"):
        said.birth(row["Birt_date"])
    born = ", ".join(
        p for p in (row.get("Birt_place", ""), country(row.get("Birt_country", ""))) if p
    )
    if born:
        said.birth_places[born] = None
    if row.get("Iden_number"):
        said.paper(row["Iden_number"], country(row.get("Iden_country", "")), source)
    land = country(row.get("Citi_country", ""))
    if land is not None:
        said.nationalities[land] = None


def _take_name(row: _Row, said: Said) -> None:
    parts = (row.get(f"Naal_{each}name", "") for each in ("first", "middle", "last"))
    whole = row["Naal_wholename"] or " ".join(part for part in parts if part)
    order, language = row.get("Naal_logical_id", ""), row.get("Naal_language", "")
    said.name(order, whole, "", language, strong=True)
    for column in ("Naal_title", "Naal_function"):
        if row.get(column):
            said.titles[row[column]] = None
    if row.get("Naal_gender"):
        said.details["gender", row["Naal_gender"]] = None


def _take_place(row: _Row, said: Said) -> None:
    parts = (row.get(f"Addr_{each}", "") for each in ("number", "street"))
    street = " ".join(part for part in parts if part)
    city, postcode = row.get("Addr_city") or None, row.get("Addr_zipcode") or None
    land, note = country(row.get("Addr_country", "")), row.get("Addr_other") or None
    address = Address(street or None, city, None, postcode, land, note)
    if address != Address():
        said.addresses[address] = None
