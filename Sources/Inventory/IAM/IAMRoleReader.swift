import AWSCore
import Planning

/// Reads a role of IAM's answers.
enum IAMRoleReader {
  /// Nil for one without a name or an ARN.
  static func role(
    _ element: XMLElement, _ reader: inout XMLReader
  ) throws(XMLError) -> IAMRole? {
    var role = IAMRole(arn: "", name: "")
    while let child = try reader.nextChild(of: element) {
      if reader.isNamed(child, "Arn") {
        role.arn = try reader.text(of: child)
      } else if reader.isNamed(child, "RoleName") {
        role.name = try reader.text(of: child)
      } else if reader.isNamed(child, "AssumeRolePolicyDocument") {
        let policy = TrustPolicy(answered: try reader.text(of: child))
        role.trustPolicy = policy.text.isEmpty ? nil : policy.text
        role.trustsExports = policy.trustsExports
      }
    }
    return role.arn.isEmpty || role.name.isEmpty ? nil : role
  }
}

/// A list of IAM's that may go on: what says so, and where.
struct IAMListEnd {
  private var isTruncated = false
  private var marker: String?

  /// - Returns: Whether it was one of the two.
  mutating func take(
    _ child: XMLElement, _ reader: inout XMLReader
  ) throws(XMLError) -> Bool {
    if reader.isNamed(child, "IsTruncated") {
      isTruncated = try reader.text(of: child) == "true"
    } else if reader.isNamed(child, "Marker") {
      marker = try reader.text(of: child)
    } else {
      return false
    }
    return true
  }

  var next: String? { isTruncated && marker?.isEmpty == false ? marker : nil }
}
