/// ISO 8601 texts, in whole seconds unless they say otherwise.
extension CivilTime {
  /// `2020-03-02T18:57:56`
  public var iso8601Seconds: String {
    String(unsafeUninitializedCapacity: 19) { text in
      text.baseAddress.map(writeSeconds)
      return 19
    }
  }

  /// `.896000`; empty where there is no fraction.
  public var iso8601Fraction: String {
    if microsecond == 0 { return "" }
    return String(unsafeUninitializedCapacity: 7) { text in
      text.baseAddress.map(writeFraction)
      return 7
    }
  }

  /// The most bytes of a time with its fraction.
  public static let longestISO8601 = 26

  /// Writes `2020-03-02T18:57:56.896000`, the fraction only where there is one.
  /// - Parameter text: Room for `longestISO8601` bytes.
  /// - Returns: How many there are now.
  public func writeISO8601(to text: UnsafeMutablePointer<UInt8>) -> Int {
    writeSeconds(to: text)
    if microsecond == 0 { return 19 }
    writeFraction(to: text + 19)
    return Self.longestISO8601
  }

  /// `20200302T185756Z`, the basic form, in UTC.
  public var compact: String {
    String(unsafeUninitializedCapacity: 16) { text in
      guard let start = text.baseAddress else { return 0 }
      writeCompactDay(to: start)
      start[8] = UInt8(ascii: "T")
      Self.write(hour, digits: 2, to: start + 9)
      Self.write(minute, digits: 2, to: start + 11)
      Self.write(second, digits: 2, to: start + 13)
      start[15] = UInt8(ascii: "Z")
      return 16
    }
  }

  /// `20200302`
  public var compactDay: String {
    String(unsafeUninitializedCapacity: 8) { text in
      text.baseAddress.map(writeCompactDay)
      return 8
    }
  }

  private func writeCompactDay(to text: UnsafeMutablePointer<UInt8>) {
    Self.write(year, digits: 4, to: text)
    Self.write(month, digits: 2, to: text + 4)
    Self.write(day, digits: 2, to: text + 6)
  }

  private func writeSeconds(to text: UnsafeMutablePointer<UInt8>) {
    Self.write(year, digits: 4, to: text)
    text[4] = UInt8(ascii: "-")
    Self.write(month, digits: 2, to: text + 5)
    text[7] = UInt8(ascii: "-")
    Self.write(day, digits: 2, to: text + 8)
    text[10] = UInt8(ascii: "T")
    Self.write(hour, digits: 2, to: text + 11)
    text[13] = UInt8(ascii: ":")
    Self.write(minute, digits: 2, to: text + 14)
    text[16] = UInt8(ascii: ":")
    Self.write(second, digits: 2, to: text + 17)
  }

  private func writeFraction(to text: UnsafeMutablePointer<UInt8>) {
    text[0] = UInt8(ascii: ".")
    Self.write(microsecond, digits: 6, to: text + 1)
  }

  /// The last `width` digits of a number that isn't negative.
  @inline(__always)
  private static func write(
    _ number: Int, digits width: Int, to text: UnsafeMutablePointer<UInt8>
  ) {
    var rest = UInt32(truncatingIfNeeded: number)
    for index in (0..<width).reversed() {
      text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }
}
