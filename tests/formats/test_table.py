import pytest

from onrecord.errors import InputError
from onrecord.formats.table import under_header


def rows(*records: list[str]) -> list[tuple[int, dict[str, str]]]:
    return list(under_header(enumerate(records, 1), "z.csv", {"Name", "Ref"}, {"Ref"}))


def test_texts_come_by_column_without_outer_blanks_and_with_their_line() -> None:
    assert rows(["Name", " Ref"], [" Zenda ", "\xa07"]) == [(2, {"Name": "Zenda", "Ref": "7"})]


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ([], "^a file without a header: z.csv"),
        ([["Ref", "New"]], "^a column that is not known: 'New': z.csv, line 1: map it"),
        ([["Ref", "Ref"]], "^a column that stands twice: 'Ref': z.csv, line 1"),
        ([["Name"]], "^a column is lacking: 'Ref': z.csv, line 1"),
        ([["Ref"], ["1", "2"]], "^a row of 2 fields under a header of 1: z.csv, line 2"),
    ],
)
def test_a_table_of_another_form_is_refused(records: list[list[str]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        rows(*records)
