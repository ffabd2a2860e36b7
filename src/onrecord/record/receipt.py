"""Receipts: an answer kept with all that it rests on, so that it can be asked again and compared.

A receipt holds the question, its two dates, the program's version, the fingerprint, the captures
by their hashes, and the answer. Asked again on just those captures, whatever was loaded since,
the answer must be the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onrecord import __version__
from onrecord.errors import InputError
from onrecord.model.dates import parse_instant
from onrecord.record.view import View

Json = dict[str, Any]  # any: a JSON object ends here, at the edge
_FORM = 1


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the verb, what of (a party or names), and the two dates."""

    verb: str
    of: tuple[str, ...]
    on: str
    known: datetime


def receipt(view: View, question: Question, answer: Any) -> Json:
    """The receipt of an answer; `answer` is the JSON value that was given."""
    return {
        "receipt": _FORM,
        "version": __version__,
        "question": {
            "verb": question.verb,
            "of": list(question.of),
            "on": question.on,
            "known": question.known.isoformat(),
        },
        "fingerprint": view.state.fingerprint,
        "captures": [
            {"source": source, "captured": captured.isoformat(), "digest": digest}
            for source, captured, digest in view.evidence()
        ],
        "answer": answer,
    }


def question_of(kept: Mapping[str, Any]) -> tuple[Question, frozenset[tuple[str, datetime, str]]]:
    """The question of a receipt and the captures that it rests on. Raises InputError."""
    try:
        if kept["receipt"] != _FORM:
            raise InputError(f"a receipt of another form: {kept['receipt']!r}: update onrecord")
        asked = kept["question"]
        question = Question(
            str(asked["verb"]),
            tuple(map(str, asked["of"])),
            str(asked["on"]),
            parse_instant(asked["known"]),
        )
        captures = frozenset(
            (str(c["source"]), parse_instant(c["captured"]), str(c["digest"]))
            for c in kept["captures"]
        )
    except (KeyError, TypeError, ValueError) as why:
        raise InputError(f"not a receipt: {type(why).__name__}: {why}") from why
    return question, captures


def differences(kept: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Where two receipts of one question differ, a sentence each; empty where they are the same."""
    told = []
    if kept.get("version") != now["version"]:
        told.append(f"version: {kept.get('version')} then, {now['version']} now")
    has = [_mark(one) for one in now["captures"]]
    told += [
        f"capture gone: {source} of {captured}, {digest[:12]}"
        for source, captured, digest in map(_mark, kept.get("captures", ()))
        if (source, captured, digest) not in has
    ]
    if kept.get("fingerprint") != now["fingerprint"]:
        told.append(f"fingerprint: {kept.get('fingerprint')} then, {now['fingerprint']} now")
    told += [f"answer: {line}" for line in _apart("", kept.get("answer"), now["answer"])]
    return told


def _mark(capture: Mapping[str, Any]) -> tuple[str, str, str]:
    """Not the digest alone: a list may be the same on many days."""
    return str(capture["source"]), str(capture["captured"]), str(capture["digest"])


def _apart(place: str, was: Any, now: Any) -> list[str]:
    """Where two JSON values part, by path."""
    if isinstance(was, dict) and isinstance(now, dict):
        keys = sorted(was.keys() | now.keys())
        return [d for k in keys for d in _apart(f"{place}.{k}", was.get(k), now.get(k))]
    if _is_list(was) and _is_list(now) and len(was) == len(now):
        pairs = enumerate(zip(was, now, strict=True))
        return [d for n, (a, b) in pairs for d in _apart(f"{place}[{n}]", a, b)]
    return [] if was == now else [f"{place.lstrip('.') or 'all'}: {was!r} then, {now!r} now"]


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
