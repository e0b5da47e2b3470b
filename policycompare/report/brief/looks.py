"""Fonts, sizes and margins of the DOCX file."""

from __future__ import annotations

from typing import NamedTuple

from policycompare.report.labels import Language

FALLBACKS = {
    "仿宋": ("FangSong", "仿宋_GB2312", "STFangsong", "Noto Serif CJK SC"),
    "黑体": ("SimHei", "STHeiti", "Noto Sans CJK SC"),
    "宋体": ("SimSun", "STSong", "Noto Serif CJK SC"),
    "Times New Roman": ("Liberation Serif",),
}
"""What stands in for a font that is not installed, in order of preference."""


class Look(NamedTuple):
    """Look of one style: fonts for Latin and East Asian text, size and line height in points."""

    latin: str
    east_asian: str
    size: float
    line: float
    before: float = 0
    after: float = 0
    bold: bool = False


LOOKS: dict[Language, dict[str, Look]] = {
    "en": {
        "Normal": Look("Times New Roman", "宋体", 10.5, 13, after=2),
        "Title": Look("Arial", "黑体", 18, 24, after=2, bold=True),
        "Subtitle": Look("Times New Roman", "宋体", 11, 15, after=4),
        "Heading 1": Look("Arial", "黑体", 11.5, 15, before=5, after=2, bold=True),
        "List Bullet": Look("Times New Roman", "宋体", 10.5, 13, after=1),
        "Source": Look("Times New Roman", "宋体", 8, 10.5, after=1),
    },
    "zh": {
        "Normal": Look("Times New Roman", "仿宋", 11, 17),
        "Title": Look("Times New Roman", "宋体", 20, 28, bold=True),
        "Subtitle": Look("Times New Roman", "仿宋", 12, 20, after=4),
        "Heading 1": Look("Times New Roman", "黑体", 11.5, 18, before=4),
        "List Bullet": Look("Times New Roman", "仿宋", 11, 17),
        "Source": Look("Times New Roman", "宋体", 8, 11, after=1),
    },
}

MARGINS_MM = {"top_margin": 24, "bottom_margin": 22, "left_margin": 26, "right_margin": 26}
