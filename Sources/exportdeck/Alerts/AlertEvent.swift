import FoundationEssentials
import Listing
import Tracking

/// An alert as a command gets it on its standard input: one object, on one line.
struct AlertEvent: Encodable {
  /// `failed`, `warnings`, `complete`, `stalled`, `credentials`, `stale`.
  let kind: String
  /// When it happened, by AWS's clock, in UTC.
  let at: Date
  /// Nil for an alert about a context.
  let task: String?
  let context: String
  let account: String?
  let region: String?
  let endpoint: String?
  /// What happened, in one sentence.
  let text: String

  init(_ alert: Alert) {
    kind = alert.kind.rawValue
    at = alert.at
    task = if case .task(let id) = alert.subject { id.identifier } else { nil }
    context = alert.context
    account = alert.site?.account
    region = alert.site?.region
    endpoint = alert.site?.endpoint
    text = "\(alert.headline): \(alert.sentence)"
  }

  var json: [UInt8]? {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { Array($0) + Array("\n".utf8) }
  }
}
