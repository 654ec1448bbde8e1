import FoundationEssentials

/// What became of one attempt.
struct AttemptOutcome {
  var result: Result<HTTPResponse, ConnectionFailure>
  var wire: WireProtocol
  var method: AWSCall.Method
  /// By this machine's clock.
  var sentAt: Date
  /// By the corrected clock.
  var signedAt: Date
  var redaction: Redaction

  func answer(_ response: HTTPResponse, attempts: Int) -> AWSAnswer {
    AWSAnswer(
      body: response.body, requestID: response.requestID, sentAt: sentAt,
      serverDate: response.date, attempts: attempts, bucketRegion: response.bucketRegion)
  }

  /// Nil where there was no answer, or a good one. A web page is none, whatever its status.
  /// - Parameters:
  ///   - endpoint: The endpoint and what set it, where the user did.
  ///   - doubts: What is odd about the key that signed.
  func fault(
    attempts: Int, of endpoint: String?, doubting doubts: [String]
  ) -> ServiceFault? {
    guard case .success(let response) = result,
      !(200..<300).contains(response.status) || WebPage.words(in: response.body) != nil
    else { return nil }
    var fault = redaction.redact(wire.fault(response, to: method))
    fault.attempts = attempts
    fault.customEndpoint = endpoint
    fault.bucketRegion = response.bucketRegion
    if fault.refusesKey { fault.keyDoubts = doubts }
    return fault
  }
}

extension HTTPResponse {
  /// The server's clock.
  var date: Date? { header("Date").flatMap(AWSTimestamp.httpDate.date) }

  /// S3 says it of a bucket in whatever it answers: refusals and redirections too.
  var bucketRegion: String? { header("x-amz-bucket-region")?.singleLine(limit: 60) }
}
