import Canvas
import Dashboard
import FoundationEssentials
import Words

/// What `exportdeck doctor` found, from the profile to the terminal; no secrets.
struct Diagnosis: Codable, Equatable {
  enum Form: CaseIterable { case text, json }

  enum Verdict: String, Codable {
    case ok, warning, failed
    /// It couldn't be tried, or there was no need.
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
  /// - Parameter columns: The width of the terminal; nil leaves lines unwrapped.
  func text(columns: Int? = nil) -> String {
    let indent = (findings.map(\.check.count).max() ?? 0) + 2
    var lines = Self.line(headline, columns: columns)
    if let advice = decisive?.advice { lines += Self.line(advice, columns: columns) }
    lines.append("")
    for finding in findings {
      let word = finding.verdict == .ok ? "" : "\(finding.verdict.rawValue): "
      let remark = finding == decisive ? nil : finding.advice
      for (index, text)
        in ([word + finding.summary] + finding.details + [remark].compactMap(\.self))
        .enumerated()
      {
        lines += Self.line(
          text, after: index == 0 ? finding.check : "", indent: indent, columns: columns)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A text in the column after its label, wrapped below itself.
  private static func line(
    _ text: String, after label: String = "", indent: Int = 0, columns: Int?
  ) -> [String] {
    let text = Format.line(text)
    let inner = text.prefix { $0 == " " }.count
    let room = (columns ?? .max) - indent - inner
    let isWrapped = room >= 20 && text.count - inner > room
    let parts = isWrapped ? Painter.wrap(String(text.dropFirst(inner)), columns: room) : [text]
    let lead = label + String(repeating: " ", count: max(0, indent - label.count))
    let blank = String(repeating: " ", count: indent)
    return parts.enumerated().map { index, part in
      let own = isWrapped ? String(repeating: " ", count: inner) : ""
      return (index == 0 ? lead : blank) + own + part
    }
  }

  /// The finding that the headline is about.
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
