extension String {
  /// Text from elsewhere as one line that is safe on a screen: white space and line breaks become
  /// single spaces, and control and formatting characters (escape sequences' first byte, switches of
  /// the writing direction) go.
  func singleLine(limit: Int = 500) -> String {
    var line = ""
    var count = 0
    var isSpacePending = false
    for scalar in unicodeScalars {
      if scalar.properties.isWhitespace {
        isSpacePending = !line.isEmpty
        continue
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned: continue
      default: break
      }
      guard count < limit else { return line + "…" }
      if isSpacePending {
        line.unicodeScalars.append(" ")
        count += 1
        isSpacePending = false
      }
      line.unicodeScalars.append(scalar)
      count += 1
    }
    return line
  }
}
