import FoundationEssentials
import Listing
import Tracking

/// An alert as a command gets it on its standard input: one object, on one line.
struct AlertEvent: Encodable {
  /// The kind's name in the configuration, such as `failed`.
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

  /// - Parameter mask: Takes secrets out of a text.
  init(_ alert: Alert, masked mask: (String) -> String) {
    kind = alert.kind.rawValue
    at = alert.at
    task = alert.task?.identifier
    context = alert.context
    account = alert.site?.account
    region = alert.site?.region
    endpoint = alert.site?.endpoint
    text = mask("\(alert.headline): \(alert.sentence)")
  }

  var json: [UInt8]? {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { Array($0) + Array("\n".utf8) }
  }
}
