import AWSCore
import FoundationEssentials
import Planning

/// KMS's `DescribeKey`.
struct DescribeKey: LookupOperation {
  let service = AWSService.kms
  /// An identifier, an ARN, an alias or an alias's ARN.
  let name: String

  func call(from marker: String?) -> AWSCall { KMSRequest("DescribeKey", keyID: name).call }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    guard let key = try KMSAnswer(answer)["KeyMetadata"]?.members, let id = key["KeyId"]?.text,
      let arn = key["Arn"]?.text
    else { throw UnreadableAnswer("no KeyMetadata with a KeyId and an Arn") }
    // KeySpec had another name until 2021, which is still what some servers know.
    let spec = key["KeySpec"]?.text ?? key["CustomerMasterKeySpec"]?.text
    return OperationPage(
      found: .key(
        EncryptionKey(
          id: id, arn: arn, state: key["KeyState"]?.text ?? "", spec: spec ?? "",
          usage: key["KeyUsage"]?.text ?? "",
          isManagedByAWS: key["KeyManager"]?.text == "AWS",
          explanation: key["Description"]?.text, deletedAt: Self.date(key["DeletionDate"]))))
  }

  private static func date(_ seconds: JSONValue?) -> Date? {
    guard case .number(let seconds)? = seconds else { return nil }
    return AWSTimestamp.epochSeconds.date("\(seconds)")
  }
}
