"""Hints of names of other places in a comparison, a check and the files."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

import policycompare as pc
from tests.planting import COPY, WEIFANG, YANTAI, Make


def test_names_hint_names_the_linked_clause_at_home(
    run: Callable[..., Result], make_corpus: Make
) -> None:
    home = {**YANTAI, "jurisdiction": "宁波市", "parent": "浙江省", "document": "nb"}
    text = COPY + "率先在鄞州区、慈溪市开展试点。(责任单位:宁波市经信局)"
    planted = {**WEIFANG, "smart": text}
    folder = make_corpus({**home, "smart": text}, planted)
    rows = list(pc.names(folder))
    assert [row["name"] for row in rows] == ["鄞州区", "慈溪市", "宁波市经信局"]
    source = (folder / "wf.txt").read_text(encoding="utf-8")
    for row in rows:
        assert (row["document"], row["strength"]) == ("wf", "strong")
        assert row["linked_clause"] == "nb/一(一)"
        assert row["home_documents"] == "nb"
        assert source[row["start"] : row["end"]] == row["quote"] == row["name"]
        assert row["quote"] in row["context"]
    assert rows[0]["division_of"] == "浙江省宁波市鄞州区"
    assert "3 strong and 0 weak hints" in " ".join(run("compare", folder).stdout.split())
    checked = [row for row in pc.check(folder) if row.subject == "names"]
    assert [(row.document, row.severity) for row in checked] == [("wf", "doubt")] * 3


def test_names_in_the_preamble_are_hints_without_a_clause(make_corpus: Make) -> None:
    folder = make_corpus(YANTAI, WEIFANG)
    text = (folder / "wf.txt").read_text(encoding="utf-8")
    opening = "为落实上级部署,结合慈溪市实际,制定本行动计划。"
    changed = text.replace("\n\n一、", f"\n\n{opening}\n\n一、")
    (folder / "wf.txt").write_text(changed, encoding="utf-8")
    (row,) = pc.names(folder)
    assert (row["part"], row["clause_id"], row["measure"]) == ("preamble", "", "")
    assert changed[row["start"] : row["end"]] == row["name"] == "慈溪市"
    messages = [one.message for one in pc.check(folder) if one.subject == "names"]
    assert messages[0].startswith("preamble names 慈溪市 (浙江省宁波市慈溪市)")


def test_names_without_a_jurisdiction_are_not_checked_and_this_is_said(
    run: Callable[..., Result], make_corpus: Make
) -> None:
    text = COPY + "率先在鄞州区、慈溪市开展试点。"
    folder = make_corpus({**YANTAI, "jurisdiction": "", "parent": "", "smart": text}, WEIFANG)
    result = run("names", folder, "--format", "json")
    assert json.loads(result.stdout) == []
    assert "yt is not checked for names of other places: its jurisdiction" in result.stderr
    record = json.loads((pc.compare(folder).write(folder / "out")[-1]).read_text(encoding="utf-8"))
    assert record["names"]["not_checked"] == {"yt": "its jurisdiction is not known"}
    assert "Not checked for names of other places" in run("compare", folder).stdout


def test_names_of_the_shipped_corpus_are_their_own(comparison: pc.Comparison) -> None:
    assert list(comparison.names_table()) == []


def test_names_say_that_none_was_found_and_how_many_are_explained(
    run: Callable[..., Result], make_corpus: Make
) -> None:
    folder = make_corpus(YANTAI, {**WEIFANG, "smart": COPY + "与青岛市合作共建产业园。"})
    result = run("names", folder, "--format", "json")
    assert json.loads(result.stdout) == []
    assert "in 2 of 2 documents: no hints, 1 explained by the context" in result.stderr


def test_names_of_a_county_called_like_a_word_are_borne_out_by_its_home(make_corpus: Make) -> None:
    home = {**YANTAI, "jurisdiction": "嘉兴市", "parent": "浙江省", "document": "jx"}
    text = COPY + "依托海盐县开展试点。"
    folder = make_corpus({**home, "smart": text}, {**WEIFANG, "smart": text})
    assert [(row["name"], row["strength"]) for row in pc.names(folder)] == [("海盐县", "strong")]
    (folder / "jx.txt").write_text(
        (folder / "jx.txt").read_text(encoding="utf-8").replace("海盐县", "当地"), encoding="utf-8"
    )
    assert [(row["name"], row["strength"]) for row in pc.names(folder)] == [("海盐县", "weak")]


def test_names_check_doubts_a_parent_that_does_not_lie_above(make_corpus: Make) -> None:
    folder = make_corpus({**YANTAI, "parent": "山冻省"}, WEIFANG)
    (doubt,) = (row for row in pc.check(folder) if "its parent" in row.message)
    assert (doubt.document, doubt.severity, doubt.subject) == ("yt", "doubt", "metadata")
    assert "its parent is 山冻省 by the manifest, but 烟台市 is 山东省烟台市" in doubt.message


def test_names_check_looks_at_the_roles_of_the_settings(make_corpus: Make) -> None:
    folder = make_corpus({**YANTAI, "smart": COPY + "依托即墨区开展试点。"}, WEIFANG)

    def messages(*roles: str) -> list[str]:
        return [row.message for row in pc.check(folder, settings=pc.Settings(roles=roles))]

    assert any("即墨区" in message for message in messages("task"))
    others = messages("safeguard")
    assert not any("即墨区" in message for message in others)
    assert sum("no text has one of the roles safeguard" in message for message in others) == 2
