import AWSCore
import Planning

/// IAM's `GetRole`, of the caller's account.
struct GetRole: LookupOperation {
  let service = AWSService.iam
  /// Without a path.
  let name: String

  func call(from marker: String?) -> AWSCall {
    var writer = QueryWriter(action: "GetRole", version: service.apiVersion)
    writer.write(name, at: QueryKey("RoleName"))
    return AWSCall(action: "GetRole", body: writer.body)
  }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in
      var reader = try XMLReader(mending: answer.body)
      let result = try reader.result(of: "GetRole")
      var role: IAMRole?
      while let child = try reader.nextChild(of: result) {
        if reader.isNamed(child, "Role") { role = try IAMRoleReader.role(child, &reader) }
      }
      try reader.finish()
      guard let role else { throw XMLError(.missingElement("Role"), at: answer.body.count) }
      return OperationPage(found: .roles([role]))
    }
  }
}
