import Tracking

extension ActionRecord {
  /// Who did it, by what and with which parameters, on one line; nil where nothing is known.
  public var words: String? {
    var parts: [String] = []
    if let caller { parts.append("by \(Format.line(caller))") }
    if let means, means != .dashboard { parts.append("with \(means.words)") }
    if let percent { parts.append("at \(percent) %") }
    if let gigabytes { parts.append("\(Format.data(gigabytes: gigabytes)) written") }
    if let requestID { parts.append("request \(Format.line(requestID, limit: 80))") }
    parts += (parameters?.named ?? []).map { "\($0.name)=\(Format.line($0.value))" }
    return parts.isEmpty ? nil : parts.joined(separator: "  ")
  }
}

extension ActionRecord.Means {
  public var words: String {
    switch self {
    case .dashboard: "the dashboard"
    case .start: "exportdeck start"
    case .cancel: "exportdeck cancel"
    case .queue: "the queue"
    case .queueCommand: "exportdeck queue"
    }
  }
}
