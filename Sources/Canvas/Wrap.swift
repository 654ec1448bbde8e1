extension Painter {
  /// Breaks a text into lines of at most `columns` cells: at its own line feeds, then at spaces if
  /// there are any, and inside a word only if the word is too long for a line by itself (an ARN).
  ///
  /// The spaces at a break are dropped; those at the beginning of a line of the text stay. A wide
  /// glyph that doesn't fit even on a line of its own becomes `?`.
  public static func wrap(_ text: String, columns: Int) -> [String] {
    let columns = max(1, columns)
    if let lines = wrapASCII(text, columns: columns) { return lines }
    return text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .flatMap { wrapLine($0, columns: columns) }
  }

  /// The same for one line of printable ASCII, which nearly all long texts are: every byte is a
  /// cell, and every line a part of the text. Nil for any other text.
  private static func wrapASCII(_ text: String, columns: Int) -> [String]? {
    let lines: [String]?? = text.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.allSatisfy({ 0x20..<0x7F ~= $0 }) else { return nil }
      if bytes.count <= columns { return [text] }
      return asciiLines(of: bytes, columns: columns).map {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[$0]), as: UTF8.self)
      }
    }
    return lines ?? nil
  }

  private static func asciiLines(
    of bytes: UnsafeBufferPointer<UInt8>, columns: Int
  ) -> [Range<Int>] {
    let space = UInt8(ascii: " ")
    var lines: [Range<Int>] = []
    var line = 0..<0
    var at = 0
    while true {
      let before = at
      while at < bytes.count, bytes[at] == space { at += 1 }
      guard at < bytes.count else { break }
      let start = at
      while at < bytes.count, bytes[at] != space { at += 1 }
      if before == 0 {
        // Keep as much of an indentation as leaves room for the word.
        line = start - min(start, max(0, columns - (at - start)))..<at
      } else if at - line.lowerBound > columns {
        lines.append(line)
        line = start..<at
      } else {
        line = line.lowerBound..<at
      }
      while line.count > columns {
        lines.append(line.prefix(columns))
        line = line.lowerBound + columns..<at
      }
    }
    return lines + [line]
  }

  private static func wrapLine(_ line: Substring, columns: Int) -> [String] {
    if GlyphWidth.columns(of: String(line)) <= columns { return [String(line)] }
    var lines = WrappedLines(limit: columns)
    var spaces = Substring.UnicodeScalarView()
    var word = Substring.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if scalar == " " {
        if !word.isEmpty {
          lines.add(spaces: spaces.count, word: word)
          spaces = .init()
          word = .init()
        }
        spaces.append(scalar)
      } else {
        word.append(scalar)
      }
    }
    if !word.isEmpty { lines.add(spaces: spaces.count, word: word) }
    return lines.finished
  }
}

private struct WrappedLines {
  let limit: Int
  private var done: [String] = []
  private var line = String.UnicodeScalarView()
  private var used = 0
  private var atBeginning = true

  init(limit: Int) { self.limit = limit }

  var finished: [String] { done + [String(line)] }

  mutating func add(spaces: Int, word: Substring.UnicodeScalarView) {
    let width = word.reduce(0) { $0 + GlyphWidth.columns(of: $1) }
    let spaces = atBeginning ? min(spaces, max(0, limit - max(1, width))) : spaces
    if used > 0, used + spaces + width > limit {
      endLine()
    } else {
      for _ in 0..<spaces { append(" ", columns: 1) }
    }
    atBeginning = false
    for scalar in word {
      let columns = GlyphWidth.columns(of: scalar)
      if columns > limit {
        append("?", columns: 1)
      } else {
        append(scalar, columns: columns)
      }
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, columns: Int) {
    if used + columns > limit { endLine() }
    line.append(scalar)
    used += columns
  }

  private mutating func endLine() {
    done.append(String(line))
    line = .init()
    used = 0
  }
}
