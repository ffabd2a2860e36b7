import pytest

from onrecord.model.dates import PartialDate
from onrecord.model.listing import Birth
from onrecord.sources.au_dfat.births import read_births


def born(first: str, last: str | None = None, *, circa: bool = False) -> Birth:
    return Birth(PartialDate.parse(first), PartialDate.parse(last or first), circa)


@pytest.mark.parametrize(
    ("text", "births"),
    [
        ("1951-06-19", [born("1951-06-19")]),
        ("1969", [born("1969")]),
        ("25276", [born("1969-03-14")]),
        ("1 Jan. 1967", [born("1967-01-01")]),
        ("24 Jan.1973", [born("1973-01-24")]),
        ("19-Dec-1992", [born("1992-12-19")]),
        ("21. Jul 1997; 1993", [born("1997-07-21"), born("1993")]),
        ("Mar. 1964", [born("1964-03")]),
        ("03/1965", [born("1965-03")]),
        ("1/03/1961; 16/06/1960", [born("1961-03-01"), born("1960-06-16")]),
        ("19/03/1967; alt DOB: 19/11/1956", [born("1967-03-19"), born("1956-11-19")]),
        ("Approximately 1963", [born("1963", circa=True)]),
        ("c. 1962", [born("1962", circa=True)]),
        ("Between 1963 to 1968", [born("1963", "1968")]),
        ("1956-1957", [born("1956", "1957")]),
        ("Approximately 1962-1963", [born("1962", "1963", circa=True)]),
        ("March 1968 to March 1969", [born("1968-03", "1969-03")]),
        ("a) Between Aug. and Sep 1977  b) 1976", [born("1977-08", "1977-09"), born("1976")]),
        ("a)1994 b)1993", [born("1994"), born("1993")]),
        ("1952 or 4 May 1955", [born("1952"), born("1955-05-04")]),
        ("14 Mar 1974 >> 13 Apr 1974", [born("1974-03-14"), born("1974-04-13")]),
        ("na", []),
    ],
)
def test_each_writing_is_as_exact_as_it_says(text: str, births: list[Birth]) -> None:
    assert read_births(text) == (births, [])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("24-Apr-68", ["24-Apr-68"]),
        ("a) 1982 b) 24/06/1402 (Hijri Calendar)", ["24/06/1402 (Hijri Calendar)"]),
        ("30 Feb. 1970", ["30 Feb. 1970"]),
        ("1968-1963", ["1968-1963"]),
        ("5 Smarch 1970", ["5 Smarch 1970"]),
    ],
)
def test_what_is_no_date_is_given_back_as_it_stands(text: str, rest: list[str]) -> None:
    assert read_births(text)[1] == rest
