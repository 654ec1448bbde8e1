import Ground

/// A text for the clipboard.
public struct CopiedText: Hashable, Sendable {
  public var text: String
  /// What it is called on the screen: itself, where it is short.
  public var name: String
  /// Whether characters that can't be shown were left out of it.
  public var isCleaned: Bool

  public init(text: String, name: String, isCleaned: Bool) {
    self.text = text
    self.name = name
    self.isCleaned = isCleaned
  }
}

/// Where a copied text has got to, as far as it is known.
public enum CopyReach: Hashable, Sendable {
  /// A program has put it on the clipboard.
  case clipboard
  /// It is in tmux's buffer. An older tmux doesn't send it on to its terminal.
  case tmux(isSentOn: Bool)
  /// Terminals don't answer, so nobody knows what became of it; and tmux passes it on only where it
  /// is set to.
  case terminal(isBehindTmux: Bool)
  /// It is too long for the terminal, and there is no other way.
  case nowhere
}

extension State {
  /// Says that a text was copied, but only where that is known.
  mutating func tellOfCopy(_ copied: CopiedText, _ reach: CopyReach, at moment: Moment) {
    let name = copied.name
    let done: String
    var kind = Notice.Kind.info
    switch reach {
    case .clipboard: done = "copied"
    case .tmux(isSentOn: true): done = "copied to tmux, and to its terminal if that takes it"
    case .tmux(isSentOn: false): done = "copied to tmux"
    case .terminal(isBehindTmux: false): done = "sent to the terminal"
    case .terminal(isBehindTmux: true):
      done = "sent to the terminal, which gets it if tmux has `set -g set-clipboard on`"
      kind = .warning
    case .nowhere:
      return notify(
        .warning, "nothing was copied: too long for the terminal's clipboard: \(name)", at: moment)
    }
    if copied.isCleaned {
      notify(
        .warning, "\(done) as shown: AWS gave it with characters that can't be shown: \(name)",
        at: moment)
    } else {
      notify(kind, reach == .clipboard ? "\(done) \(name)" : "\(done): \(name)", at: moment)
    }
  }
}
