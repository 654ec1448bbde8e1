import FoundationEssentials

/// A JSON body, as KMS has them.
indirect enum JSONBody: Encodable {
  case object([String: JSONBody])
  case list([JSONBody])
  case text(String)
  case number(Double)
  case flag(Bool)

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let members): try container.encode(members)
    case .list(let elements): try container.encode(elements)
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    }
  }

  var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // No number in it is one that JSON can't express.
    return (try? encoder.encode(self)).map { Array($0) } ?? []
  }
}
