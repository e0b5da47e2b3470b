"""Two pages for a decision maker: every sentence is of rows of the written files."""

from policycompare.report.brief.building import Brief, brief_rows, build_brief
from policycompare.report.brief.facts import Fact, Rows
from policycompare.report.brief.sentences import BriefSentence, Passage
from policycompare.report.brief.writing import check_brief_path, write_brief

__all__ = [
    "Brief",
    "BriefSentence",
    "Fact",
    "Passage",
    "Rows",
    "brief_rows",
    "build_brief",
    "check_brief_path",
    "write_brief",
]
