import Ground

extension StartExportTaskRequest {
  /// Every broken rule that can be found without asking AWS, in the order of the fields.
  ///
  /// Sources: the RDS API reference, the user guide's page on exporting to S3, and for the
  /// identifier what the service itself answers (the limit of 60 characters isn't documented).
  public func problems() -> [FieldProblem] {
    var problems: [FieldProblem] = []
    func check(_ field: FieldProblem.Field, _ messages: [String]) {
      problems += messages.map { FieldProblem(field: field, message: $0) }
    }
    check(.exportTaskIdentifier, IdentifierRules.problems(exportTaskIdentifier))
    check(.sourceArn, SourceArnRules.problems(sourceArn))
    check(.s3BucketName, BucketNameRules.problems(s3BucketName))
    check(.s3Prefix, PrefixRules.problems(s3Prefix ?? ""))
    check(.iamRoleArn, RoleArnRules.problems(iamRoleArn))
    check(.kmsKeyId, KeyRules.problems(kmsKeyId))
    check(.exportOnly, ExportOnlyRules.problems(exportOnly))
    return problems
  }
}

enum IdentifierRules {
  private static let longest = 60

  static func problems(_ identifier: String) -> [String] {
    if identifier.isEmpty { return ["An export needs an identifier, such as orders-2026-11-22."] }
    var problems: [String] = []
    if let stranger = identifier.unicodeScalars.first(where: { !$0.isLetterOrDigit && $0 != "-" }) {
      problems.append(
        "An identifier may hold ASCII letters, digits and hyphens, not \(Shown.scalar(stranger)).")
    } else if identifier.unicodeScalars.first?.isLetter == false {
      problems.append("An identifier must begin with a letter.")
    }
    if identifier.hasSuffix("-") { problems.append("An identifier must not end with a hyphen.") }
    if identifier.contains("--") {
      problems.append("An identifier must not hold two hyphens in a row.")
    }
    let length = identifier.unicodeScalars.count
    if length > longest {
      problems.append(
        "An identifier may be \(longest) characters long; this one has \(length).")
    }
    return problems
  }
}

enum BucketNameRules {
  static func problems(_ name: String) -> [String] {
    if name.isEmpty { return ["An export needs the name of an S3 bucket."] }
    if name.contains("/") || name.contains(":") {
      return ["The bucket's bare name is wanted, without s3://, ARN or folder."]
    }
    var problems: [String] = []
    if !(3...63).contains(name.unicodeScalars.count) {
      problems.append("A bucket's name has 3 to 63 characters.")
    }
    let isAllowed = { (scalar: Unicode.Scalar) in
      scalar.isLowercase || scalar.isDigit || scalar == "-" || scalar == "."
    }
    if let stranger = name.unicodeScalars.first(where: { !isAllowed($0) }) {
      problems.append(
        "A bucket's name may hold lower-case letters, digits, hyphens and dots,"
          + " not \(Shown.scalar(stranger)).")
    } else if [name.unicodeScalars.first, name.unicodeScalars.last]
      .contains(where: { $0?.isLetterOrDigit == false })
    {
      problems.append("A bucket's name must begin and end with a letter or a digit.")
    }
    if name.contains("..") { problems.append("A bucket's name must not hold two dots in a row.") }
    if isAddress(name) { problems.append("A bucket's name must not look like an IP address.") }
    return problems
  }

  private static func isAddress(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { (1...3).contains($0.count) && $0.unicodeScalars.allSatisfy(\.isDigit) }
  }
}

enum PrefixRules {
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    UntrustedText.isHidden(scalar) || UntrustedText.isLineBreak(scalar)
  }

  /// The longest key that an S3 object can have, in bytes.
  private static let longestKey = 1024

  static func problems(_ prefix: String) -> [String] {
    var problems: [String] = []
    if prefix.contains(":") { problems.append("A prefix must not hold a colon.") }
    if prefix.unicodeScalars.contains(where: Self.isUnseen) {
      problems.append("A prefix must not hold control or invisible characters.")
    }
    if prefix.utf8.count > longestKey {
      problems.append("A prefix may be \(longestKey) bytes long, which is S3's limit for keys.")
    }
    return problems
  }
}

enum ExportOnlyRules {
  /// The user guide's limit for the whole list, 200 KB.
  private static let mostBytes = 200 << 10
  private static let mostProblems = 5

  static func problems(_ parts: [String]) -> [String] {
    var problems: [String] = []
    let wrong = parts.filter { !isValid($0) }
    for part in wrong.prefix(mostProblems) {
      problems.append(
        "\(Shown.text(part)) isn't database, database.table, database.schema or"
          + " database.schema.table (letters, digits, $ and _).")
    }
    if wrong.count > mostProblems {
      problems.append("\(wrong.count - mostProblems) more parts are of no known form.")
    }
    if parts.reduce(0, { $0 + $1.utf8.count }) > mostBytes {
      problems.append("The list of what to export may be 200 KB long in all.")
    }
    return problems
  }

  private static func isValid(_ part: String) -> Bool {
    let names = part.split(separator: ".", omittingEmptySubsequences: false)
    return (1...3).contains(names.count)
      && names.allSatisfy { name in
        !name.isEmpty
          && name.unicodeScalars.allSatisfy { $0.isLetterOrDigit || $0 == "$" || $0 == "_" }
      }
  }
}
