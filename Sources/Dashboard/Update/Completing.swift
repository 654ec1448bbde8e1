import Ground
import Listing
import Tracking
import Words

/// What Tab goes through, one word after the other.
struct Completing: Sendable {
  var completion: FilterCompletion
  /// The word that stands at the end of the text.
  var index: Int
  /// The text, as long as nothing else is typed.
  var text: String
}

extension State {
  /// Values are looked for in so many tasks: a key must not take long.
  private static let mostLookedAt = 5000
  private static let mostTold = 12

  /// Completes the word at the end of the text as far as it is clear, then goes through what it
  /// could be.
  mutating func completeFilter(at moment: Moment) {
    guard let field = filter.editing else { return }
    if var going = filter.completing, going.text == field.text {
      going.index = (going.index + 1) % going.completion.words.count
      return show(going)
    }
    guard field.cursor == field.text.count else {
      return notify(.info, "a word is completed at the end of the text", at: moment)
    }
    let tasks = list.arrangement.ordered.prefix(Self.mostLookedAt).lazy
    let pool = list.arrangement.pool
    let completion = FilterCompletion(
      of: field.text, in: tasks.compactMap { pool[$0].task }, sites: roster.words)
    guard !completion.words.isEmpty else {
      return notify(.info, "nothing completes this", at: moment)
    }
    let common = completion.common
    if common.count > completion.stem.count {
      takeTyped(TextField(completion.head + common))
    } else {
      show(Completing(completion: completion, index: 0, text: ""))
    }
    guard completion.words.count > 1 else { return }
    let told = completion.words.prefix(Self.mostTold).map { Format.line($0, limit: 60) }
    let more = completion.words.count - told.count
    notify(
      .info, told.joined(separator: "  ") + (more > 0 ? "  and \(grouped(more)) more" : ""),
      at: moment)
  }

  private mutating func show(_ completing: Completing) {
    var completing = completing
    completing.text = completing.completion.head + completing.completion.words[completing.index]
    takeTyped(TextField(completing.text))
    filter.completing = completing
  }
}
