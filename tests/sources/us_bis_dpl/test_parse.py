import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as st

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.listing import Effect, Entry, Kind
from onrecord.model.snapshot import Snapshot

HERE = Path(__file__).parent
DPL = sources.get("us_bis_dpl")
INVENTED = (HERE / "dpl.txt").read_bytes()
Real = Callable[[str], Iterator[tuple[str, str, dict[str, bytes]]]]
Outcome = Callable[[str, dict[str, bytes]], tuple[str, tuple[Entry, ...]]]


def parsed(content: bytes) -> Snapshot:
    return sources.parse(DPL, {"dpl.txt": content})


def changed(before: str, after: str) -> bytes:
    assert before.encode() in INVENTED
    return INVENTED.replace(before.encode(), after.encode(), 1)


def named(name: str, snapshot: Snapshot | None = None) -> list[Entry]:
    entries = (snapshot or parsed(INVENTED)).entries
    return [entry for entry in entries if entry.names[0].text == name]


def test_invented_rows_read_as_the_golden_file_has_them(
    golden: Callable[[str, str], None], told: Callable[[Snapshot], str]
) -> None:
    golden("golden.json", told(parsed(INVENTED)))


@supposing(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_entry(dice: random.Random) -> None:
    header, *rows = INVENTED.splitlines(keepends=True)
    dice.shuffle(rows)

    assert set(parsed(header + b"".join(rows)).entries) == set(parsed(INVENTED).entries)


@pytest.mark.parametrize("change", ["crlf", "bom", "no last end", "windows-1252"])
def test_line_ends_marks_and_encoding_change_nothing(change: str) -> None:
    other = {
        "crlf": INVENTED.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + INVENTED,
        "no last end": INVENTED.rstrip(b"\n"),
        "windows-1252": INVENTED.decode().encode("cp1252"),
    }[change]

    assert parsed(other) == parsed(INVENTED)


def test_a_row_is_an_entry_under_the_one_programme_with_its_own_days() -> None:
    (entry,) = named("ZENDA AIRLINES, L.L.C.")
    (listing,) = entry.listings

    assert (listing.programme, listing.effects) == ("Denied Persons List", (Effect.EXPORT_CONTROL,))
    assert (str(listing.listed), str(listing.ended)) == ("2022-05-13", "2022-11-09")
    assert listing.cites == "87 F.R. 1 5/18/2022"


def test_an_order_without_a_last_day_has_no_end() -> None:
    (entry,) = named('MICHAEL "BLACK" ELPHBERG')

    assert entry.listings[0].ended is None
    assert ("standard_order", "no") in entry.details


def test_a_blank_around_a_name_makes_no_other_party() -> None:
    uids = [entry.uid for entry in named("R. HENTZAU")]

    assert len(uids) == 2
    assert {uid.rpartition("-")[0] for uid in uids} == {"r-hentzau-2003-06-19-2056-06-29"}


def test_equal_rows_are_one_entry_and_told() -> None:
    snapshot = parsed(INVENTED)

    assert len(named("GLOBE OF RURITANIA", snapshot)) == 1
    assert [(f.code, f.damages) for f in snapshot.findings] == [("uid_twice", False)]


def test_rows_that_differ_in_the_place_alone_are_told_apart_whatever_their_order() -> None:
    geneva, savoy = named("ANTOINETTE DE MAUBAN")
    header, *rows = INVENTED.splitlines(keepends=True)

    backwards = parsed(header + b"".join(reversed(rows)))

    assert geneva.uid != savoy.uid
    assert {savoy, geneva} == set(named("ANTOINETTE DE MAUBAN", backwards))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ZENDA AIRLINES, L.L.C.", Kind.ORGANISATION),
        ("R. HENTZAU", Kind.PERSON),  # by the prison; the second row has none
        ("FRITZ TARLENHEIM", Kind.OTHER),
        ("ZENDA TRADING CO.", Kind.OTHER),  # a company in a prison: the words disagree
    ],
)
def test_what_a_party_is_is_said_only_where_its_words_say_it(name: str, kind: Kind) -> None:
    assert named(name)[0].kind is kind


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: dpl.txt"),
        (b"<!DOCTYPE html><html>", "^not a list but an HTML page"),
        (INVENTED.splitlines()[0], "^a list without an entry: dpl.txt"),
        (changed('"Name"', '"Nom"'), "^a column is lacking: 'Name': dpl.txt, line 1"),
        (changed('"Name"', '"Moon"\t"Name"'), "^a row of 12 fields under a header of 13.*line 2"),
        (changed('"FR_Citation"', '"FR_Citation"\t""'), "^a row of 12 fields"),
        (changed("06/19/2003", "19/06/2003"), "^no such date.*line 2, Effective_Date"),
        (changed("06/19/2003", "2003-06-19"), "^not a day as MM/DD/YYYY.*Effective_Date"),
        (changed('"06/19/2003"', '""'), "^nothing where a value must be.*Effective_Date"),
        (changed("11/09/2022", "11/09/2012"), "^days in the wrong order: 2022-05-13, 2012-11-09"),
        (changed('"N"', '"Q"'), "^a code that is not known: 'Q'.*line 5, Standard_Order"),
        (changed("2007-01-31", "31 Jan"), "Last_Update"),
        (INVENTED[:-3], "^a row that cannot be read .a quote is never closed"),
        (INVENTED[: INVENTED.rindex(b'\t"82')], "^a row of 11 fields under a header of 12"),
        (changed('" R. HENTZAU"', '"  "'), "^nothing where a value must be.*Name"),
    ],
)
def test_what_is_not_the_published_form_is_refused_with_its_place(
    content: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as told:
        parsed(content)
    assert len(str(told.value).splitlines()) == 1


def test_a_new_column_is_an_error_that_names_it() -> None:
    content = b"\n".join(line + b'\t"x"' for line in INVENTED.splitlines())

    with pytest.raises(InputError, match="a column that is not known: 'x'"):
        parsed(content)


def refused_or_loaded(content: bytes) -> str:
    try:
        snapshot = parsed(content)
    except InputError as why:
        return refusal(why)
    assert snapshot.entries
    return "loaded"


def refusal(why: InputError) -> str:
    assert len(str(why).splitlines()) == 1
    return "refused"


def test_spoilt_bytes_are_refused_or_loaded(
    spoilt: Callable[[bytes, int], Iterator[bytes]],
) -> None:
    assert {refused_or_loaded(each) for each in spoilt(INVENTED, 300)} == {"refused", "loaded"}


@pytest.mark.real
def test_every_capture_comes_out_as_it_should(real: Real, outcome: Outcome) -> None:
    """lists/README.md, "us-bis-dpl": 546, 581, 665 rows, of which 3, 2 and 2 are there twice."""
    uids: dict[str, set[str]] = {}
    for name, expect, given in real("us-bis-dpl/*"):
        came, entries = outcome("us_bis_dpl", given)
        assert came == expect, name
        assert sources.recognise(given) == "us_bis_dpl"
        uids[name] = {entry.uid for entry in entries}

    first, second, third = uids.values()
    assert [len(first), len(second), len(third)] == [546 - 3, 581 - 2, 665 - 2]
    assert (len(second - first), len(first - second)) == (224, 188)
    assert (len(third - second), len(second - third)) == (230, 146)
