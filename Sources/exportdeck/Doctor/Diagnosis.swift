import FoundationEssentials

/// What `exportdeck doctor` found, from the profile to the terminal; no secrets.
struct Diagnosis: Codable, Equatable {
  enum Verdict: String, Codable {
    case ok, warning, failed
    /// It could not be tried, or there was no need to.
    case skipped
  }

  struct Finding: Codable, Equatable {
    /// `profile`, `region`, `credentials`, …
    var check: String
    var verdict: Verdict
    /// One line.
    var summary: String
    /// More lines, in order.
    var details: [String] = []
    /// What to do next, where something is to be done.
    var advice: String?
  }

  /// The first line: whether the dashboard works here, or what is in its way.
  var headline: String
  /// Whether the dashboard would work.
  var isReady: Bool
  var findings: [Finding]
}

extension Diagnosis {
  /// For people: the headline, what to do about it, and a paragraph for each check.
  var text: String {
    let columns = (findings.map(\.check.count).max() ?? 0) + 2
    var lines = [headline]
    if let advice = decisive?.advice { lines.append(advice) }
    lines.append("")
    for finding in findings {
      let label = finding.check + String(repeating: " ", count: columns - finding.check.count)
      let word = finding.verdict == .ok ? "" : "\(finding.verdict.rawValue): "
      lines.append(label + word + finding.summary)
      let indent = String(repeating: " ", count: columns)
      lines += finding.details.map { indent + $0 }
      if let advice = finding.advice, finding != decisive { lines.append(indent + advice) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the headline is about.
  private var decisive: Finding? {
    findings.first { $0.verdict == .failed } ?? findings.first { $0.verdict == .warning }
  }

  /// For programs.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let bytes = (try? encoder.encode(self)).map(Array.init) ?? []
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
}
