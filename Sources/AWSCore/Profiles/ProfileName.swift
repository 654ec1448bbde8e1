/// The name of a section of the shared files. Two names are one only where they are byte for byte, as
/// for AWS's tools: a letter and its accent written as one character or as two are two names, and each
/// may lead to another account.
public struct ProfileName: Hashable, Sendable, ExpressibleByStringLiteral {
  public let text: String

  public init(_ text: String) { self.text = text }

  public init(stringLiteral text: String) { self.init(text) }

  public static func == (one: ProfileName, other: ProfileName) -> Bool {
    one.text.utf8.elementsEqual(other.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
