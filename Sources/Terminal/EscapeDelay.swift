/// How long the rest of a key may take to arrive after its first byte, ESC. A lone ESC is the Escape
/// key, and only the time tells: the shorter, the sooner Escape works, and the longer, the slower a
/// line may be.
public nonisolated struct EscapeDelay: Hashable, Sendable {
  /// On this machine all the bytes of a key come at once.
  public static let nearby = EscapeDelay(duration: .milliseconds(25))
  /// Over a network, TCP sends a lost packet again after 200 ms at the earliest.
  public static let remote = EscapeDelay(duration: .milliseconds(400))
  /// What is longer could only be a mistake: Escape would seem dead.
  static let longest = Duration.seconds(10)

  public let duration: Duration

  init(duration: Duration) {
    self.duration = duration
  }

  /// - Parameters:
  ///   - setting: `ESCDELAY`, in milliseconds, as other ncurses programs take it; nil where it is
  ///     unset. What is no number is passed over.
  ///   - isRemote: Whether the terminal is on another machine.
  public init(setting: String?, isRemote: Bool) {
    let digits = setting.flatMap(Self.digits)
    let asked = digits.map { min(.milliseconds(Int($0) ?? .max), Self.longest) }
    duration = asked ?? (isRemote ? Self.remote : Self.nearby).duration
  }

  /// Whether a setting of `ESCDELAY` can be used.
  public static func isNumber(_ setting: String) -> Bool { digits(setting) != nil }

  private static func digits(_ setting: String) -> String? {
    let text = setting.filter { $0 != " " && $0 != "\t" }
    return text.isEmpty || !text.allSatisfy { $0.isASCII && $0.isNumber } ? nil : text
  }
}
