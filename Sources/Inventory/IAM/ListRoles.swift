import AWSCore
import Planning

/// IAM's `ListRoles`, with their trust policies.
struct ListRoles: LookupOperation {
  let service = AWSService.iam

  /// IAM gives no more, and fewer as it likes.
  private static let pageSize = 1000

  func call(from marker: String?) -> AWSCall {
    var writer = QueryWriter(action: "ListRoles", version: service.apiVersion)
    if let marker { writer.write(marker, at: QueryKey("Marker")) }
    writer.write(Self.pageSize, at: QueryKey("MaxItems"))
    return AWSCall(action: "ListRoles", body: writer.body)
  }

  func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in
      var reader = try XMLReader(mending: answer.body)
      let result = try reader.result(of: "ListRoles")
      var roles: [IAMRole] = []
      var end = IAMListEnd()
      while let child = try reader.nextChild(of: result) {
        if try end.take(child, &reader) { continue }
        guard reader.isNamed(child, "Roles") else { continue }
        while let element = try reader.nextChild(of: child) {
          if let role = try IAMRoleReader.role(element, &reader) { roles.append(role) }
        }
      }
      try reader.finish()
      return OperationPage(found: .roles(roles), count: roles.count, marker: end.next)
    }
  }
}
