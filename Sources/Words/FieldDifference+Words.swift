import Ground
import Planning

extension FieldDifference {
  /// `s3-prefix raw/2026/11/28, was raw/2026/11/27`; of a source the names alone.
  public var words: String {
    let now = shown(now)
    // An identifier is never the same.
    return field == .exportTaskIdentifier
      ? "\(field.rawValue) \(now)" : "\(field.rawValue) \(now), was \(shown(before))"
  }

  private func shown(_ value: String) -> String {
    if value.isEmpty { return "none" }
    guard field == .sourceArn, let name = ARN(value)?.resourceID else { return Format.line(value) }
    return Format.line(String(name))
  }
}
