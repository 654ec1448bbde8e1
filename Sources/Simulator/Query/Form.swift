/// The parameters of a Query request: `application/x-www-form-urlencoded`, in a body or in a URL.
struct Form: Sendable {
  private(set) var values: [String: String] = [:]

  init() {}

  /// Adds the parameters of `text`; if a name repeats, the last one counts.
  /// - Throws: `Refusal` for a broken percent escape or text that isn't UTF-8.
  mutating func add(_ text: some Sequence<UInt8>) throws(Refusal) {
    for pair in Array(text).split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "="))
      let name = try Self.decoded(pair[..<(equals ?? pair.endIndex)])
      let value = try equals.map { (at) throws(Refusal) in try Self.decoded(pair[(at + 1)...]) }
      values[name] = value ?? ""
    }
  }

  subscript(name: String) -> String? { values[name] }

  /// - Throws: `MissingParameter` where it is absent or empty.
  func required(_ name: String) throws(Refusal) -> String {
    guard let value = values[name], !value.isEmpty else { throw .missingParameter(name) }
    return value
  }

  /// The values of `prefix.1`, `prefix.2`, …, up to the first missing one.
  func list(_ prefix: String) -> [String] {
    var list: [String] = []
    while let value = values["\(prefix).\(list.count + 1)"] { list.append(value) }
    return list
  }

  private static func decoded(_ text: ArraySlice<UInt8>) throws(Refusal) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(hexadecimal),
          let low = rest.popFirst().flatMap(hexadecimal)
        else { throw .malformedForm("The query string contains a malformed percent escape.") }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw .malformedForm("The query string is not UTF-8.")
    }
    return string
  }

  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
