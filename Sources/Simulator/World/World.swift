import FoundationEssentials

/// What a simulated account consists of, as far as exports can tell. Errors follow from it: no name
/// is reserved to mean an error.
struct World: Sendable, Hashable {
  let region: String
  let account: String
  /// What there is besides, by number alone.
  var crowd = Crowd()
  /// By ARN: what can be the source of an export.
  var sources: [String: ExportSource] = [:]
  /// By name.
  var buckets: [String: Bucket] = [:]
  /// By ARN.
  var roles: [String: Role] = [:]
  /// By key identifier.
  var keys: [String: Key] = [:]
  /// From `alias/NAME` to a key's identifier.
  var aliases: [String: String] = [:]

  init(region: String, account: String) {
    self.region = region
    self.account = account
  }

  struct Bucket: Sendable, Hashable {
    /// How many days new objects can't be deleted, and in which mode.
    struct Lock: Sendable, Hashable {
      var mode: String
      var days: Int
    }

    var region: String
    /// The account that it belongs to; nil for this one, whose list it is in then.
    var owner: String?
    /// Whether the caller may list what is in it.
    var isOpen = true
    /// Whether all four settings of Block Public Access are on; nil where none was ever made.
    var blocksPublicAccess: Bool? = true
    var lock: Lock?
  }

  struct Role: Sendable, Hashable {
    /// Whether its trust policy lets `export.rds.amazonaws.com` assume it.
    var trustsExports: Bool
    /// The buckets that its policies let it write to.
    var writableBuckets: Set<String>
    /// Whether the caller may pass it on to a service.
    var isPassable = true
  }

  struct Key: Sendable, Hashable {
    enum State: String, Sendable {
      case enabled = "Enabled"
      case disabled = "Disabled"
      case pendingDeletion = "PendingDeletion"
    }

    var state = State.enabled
    var spec = "SYMMETRIC_DEFAULT"
    var usage = "ENCRYPT_DECRYPT"
    /// Whether AWS made it for a service.
    var isManagedByAWS = false
    var explanation = ""
    /// Of one that waits to be deleted.
    var deletedAt: Date?

    /// Whether an export can be encrypted with it.
    var isUsable: Bool {
      state == .enabled && spec == "SYMMETRIC_DEFAULT" && usage == "ENCRYPT_DECRYPT"
        && !isManagedByAWS
    }
  }

  /// `aws`, `aws-cn`, … of the region.
  var partition: String {
    if region.hasPrefix("cn-") { return "aws-cn" }
    if region.hasPrefix("us-gov-") { return "aws-us-gov" }
    if region.hasPrefix("eusc-") { return "aws-eusc" }
    return "aws"
  }

  /// The region that IAM's requests are signed for.
  var globalRegion: String {
    switch partition {
    case "aws-cn": "cn-north-1"
    case "aws-us-gov": "us-gov-west-1"
    case "aws-eusc": "eusc-de-east-1"
    default: "us-east-1"
    }
  }

  /// Where those buckets are that aren't in the account's region.
  static func abroad(of region: String) -> String {
    region == "us-east-1" ? "eu-central-1" : "us-east-1"
  }

  func rdsARN(_ resource: String) -> String {
    "arn:\(partition):rds:\(region):\(account):\(resource)"
  }

  func roleARN(_ name: String) -> String { "arn:\(partition):iam::\(account):role/\(name)" }

  func keyARN(_ identifier: String) -> String {
    "arn:\(partition):kms:\(region):\(account):key/\(identifier)"
  }

  /// The ARN of the key that an ARN, an identifier, an alias's ARN or an alias names; nil where there
  /// is none that an export can use in this account and region.
  func usableKeyARN(_ name: String) -> String? {
    guard let identifier = keyIdentifier(name), keys[identifier]?.isUsable == true else {
      return nil
    }
    return keyARN(identifier)
  }

  /// The identifier of the key that a name stands for, if there is such a key.
  func keyIdentifier(_ name: String) -> String? {
    let prefix = "arn:\(partition):kms:\(region):\(account):"
    var local = name
    if name.hasPrefix("arn:") {
      guard name.hasPrefix(prefix) else { return nil }
      local = String(name.dropFirst(prefix.count))
      if local.hasPrefix("key/") {
        local = String(local.dropFirst("key/".count))
      } else if !local.hasPrefix("alias/") {
        return nil
      }
    }
    let identifier = local.hasPrefix("alias/") ? aliases[local] : local
    return identifier.flatMap { keys[$0] == nil ? nil : $0 }
  }
}
