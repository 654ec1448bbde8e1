/// The words of a command line, by the POSIX shell's rules for quotes and backslashes but without a
/// shell: no variables, no `~`, no globs, no pipes.
///
/// This is Python's `shlex.split`, which botocore splits `credential_process` with. It differs from
/// a shell in one way: after a backslash at the end of a line, the line break is kept.
enum ShellWords {
  enum Failure: Error, Hashable {
    case unclosedQuote(Unicode.Scalar)
    case nothingEscaped

    var words: String {
      switch self {
      case .unclosedQuote(let quote): "a quote (\(quote)) is opened and never closed"
      case .nothingEscaped: "it ends with a backslash that nothing follows"
      }
    }
  }

  static func split(_ line: String) throws(Failure) -> [String] {
    var scalars = line.unicodeScalars.makeIterator()
    var words: [String] = []
    var word: String.UnicodeScalarView?
    while let scalar = scalars.next() {
      switch scalar {
      case " ", "\t", "\r", "\n":
        if let finished = word { words.append(String(finished)) }
        word = nil
      case "\"", "'":
        word = (word ?? .init()) + (try quoted(by: scalar, &scalars))
      case "\\":
        guard let escaped = scalars.next() else { throw .nothingEscaped }
        word = (word ?? .init()) + [escaped]
      default:
        word = (word ?? .init()) + [scalar]
      }
    }
    if let finished = word { words.append(String(finished)) }
    return words
  }

  /// The text up to the closing quote. Between double quotes a backslash escapes the quote and
  /// itself; before anything else it is an ordinary character.
  private static func quoted(
    by quote: Unicode.Scalar, _ scalars: inout String.UnicodeScalarView.Iterator
  ) throws(Failure) -> [Unicode.Scalar] {
    var text: [Unicode.Scalar] = []
    while let scalar = scalars.next() {
      if scalar == quote { return text }
      if scalar == "\\", quote == "\"" {
        guard let escaped = scalars.next() else { throw .nothingEscaped }
        if escaped != quote && escaped != "\\" { text.append(scalar) }
        text.append(escaped)
      } else {
        text.append(scalar)
      }
    }
    throw .unclosedQuote(quote)
  }
}
