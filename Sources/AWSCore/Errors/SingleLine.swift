import Ground

extension String {
  /// Text from elsewhere as a part of a message: one line, through the gate.
  func singleLine(limit: Int = 500) -> String { UntrustedText.oneLine(self, limit: limit) }
}
