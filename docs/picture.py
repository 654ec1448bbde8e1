"""Draws what `tmux capture-pane -e -p -N` tells of a screen: text and colours on standard input, a PNG to the path given."""
import collections
import re
import sys
import unicodedata

from PIL import Image, ImageDraw, ImageFont

FORE, BACK = (0xD8, 0xD8, 0xD8), (0x12, 0x12, 0x14)
DARK = [(0, 0, 0), (205, 49, 49), (13, 188, 121), (229, 189, 16), (36, 114, 200), (188, 63, 188), (17, 168, 205), (204, 204, 204)]
LIGHT = [(102, 102, 102), (241, 76, 76), (35, 209, 139), (245, 245, 67), (59, 142, 234), (214, 112, 214), (41, 184, 219), (255, 255, 255)]
FOLDER = "/usr/share/fonts/truetype/dejavu/"
SIZE = 15


def indexed(number):
    """A colour of xterm's 256."""
    if number < 16:
        return (DARK + LIGHT)[number]
    if number < 232:
        return tuple(0 if part == 0 else 55 + 40 * part for part in ((number - 16) // 36, (number - 16) // 6 % 6, (number - 16) % 6))
    return (8 + 10 * (number - 232),) * 3


class Look:
    """How the next character looks."""

    def __init__(self):
        self.fore, self.back, self.marks = None, None, set()

    def take(self, codes):
        """The numbers of one SGR sequence."""
        codes = [int(code or 0) for code in codes]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.__init__()
            elif code in (1, 2, 4, 7):
                self.marks.add(code)
            elif code in (22, 24, 27):
                self.marks -= {22: {1, 2}, 24: {4}, 27: {7}}[code]
            elif code in (38, 48):
                if codes.pop(0) == 5:
                    colour = indexed(codes.pop(0))
                else:
                    colour = tuple(codes[:3])
                    del codes[:3]
                self.set(code == 38, colour)
            elif code in (39, 49):
                self.set(code == 39, None)
            elif 30 <= code <= 37 or 40 <= code <= 47:
                self.set(code < 40, DARK[code % 10])
            elif 90 <= code <= 97 or 100 <= code <= 107:
                self.set(code < 100, LIGHT[code % 10])

    def set(self, is_fore, colour):
        if is_fore:
            self.fore = colour
        else:
            self.back = colour

    def colours(self):
        fore, back = self.fore or FORE, self.back or BACK
        if 1 in self.marks and fore in DARK:
            fore = LIGHT[DARK.index(fore)]
        if 7 in self.marks:
            fore, back = back, fore
        if 2 in self.marks:
            fore = tuple((a * 3 + b * 2) // 5 for a, b in zip(fore, back))
        return fore, back


def cells(text):
    """Row, column, character, how it looks."""
    look, all = Look(), []
    for row, line in enumerate(text.rstrip("\n").split("\n")):
        column = 0
        for sequence, character in re.findall(r"\x1b\[([0-9;:]*)m|([^\x1b])", line):
            if not character:
                look.take(re.split("[;:]", sequence))
            elif not unicodedata.combining(character):
                all.append((row, column, character, look.colours(), set(look.marks)))
                column += 1
    return all


def draw(text, columns, path):
    fonts = [ImageFont.truetype(FOLDER + name, SIZE) for name in ("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf", "DejaVuSans.ttf")]
    absent = [bytes(font.getmask("\U0010FFFE")) for font in fonts]
    (up, down), width = fonts[0].getmetrics(), round(fonts[0].getlength("M"))
    all = cells(text)
    # tmux leaves out what was erased: it has the colour that most of the screen has.
    base = collections.Counter(back for _, _, _, (_, back), _ in all).most_common(1)[0][0]
    image = Image.new("RGB", (width * columns, (up + down) * (all[-1][0] + 1)), base)
    canvas = ImageDraw.Draw(image)
    for row, column, character, (fore, back), marks in all:
        left, top = column * width, row * (up + down)
        if back != base:
            canvas.rectangle((left, top, left + width - 1, top + up + down - 1), fill=back)
        wanted = fonts[1 if 1 in marks else 0]
        here = [font for font in (wanted, fonts[0], fonts[2]) if bytes(font.getmask(character)) != absent[fonts.index(font)]]
        font = here[0] if here else wanted
        aside = (width - font.getlength(character)) // 2 if font is fonts[2] else 0
        canvas.text((left + aside, top + up), character, font=font, fill=fore, anchor="ls")
        if 4 in marks:
            canvas.line((left, top + up + 2, left + width - 1, top + up + 2), fill=fore)
    image.save(path, optimize=True)


draw(sys.stdin.read(), int(sys.argv[1]), sys.argv[2])
