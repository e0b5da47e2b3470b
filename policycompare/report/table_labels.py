"""The words about tables that are written without a report, in English and Chinese."""

from __future__ import annotations

TABLE_LABELS: dict[str, tuple[str, str]] = {
    "table_written": ("  {path}: {n_rows} rows", "  {path}：{n_rows}行"),
    "tables_record": (
        "Tables written; settings, counts and {n_warnings} warnings are in {path}.",
        "数据表已写出；设置、计数和{n_warnings}条警告见{path}。",
    ),
}
