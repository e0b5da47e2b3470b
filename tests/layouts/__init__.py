"""Makes the files in tests/fixtures/layouts from the plain texts there; see make.py."""
