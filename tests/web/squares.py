"""What a phone reads from the squares of a page: their modules drawn as pixels, then decoded."""

import re

import zxingcpp

PIXELS_A_MODULE = 4
SQUARE = re.compile(r'<svg[^>]*viewBox="0 0 (\d+) \d+"[^>]*class="qr".*?</svg>', re.DOTALL)
STROKES = re.compile(r'stroke="#000"[^>]* d="([^"]+)"')
STEP = re.compile(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?")


def decoded(page: str) -> list[str]:
    """The texts of all squares on a page, in their order."""
    return [_text(int(square[1]), square[0]) for square in SQUARE.finditer(page)]


def _text(side: int, drawn: str) -> str:
    strokes = STROKES.search(drawn)
    assert strokes is not None
    rows = [bytearray(b"\xff" * side) for _ in range(side)]
    for x, y in _dark(strokes[1]):
        rows[y][x] = 0
    wide = [bytes(v for v in row for _ in range(PIXELS_A_MODULE)) for row in rows]
    pixels = b"".join(row for row in wide for _ in range(PIXELS_A_MODULE))
    shape = (side * PIXELS_A_MODULE, side * PIXELS_A_MODULE)
    found = zxingcpp.read_barcodes(memoryview(pixels).cast("B", shape))
    return found[0].text


def _dark(strokes: str) -> list[tuple[int, int]]:
    """The dark modules of segno's one path: lines through the middle of each row."""
    x, y, dark = 0.0, 0.0, []
    for command, first, second in STEP.findall(strokes):
        if command == "h":
            dark += [(int(x) + n, int(y)) for n in range(int(first))]
            x += int(first)
        elif command == "m":
            x, y = x + float(first), y + float(second)
        else:
            x, y = float(first), float(second)
    return dark
