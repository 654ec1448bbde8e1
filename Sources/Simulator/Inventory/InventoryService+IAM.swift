import FoundationEssentials

/// IAM: roles, and what policies allow.
extension InventoryService {
  private static let version = "2010-05-08"

  func iam() throws(Refusal) -> [UInt8] {
    guard let action = asked.form["Action"] else { throw .missingAction }
    let version = asked.form["Version"] ?? ""
    guard version == Self.version else { throw .invalidAction(action, version: version) }
    switch action {
    case "ListRoles": return try roles()
    case "GetRole": return try role(named: try asked.form.required("RoleName"))
    case "SimulatePrincipalPolicy": return try simulatedPolicy()
    default: throw .invalidAction(action, version: version)
    }
  }

  private func roles() throws(Refusal) -> [UInt8] {
    let own = world.roles.sorted { $0.key < $1.key }
    let (positions, next) = try page(
      of: own.count + world.crowd.roles, limit: asked.form["MaxItems"],
      marker: asked.form["Marker"], limits: 1...1000, fallback: 100
    ) { Refusal(code: "ValidationError", status: 400, message: $0) }
    var xml = XMLWriter(reserving: positions.count * 900 + 500)
    xml.element("ListRolesResponse", namespace: Answers.iamNamespace) { xml in
      xml.element("ListRolesResult") { xml in
        xml.element("Roles") { xml in
          for position in positions {
            xml.element("member") { xml in
              if position < own.count {
                members(of: own[position].value, own[position].key, &xml)
              } else {
                let number = position - own.count
                members(
                  of: world.crowd.role(number), world.roleARN(world.crowd.roleName(number)), &xml)
              }
            }
          }
        }
        xml.element("IsTruncated", next == nil ? "false" : "true")
        if let next { xml.element("Marker", next) }
      }
      Answers.metadata(&xml, requestID)
    }
    return xml.bytes
  }

  private func role(named name: String) throws(Refusal) -> [UInt8] {
    let arn = world.roleARN(name)
    guard let role = world.role(arn) else { throw .noSuchRole(name) }
    var xml = XMLWriter()
    xml.element("GetRoleResponse", namespace: Answers.iamNamespace) { xml in
      xml.element("GetRoleResult") { xml in
        xml.element("Role") { members(of: role, arn, &$0) }
      }
      Answers.metadata(&xml, requestID)
    }
    return xml.bytes
  }

  private func members(of role: World.Role, _ arn: String, _ xml: inout XMLWriter) {
    let name = String(arn.split(separator: "/").last ?? "")
    var random = SeededRandom(seed: 0, purpose: arn)
    let digits = String(random.next() | 1 << 63, radix: 16).uppercased()
    xml.element("Path", "/")
    xml.element("RoleName", name)
    xml.element("RoleId", "AROA\(digits)")
    xml.element("Arn", arn)
    xml.element("CreateDate", stamp(world.crowd.start - 300 * 86_400))
    xml.element("AssumeRolePolicyDocument", Self.encoded(Self.trustPolicy(role, name)))
    xml.element("MaxSessionDuration", "3600")
  }

  private static func trustPolicy(_ role: World.Role, _ name: String) -> String {
    let other = name.hasPrefix("lambda") ? "lambda.amazonaws.com" : "ec2.amazonaws.com"
    let service = role.trustsExports ? "export.rds.amazonaws.com" : other
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"\",\"Effect\":\"Allow\","
      + "\"Principal\":{\"Service\":\"\(service)\"},\"Action\":\"sts:AssumeRole\"}]}"
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
        || (0x61...0x7a).contains(byte) || [0x2d, 0x2e, 0x5f, 0x7e].contains(byte)
      return isPlain
        ? String(UnicodeScalar(byte)) : "%" + hexadecimal([byte]).uppercased()
    }.joined()
  }
}
