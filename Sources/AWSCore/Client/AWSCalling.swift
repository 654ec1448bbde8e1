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
  /// For S3: the bucket, which goes into the host's name or is the first part of the path.
  public var bucket: String?
  /// The parts of the path of the REST protocols, unencoded.
  public var path: [String]
  /// What follows the path in the REST protocols.
  public var parameters: [Parameter]
  /// Of the REST protocols, besides those that every request has.
  public var headers: [HTTPHeader]
  /// The whole body; for the Query protocol the form, `Action=…&Version=…&…`.
  public var body: [UInt8]
  /// How long the call may take, all attempts and rests included. Getting the first credentials
  /// isn't counted.
  public var deadline: Duration

  /// A part of a URL's query, unencoded.
  public struct Parameter: Hashable, Sendable {
    public var name: String
    /// Nil for one that stands without an equals sign.
    public var value: String?

    public init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }
  }

  public init(
    action: String, method: Method = .post, bucket: String? = nil, path: [String] = [],
    parameters: [Parameter] = [], headers: [HTTPHeader] = [], body: [UInt8] = [],
    deadline: Duration = .seconds(30)
  ) {
    self.action = action
    self.method = method
    self.bucket = bucket
    self.path = path
    self.parameters = parameters
    self.headers = headers
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
  /// Where S3 says that the bucket is.
  public var bucketRegion: String?

  public init(
    body: [UInt8], requestID: String?, sentAt: Date, serverDate: Date?, attempts: Int = 1,
    bucketRegion: String? = nil
  ) {
    self.body = body
    self.requestID = requestID
    self.sentAt = sentAt
    self.serverDate = serverDate
    self.attempts = attempts
    self.bucketRegion = bucketRegion
  }
}

/// Makes signed calls: the real client, or a scripted one in a test.
public protocol AWSCalling: Sendable {
  /// Makes one call, with all the attempts that the retry rules allow.
  func call(_ call: AWSCall) async throws(AWSError) -> AWSAnswer
}
