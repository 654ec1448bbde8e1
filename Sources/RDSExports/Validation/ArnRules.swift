import Ground

extension ARN {
  /// An ARN that has a resource and a plausible partition: nil for any other.
  fileprivate init?(ofResource text: String) {
    self.init(text)
    guard !resource.isEmpty, partition == "aws" || partition.hasPrefix("aws-"),
      !partition.hasSuffix("-"), Self.isLowercaseName(partition)
    else { return nil }
  }

  fileprivate var hasRegion: Bool { region.contains("-") && Self.isLowercaseName(region) }

  private static func isLowercaseName(_ text: Substring) -> Bool {
    text.unicodeScalars.allSatisfy { $0.isLowercase || $0.isDigit || $0 == "-" }
  }
}

enum SourceArnRules {
  /// What automated backups and AWS Backup put before the name of a snapshot.
  private static let automatic = ["rds:", "awsbackup:"]

  static func problems(_ text: String) -> [String] {
    if text.isEmpty { return ["An export needs the ARN of a snapshot or a cluster."] }
    guard let arn = ARN(ofResource: text), arn.service == "rds" else {
      return [
        "The source must be an ARN such as arn:aws:rds:eu-west-1:123456789012:snapshot:NAME."
      ]
    }
    var problems: [String] = []
    if !arn.hasRegion { problems.append("The source's ARN names no region.") }
    if arn.accountNumber == nil { problems.append("The source's ARN needs a 12-digit account.") }
    let parts = arn.resource.split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let kind = parts[0]
    guard ["snapshot", "cluster-snapshot", "cluster"].contains(kind) else {
      return problems + [
        "Only a snapshot, a cluster-snapshot or a cluster can be exported,"
          + " not \(Shown.text(String(kind)))."
      ]
    }
    if parts.count < 2 || !isName(parts[1], mayBeAutomatic: kind != "cluster") {
      problems.append("The source's ARN must end with the name of the \(kind).")
    }
    return problems
  }

  private static func isName(_ name: Substring, mayBeAutomatic: Bool) -> Bool {
    var name = name
    if mayBeAutomatic, let prefix = automatic.first(where: { name.hasPrefix($0) }) {
      name = name.dropFirst(prefix.count)
    }
    return name.unicodeScalars.first?.isLetterOrDigit == true
      && name.unicodeScalars.allSatisfy { $0.isLetterOrDigit || $0 == "-" }
  }
}

enum RoleArnRules {
  private static let longestName = 64

  static func problems(_ text: String) -> [String] {
    if text.isEmpty { return ["An export needs the ARN of an IAM role."] }
    guard let arn = ARN(ofResource: text), arn.service == "iam", arn.region.isEmpty,
      arn.resource.hasPrefix("role/")
    else { return ["The role must be an ARN such as arn:aws:iam::123456789012:role/NAME."] }
    var problems: [String] = []
    if arn.accountNumber == nil { problems.append("The role's ARN needs a 12-digit account.") }
    let path = arn.resource.dropFirst("role/".count)
      .split(separator: "/", omittingEmptySubsequences: false)
    let isAllowed = { (scalar: Unicode.Scalar) in
      scalar.isLetterOrDigit || "_+=,.@-".unicodeScalars.contains(scalar)
    }
    if path.contains(where: \.isEmpty) || !path.joined().unicodeScalars.allSatisfy(isAllowed) {
      problems.append("The role's ARN must end with a role's name, after any path.")
    } else if let name = path.last, name.count > longestName {
      problems.append("A role's name may be \(longestName) characters long.")
    }
    return problems
  }
}

enum KeyRules {
  static func problems(_ text: String) -> [String] {
    if text.isEmpty { return ["An export needs a KMS key."] }
    if text.hasPrefix("arn:") { return arnProblems(text) }
    if text.hasPrefix("alias/") {
      return isAlias(text[...]) ? [] : ["An alias is alias/ and letters, digits, /, _ and -."]
    }
    if isKeyID(text) { return [] }
    return [
      "\(Shown.text(text)) is no KMS key: give its ID, its ARN, alias/NAME or an alias's ARN."
    ]
  }

  private static func arnProblems(_ text: String) -> [String] {
    guard let arn = ARN(ofResource: text), arn.service == "kms" else {
      return ["The key's ARN must be like arn:aws:kms:eu-west-1:123456789012:key/ID."]
    }
    var problems: [String] = []
    if !arn.hasRegion { problems.append("The key's ARN names no region.") }
    if arn.accountNumber == nil { problems.append("The key's ARN needs a 12-digit account.") }
    let id = arn.resource.hasPrefix("key/") ? arn.resource.dropFirst("key/".count) : ""
    let isKey = !id.isEmpty && id.unicodeScalars.allSatisfy { $0.isLetterOrDigit || $0 == "-" }
    if !isKey, !isAlias(arn.resource) {
      problems.append("The key's ARN must end with key/ID or alias/NAME.")
    }
    return problems
  }

  private static func isAlias(_ text: Substring) -> Bool {
    guard text.hasPrefix("alias/") else { return false }
    let name = text.dropFirst("alias/".count)
    return !name.isEmpty && name.count <= 250
      && name.unicodeScalars.allSatisfy {
        $0.isLetterOrDigit || $0 == "/" || $0 == "_" || $0 == "-"
      }
  }

  /// A UUID, or the ID of a multi-Region key.
  private static func isKeyID(_ text: String) -> Bool {
    if text.hasPrefix("mrk-") {
      return text.count == 36 && text.dropFirst(4).unicodeScalars.allSatisfy(\.isHexadecimal)
    }
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.joined().unicodeScalars.allSatisfy(\.isHexadecimal)
  }
}
