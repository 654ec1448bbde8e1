import FoundationEssentials
import Listing
import Tracking

/// An alert as a command gets it on its standard input: one object, on one line.
struct AlertEvent: Encodable {
  /// The kind's name in the configuration, such as `failed`.
  let kind: String
  /// When it happened, by AWS's clock, in UTC.
  let at: Date
  /// The identifier of the task that it is about; nil where it is about none.
  let task: String?
  /// The series whose run is late or missing, as in `nightly-orders-*`; nil for other alerts.
  let series: String?
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
    series = if case .run(_, let series) = alert.subject { series.pattern } else { nil }
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
