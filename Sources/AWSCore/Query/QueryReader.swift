import FoundationEssentials
import Ground

/// What stood in an element that should hold one value of a type.
public enum ScalarReading<Value> {
  /// No text.
  case absent
  case value(Value)
  /// A text that is no such value: how it begins, on one line.
  case unreadable(String)
}

extension ScalarReading: Sendable where Value: Sendable {}

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

  /// A whole number, or what stands in its place: for an answer of which one bad number must not make
  /// the rest unreadable.
  public mutating func integerReading(
    of element: XMLElement
  ) throws(XMLError) -> ScalarReading<Int> {
    try reading(of: element, parse: Self.integer)
  }

  /// A time, or what stands in its place.
  public mutating func dateReading(
    of element: XMLElement, as format: AWSTimestamp = .iso8601
  ) throws(XMLError) -> ScalarReading<Date> {
    try reading(of: element) { format.date($0) }
  }

  private static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    Int(String(decoding: text, as: UTF8.self))
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

  /// The texts of the children of a name, in their order.
  public mutating func strings(
    of list: XMLElement, eachNamed name: StaticString = "member"
  ) throws(XMLError) -> [String] {
    var texts: [String] = []
    while let child = try nextChild(of: list) {
      if isNamed(child, name) { texts.append(try text(of: child)) }
    }
    return texts
  }

  /// The value of a text, whitespace around it aside; nil for none, an error for one that `parse`
  /// doesn't know.
  private mutating func value<Value>(
    of element: XMLElement, parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) throws(XMLError) -> Value? {
    let start = position
    switch try reading(of: element, parse: parse) {
    case .absent: return nil
    case .value(let value): return value
    case .unreadable: throw XMLError(.unexpectedValue(element: name(of: element)), at: start)
    }
  }

  private mutating func reading<Value>(
    of element: XMLElement, parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) throws(XMLError) -> ScalarReading<Value> {
    try withText(of: element) { text -> ScalarReading<Value> in
      let trimmed = Self.trimmed(text)
      if trimmed.isEmpty { return .absent }
      if let value = parse(trimmed) { return .value(value) }
      let beginning = String(decoding: trimmed.prefix(4 * Self.shownOfUnreadable), as: UTF8.self)
      return .unreadable(UntrustedText.oneLine(beginning, limit: Self.shownOfUnreadable))
    }
  }

  /// In Unicode scalars.
  private static var shownOfUnreadable: Int { 60 }

  private static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var range = text.indices
    while let first = range.first, XMLCharacters.isWhitespace(text[first]) { range.removeFirst() }
    while let last = range.last, XMLCharacters.isWhitespace(text[last]) { range.removeLast() }
    return UnsafeBufferPointer(rebasing: text[range])
  }
}
