/// A time that a clock shows, to the minute: `18:00`.
public struct TimeOfDay: Hashable, Sendable, CustomStringConvertible {
  /// 0…23
  public let hour: Int
  /// 0…59
  public let minute: Int

  /// 18:00
  public static let evening = TimeOfDay(18, 0)

  private init(_ hour: Int, _ minute: Int) {
    self.hour = hour
    self.minute = minute
  }

  /// Nil where no clock shows that.
  public init?(hour: Int, minute: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
    self.init(hour, minute)
  }

  /// `18:00` or `6:00`; nil for anything else.
  public init?(written text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }),
      let hour = Int(parts[0]), let minute = Int(parts[1])
    else { return nil }
    self.init(hour: hour, minute: minute)
  }

  public var description: String { "\(Self.two(hour)):\(Self.two(minute))" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
