import AWSCore
import Planning

/// KMS's `ListAliases`: the names of keys in the region, those of AWS's own keys among them.
struct ListAliases: LookupOperation {
  let service = AWSService.kms

  /// KMS gives no more.
  private static let pageSize = 100

  func call(from marker: String?) -> AWSCall {
    KMSRequest("ListAliases", limit: Self.pageSize, from: marker).call
  }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    let answer = try KMSAnswer(answer)
    let aliases = try answer.list("Aliases").compactMap { alias -> KeyAlias? in
      guard let name = alias["AliasName"]?.text, let arn = alias["AliasArn"]?.text else {
        return nil
      }
      return KeyAlias(name: name, arn: arn, keyID: alias["TargetKeyId"]?.text)
    }
    return OperationPage(found: .keyAliases(aliases), count: aliases.count, marker: answer.marker)
  }
}
