/// What a person has agreed to with one yes. It goes along with each call that is made for it, and
/// is looked at again where the call is made.
public struct Agreement: Hashable, Sendable {
  /// Tells one yes from another.
  public var number: Int
  /// How many tasks it was for.
  public var count: Int
  /// Whether a word was typed, as production wants it.
  public var hasWord: Bool

  public init(number: Int, count: Int = 1, hasWord: Bool = false) {
    self.number = number
    self.count = count
    self.hasWord = hasWord
  }
}

extension State {
  /// Notes a yes.
  mutating func agree(to count: Int = 1, hasWord: Bool) -> Agreement {
    defer { nextAgreement += 1 }
    return Agreement(number: nextAgreement, count: count, hasWord: hasWord)
  }
}
