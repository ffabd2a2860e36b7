"""A whole list in one file of XML, of whichever kind it is, packed or not."""

from datetime import date

from onrecord.formats.local import root_name
from onrecord.formats.ofac.advanced import read_advanced
from onrecord.formats.ofac.enhanced import read_enhanced
from onrecord.formats.ofac.form import Form
from onrecord.formats.ofac.sdnlist import read_sdn_list
from onrecord.formats.packed import is_packed, unpack_one
from onrecord.model.listing import Entry

_READERS = {
    "sdnList": read_sdn_list,
    "sanctionsData": read_enhanced,
    "Sanctions": read_advanced,
}


def is_whole(content: bytes) -> bool:
    """Whether the bytes look like a whole list in XML, or an archive, and not separated text."""
    return is_packed(content) or root_name(content) in _READERS


def read_whole(content: bytes, name: str, form: Form) -> tuple[date | None, tuple[Entry, ...]]:
    """(the day that the file states, its entries); refuses another kind of XML, and a part."""
    if is_packed(content):
        inner, content = unpack_one(content, name, ".xml")
        name = f"{name}: {inner}"
    reader = _READERS.get(root_name(content) or "", read_sdn_list)
    published, entries = reader(content, name, form)
    form.refuse_part(name)
    return published, entries
