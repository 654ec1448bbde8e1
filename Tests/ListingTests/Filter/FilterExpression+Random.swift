import Ground
import Support

@testable import Listing

extension FilterExpression {
  /// Any expression that the language can say.
  static func random(depth: Int, using random: inout SeededGenerator) -> FilterExpression {
    let kinds = depth == 0 ? 6 : 9
    func list(_ count: Int, _ random: inout SeededGenerator) -> [FilterExpression] {
      (0..<count).map { _ in .random(depth: depth - 1, using: &random) }
    }
    switch Int.random(in: 0..<kinds, using: &random) {
    case 0: return .word(text(using: &random))
    case 1:
      let sign = pick([FilterOperator.equal, .notEqual, .contains], &random)
      let values = (0..<Int.random(in: 1...3, using: &random)).map { _ -> FilterText in
        let isPattern = sign == .contains && Bool.random(using: &random)
        return isPattern ? .pattern(pick(patterns, &random)) : .literal(text(using: &random))
      }
      return .text(pick(FilterTextField.allCases, &random), sign, values)
    case 2:
      let values = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        pick(FilterStatus.allCases, &random)
      }
      return .status(pick([.equal, .notEqual], &random), values)
    case 3 where Int.random(in: 0..<8, using: &random) == 0:
      return .elapsedThanUsual(pick([.greater, .greaterOrEqual, .less, .lessOrEqual], &random))
    case 3:
      let sign = pick(FilterOperator.allCases.filter { $0 != .contains }, &random)
      let values = (0..<(sign.takesList ? 3 : 1)).map { _ in number(using: &random) }
      return .number(pick(FilterNumberField.allCases, &random), sign, values)
    case 4:
      let sign = pick(FilterOperator.allCases.filter { $0 != .contains }, &random)
      let values = (0..<(sign.takesList ? 2 : 1)).map { _ in
        sign.takesList || Bool.random(using: &random)
          ? time(using: &random) : .span(number(using: &random))
      }
      return .time(pick(FilterTimeField.allCases, &random), sign, values)
    case 5:
      let word = pick(FilterStatus.everyWord + ["FAILED", "In_Progress"], &random)
      if FilterTime.isSet(word) { return .wordOrTonight(word) }
      return FilterStatus(word: word).map { .wordOrStatus(word, $0) } ?? .word(word)
    case 6: return .not(.random(depth: depth - 1, using: &random))
    case 7: return .and(list(Int.random(in: 2...3, using: &random), &random))
    default: return .or(list(Int.random(in: 2...3, using: &random), &random))
    }
  }

  private static let patterns = [
    "a", "^a.*b$", "a/b", "\\.", "\\\\", "[/]", "(a|b){2,3}", "é", "a b", "a,b)", "\"", "\\(",
  ]
  private static let pieces = [
    "a", "B", "-", " ", "\"", "'", "\\", "(", ")", ",", "=", "!", "~", "<", ">", "/", "é", "and",
    "or", "not", ":", "\u{301}", "👩‍👩‍👧", "\t", "%", "status", "failed", "id:",
  ]

  private static func text(using random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in pick(pieces, &random) }.joined()
  }

  private static func number(using random: inout SeededGenerator) -> Double {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: Double(Int.random(in: 0...100, using: &random))
    case 1: Double(Int.random(in: 0...50, using: &random)) * 3600
    case 2: Double(Int.random(in: 0...999_999, using: &random)) / 1000
    default: Double(Int.random(in: 0...999_999_999_999, using: &random))
    }
  }

  private static func time(using random: inout SeededGenerator) -> FilterTime {
    var time = CivilTime(
      year: Int.random(in: 1...9999, using: &random), month: Int.random(in: 1...12, using: &random),
      day: Int.random(in: 1...28, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return .today
    case 1: return .yesterday
    case 2: return .day(time)
    case 3: return .tonight
    case 4: return .weekday(pick(FilterWeekday.allCases, &random))
    case 5:
      let minutes = Int.random(in: 0..<1440, using: &random)
      return TimeOfDay(hour: minutes / 60, minute: minutes % 60).map { .clock($0) } ?? .today
    case 6:
      (time.hour, time.minute) = (Int.random(in: 0...23, using: &random), 59)
      return .minute(time)
    default:
      (time.hour, time.minute) = (0, Int.random(in: 0...59, using: &random))
      time.second = Int.random(in: 0...59, using: &random)
      return .second(time)
    }
  }

  private static func pick<Element>(_ elements: [Element], _ random: inout SeededGenerator)
    -> Element
  {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }
}
