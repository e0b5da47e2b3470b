"""``python -m policycompare``: the same as the command ``policycompare``."""

from policycompare.cli import main

if __name__ == "__main__":
    main(prog_name="policycompare")
