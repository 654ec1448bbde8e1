import Ground

extension State {
  /// Puts a question on the screen, or in a queue while the user is busy: no typing may land in a
  /// dialog that came up under it.
  mutating func receive(_ question: AskedQuestion, at moment: Moment) {
    questions.append(question)
    if canAsk {
      askNext(at: moment)
    } else {
      notify(.warning, "\(question.text) is asked for as soon as this is closed", at: moment)
    }
  }

  /// Withdraws a question whose answer is no longer waited for.
  mutating func withdrawQuestion(_ number: Int, at moment: Moment) {
    questions.removeAll { $0.number == number }
    if let leaving = dialog as? LeavingQuestion,
      (leaving.below as? QuestionDialog)?.question.number == number
    {
      dialog = LeavingQuestion(below: nil, reason: leaving.reason)
    }
    guard let dialog = dialog as? QuestionDialog, dialog.question.number == number else { return }
    put(nil, at: moment)
    notify(.warning, "not answered in time: \(dialog.question.text)", at: moment)
  }

  /// Asks the next waiting question, once nothing else has the keys.
  mutating func askNext(at moment: Moment) {
    guard canAsk, let question = questions.first else { return }
    put(QuestionDialog(question: question), at: moment)
  }

  private var canAsk: Bool { dialog == nil && filter.editing == nil && leavingBy == nil }
}
