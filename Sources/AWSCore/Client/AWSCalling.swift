import FoundationEssentials

/// One call: an action of a service and its input, written as the service's protocol wants it.
public struct AWSCall: Sendable {
  /// The HTTP method, for the protocols in which it differs from call to call.
  public enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
  }

  /// For instance `DescribeExportTasks`.
  public var action: String
  /// Used by the REST protocols; all others post.
  public var method: Method
  /// The parts of the path of the REST protocols, unencoded: a bucket and the parts of a key.
  public var path: [String]
  /// The whole body; for the Query protocol the form, `Action=…&Version=…&…`.
  public var body: [UInt8]
  /// How long the call may take, all attempts and rests included. Getting the first credentials
  /// isn't counted.
  public var deadline: Duration

  public init(
    action: String, method: Method = .post, path: [String] = [], body: [UInt8],
    deadline: Duration = .seconds(30)
  ) {
    self.action = action
    self.method = method
    self.path = path
    self.body = body
    self.deadline = deadline
  }
}

/// A successful answer.
public struct AWSAnswer: Sendable {
  public var body: [UInt8]
  public var requestID: String?
  /// When the attempt that got this answer was sent, by this machine's wall clock.
  public var sentAt: Date
  /// The server's clock, from the `Date` header.
  public var serverDate: Date?
  /// How many attempts were made in all: more than one means that an earlier one may have been
  /// carried out without our knowing.
  public var attempts: Int

  public init(
    body: [UInt8], requestID: String?, sentAt: Date, serverDate: Date?, attempts: Int = 1
  ) {
    self.body = body
    self.requestID = requestID
    self.sentAt = sentAt
    self.serverDate = serverDate
    self.attempts = attempts
  }
}

/// Makes signed calls: the real client, or a scripted one in a test.
public protocol AWSCalling: Sendable {
  /// Makes one call, with all the attempts that the retry rules allow.
  func call(_ call: AWSCall) async throws(AWSError) -> AWSAnswer
}
