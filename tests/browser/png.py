"""Make a screenshot small: a page has few colours, so each pixel becomes one byte."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_COLOURS = 256


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _unfiltered(raw: bytes, width: int, height: int, size: int) -> list[bytearray]:
    """The rows of a picture with `size` bytes a pixel, without the filters they were sent with."""
    stride, rows = width * size, []
    before = bytearray(stride)
    for number in range(height):
        start = number * (stride + 1)
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride if kind else 0):
            left = row[i - size] if i >= size else 0
            up = before[i]
            corner = before[i - size] if i >= size else 0
            row[i] = (row[i] + _guess(kind, left, up, corner)) & 255
        rows.append(row)
        before = row
    return rows


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    """What the PNG standard's filter `kind` takes a byte to be near to."""
    if kind == 1:
        return left
    if kind == 2:
        return up
    if kind == 3:
        return (left + up) // 2
    near = left + up - corner
    distances = ((abs(near - left), left), (abs(near - up), up), (abs(near - corner), corner))
    return min(distances, key=lambda pair: pair[0])[1]


def smaller(picture: bytes) -> bytes:
    """The same picture in its 256 commonest colours. Others become the nearest of those."""
    chunks = list(_chunks(picture))
    width, height, depth, colour = struct.unpack(">IIBB", chunks[0][1][:10])
    size = {2: 3, 6: 4}[colour]
    assert depth == 8
    raw = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    rows = _unfiltered(raw, width, height, size)
    pixels = [
        [bytes(row[i : i + 3]) for i in range(0, width * size, size)] for row in rows
    ]  # fmt: skip
    counted = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _count in counted.most_common(_MOST_COLOURS)]
    index = {colour: number for number, colour in enumerate(palette)}
    for pixel in counted:
        if pixel not in index:
            index[pixel] = min(
                range(len(palette)),
                key=lambda n: sum((a - b) ** 2 for a, b in zip(palette[n], pixel, strict=True)),
            )
    body = b"".join(b"\0" + bytes(index[pixel] for pixel in row) for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return _SIGNATURE + b"".join(
        [
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(body, 9)),
            _chunk(b"IEND", b""),
        ]
    )
