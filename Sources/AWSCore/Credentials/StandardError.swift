/// What a program complained of, in a line or two for an error.
struct StandardError {
  /// Begins with a colon; empty where there is nothing to say.
  let words: String

  /// - Parameters:
  ///   - text: Its standard error. The last two lines that say something are kept: there stands the
  ///     reason, after whatever led to it.
  ///   - output: Its standard output, which may be a secret: what both have in common is hidden.
  init(_ text: String, hiding output: [UInt8]) {
    let lines = text.split(whereSeparator: \.isNewline).map { String($0).singleLine(limit: 200) }
      .filter { !$0.isEmpty }
    let hidden = Self.hide(secretsOf: output, in: lines.suffix(2).joined(separator: " / "))
    words = hidden.isEmpty ? "" : ": \(hidden)"
  }

  /// A program that traces itself prints its keys on both streams.
  private static func hide(secretsOf output: [UInt8], in text: String) -> String {
    guard !output.isEmpty else { return text }
    let printed = String(decoding: output, as: UTF8.self)
    // JSON may write a slash with a backslash before it.
    let values = "\(printed) \(printed.replacing("\\/", with: "/"))"
      .split { $0.isWhitespace || $0 == "\"" || $0 == "," }
      .filter { $0.utf8.count >= 16 }
      .sorted { $0.utf8.count > $1.utf8.count }
    return values.reduce(text) { $0.replacing($1, with: "(hidden)") }
  }
}
