import Ground
import Testing

@Suite struct DurationTests {
  @Test func `a duration beyond what nanoseconds can say is the longest that they can`() {
    #expect(Duration.seconds(9_223_372_036).nanoseconds == 9_223_372_036_000_000_000)
    #expect(Duration.milliseconds(9_223_372_036_900).nanoseconds == .max)
    #expect(Duration.milliseconds(-9_223_372_036_900).nanoseconds == .min)
    #expect(Duration.seconds(Int64.max).nanoseconds == .max)
  }

  @Test func `seconds have their fraction, and whole ones lose it`() {
    #expect(Duration.milliseconds(1500).seconds == 1.5)
    #expect(Duration.milliseconds(-1500).seconds == -1.5)
    #expect(Duration.milliseconds(1999).wholeSeconds == 1)
    #expect(Duration.milliseconds(-1999).wholeSeconds == -1)
  }

  @Test func `milliseconds are rounded up, and what is past has none`() {
    #expect(Duration.nanoseconds(1).millisecondsRoundedUp == 1)
    #expect(Duration.milliseconds(2).millisecondsRoundedUp == 2)
    #expect((Duration.milliseconds(2) + .nanoseconds(1)).millisecondsRoundedUp == 3)
    #expect(Duration.seconds(-1).millisecondsRoundedUp == 0)
    #expect(Duration.zero.millisecondsRoundedUp == 0)
    #expect(Duration.seconds(Int64.max).millisecondsRoundedUp > 9_000_000_000_000)
  }
}
