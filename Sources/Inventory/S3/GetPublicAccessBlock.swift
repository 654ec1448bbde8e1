import AWSCore
import Planning

/// S3's `GetPublicAccessBlock` of a bucket. What the account as a whole blocks isn't in it.
struct GetPublicAccessBlock: LookupOperation {
  let service = AWSService.s3
  let bucket: String

  func call(from marker: String?) -> AWSCall {
    AWSCall(
      action: "GetPublicAccessBlock", method: .get, bucket: bucket,
      parameters: [.init("publicAccessBlock")])
  }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in
      var reader = try XMLReader(mending: answer.body)
      let root = try reader.root(named: "PublicAccessBlockConfiguration")
      var areOn = 0
      while let child = try reader.nextChild(of: root) {
        if Self.settings.contains(reader.name(of: child)), try reader.text(of: child) == "true" {
          areOn += 1
        }
      }
      try reader.finish()
      return OperationPage(
        found: .publicAccess(PublicAccessBlock(isComplete: areOn == Self.settings.count)))
    }
  }

  /// A bucket that was never given any settings has none.
  func found(in fault: ServiceFault) -> Found? {
    fault.code == "NoSuchPublicAccessBlockConfiguration"
      ? .publicAccess(PublicAccessBlock(isComplete: false)) : nil
  }

  private static let settings: Set = [
    "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets",
  ]
}
