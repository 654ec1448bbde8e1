/// An error that AWS answered with.
public struct ServiceFault: Hashable, Sendable {
  /// The wire code (`ExportTaskNotFound`), which is not always the name of the modelled shape. For
  /// a body that is no error document: `HTTP 502`.
  public var code: String
  public var message: String
  /// Whose fault it is according to AWS: `Sender` or `Receiver`.
  public var type: String?
  public var status: Int
  public var requestID: String?
  /// How many attempts were made in all.
  public var attempts: Int
  /// What is odd about the key that signed, with the place and the mend: one sentence each.
  public var keyDoubts: [String] = []
  /// The endpoint that answered, where the user set it, with what set it:
  /// `http://127.0.0.1:4566 (environment variable AWS_ENDPOINT_URL)`. Nil for AWS's own.
  public var customEndpoint: String?
  /// Where S3 says that the bucket is.
  public var bucketRegion: String?

  public init(
    code: String, message: String, type: String? = nil, status: Int, requestID: String? = nil,
    attempts: Int = 1
  ) {
    self.code = code
    self.message = message
    self.type = type
    self.status = status
    self.requestID = requestID
    self.attempts = attempts
  }
}

extension ServiceFault {
  /// Whether AWS says that the credentials themselves are no longer good, or never were: new ones
  /// from the same source may be. A wrong clock and a missing permission are other faults.
  public var refusesCredentials: Bool {
    [
      "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "InvalidAccessKeyId",
      "UnrecognizedClientException", "InvalidToken", "TokenRefreshRequired",
    ].contains(code)
  }
}

extension ServiceFault {
  /// Whether it is the caller who isn't allowed to: another identity may be. The last three are S3's,
  /// of which `Forbidden` stands for an answer without a body.
  public var isDenied: Bool {
    [
      "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized",
      "AllAccessDisabled", "AccountProblem", "Forbidden",
    ].contains(code)
  }
}

extension ServiceFault {
  /// Whether a key that is set wrongly, or has another's token, may be what AWS refuses.
  var refusesKey: Bool {
    refusesCredentials
      || [
        "AuthFailure", "IncompleteSignature", "InvalidSignatureException", "SignatureDoesNotMatch",
      ].contains(code)
  }
}

extension ServiceFault {
  /// Whether AWS asks for fewer requests. The code decides, not status 429 or 503; the codes are
  /// those of the SDKs' standard retries.
  public var isThrottling: Bool { Self.throttlingCodes.contains(code) }

  private static let throttlingCodes: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException",
    "PriorRequestNotComplete", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
    "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException",
    "Throttling", "ThrottlingException", "TooManyRequestsError", "TooManyRequestsException",
    "TransactionInProgressException",
  ]
}
