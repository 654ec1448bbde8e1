/// A request as it arrived: nothing is normalised, so that a signature can be checked over it.
struct Request: Sendable {
  var method: String
  var uri: String
  /// In their order; names as they were written.
  var headers: [(String, String)]
  var body: [UInt8]

  /// The first header of this name, which is given in lower case.
  func header(_ name: String) -> String? {
    headers.first { $0.0.lowercased() == name }?.1
  }
}

/// What is answered, and how it is put on the wire.
struct Reply: Sendable {
  enum Delivery: Sendable, Hashable {
    case whole
    /// In pieces, with a rest between two of them.
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
  /// The server's clock for the Date header.
  var date: String
  var delay = Duration.zero
  var delivery = Delivery.whole
}
