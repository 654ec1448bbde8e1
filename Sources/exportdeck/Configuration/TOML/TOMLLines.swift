/// Where the keys of a TOML document are: TOMLKit gives lines for syntax errors only.
///
/// The text is known to be TOML, so this only has to find keys: at the start of a line, bare,
/// quoted or dotted, below the last `[header]`. Keys in an inline table are found at the line of
/// the key that holds the table. The tables of a list (`[[contexts]]`) are numbered: `contexts`,
/// `0`, `region`.
struct TOMLLines {
  private var lines: [[String]: Int] = [:]

  init(_ text: String) {
    var header: [String] = []
    var counts: [[String]: Int] = [:]
    var multiline: String?
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      if let quotes = multiline {
        if Self.occurrences(of: quotes, in: line) % 2 == 1 { multiline = nil }
        continue
      }
      var rest = line.drop { $0.isWhitespace }
      if rest.first == "[" {
        let isOfList = rest.hasPrefix("[[")
        rest = rest.drop { $0 == "[" || $0.isWhitespace }
        if let path = Self.keyPath(&rest), rest.first == "]" {
          let number = counts[path, default: 0]
          header = isOfList ? path + ["\(number)"] : path
          counts[path] = number + 1
          note(header, at: index + 1)
        }
      } else if let path = Self.keyPath(&rest), rest.first == "=" {
        note(header + path, at: index + 1)
        multiline = ["\"\"\"", "'''"].first { Self.occurrences(of: $0, in: rest) % 2 == 1 }
      }
    }
  }

  /// The line of a key, or else of the nearest key that contains it; line 1 if there is none.
  func line(of path: [String]) -> Int {
    var path = path
    while !path.isEmpty {
      if let line = lines[path] { return line }
      path.removeLast()
    }
    return 1
  }

  /// A dotted key also gives a line to each table on its path.
  private mutating func note(_ path: [String], at line: Int) {
    for length in 1...path.count {
      let part = Array(path.prefix(length))
      lines[part] = lines[part] ?? line
    }
  }

  /// Reads `a."b.c".d` and the blanks around it; nil where there is no key.
  private static func keyPath(_ text: inout Substring) -> [String]? {
    var path: [String] = []
    repeat {
      if text.first == "." { text.removeFirst() }
      text = text.drop { $0.isWhitespace }
      guard let key = key(&text) else { return nil }
      path.append(key)
      text = text.drop { $0.isWhitespace }
    } while text.first == "."
    return path
  }

  private static func key(_ text: inout Substring) -> String? {
    guard let first = text.first else { return nil }
    guard first == "\"" || first == "'" else {
      let key = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" || $0 == "_" }
      text = text.dropFirst(key.count)
      return key.isEmpty ? nil : String(key)
    }
    text.removeFirst()
    let key = text.prefix { $0 != first }
    text = text.dropFirst(key.count)
    return text.popFirst() == nil ? nil : String(key)
  }

  private static func occurrences(of quotes: String, in text: Substring) -> Int {
    text.ranges(of: quotes).count
  }
}
