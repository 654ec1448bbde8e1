/// What a simulated account consists of, as far as exports can tell. Errors follow from it: no name
/// is reserved to mean an error.
struct World: Sendable, Hashable {
  let region: String
  let account: String
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
    var region: String
  }

  struct Role: Sendable, Hashable {
    /// Whether its trust policy lets `export.rds.amazonaws.com` assume it.
    var trustsExports: Bool
    /// The buckets that its policies let it write to.
    var writableBuckets: Set<String>
  }

  struct Key: Sendable, Hashable {
    var isEnabled: Bool
  }

  /// `aws`, `aws-cn`, … of the region.
  var partition: String {
    if region.hasPrefix("cn-") { return "aws-cn" }
    if region.hasPrefix("us-gov-") { return "aws-us-gov" }
    if region.hasPrefix("eusc-") { return "aws-eusc" }
    return "aws"
  }

  func rdsARN(_ resource: String) -> String {
    "arn:\(partition):rds:\(region):\(account):\(resource)"
  }

  func roleARN(_ name: String) -> String { "arn:\(partition):iam::\(account):role/\(name)" }

  func keyARN(_ identifier: String) -> String {
    "arn:\(partition):kms:\(region):\(account):key/\(identifier)"
  }

  /// The ARN of the enabled key that an ARN, an identifier, an alias's ARN or an alias names; nil
  /// where there is none in this account and region.
  func usableKeyARN(_ name: String) -> String? {
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
    guard let identifier, keys[identifier]?.isEnabled == true else { return nil }
    return keyARN(identifier)
  }
}
