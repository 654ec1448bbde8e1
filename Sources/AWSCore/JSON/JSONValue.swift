import FoundationEssentials

/// A JSON document of any shape, so that another tool's file can be written back with everything
/// that was in it. No description shows what it holds.
public enum JSONValue: Hashable, Sendable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  /// As written, to 38 digits.
  case number(Decimal)
  case boolean(Bool)
  case null

  /// No login and no service error comes near these limits. The decoder's time grows with the cube
  /// of the depth: a kilobyte of nothing but brackets would hold everything up for seconds.
  static let longest = 256 << 10
  static let deepest = 32

  /// Nil for anything that isn't JSON, or is too large or too deep.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.longest, Self.depth(of: bytes) <= Self.deepest,
      let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    else {
      return nil
    }
    self = value
  }

  /// How deep objects and arrays are nested; brackets in strings don't count.
  private static func depth(of bytes: [UInt8]) -> Int {
    var (depth, deepest) = (0, 0)
    var isInString = false
    var isEscaped = false
    for byte in bytes {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return deepest
  }

  /// The document on one line, its members in alphabetical order; nil for a number that JSON can't
  /// express.
  public var bytes: [UInt8]? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { Array($0) }
  }

  public var members: [String: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }

  public var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// Nil where it isn't text, or is empty.
  public var text: String? {
    if case .string(let text) = self, !text.isEmpty { text } else { nil }
  }
}

extension JSONValue: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let boolean = try? container.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let number = try? container.decode(Decimal.self) {
      self = .number(number)
    } else if let members = try? container.decode([String: JSONValue].self) {
      self = .object(members)
    } else {
      self = .array(try container.decode([JSONValue].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let members): try container.encode(members)
    case .array(let elements): try container.encode(elements)
    case .string(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .boolean(let boolean): try container.encode(boolean)
    case .null: try container.encodeNil()
    }
  }
}

extension JSONValue: CustomStringConvertible, CustomReflectable {
  public var description: String { "JSONValue(hidden)" }

  public var customMirror: Mirror { Mirror(self, children: []) }
}
