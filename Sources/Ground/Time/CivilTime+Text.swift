/// The forms of ISO 8601, in whole seconds where nothing else is said.
extension CivilTime {
  /// `2020-03-02T18:57:56`
  public var iso8601Seconds: String {
    String(unsafeUninitializedCapacity: 19) { text in
      var index = 0
      for (field, (number, width)) in fields.enumerated() {
        if field > 0 {
          text.initializeElement(at: index, to: Self.separators[field - 1])
          index += 1
        }
        Self.writeDigits(of: number, width: width, to: text, at: index)
        index += width
      }
      return index
    }
  }

  /// `.896000`, empty where there is none.
  public var iso8601Fraction: String {
    if microsecond == 0 { return "" }
    return String(unsafeUninitializedCapacity: 7) { text in
      text.initializeElement(at: 0, to: UInt8(ascii: "."))
      Self.writeDigits(of: microsecond, width: 6, to: text, at: 1)
      return 7
    }
  }

  /// `20200302T185756Z`, the basic form, in UTC.
  public var compact: String { "\(compactDay)T\(digits(of: fields[3...]))Z" }

  /// `20200302`
  public var compactDay: String { digits(of: fields[..<3]) }

  private typealias Field = (number: Int, width: Int)

  private var fields: [Field] {
    [(year, 4), (month, 2), (day, 2), (hour, 2), (minute, 2), (second, 2)]
  }

  private static let separators = Array("--T::".utf8)

  private func digits(of fields: ArraySlice<Field>) -> String {
    String(unsafeUninitializedCapacity: 8) { text in
      var index = 0
      for field in fields {
        Self.writeDigits(of: field.number, width: field.width, to: text, at: index)
        index += field.width
      }
      return index
    }
  }

  /// The last `width` digits of a number that isn't negative.
  private static func writeDigits(
    of number: Int, width: Int, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int
  ) {
    var rest = number
    for index in (start..<(start + width)).reversed() {
      text.initializeElement(at: index, to: UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
  }
}
