extension State {
  /// Nobody reads a question and answers it in less time.
  static let hesitation = Duration.milliseconds(100)

  /// Tells that a frame of this state has been put on the screen: a question counts as asked only
  /// then, and a key that was pressed before, or in the same breath, is no answer to it.
  ///
  /// - Parameters:
  ///   - turn: The moment of the messages that the frame was drawn after (monotonic).
  ///   - instant: When the frame was on the screen (monotonic).
  public mutating func wasShown(after turn: Duration, at instant: Duration) {
    switch overlay {
    case .cancel(var dialog) where dialog.openedAt == turn:
      dialog.openedAt = instant + Self.hesitation
      overlay = .cancel(dialog)
    case .question(var dialog) where dialog.openedAt == turn:
      dialog.openedAt = instant + Self.hesitation
      overlay = .question(dialog)
    case .start(var form) where form.openedAt == turn:
      form.openedAt = form.isConfirming ? instant + Self.hesitation : instant
      overlay = .start(form)
    default: break
    }
  }
}
