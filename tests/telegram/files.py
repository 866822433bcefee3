"""Files, as Telegram keeps them: sent once, known by their id from then on."""

import hashlib
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from tests.telegram.refused import refuse

Json = dict[str, Any]
LARGEST_DOWNLOAD: Final = 20_000_000
"""Bytes of the largest file that a bot can fetch."""
_WRONG: Final = "wrong file identifier/HTTP URL specified"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that comes with a call."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class File:
    """A file that Telegram has.

    Attributes:
        id: what a bot sends it again by.
        kind: "photo" or "document".
        name: what it was called.
        content: its bytes.
        mime: its media type.
    """

    id: str
    kind: str
    name: str
    content: bytes
    mime: str

    @property
    def unique_id(self) -> str:
        """The same for the same bytes."""
        return hashlib.sha256(self.content).hexdigest()[:16]

    @property
    def path(self) -> str:
        """Where a bot fetches it."""
        return f"{self.kind}s/{self.id}"

    def for_bot(self) -> Any:  # noqa: ANN401 - a photo is a list of sizes
        """The file as it stands in a message."""
        shown: Json = {"file_id": self.id, "file_unique_id": self.unique_id}
        shown["file_size"] = len(self.content)
        if self.kind == "photo":
            return [shown | {"width": 800, "height": 600}]
        return shown | {"file_name": self.name, "mime_type": self.mime}


@dataclass
class Files:
    """Every file by its id."""

    known: dict[str, File] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def keep(self, kind: str, upload: Upload) -> File:
        """Take a file in."""
        number = f"{kind}-{next(self._numbers)}"
        file = File(number, kind, upload.name, upload.content, upload.mime)
        self.known[file.id] = file
        return file

    def given(self, kind: str, value: Any, params: Json) -> File:  # noqa: ANN401 - JSON
        """The file that a parameter means: uploaded, attached to the call, or known by its id.

        Raises:
            Refused: there is none, or it is of another kind.
        """
        if isinstance(value, str) and value.startswith("attach://"):
            value = params.get(value.removeprefix("attach://"))
            if not isinstance(value, Upload):
                refuse("media not found")
        if isinstance(value, Upload):
            if not value.content:
                refuse("file must be non-empty")
            return self.keep(kind, value)
        file = self.known.get(str(value))
        if file is None:
            refuse(_WRONG)
        if file.kind != kind:
            refuse(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file

    def for_bot(self, number: str) -> Json:
        """What getFile answers.

        Raises:
            Refused: there is no such file, or it is too big.
        """
        file = self.known.get(number)
        if file is None:
            refuse("invalid file_id")
        if len(file.content) > LARGEST_DOWNLOAD:
            refuse("file is too big")
        return {
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "file_size": len(file.content),
            "file_path": file.path,
        }

    def at(self, path: str) -> File | None:
        """The file that a bot fetches from a path."""
        return next((file for file in self.known.values() if file.path == path), None)
