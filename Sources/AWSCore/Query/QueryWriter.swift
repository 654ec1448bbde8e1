import FoundationEssentials

/// Where a value goes in a form body: `Filters.Filter.1.Name`.
public struct QueryKey: Sendable, Hashable {
  public var text: String

  public init(_ text: String) { self.text = text }

  /// A member of a structure.
  public func member(_ name: String) -> QueryKey { QueryKey("\(text).\(name)") }

  /// An element of a list or an entry of a map, counted from 1.
  /// - Parameter name: What the protocol puts before the number (`member` for a list unless its
  ///   model says otherwise, `entry` for a map); nil for flattened ones.
  public func element(_ number: Int, named name: String? = "member") -> QueryKey {
    QueryKey(name.map { "\(text).\($0).\(number)" } ?? "\(text).\(number)")
  }
}

/// Writes the form body of a call by the Query protocol.
///
/// Values keep the order in which they are written. Everything except RFC 3986's unreserved
/// characters is percent-encoded; a space becomes `+`, as in botocore's bodies: a server that
/// checks signatures over a body it has re-encoded (moto) accepts nothing else.
public struct QueryWriter: Sendable {
  public private(set) var body: [UInt8] = []

  public init(action: String, version: String) {
    append("Action", action)
    append("Version", version)
  }

  public mutating func write(_ value: String, at key: QueryKey) { append(key.text, value) }

  public mutating func write(_ value: Bool, at key: QueryKey) {
    append(key.text, value ? "true" : "false")
  }

  public mutating func write(_ value: Int, at key: QueryKey) { append(key.text, "\(value)") }

  public mutating func write(_ value: Double, at key: QueryKey) {
    append(key.text, Self.text(value))
  }

  public mutating func write(
    _ date: Date, as format: AWSTimestamp = .iso8601, at key: QueryKey
  ) {
    append(key.text, format.text(date))
  }

  public mutating func write(blob: [UInt8], at key: QueryKey) {
    append(key.text, Data(blob).base64EncodedString())
  }

  /// A list of strings.
  public mutating func write(
    _ values: [String], eachNamed name: String? = "member", at key: QueryKey
  ) {
    if values.isEmpty { writeEmptyList(at: key) }
    for (index, value) in values.enumerated() {
      write(value, at: key.element(index + 1, named: name))
    }
  }

  /// A list that is present but empty, which is not the same as no list.
  public mutating func writeEmptyList(at key: QueryKey) { append(key.text, "") }

  private static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return "\(value)"
  }

  private mutating func append(_ name: String, _ value: String) {
    if !body.isEmpty { body.append(UInt8(ascii: "&")) }
    appendEncoded(name)
    body.append(UInt8(ascii: "="))
    appendEncoded(value)
  }

  private mutating func appendEncoded(_ text: String) {
    for byte in text.utf8 {
      if Self.isUnreserved(byte) {
        body.append(byte)
      } else if byte == UInt8(ascii: " ") {
        body.append(UInt8(ascii: "+"))
      } else {
        body.append(UInt8(ascii: "%"))
        body.append(Self.hexadecimal[Int(byte >> 4)])
        body.append(Self.hexadecimal[Int(byte & 15)])
      }
    }
  }

  private static let hexadecimal = Array("0123456789ABCDEF".utf8)

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
