"""Made-up plans of the digital economy for the tests of ``diff``."""

from __future__ import annotations

from pathlib import Path

from policycompare import VersionDiff, diff

NUMERALS = "一二三四五六七八九十"

CLAUSES = {
    "core": "培育壮大数字经济核心产业。聚焦集成电路、新型显示、智能终端等领域做强产业链条,"
    "到2025年数字经济核心产业增加值占比达到10%。",
    "networks": "加快新型基础设施建设。推进5G网络规模化部署,建成5G基站20000个,统筹布局数据中心,"
    "提升算力供给能力。",
    "services": "推进政务服务一网通办。深化电子证照应用,推动高频事项跨省通办,"
    "建设统一的政务数据共享交换平台。",
    "talent": "加强数字人才引育。实施数字技能提升行动,支持高校设立数字经济相关专业,"
    "每年培训5000人次。",
    "data": "优化数据要素市场。完善数据产权登记制度,培育数据交易机构,探索公共数据授权运营机制。",
    "farms": "发展智慧农业。推广农业物联网测控系统和农机自动驾驶,建设智慧农场和数字渔场示范基地。",
}
"""Clauses by subject."""


def make_plan(*clauses: str, section: str = "重点任务") -> str:
    """A plan with one section of numbered clauses."""
    lines = [f"({NUMERALS[i]}){text}" for i, text in enumerate(clauses)]
    return "\n".join(["某省数字经济发展规划", "", f"一、{section}", *lines, ""])


def write_plans(folder: Path, **plans: str) -> Path:
    """Write plans under their names into a folder without a manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in plans.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def diff_plans(folder: Path, a: str, b: str) -> VersionDiff:
    """Tell what changed between two plans."""
    return diff(write_plans(folder, a=a, b=b), "a", "b")


def states(found: VersionDiff) -> list[tuple[str, str, str]]:
    """State and the paths of both clauses of every row, – where there is none."""
    return [(c.state, c.a.path if c.a else "–", c.b.path if c.b else "–") for c in found.changes]
