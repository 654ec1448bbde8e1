/// A request as it arrived: nothing is normalised, so that a signature can be checked over it.
struct Request: Sendable {
  var method: String
  var uri: String
  /// In order, with names as they were written.
  var headers: [(String, String)]
  var body: [UInt8]

  /// The first header with this name; pass the name in lower case.
  func header(_ name: String) -> String? {
    headers.first { $0.0.lowercased() == name }?.1
  }
}

/// An answer, and how it is put on the wire.
struct Reply: Sendable {
  enum Delivery: Sendable, Hashable {
    case whole
    /// In pieces, with a pause between them.
    case dripping(every: Duration)
    /// The connection is closed in the middle.
    case truncated
    /// The connection is closed instead of an answer.
    case dropped
  }

  var status: Int
  var contentType = "text/xml"
  var body: [UInt8]
  var requestID: String
  /// Besides those that every answer has.
  var headers: [(String, String)] = []
  /// The server's clock for the Date header.
  var date: String
  var delay = Duration.zero
  var delivery = Delivery.whole

  /// Looks as an answer of a protocol does.
  mutating func take(_ wire: Asked.Wire, _ requestID: String) {
    switch wire {
    case .query: break
    case .json: contentType = "application/x-amz-json-1.1"
    case .restXML:
      contentType = "application/xml"
      headers.append(("x-amz-request-id", requestID))
    }
  }
}
