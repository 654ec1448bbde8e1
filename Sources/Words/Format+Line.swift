import Ground

extension Format {
  /// Untrusted text as the screen shows and copies it: one line, through the gate, blanks as they are.
  public static func line(_ untrusted: String) -> String {
    UntrustedText.oneLine(untrusted, blanks: .all)
  }

  /// The same, at most `limit` Unicode scalars of it and an ellipsis where more follows.
  public static func line(_ untrusted: String, limit: Int) -> String {
    UntrustedText.oneLine(untrusted, limit: limit, blanks: .all)
  }
}
