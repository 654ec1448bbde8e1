import FoundationEssentials

/// One call: an action of a Query-protocol service and its serialized input.
public struct AWSCall: Sendable {
  /// For instance `DescribeExportTasks`.
  public var action: String
  /// The whole form body, `Action=…&Version=…&…`.
  public var body: [UInt8]
  /// How long the call may take in all, attempts and rests included.
  public var deadline: Duration

  public init(action: String, body: [UInt8], deadline: Duration = .seconds(30)) {
    self.action = action
    self.body = body
    self.deadline = deadline
  }
}

/// A successful answer.
public struct AWSAnswer: Sendable {
  public var body: [UInt8]
  public var requestID: String?
  /// When the attempt that was answered was sent, by this machine's wall clock.
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

/// Whatever makes signed calls: the real client, or a scripted one in a test.
public protocol AWSCalling: Sendable {
  /// Makes one call, with all the attempts that the retry rules allow.
  func call(_ call: AWSCall) async throws(AWSError) -> AWSAnswer
}
