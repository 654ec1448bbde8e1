/// The words of a command line, by the rules of the POSIX shell for quotes and backslashes and
/// without a shell: no variables, no `~`, no globs, no pipes.
///
/// It is Python's `shlex.split`, which botocore splits `credential_process` with. It differs from a
/// shell where a backslash stands before the end of a line: the line's end is kept.
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

  /// What stands up to the closing quote. Between double quotes a backslash escapes the quote and
  /// itself, and stands for itself before everything else.
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
