from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.archive import Archive, Folder
from onrecord.errors import RecordDamaged


@given(st.lists(st.binary(max_size=400), min_size=1, max_size=14))
def test_whatever_was_put_comes_back_each_packed_against_the_one_before(
    contents: list[bytes],
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        archive, last = Archive(Folder(Path(folder))), None
        kept = {}
        for content in contents:
            last = archive.put(content, last)
            kept[last] = content

        assert {digest: archive.get(digest) for digest in archive} == kept
        assert list(archive.damages()) == []


def test_a_file_much_like_the_one_before_takes_next_to_nothing(tmp_path: Path) -> None:
    archive = Archive(Folder(tmp_path))
    first = "".join(f"{n},NAME {n * 7919 % 10007},x\n" for n in range(5_000)).encode()

    base = archive.put(first)
    alone = archive.size_bytes()
    archive.put(first.replace(b"NAME 77,", b"NAME 78,"), base)

    assert archive.size_bytes() - alone < alone / 50


@pytest.mark.parametrize("place", [0, 6, 20, 60, -1])
def test_a_byte_that_changed_is_noticed_wherever_it_is(tmp_path: Path, place: int) -> None:
    archive = Archive(Folder(tmp_path))
    digest = archive.put(b"a list of some length, so that there is something to spoil" * 20)
    (path,) = tmp_path.glob("*/*.zst")
    content = bytearray(path.read_bytes())
    content[place] ^= 0x10
    path.write_bytes(content)

    with pytest.raises(RecordDamaged, match=digest[:12]):
        archive.get(digest)
    assert [damage.sha256 for damage in archive.damages()] == [digest]


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordDamaged, match="gone"):
        Archive(Folder(tmp_path)).get("0" * 64)


def test_what_is_there_is_never_written_again(tmp_path: Path) -> None:
    archive = Archive(Folder(tmp_path))
    archive.put(b"the same")
    (path,) = tmp_path.glob("*/*.zst")
    before = path.stat().st_mtime_ns

    archive.put(b"the same")

    assert path.stat().st_mtime_ns == before
