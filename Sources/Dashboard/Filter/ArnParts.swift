/// Where the parts of an ARN are, in bytes.
///
/// `arn:partition:service:region:account:type:name`, or `…:type/name`; a name may hold either sign.
enum ArnParts {
  /// The name; the whole text where it is no ARN with a type and a name.
  static func name(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let start = start(ofPart: 6, in: text) else { return text }
    return UnsafeBufferPointer(rebasing: text[start...])
  }

  /// Empty where the text is no ARN.
  static func region(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    part(3, of: text)
  }

  /// Empty where the text is no ARN.
  static func account(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    part(4, of: text)
  }

  private static func part(_ index: Int, of text: UnsafeBufferPointer<UInt8>)
    -> UnsafeBufferPointer<UInt8>
  {
    guard let start = start(ofPart: index, in: text),
      let end = self.start(ofPart: index + 1, in: text)
    else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(rebasing: text[start..<(end - 1)])
  }

  private static func start(ofPart wanted: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard text.count > 4, text[0] == UInt8(ascii: "a"), text[1] == UInt8(ascii: "r"),
      text[2] == UInt8(ascii: "n")
    else { return nil }
    var part = 0
    for index in 3..<text.count {
      let byte = text[index]
      guard byte == UInt8(ascii: ":") || part == 5 && byte == UInt8(ascii: "/") else { continue }
      part += 1
      if part == wanted { return index + 1 }
    }
    return nil
  }
}
