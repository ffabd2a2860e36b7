from datetime import date

import pytest

from onrecord import sources
from onrecord.errors import InputError
from onrecord.model.snapshot import Snapshot

HEAD = b"as_of = 2022-06-01\n"
PARTY = b'[[party]]\nslug = "zenda-works"\nkind = "organisation"\nname = "Zenda Works"\n'
MEASURE = b"""[[measure]]
id = "M1"
party = "zenda-works"
authority = "ch"
programme = "RURITANIA"
basis = []
effects = ["asset_freeze"]
start = 2022-01-05
cites = "AS 2022 17"
"""
NOTICE = b"""[[notice]]
id = "N1"
authority = "ch"
parties = ["zenda-works"]
day = 2022-05
says = "removed"
cites = "AS 2022 300"
known_at = 2022-05-02
"""


def parse(**files: bytes) -> Snapshot:
    named = {f"{name}.toml": content for name, content in files.items()}
    return sources.parse(sources.get("own"), named)


def test_facts_stand_under_the_name_of_their_file() -> None:
    notice = NOTICE.replace(b"day = 2022-05\n", b'day = "2022-05"\n')
    told = parse(mine=HEAD + PARTY + MEASURE, other=HEAD + notice).facts

    assert told is not None
    assert [m.id for m in told.measures] == ["mine/M1"]
    assert [n.id for n in told.notices] == ["other/N1"]
    assert told.as_of == date(2022, 6, 1)
    assert told.parties[0].names[0].sheet == "own"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (PARTY, "no day of the facts"),
        (HEAD + MEASURE, "no such party: 'zenda-works'"),
        (HEAD + PARTY + MEASURE + MEASURE, "two facts of this id"),
        (HEAD + PARTY + MEASURE + b'colour = "red"\n', "unknown field: colour"),
        (HEAD + NOTICE, "not a date|not TOML"),
        (HEAD + b"[[measures]]\n", "no such table: 'measures'"),
        (HEAD + b'[[notice]]\nid = "N1"\nauthority = "ch"\n', "a notice of nobody"),
        (HEAD + b'[[notice]]\nid = "N1"\nentries = ["ch_seco/1"]\n', "no such field or source"),
        (HEAD + b'[[notice]]\nid = "N1"\nentries = "ch_seco/1"\n', "not a list of texts"),
        (HEAD + b'[[notice]]\nid = "N1"\nentries = ["zenda"]\n', "not an entry: 'zenda'"),
        (b"\xff\xfe", "not TOML in UTF-8"),
        (b'as_of = "soon"\n', "as_of: not a day"),
    ],
)
def test_what_is_not_in_the_form_is_refused_with_its_place(content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as why:
        parse(mine=content)

    assert "mine.toml" in str(why.value) or "M1" in str(why.value)


def test_a_file_that_is_no_toml_is_refused() -> None:
    with pytest.raises(InputError, match="not a file of facts"):
        sources.parse(sources.get("own"), {"mine.csv": HEAD})
