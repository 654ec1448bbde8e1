import Ground

extension String {
  /// Untrusted text as part of a message: cleaned by `UntrustedText`, on one line.
  func singleLine(limit: Int = 500) -> String { UntrustedText.oneLine(self, limit: limit) }
}
