import ArgumentParser

extension Configuration {
  /// For a command that works on one context: the one that is named, or the first of the file's.
  /// - Throws: `ValidationError` where the options name several.
  func forOneContext(_ command: String) throws(ValidationError) -> Configuration {
    let first = contexts[0]
    guard contexts.count > 1 else { return self }
    if case .flag(let flag) = first.origin {
      throw ValidationError(
        "`\(command)` works on one context, and \(flag) names several: "
          + "\(contexts.map(\.words).joined(separator: ", ")). The dashboard shows them together.")
    }
    let remark = SettingProblem(
      place: "\(first.origin)",
      message: "\(contexts.count) contexts are set, and `\(command)` works on the first "
        + "(\(first.words)); --profile and --region choose another")
    return alone(first, remarks: remarks + [remark])
  }
}
