/// What a program complained of, in a line or two for an error.
struct StandardError {
  /// Begins with a colon; empty where there is nothing to say.
  let words: String

  /// - Parameters:
  ///   - text: Its standard error. The last two non-empty lines are kept: the reason comes at the
  ///     end.
  ///   - output: Its standard output, which may be a secret: what both have in common is hidden.
  init(_ text: String, hiding output: [UInt8]) {
    let mask = SecretMask(hidesBareKeys: true)
    // As a whole first: a secret may be on another line than its name.
    let plain = EscapeSequences.removed(from: Self.withoutTornBeginning(text))
    let lines = mask.masked(plain).split(whereSeparator: \.isNewline)
      .map { String($0).singleLine(limit: 200) }.filter { !$0.isEmpty }
    // And once more without invisible characters, which may have been inside a name.
    let last = mask.masked(lines.suffix(2).joined(separator: " / "))
    let hidden = SecretsOfRequest(Self.values(in: output)).hidden(in: last)
    words = hidden.isEmpty ? "" : ": \(hidden)"
  }

  /// If only the end was kept, the text may begin in the middle of a secret.
  private static func withoutTornBeginning(_ text: String) -> String {
    guard text.utf8.count > ChildWatch.keptOfErrors - 4 else { return text }
    return String(text.drop { !$0.isNewline && !"\"', ".contains($0) })
  }

  /// A program that traces itself prints its keys on both streams.
  private static func values(in output: [UInt8]) -> [String] {
    guard !output.isEmpty else { return [] }
    let printed = String(decoding: output, as: UTF8.self)
    let named = SecretScan(output).values.map { String(decoding: output[$0], as: UTF8.self) }
      .filter { $0.utf8.count >= 4 }
    let words = printed.split { $0.isWhitespace || $0 == "\"" || $0 == "," }.map(String.init)
      .filter { $0.utf8.count >= 16 }
    // JSON may write a slash with a backslash before it.
    return (named + words).flatMap { [$0, $0.replacing("\\/", with: "/")] }
  }
}
