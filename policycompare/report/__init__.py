"""Report: rows first, rendering second; files, terminal and formats show the same rows."""
