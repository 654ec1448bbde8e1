import AWSCore
import Planning

/// S3's `HeadBucket`: whether there is a bucket of a name, where it is, and whose.
///
/// A bucket in another region answers with a redirection, one that the caller may not list with a
/// refusal; both name its region. Whose it is comes from the header that makes S3 refuse for another
/// owner's: the same refusal as for want of a permission, so then it is asked once more without.
struct HeadBucket: LookupOperation {
  let service = AWSService.s3
  let bucket: String
  /// The account that it should belong to; nil where that isn't asked.
  let owner: String?
  /// Whether it was refused for that owner.
  private var wasRefusedForOwner = false

  init(bucket: String, owner: String?) {
    self.bucket = bucket
    self.owner = owner
  }

  func call(from marker: String?) -> AWSCall {
    AWSCall(
      action: "HeadBucket", method: .head, bucket: bucket,
      headers: asksForOwner ? [HTTPHeader("x-amz-expected-bucket-owner", owner ?? "")] : [])
  }

  func page(_ answer: AWSAnswer) -> OperationPage {
    OperationPage(
      found: .bucket(place(answer.bucketRegion, isAccessible: true, isOwn: ownership)))
  }

  func found(in fault: ServiceFault) -> Found? {
    switch fault.status {
    case 301: .bucket(place(fault.bucketRegion, isAccessible: false, isOwn: nil))
    // Without a permission to list it, S3 says 403 for whatever reason.
    case 403 where !fault.refusesCredentials && !asksForOwner && fault.bucketRegion != nil:
      .bucket(place(fault.bucketRegion, isAccessible: false, isOwn: nil))
    default: nil
    }
  }

  func instead(of fault: ServiceFault) -> HeadBucket? {
    guard fault.status == 403, asksForOwner else { return nil }
    var other = self
    other.wasRefusedForOwner = true
    return other
  }

  private var asksForOwner: Bool { owner != nil && !wasRefusedForOwner }

  /// Of a bucket that the caller may list: what was refused for an owner, and for nothing else, is
  /// another's.
  private var ownership: Bool? { owner == nil ? nil : !wasRefusedForOwner }

  private func place(_ region: String?, isAccessible: Bool, isOwn: Bool?) -> BucketPlace {
    BucketPlace(name: bucket, region: region, isAccessible: isAccessible, isOwn: isOwn)
  }
}
