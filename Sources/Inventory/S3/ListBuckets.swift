import AWSCore
import FoundationEssentials
import Planning

/// S3's `ListBuckets`, of all regions. It says where each bucket is only where it is asked for pages.
struct ListBuckets: LookupOperation {
  let service = AWSService.s3

  private static let pageSize = 1000

  func call(from marker: String?) -> AWSCall {
    var parameters = [AWSCall.Parameter("max-buckets", "\(Self.pageSize)")]
    if let marker { parameters.append(.init("continuation-token", marker)) }
    return AWSCall(action: "ListBuckets", method: .get, parameters: parameters)
  }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in try Self.page(answer.body) }
  }

  private static func page(_ body: [UInt8]) throws(XMLError) -> OperationPage {
    var reader = try XMLReader(mending: body)
    let result = try reader.root(named: "ListAllMyBucketsResult")
    var buckets: [Bucket] = []
    var marker: String?
    while let child = try reader.nextChild(of: result) {
      if reader.isNamed(child, "Buckets") {
        while let element = try reader.nextChild(of: child) {
          if reader.isNamed(element, "Bucket"), let bucket = try bucket(element, &reader) {
            buckets.append(bucket)
          }
        }
      } else if reader.isNamed(child, "ContinuationToken") {
        marker = try reader.text(of: child)
      }
    }
    try reader.finish()
    return OperationPage(
      found: .buckets(buckets), count: buckets.count,
      marker: marker?.isEmpty == false ? marker : nil)
  }

  private static func bucket(
    _ element: XMLElement, _ reader: inout XMLReader
  ) throws(XMLError) -> Bucket? {
    var bucket = Bucket(name: "")
    while let child = try reader.nextChild(of: element) {
      if reader.isNamed(child, "Name") {
        bucket.name = try reader.text(of: child)
      } else if reader.isNamed(child, "BucketRegion") {
        let region = try reader.text(of: child)
        bucket.region = region.isEmpty ? nil : region
      } else if reader.isNamed(child, "CreationDate") {
        bucket.createdAt = AWSTimestamp.iso8601.date(try reader.text(of: child))
      }
    }
    return bucket.name.isEmpty ? nil : bucket
  }
}
