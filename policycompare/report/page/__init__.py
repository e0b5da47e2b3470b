"""The page: one offline HTML file with the whole comparison, made of the rows of the CSV files."""

from __future__ import annotations

from policycompare.report.page.rendering import page_chunks, render_page

__all__ = ["page_chunks", "render_page"]
