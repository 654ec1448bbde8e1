import Canvas
import Ground

extension State {
  mutating func handle(_ input: Input, at moment: Moment) -> [Effect] {
    switch input {
    case .key(let key): return press(key, at: moment)
    case .paste(let text):
      takePaste(text, at: moment)
      return []
    case .resized(let size):
      let wasInSight = isSelectionInSight
      self.size = size
      if wasInSight { keepSelectionVisible() } else { list.top = clampedTop(list.top) }
      return []
    case .signal(let number): return handle(signal: number)
    case .hangUp: return [.quit]
    case .due: return tellWhatIsDue(at: moment)
    case .mouse, .woken: return []
    }
  }

  private func handle(signal number: Int32) -> [Effect] {
    switch number {
    case Signal.hangUp, Signal.interrupt, Signal.quit, Signal.terminate: [.quit]
    case Signal.terminalStop: [.suspend]
    default: []
    }
  }

  private mutating func press(_ key: Key, at moment: Moment) -> [Effect] {
    notices.removeAll { $0.kind == .welcome }
    let key = meant(by: key, at: moment)
    let action = keymap.action(for: key, in: place)
    switch action {
    case .leave: return askToLeave(at: moment)
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    default: break
    }
    // Nobody may confirm what can't be seen.
    if layout.isTooSmall { return action == .quit ? leave(at: moment) : [] }
    if leavingBy != nil {
      if action == .quit { return leave(at: moment) }
      if action == .closeOne { stay(at: moment) }
      return []
    }
    let hadDialog = dialog != nil
    let effects = dispatch(key, action, at: moment)
    if hadDialog || dialog != nil { holdOrder(at: moment) }
    return effects
  }

  private mutating func dispatch(_ key: Key, _ action: Action?, at moment: Moment) -> [Effect] {
    if let dialog { return press(key, in: dialog, at: moment) }
    return press(key, action, onPageAt: moment)
  }

  /// A paste is text: it goes into the text field that has the keys, or nowhere.
  private mutating func takePaste(_ text: String, at moment: Moment) {
    if layout.isTooSmall || leavingBy != nil { return }
    if let dialog {
      paste(text, into: dialog, at: moment)
      if text.utf8.count > TextField.limit { tellOfCutPaste(at: moment) }
      holdOrder(at: moment)
    } else {
      paste(text, onPageAt: moment)
    }
  }
}

/// The signals that reach the program, by their POSIX numbers and, for the last one, by the
/// kernel's own table.
private enum Signal {
  static let hangUp: Int32 = 1
  static let interrupt: Int32 = 2
  static let quit: Int32 = 3
  static let terminate: Int32 = 15
  #if os(Linux)
    static let terminalStop: Int32 = 20
  #else
    static let terminalStop: Int32 = 18
  #endif
}
