"""A body as it comes in, in whatever pieces."""

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake.body import Body, Broken
from onrecord.intake.limits import Fault, Limits

contents = st.lists(st.binary(max_size=400), min_size=1, max_size=4)


def taken(packed: bytes, cuts: list[int], coding: str = "gzip") -> bytes:
    body = Body(coding, Limits())
    places = sorted({0, len(packed), *(cut % (len(packed) + 1) for cut in cuts)})
    try:
        for start, end in pairwise(places):
            body.take(packed[start:end])
        return body.done()
    finally:
        body.close()


@given(contents, st.lists(st.integers(0, 9999), max_size=9))
def test_members_of_gzip_give_their_content_however_they_are_cut(
    members: list[bytes], cuts: list[int]
) -> None:
    packed = b"".join(gzip.compress(member) for member in members)

    assert taken(packed, cuts) == b"".join(members)


@given(st.binary(min_size=1, max_size=400), st.lists(st.integers(0, 9999), max_size=9))
def test_a_plain_body_is_itself(content: bytes, cuts: list[int]) -> None:
    assert taken(content, cuts, "") == content


@given(st.binary(max_size=400), st.data())
def test_a_packed_body_that_is_cut_anywhere_is_refused(content: bytes, data: st.DataObject) -> None:
    packed = gzip.compress(content)
    kept = data.draw(st.integers(0, len(packed) - 1))

    with pytest.raises(Broken):
        taken(packed[:kept], [])


def test_a_packed_stream_without_gzips_head_is_refused() -> None:
    with pytest.raises(Broken):
        taken(zlib.compress(b"x" * 99), [])


def test_a_small_body_may_be_of_any_ratio_and_a_large_one_not() -> None:
    limits = Limits()

    assert len(taken(gzip.compress(bytes(limits.small)), [])) == limits.small
    with pytest.raises(Fault, match="bomb"):
        taken(gzip.compress(bytes(limits.small * 4)), [])


def test_what_unpacks_to_more_than_may_be_is_stopped() -> None:
    body = Body("gzip", Limits(unpacked=1000, ratio=10**9))

    with pytest.raises(Fault, match="1,000 bytes once unpacked"):
        body.take(gzip.compress(bytes(5000)))
    body.close()
