"""Helpers of the tests of the store."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import policycompare as pc
from policycompare import datamodel, preparation
from policycompare.corpus import read_corpus
from policycompare.preparation import prepare_documents
from policycompare.settings import Settings
from policycompare.store import shards
from policycompare.store.place import FOLDER
from policycompare.store.using import IndexResult, index_corpus


def outlines_of(folder: Path, store: Path | None = None) -> tuple[pc.Outline, ...]:
    return prepare_documents(read_corpus(folder), Settings(store=store))[0]


def plain_of(folder: Path) -> list[tuple[object, ...]]:
    return list(map(flat, prepare_documents(read_corpus(folder), Settings())[0]))


def flat(outline: pc.Outline) -> tuple[object, ...]:
    """All that an outline holds; arrays as lists, since those of numpy know no single equality."""
    text = outline.normalized
    parts = (text.source, text.text, text.steps, text.damage, text.script)
    rest = [getattr(outline, f.name) for f in dataclasses.fields(outline) if f.name != "normalized"]
    return (*rest, *parts, text.starts.tolist(), text.ends.tolist())


def index(folder: Path, store: Path | None = None) -> IndexResult:
    return index_corpus(read_corpus(folder), Settings(store=store))


def stored(folder: Path) -> list[Path]:
    return shards.list_shards(folder / FOLDER)


def note_documents(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are read, normalized and outlined from here on."""
    names: list[str] = []
    work = preparation._prepare_or_error

    def noted(metadata: datamodel.Metadata, *rest: object, **named: object) -> object:
        names.append(metadata.document)
        return work(metadata, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(preparation, "_prepare_or_error", noted)
    return names
