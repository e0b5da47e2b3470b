"""Read a PDF file with a text layer."""
