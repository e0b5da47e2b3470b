"""Fuzz ``outline``: see ``tests/fuzz/harness.py``."""

from harness import main

if __name__ == "__main__":
    main("outline")
