/// What is wrong with a theme, and where.
struct ThemeProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nil where no file was found.
  var file: String?
  /// From 1; nil where the problem is not in one line.
  var line: Int?
  /// The role that the problem is with.
  var role: String?
  /// What is wrong and what would be right.
  var message: String

  /// `themes/mine.toml:12: status.failed: …`, on one line.
  var description: String {
    var place = file ?? ""
    if file != nil, let line { place += ":\(line)" }
    return [place, role ?? "", message].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}
