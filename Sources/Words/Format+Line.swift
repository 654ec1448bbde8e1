import Ground

extension Format {
  /// Untrusted text as the screen shows it and copies it: one line, without what nobody can see,
  /// blanks kept.
  public static func line(_ untrusted: String) -> String {
    UntrustedText.oneLine(untrusted, blanks: .all)
  }

  /// The same, but at most `limit` Unicode scalars, then an ellipsis where more follows.
  public static func line(_ untrusted: String, limit: Int) -> String {
    UntrustedText.oneLine(untrusted, limit: limit, blanks: .all)
  }
}
