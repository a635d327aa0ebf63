"""Pictures with QR codes, made on the spot."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import zxingcpp
from PIL import Image


def qr(text: str, scale: int = 5) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(code.to_image(scale=scale)).convert("RGB")


def screenshot(text: str, size: tuple[int, int] = (1080, 1920), angle: float = 0) -> Image.Image:
    """A code in the lower half of a grey screen."""
    screen = Image.new("RGB", size, (238, 238, 238))
    code = qr(text, 8).rotate(angle, expand=True, fillcolor=(255, 255, 255))
    screen.paste(code, ((size[0] - code.width) // 2, size[1] * 2 // 3 - code.height // 2))
    return screen


def saved(picture: Image.Image, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)
    return path


def bomb(path: Path, side: int = 60_000) -> Path:
    """A few bytes that claim to be a picture of `side` by `side` pixels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 4096)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path
