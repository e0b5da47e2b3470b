"""Unpack members of a ZIP container into memory, within limits; nothing is written anywhere."""

from __future__ import annotations

import io
import zipfile
import zlib

from policycompare.errors import ReadError
from policycompare.reading.model import Limits

RATIO_FROM = 1_000_000
"""Bytes; a member that unpacks to less may have any ratio."""


class Archive:
    """The members of a ZIP container, read under the limits of one file."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self._limits = limits
        self._left = limits.max_expanded
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self._damaged(str(error)) from error
        self.members = {info.filename: info for info in self._zip.infolist() if not info.is_dir()}

    def read(self, member: str) -> bytes:
        """Unpack a member.

        Raises
        ------
        ReadError
            If it is locked or damaged, or larger than the limits allow, whatever its header says.
        """
        info = self.members[member]
        if info.flag_bits & 0x1:
            raise ReadError(
                f"{self.name} is locked with a password ({member}); only open files can be read; "
                f"save it without a password."
            )
        allowed = min(self._left, self._limits.max_expanded)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(allowed + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise self._damaged(f"{member}: {error}") from error
        too_dense = len(data) > max(RATIO_FROM, self._limits.max_ratio * info.compress_size)
        if len(data) > allowed or too_dense:
            raise ReadError(
                f"{self.name} unpacks to too much ({member}); allowed are "
                f"{self._limits.max_expanded:,} bytes in all and {self._limits.max_ratio} times "
                f"the packed size; if the file is sound, save its text as UTF-8."
            )
        self._left -= len(data)
        return data

    def _damaged(self, reason: str) -> ReadError:
        return ReadError(
            f"{self.name} is damaged ({reason}); only whole files can be read; download or copy it "
            f"again."
        )
