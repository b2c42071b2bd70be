"""Files that come in: held in memory, never on disk, and only where one is expected."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile, StopUpload

from erfara.people.importing.reading import MAX_BYTES

# The pages that take a file, and a little room to say in words that one was too large.
EXPECTED = re.compile(r"/arbete/[-\w]+/(register/import|kostnader/nytt/fil)/$")
ROOM = MAX_BYTES + 1_000_000


class InMemory(MemoryFileUploadHandler):
    """Django's own would put what is large into a temporary file, in clear. This one never does."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        path = META.get("PATH_INFO", "")
        self.expected = bool(EXPECTED.search(path))
        self.activated = self.expected
        self.size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not self.expected:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.size += len(raw_data)
        if self.size > ROOM:
            # Read to its end no more. What is there is larger than is allowed, and is told so.
            raise StopUpload(connection_reset=False)
        received: bytes | None = super().receive_data_chunk(raw_data, start)
        return received
