import AWSCore
import Planning

/// S3's `GetObjectLockConfiguration` of a bucket.
struct GetObjectLockConfiguration: LookupOperation {
  let service = AWSService.s3
  let bucket: String

  func call(from marker: String?) -> AWSCall {
    AWSCall(
      action: "GetObjectLockConfiguration", method: .get, bucket: bucket,
      parameters: [.init("object-lock")])
  }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in
      let root = try XMLNode(parsing: answer.body)
      guard root.name == "ObjectLockConfiguration" else {
        throw XMLError(.missingElement("ObjectLockConfiguration"), at: 0)
      }
      var lock = ObjectLock(isEnabled: root.child("ObjectLockEnabled")?.text == "Enabled")
      if let retention = root.child("Rule")?.child("DefaultRetention") {
        lock.defaultMode = retention.child("Mode")?.text
        lock.defaultRetention = Self.days(retention)
      }
      return OperationPage(found: .objectLock(lock))
    }
  }

  /// A bucket that was made without it has none.
  func found(in fault: ServiceFault) -> Found? {
    fault.code == "ObjectLockConfigurationNotFoundError"
      ? .objectLock(ObjectLock(isEnabled: false)) : nil
  }

  private static func days(_ retention: XMLNode) -> Int? {
    if let days = retention.child("Days") { return Int(days.text) }
    return retention.child("Years").flatMap { Int($0.text) }.map { $0 * 365 }
  }
}
