import FoundationEssentials

/// S3: buckets.
extension InventoryService {
  func s3(_ request: Request) throws(Refusal) -> [UInt8] {
    guard let name = asked.bucket else {
      guard asked.action == "ListBuckets" else { throw Self.notOffered }
      return try buckets()
    }
    guard let bucket = world.bucket(name) else { throw .noSuchBucket(name) }
    if let owner = request.header("x-amz-expected-bucket-owner"),
      owner != bucket.owner ?? world.account
    {
      throw .bucketClosed
    }
    if bucket.region != asked.region { throw .bucketMoved(bucket.region) }
    switch asked.action {
    case "HeadBucket":
      if !bucket.isOpen { throw .bucketClosed }
      return []
    case "GetPublicAccessBlock":
      if bucket.owner != nil { throw .bucketClosed }
      return try publicAccessBlock(bucket)
    case "GetObjectLockConfiguration":
      if bucket.owner != nil { throw .bucketClosed }
      return try objectLock(bucket)
    default: throw Self.notOffered
    }
  }

  private static let notOffered = Refusal(
    code: "NotImplemented", status: 501,
    message: "A header or query you provided implies functionality that is not implemented.")

  private func buckets() throws(Refusal) -> [UInt8] {
    let parameters = asked.form
    guard parameters["prefix"] == nil, parameters["bucket-region"] == nil else {
      throw Self.notOffered
    }
    let own = world.buckets.filter { $0.value.owner == nil }.sorted { $0.key < $1.key }
    let limit = parameters["max-buckets"]
    let (positions, next) = try page(
      of: own.count + world.crowd.buckets, limit: limit,
      marker: parameters["continuation-token"], limits: 1...10_000, fallback: 10_000
    ) { Refusal(code: "InvalidArgument", status: 400, message: $0) }
    var xml = XMLWriter(reserving: positions.count * 200 + 500)
    xml.element("ListAllMyBucketsResult", namespace: Answers.s3Namespace) { xml in
      xml.element("Owner") { $0.element("ID", "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078e") }
      xml.element("Buckets") { xml in
        for position in positions {
          let name =
            position < own.count
            ? own[position].key : world.crowd.bucketName(position - own.count)
          let region = position < own.count ? own[position].value.region : world.region
          xml.element("Bucket") { xml in
            xml.element("Name", name)
            xml.element("CreationDate", stamp(world.crowd.start - 400 * 86_400))
            // As in S3, only in answers that come in pages.
            if limit != nil { xml.element("BucketRegion", region) }
          }
        }
      }
      if let next { xml.element("ContinuationToken", next) }
    }
    return xml.bytes
  }

  private func publicAccessBlock(_ bucket: World.Bucket) throws(Refusal) -> [UInt8] {
    guard let isComplete = bucket.blocksPublicAccess else { throw .noPublicAccessBlock }
    var xml = XMLWriter()
    xml.element("PublicAccessBlockConfiguration", namespace: Answers.s3Namespace) { xml in
      xml.element("BlockPublicAcls", "true")
      xml.element("IgnorePublicAcls", "true")
      xml.element("BlockPublicPolicy", "\(isComplete)")
      xml.element("RestrictPublicBuckets", "\(isComplete)")
    }
    return xml.bytes
  }

  private func objectLock(_ bucket: World.Bucket) throws(Refusal) -> [UInt8] {
    guard let lock = bucket.lock else { throw .noObjectLock }
    var xml = XMLWriter()
    xml.element("ObjectLockConfiguration", namespace: Answers.s3Namespace) { xml in
      xml.element("ObjectLockEnabled", "Enabled")
      xml.element("Rule") { xml in
        xml.element("DefaultRetention") { xml in
          xml.element("Mode", lock.mode)
          xml.element("Days", "\(lock.days)")
        }
      }
    }
    return xml.bytes
  }
}
