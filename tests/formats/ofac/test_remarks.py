from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.formats.ofac import vocabulary
from onrecord.formats.ofac.remarks import Remarks, read_remarks

LABELS = vocabulary().labels
PLAIN = ("", "DOB ", "alt. DOB circa ", "POB ", "a.k.a. '", "f.k.a. ", "n.k.a. ", "nationality ")
LABELLED = ("Linked To: ", "Digital Currency Address - ", *(f"{label} " for label in LABELS))
BEGINNINGS = st.sampled_from((*PLAIN, *LABELLED))
ITEMS = st.tuples(BEGINNINGS, st.text(max_size=30)).map("".join)
REMARKS = st.lists(ITEMS, max_size=6).map("; ".join)


def things(said: Remarks) -> int:
    plain = len(said.names) + len(said.births) + len(said.birth_places) + len(said.identifiers)
    details = sum(what != "now_known_as" for what, _ in said.details)
    return plain + len(said.linked_to) + details


@given(REMARKS, st.booleans())
@example("POB", False)
@example("Linked To:", False)
@example("a.k.a. ''.", False)
@example("Digital Currency Address - XBT", False)
def test_every_item_of_any_remarks_is_somewhere(text: str, cut: bool) -> None:
    items = [part for part in text.split(";") if part.strip(" .") and part.strip()]

    assert things(read_remarks(text, LABELS, cut=cut)) >= len(items)


@given(REMARKS)
@example("POB; alt. POB ; DOB; nationality ; Linked To: ; a.k.a. ; Gender ; Passport ")
@example("Passport (Ruritania); Passport  issued 2000; Digital Currency Address - XBT ; 'a")
@example("n.k.a. '; f.k.a. ''; a.k.a. ' '; alt. ; alt. alt. a")
def test_no_text_comes_out_blank(text: str) -> None:
    said = read_remarks(text, LABELS, cut=False)

    assert all(place.strip() for place in said.birth_places + said.linked_to)
    assert all(number.value.strip() for number in said.identifiers)
    assert all(words.strip() for _, words in said.details)


def test_the_longest_label_wins() -> None:
    said = read_remarks("Vessel Registration Identification IMO 1234567.", LABELS, cut=False)

    assert [(number.type, number.value) for number in said.identifiers] == [("imo", "1234567")]


def test_a_full_stop_is_the_remarks_own_unless_an_abbreviation_ends_there() -> None:
    assert read_remarks("Linked To: ZENDA LTD.", LABELS, cut=False).linked_to == ["ZENDA LTD"]
    assert read_remarks("Linked To: ZENDA S.A.", LABELS, cut=False).linked_to == ["ZENDA S.A."]
