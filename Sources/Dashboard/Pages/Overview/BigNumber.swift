/// Digits three rows high, to be read from across a room.
enum BigNumber {
  private static let rows: [[String]] = [
    ["┏━┓", " ╻ ", "┏━┓", "┏━┓", "╻ ╻", "┏━┓", "┏━┓", "┏━┓", "┏━┓", "┏━┓"],
    ["┃ ┃", " ┃ ", "┏━┛", " ━┫", "┗━┫", "┗━┓", "┣━┓", "  ┃", "┣━┫", "┗━┫"],
    ["┗━┛", " ╹ ", "┗━╸", "┗━┛", "  ╹", "┗━┛", "┗━┛", "  ╹", "┗━┛", "┗━┛"],
  ]
  private static let plainRows: [[String]] = [
    [" _ ", "   ", " _ ", " _ ", "   ", " _ ", " _ ", " _ ", " _ ", " _ "],
    ["| |", "  |", " _|", " _|", "|_|", "|_ ", "|_ ", "  |", "|_|", "|_|"],
    ["|_|", "  |", "|_ ", " _|", "  |", " _|", "|_|", "  |", "|_|", " _|"],
  ]

  /// - Parameter number: Digits alone.
  static func lines(_ number: String, unicode: Bool) -> [String] {
    let digits = number.compactMap(\.wholeNumberValue)
    return (unicode ? rows : plainRows).map { row in
      digits.map { row[$0] }.joined(separator: " ")
    }
  }

  static func columns(_ number: String, isBig: Bool) -> Int {
    isBig ? number.count * 4 - 1 : number.count
  }
}
