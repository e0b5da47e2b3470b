"""Frames, commands, terminal and bad input of diffusion."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import policycompare as pc
from policycompare.errors import CorpusError, UsageError
from tests.planting import WEIFANG, YANTAI, Make, dyads


def test_diffusion_frames_have_the_columns_of_the_files(make_corpus: Make) -> None:
    from policycompare.report.columns import DIFFUSION, DYADS, NAMES

    found = pc.compare(make_corpus(YANTAI, WEIFANG))
    assert tuple(found.dyads.columns) == DYADS
    assert tuple(found.diffusion.columns) == DIFFUSION
    assert tuple(found.names.columns) == NAMES
    assert len(found.dyads) == 3


def test_diffusion_no_manifest_gives_rows_without_order(small_corpus: Path) -> None:
    rows = dyads(small_corpus)
    assert rows
    assert {(r["order"], r["relation"], r["parent_state"], r["same_parent"]) for r in rows} == {
        ("unknown", "unknown", "unknown", "")
    }


def test_diffusion_command_prints_every_form(run: Callable[..., Result], make_corpus: Make) -> None:
    folder = make_corpus(YANTAI, WEIFANG)
    rows = json.loads(run("diffusion", folder, "--format", "json").stdout)
    assert rows[0]["earlier"] == "yt"
    read = list(csv.DictReader(io.StringIO(run("diffusion", folder, "--format", "csv").stdout)))
    assert [row["later"] for row in read] == [row["later"] for row in rows]
    assert run("diffusion", folder, "--format", "md").stdout.startswith("| measure | label |")
    assert "first_mover" in run("diffusion", folder, "--rows", "measures").stdout
    assert "still to come" not in run("diffusion", folder).stderr


def test_diffusion_rows_of_another_kind_are_a_usage_error(make_corpus: Make) -> None:
    with pytest.raises(UsageError, match="no rows 'groups'; choose one of dyads, measures"):
        pc.diffusion(make_corpus(YANTAI, WEIFANG), rows="groups")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("Diffusion: 3 pairs", "365 days", "zero")), ("zh", ("扩散：", "365天", "并非没有"))],
)
def test_diffusion_stands_in_the_terminal(
    run: Callable[..., Result], make_corpus: Make, lang: str, words: tuple[str, ...]
) -> None:
    result = run("compare", make_corpus(YANTAI, WEIFANG), "--lang", lang)
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout


@pytest.mark.parametrize("issued", ["2023-13-40", "2023-02-30", "July 2023", "2023/07/06", "0000"])
def test_diffusion_a_date_that_is_none_is_an_error(make_corpus: Make, issued: str) -> None:
    with pytest.raises(CorpusError, match=f"issued is '{issued}'; allowed are 2023, 2023-07"):
        pc.compare(make_corpus(YANTAI, {**WEIFANG, "issued": issued}))


@pytest.mark.parametrize("parents", [("烟台市", ""), ("潍坊市", "烟台市")])
def test_diffusion_a_jurisdiction_below_itself_is_an_error(
    make_corpus: Make, parents: tuple[str, str]
) -> None:
    a, b = {**YANTAI, "parent": parents[0]}, {**WEIFANG, "parent": parents[1]}
    with pytest.raises(CorpusError, match="below itself: its parent is"):
        pc.compare(make_corpus(a, b))


def test_diffusion_dates_that_contradict_each_other_are_told(
    run: Callable[..., Result], make_corpus: Make
) -> None:
    folder = make_corpus({**YANTAI, "horizon_end": "2019"}, {**WEIFANG, "issued": "2199-01"})
    found = pc.compare(folder)
    assert any("yt was issued 2020-03-01, after the end of" in told for told in found.warnings)
    assert not any("still to come" in warning for warning in found.warnings)
    assert "wf is issued 2199-01 by the manifest, which is still to come" in (
        run("compare", folder).stderr
    )
    messages = [row.message for row in pc.check(folder)]
    assert any("after the end of its horizon" in message for message in messages)
    assert any("still to come" in message for message in messages)


def test_diffusion_of_some_documents_says_nothing_of_the_dates_of_others(
    run: Callable[..., Result], make_corpus: Make
) -> None:
    later = {**WEIFANG, "document": "wf-2", "issued": "2199-01"}
    folder = make_corpus(YANTAI, WEIFANG, later)
    some = ("yt", "wf")
    rows = pc.check(folder, settings=pc.Settings(documents=some))
    assert not any("still to come" in row.message for row in rows)
    for command in ("compare", "diffusion"):
        assert "still to come" in run(command, folder).stderr
        assert "still to come" not in run(command, folder, "--documents", ",".join(some)).stderr


def test_diffusion_levels_that_contradict_each_other_are_unknown_and_told(
    make_corpus: Make,
) -> None:
    folder = make_corpus(YANTAI, WEIFANG, {**WEIFANG, "document": "wf-2", "level": "county"})
    found = pc.compare(folder)
    assert any("gives 潍坊市 the levels city and county" in w for w in found.warnings)
    assert {row["relation"] for row in found.dyads_table()} == {"unknown"}
