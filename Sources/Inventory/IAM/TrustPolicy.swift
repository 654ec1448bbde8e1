import AWSCore
import Planning

/// Who may assume a role, as far as it concerns exports. Conditions aren't looked at, and no other
/// policy: it sorts a list, and IAM has the last word.
struct TrustPolicy {
  /// The JSON document.
  let text: String
  /// Whether a statement allows exports to assume the role, and none denies it; nil where it can't be
  /// read.
  let trustsExports: Bool?

  static let exports = "export.rds.amazonaws.com"

  /// - Parameter answered: The document as IAM's answers have it: percent-encoded.
  init(answered: String) {
    text = Self.decoded(answered)
    guard let statements = JSONValue(Array(text.utf8))?.members?["Statement"] else {
      trustsExports = nil
      return
    }
    let applying = (statements.elements ?? [statements]).compactMap(\.members)
      .filter(Self.isAboutExports).map { $0["Effect"]?.text }
    trustsExports = applying.contains("Allow") && !applying.contains("Deny")
  }

  private static func isAboutExports(_ statement: [String: JSONValue]) -> Bool {
    let services = texts(statement["Principal"]?.members?["Service"])
    let all = statement["Principal"]?.text == "*"
    guard all || services.contains(where: { $0 == exports || $0 == "*" }) else { return false }
    return texts(statement["Action"]).contains { isAssumeRole($0.lowercased()) }
  }

  /// Whether an action is `sts:AssumeRole`, or a pattern for it.
  private static func isAssumeRole(_ pattern: String) -> Bool {
    matches(Array("sts:assumerole".utf8), Array(pattern.utf8))
  }

  /// By IAM's rules: `*` stands for any text, `?` for one sign. A later star can do whatever an
  /// earlier one could, so only the last is ever tried again.
  private static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
    var (at, sign) = (0, 0)
    var last: (sign: Int, at: Int)?
    while at < text.count {
      if sign < pattern.count, pattern[sign] == UInt8(ascii: "*") {
        last = (sign, at)
        sign += 1
      } else if sign < pattern.count,
        pattern[sign] == UInt8(ascii: "?") || pattern[sign] == text[at]
      {
        at += 1
        sign += 1
      } else if let star = last {
        last = (star.sign, star.at + 1)
        (at, sign) = (star.at + 1, star.sign + 1)
      } else {
        return false
      }
    }
    return pattern[sign...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// One text or several.
  private static func texts(_ value: JSONValue?) -> [String] {
    guard let value else { return [] }
    return value.text.map { [$0] } ?? value.elements?.compactMap(\.text) ?? []
  }

  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      let escape = rest.prefix(2)
      if byte == UInt8(ascii: "%"), escape.count == 2,
        let value = UInt8(String(decoding: escape, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
