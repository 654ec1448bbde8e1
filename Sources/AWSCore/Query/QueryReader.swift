import FoundationEssentials
import Ground

/// What an element held that should have one value of a type.
public enum ScalarReading<Value> {
  /// No text.
  case absent
  case value(Value)
  /// A text that isn't such a value: its beginning, on one line.
  case unreadable(String)
}

extension ScalarReading: Sendable where Value: Sendable {}

extension ScalarReading<Int> {
  /// A whole number, whitespace around it aside, or what stands in its place.
  public init(integer text: UnsafeBufferPointer<UInt8>) {
    self.init(text, parse: XMLReader.integer)
  }
}

extension ScalarReading<Date> {
  /// A time, whitespace around it aside, or what stands in its place.
  public init(date text: UnsafeBufferPointer<UInt8>, as format: AWSTimestamp = .iso8601) {
    self.init(text) { format.date($0) }
  }
}

extension ScalarReading {
  /// In Unicode scalars.
  private static var shownOfUnreadable: Int { 60 }

  fileprivate init(
    _ text: UnsafeBufferPointer<UInt8>, parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) {
    let trimmed = Self.trimmed(text)
    if trimmed.isEmpty {
      self = .absent
    } else if let value = parse(trimmed) {
      self = .value(value)
    } else {
      let beginning = String(decoding: trimmed.prefix(4 * Self.shownOfUnreadable), as: UTF8.self)
      self = .unreadable(UntrustedText.oneLine(beginning, limit: Self.shownOfUnreadable))
    }
  }

  private static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var range = text.indices
    while let first = range.first, XMLCharacters.isWhitespace(text[first]) { range.removeFirst() }
    while let last = range.last, XMLCharacters.isWhitespace(text[last]) { range.removeLast() }
    return UnsafeBufferPointer(rebasing: text[range])
  }
}

/// Reading an answer by the Query protocol: the result's wrapper, and values by their type.
extension XMLReader {
  /// Opens `<XResponse>` and in it `<XResult>`, for the action X.
  /// - Throws: `XMLError.Kind.missingElement` where the document is of another kind.
  public mutating func result(of action: String) throws(XMLError) -> XMLElement {
    let root = try root()
    guard name(of: root) == "\(action)Response" else {
      throw XMLError(.missingElement("\(action)Response"), at: 0)
    }
    let wrapper = "\(action)Result"
    while let child = try nextChild(of: root) {
      if name(of: child) == wrapper { return child }
    }
    throw XMLError(.missingElement(wrapper), at: position)
  }

  /// A whole number; nil for an element without text.
  public mutating func integer(of element: XMLElement) throws(XMLError) -> Int? {
    try value(of: element, parse: Self.integer)
  }

  fileprivate static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    // No eighteen digits are too large.
    guard text.count <= 18 else { return Int(String(decoding: text, as: UTF8.self)) }
    var value = 0
    for byte in text {
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { return Int(String(decoding: text, as: UTF8.self)) }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// A number, which may be `NaN`, `Infinity` or `-Infinity`; nil for an element without text.
  public mutating func double(of element: XMLElement) throws(XMLError) -> Double? {
    try value(of: element) { Double(String(decoding: $0, as: UTF8.self)) }
  }

  /// `true` or `false`; nil for an element without text.
  public mutating func boolean(of element: XMLElement) throws(XMLError) -> Bool? {
    try value(of: element) { Bool(String(decoding: $0, as: UTF8.self)) }
  }

  /// A time; nil for an element without text.
  public mutating func date(
    of element: XMLElement, as format: AWSTimestamp = .iso8601
  ) throws(XMLError) -> Date? {
    try value(of: element) { format.date($0) }
  }

  /// Base64; an element without text holds no bytes.
  public mutating func blob(of element: XMLElement) throws(XMLError) -> [UInt8] {
    try value(of: element) { Data(base64Encoded: Data($0)).map { [UInt8]($0) } } ?? []
  }

  /// The texts of the children with this name, in order.
  public mutating func strings(
    of list: XMLElement, eachNamed name: StaticString = "member"
  ) throws(XMLError) -> [String] {
    var texts: [String] = []
    while let child = try nextChild(of: list) {
      if isNamed(child, name) { texts.append(try text(of: child)) }
    }
    return texts
  }

  /// The value of a text, ignoring whitespace around it; nil for no text, an error for one that
  /// `parse` doesn't understand.
  private mutating func value<Value>(
    of element: XMLElement, parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) throws(XMLError) -> Value? {
    let start = position
    switch try withText(of: element, { ScalarReading($0, parse: parse) }) {
    case .absent: return nil
    case .value(let value): return value
    case .unreadable: throw XMLError(.unexpectedValue(element: name(of: element)), at: start)
    }
  }
}
