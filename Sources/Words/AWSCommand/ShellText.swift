import Ground

/// Takes a command apart into words as a POSIX shell does, but runs nothing: what a shell would have
/// to look up or to carry out is a problem that is named.
struct ShellText {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var line = 1
  private var words: [String] = []
  private var word: String.UnicodeScalarView?

  static func words(_ text: String) throws(StartTextProblem) -> [String] {
    var reader = ShellText(text)
    try reader.read()
    return reader.words
  }

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars.filter { $0 != "\r" && $0 != "\u{FEFF}" })
  }

  private mutating func next() -> Unicode.Scalar? {
    guard place < scalars.count else { return nil }
    defer { place += 1 }
    if scalars[place] == "\n" { line += 1 }
    return scalars[place]
  }

  private var following: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func read() throws(StartTextProblem) {
    while let scalar = next() {
      switch scalar {
      case " ", "\t": endWord()
      case "\n":
        endWord()
        if !words.isEmpty { return try expectNothing() }
      case "#" where word == nil: while let other = following, other != "\n" { _ = (next(), other) }
      case "'": try readSingleQuotes()
      case "\"": try readDoubleQuotes()
      case "\\": try readEscaped()
      case "$": try readDollar()
      case "`": throw problem("`…` runs another command: write what it gives")
      case ";", "&", "|", "<", ">", "(", ")":
        throw problem("“\(scalar)” is the shell's: only the one command is read, without it")
      default: add(scalar)
      }
    }
    endWord()
  }

  /// After the command's end.
  private mutating func expectNothing() throws(StartTextProblem) {
    while let scalar = next() {
      if scalar == "#" {
        while let other = following, other != "\n" { _ = (next(), other) }
      } else if scalar != " ", scalar != "\t", scalar != "\n" {
        throw problem(
          "the command has ended, and another line follows: end lines with \\ that go on")
      }
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    if word == nil { word = .init() }
    word?.append(scalar)
  }

  private mutating func endWord() {
    if let word { words.append(String(word)) }
    word = nil
  }

  private mutating func readEscaped() throws(StartTextProblem) {
    guard let escaped = next() else {
      throw problem("it ends with a backslash that nothing follows")
    }
    if escaped != "\n" { add(escaped) }
  }

  private mutating func readSingleQuotes() throws(StartTextProblem) {
    let start = line
    if word == nil { word = .init() }
    while let scalar = next() {
      if scalar == "'" { return }
      add(scalar)
    }
    throw StartTextProblem(line: start, "a quote (') is opened and never closed")
  }

  private mutating func readDoubleQuotes() throws(StartTextProblem) {
    let start = line
    if word == nil { word = .init() }
    while let scalar = next() {
      switch scalar {
      case "\"": return
      case "$": try readDollar()
      case "`": throw problem("`…` runs another command: write what it gives")
      case "\\":
        guard let escaped = next() else { break }
        if ["$", "`", "\"", "\\"].contains(escaped) {
          add(escaped)
        } else if escaped != "\n" {
          add("\\")
          add(escaped)
        }
      default: add(scalar)
      }
    }
    throw StartTextProblem(line: start, "a quote (\") is opened and never closed")
  }

  private mutating func readDollar() throws(StartTextProblem) {
    guard let scalar = following else { return add("$") }
    let isName = scalar.properties.isAlphabetic || scalar == "_" || ("0"..."9").contains(scalar)
    if isName || "{(@*#?$!-'\"".unicodeScalars.contains(scalar) {
      let rest = String(String.UnicodeScalarView(scalars[place...].prefix(30)))
      let name = rest.prefix { $0.isLetter || $0.isNumber || "_{}".contains($0) }
      throw problem(
        "$\(UntrustedText.oneLine(String(name))) is only known to a shell: write its value")
    }
    add("$")
  }

  private func problem(_ message: String) -> StartTextProblem {
    StartTextProblem(line: line, message)
  }
}
