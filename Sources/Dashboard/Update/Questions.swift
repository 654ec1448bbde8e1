import Canvas

extension State {
  /// Puts a question on the screen, or in line behind what the user is at: nobody's typing is to
  /// land in a dialog that has come up under it.
  mutating func take(_ question: AskedQuestion, at moment: Moment) {
    questions.append(question)
    if canAsk {
      askNext(at: moment)
    } else {
      notify(.warning, "\(question.text) is asked for as soon as this is closed", at: moment)
    }
  }

  /// Nobody waits for the answer any more.
  mutating func withdrawQuestion(_ number: Int, at moment: Moment) {
    questions.removeAll { $0.number == number }
    guard case .question(let dialog) = overlay, dialog.question.number == number else { return }
    overlay = nil
    notify(.warning, "not answered in time: \(dialog.question.text)", at: moment)
  }

  /// Asks what has waited, once nothing else has the keys.
  mutating func askNext(at moment: Moment) {
    guard canAsk, let question = questions.first else { return }
    overlay = .question(QuestionDialog(question: question, openedAt: moment.monotonic))
  }

  private var canAsk: Bool { overlay == nil && filter.editing == nil && leavingBy == nil }

  mutating func answer(
    _ dialog: QuestionDialog, _ key: Key, _ action: Action?, at moment: Moment
  ) -> [Effect] {
    if moment.monotonic <= dialog.openedAt { return [] }
    var dialog = dialog
    switch action {
    case .closeOne: return close(dialog, answer: nil)
    case .confirm:
      let answer = dialog.typed.text.filter { !$0.isWhitespace }
      guard answer.isEmpty else { return close(dialog, answer: answer) }
      dialog.problem = "type the answer, or press Esc to leave it"
    default:
      guard dialog.typed.apply(key) else { return [] }
      dialog.problem = nil
    }
    overlay = .question(dialog)
    return []
  }

  mutating func paste(_ text: String, into dialog: QuestionDialog, at moment: Moment) {
    guard moment.monotonic > dialog.openedAt else { return }
    var dialog = dialog
    dialog.typed.paste(text)
    dialog.problem = nil
    overlay = .question(dialog)
  }

  private mutating func close(_ dialog: QuestionDialog, answer: String?) -> [Effect] {
    overlay = nil
    questions.removeAll { $0.number == dialog.question.number }
    return [.answer(question: dialog.question.number, answer)]
  }
}
