/// An Amazon Resource Name, taken apart:
/// `arn:partition:service:region:account:resource`, where the resource is a name, `type:name` or
/// `type/name`, and a name may hold both signs.
///
/// It only splits the text: any of the parts may be empty.
public struct ARN: Hashable, Sendable, CustomStringConvertible {
  private let text: String
  private let parts: Parts

  /// Nil for a text that isn't `arn:` followed by at least five parts.
  public init?(_ text: String) {
    var text = text
    guard let parts = text.withUTF8(Parts.init) else { return nil }
    (self.text, self.parts) = (text, parts)
  }

  public var description: String { text }

  /// `aws`, `aws-cn`, …
  public var partition: Substring { text[bytes: parts.partition] }
  /// `rds`, `iam`, …
  public var service: Substring { text[bytes: parts.service] }
  public var region: Substring { text[bytes: parts.region] }
  public var account: Substring { text[bytes: parts.account] }
  /// Everything after the account, with any colons of its own.
  public var resource: Substring { text[bytes: parts.resource] }
  /// `snapshot` of `…:snapshot:rds:orders`, `role` of `…:role/path/name`; nil where the resource is
  /// only a name.
  public var resourceType: Substring? { parts.resourceType.map { text[bytes: $0] } }
  /// What follows the resource's type: `rds:orders`, `path/name`; nil where the resource is only a
  /// name.
  public var resourceID: Substring? { parts.resourceID.map { text[bytes: $0] } }

  /// The account, where it is a number of 12 digits; nil for anything else.
  public var accountNumber: String? {
    let account = account
    guard account.utf8.count == 12,
      account.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return String(account)
  }
}

extension ARN {
  /// Where the parts of an ARN are in its bytes, for code that looks at many ARNs and doesn't want
  /// a string for each part.
  public struct Parts: Hashable, Sendable {
    public let partition, service, region, account, resource: Range<Int>
    /// Nil where the resource is only a name.
    public let resourceType, resourceID: Range<Int>?

    /// Nil for bytes that aren't `arn:` followed by at least five parts.
    public init?(_ bytes: UnsafeBufferPointer<UInt8>) {
      let colon = UInt8(ascii: ":")
      guard bytes.count > 4, bytes[0] == UInt8(ascii: "a"), bytes[1] == UInt8(ascii: "r"),
        bytes[2] == UInt8(ascii: "n"), bytes[3] == colon
      else { return nil }
      var start = 4
      func next() -> Range<Int>? {
        guard let end = bytes[start...].firstIndex(of: colon) else { return nil }
        defer { start = end + 1 }
        return start..<end
      }
      guard let partition = next(), let service = next(), let region = next(), let account = next()
      else { return nil }
      self.partition = partition
      self.service = service
      self.region = region
      self.account = account
      resource = start..<bytes.count
      let sign = bytes[resource].firstIndex { $0 == colon || $0 == UInt8(ascii: "/") }
      resourceType = sign.map { [resource] in resource.lowerBound..<$0 }
      resourceID = sign.map { [resource] in ($0 + 1)..<resource.upperBound }
    }
  }
}

extension String {
  /// The text between two byte offsets, both of which lie between characters.
  fileprivate subscript(bytes range: Range<Int>) -> Substring {
    let start = utf8.index(startIndex, offsetBy: range.lowerBound)
    return self[start..<utf8.index(start, offsetBy: range.count)]
  }
}
