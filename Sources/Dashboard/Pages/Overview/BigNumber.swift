import Canvas

/// Digits to be read from across a room: a number, or a time of day.
struct BigNumber {
  enum Size {
    /// Three rows high.
    case lines
    /// Five rows high.
    case blocks

    var rows: Int { self == .lines ? 3 : 5 }
  }

  /// The rows from the top down.
  let lines: [String]

  /// - Parameter text: Digits and colons; anything else is left out.
  init(_ text: String, _ size: Size, unicode: Bool) {
    let font = size == .blocks ? Self.blocks : unicode ? Self.strokes : Self.plainStrokes
    let glyphs = text.compactMap { $0 == ":" ? 10 : $0.wholeNumberValue }
    let gap = size == .blocks ? "  " : " "
    lines = font.map { row in
      let line = glyphs.map { row[$0] }.joined(separator: gap)
      return size == .blocks && unicode ? String(line.map { $0 == "#" ? "█" : $0 }) : line
    }
  }

  var columns: Int { lines.first?.count ?? 0 }

  private static let strokes: [[String]] = [
    ["┏━┓", " ╻ ", "┏━┓", "┏━┓", "╻ ╻", "┏━┓", "┏━┓", "┏━┓", "┏━┓", "┏━┓", " "],
    ["┃ ┃", " ┃ ", "┏━┛", " ━┫", "┗━┫", "┗━┓", "┣━┓", "  ┃", "┣━┫", "┗━┫", ":"],
    ["┗━┛", " ╹ ", "┗━╸", "┗━┛", "  ╹", "┗━┛", "┗━┛", "  ╹", "┗━┛", "┗━┛", " "],
  ]
  private static let plainStrokes: [[String]] = [
    [" _ ", "   ", " _ ", " _ ", "   ", " _ ", " _ ", " _ ", " _ ", " _ ", " "],
    ["| |", "  |", " _|", " _|", "|_|", "|_ ", "|_ ", "  |", "|_|", "|_|", ":"],
    ["|_|", "  |", "|_ ", " _|", "  |", " _|", "|_|", "  |", "|_|", " _|", " "],
  ]
  /// Each dot is two cells wide, so that it is about as high as it is wide.
  private static let blocks: [[String]] = [
    [
      "######", "  ##  ", "######", "######", "##  ##", "######", "######", "######", "######",
      "######", "  ",
    ],
    [
      "##  ##", "####  ", "    ##", "    ##", "##  ##", "##    ", "##    ", "    ##", "##  ##",
      "##  ##", "##",
    ],
    [
      "##  ##", "  ##  ", "######", "######", "######", "######", "######", "    ##", "######",
      "######", "  ",
    ],
    [
      "##  ##", "  ##  ", "##    ", "    ##", "    ##", "    ##", "##  ##", "    ##", "##  ##",
      "    ##", "##",
    ],
    [
      "######", "######", "######", "######", "    ##", "######", "######", "    ##", "######",
      "######", "  ",
    ],
  ]
}
