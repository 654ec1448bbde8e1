import AWSCore
import Planning

/// KMS's `ListKeys`: identifiers and ARNs of the keys in the region, whatever their state.
struct ListKeys: LookupOperation {
  let service = AWSService.kms

  /// KMS gives no more.
  private static let pageSize = 1000

  func call(from marker: String?) -> AWSCall {
    KMSRequest("ListKeys", limit: Self.pageSize, from: marker).call
  }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    let answer = try KMSAnswer(answer)
    let keys = try answer.list("Keys").compactMap { key -> ListedKey? in
      guard let id = key["KeyId"]?.text, let arn = key["KeyArn"]?.text else { return nil }
      return ListedKey(id: id, arn: arn)
    }
    return OperationPage(found: .keys(keys), count: keys.count, marker: answer.marker)
  }
}
