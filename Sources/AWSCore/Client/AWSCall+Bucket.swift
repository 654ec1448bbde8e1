extension AWSCall {
  /// The call with its bucket where S3 wants it.
  ///
  /// At AWS a bucket has a host of its own, unless its name can't be the one word that a certificate
  /// for all buckets covers; an endpoint of the user's has all buckets under one host (botocore's
  /// rules, with `addressing_style` as it is where nobody sets it).
  func placed(at endpoint: String, isCustom: Bool) -> (call: AWSCall, endpoint: String) {
    guard let bucket else { return (self, endpoint) }
    var call = self
    call.bucket = nil
    if !isCustom, Self.canBeHost(bucket), let parts = URLParts(endpoint) {
      return (call, "\(parts.scheme)://\(bucket).\(parts.authority)")
    }
    call.path.insert(bucket, at: 0)
    return (call, endpoint)
  }

  private static func canBeHost(_ bucket: String) -> Bool {
    let bytes = bucket.utf8
    return (3...63).contains(bytes.count)
      && bytes.allSatisfy { $0.isDigit || $0.isLowercaseLetter || $0 == UInt8(ascii: "-") }
      && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
  }
}
