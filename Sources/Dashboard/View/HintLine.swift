import Canvas
import Tracking

extension Drawing {
  /// The keys of this place that find room, the most important ones first; or why the program has
  /// not left yet.
  mutating func drawHints() {
    guard let area = layout.hints else { return }
    if state.leavingBy != nil {
      put(facts.leavingWords(), column: 1, row: area.origin.row, end: area.endColumn)
      return
    }
    let hints = facts.fittingHints(columns: area.size.columns - 2)
    var spans: [Span] = []
    for entry in hints {
      if !spans.isEmpty { spans.append(Span("  ")) }
      spans += facts.hintSpans(entry)
    }
    put(spans, column: 1, row: area.origin.row, end: area.endColumn)
  }
}

extension Facts {
  fileprivate func fittingHints(columns: Int) -> [Keymap.Entry] {
    let place = state.place
    let candidates = state.keymap.entries.enumerated().filter { _, entry in
      entry.places.contains(place) && entry.hintPriority != nil && !isGone(entry.action)
    }
    let ranked = candidates.sorted {
      ($0.element.hintPriority ?? 0, $0.offset) < ($1.element.hintPriority ?? 0, $1.offset)
    }
    var chosen: [(offset: Int, element: Keymap.Entry)] = []
    var used = 0
    for candidate in ranked {
      let needed = width(hintSpans(candidate.element)) + (chosen.isEmpty ? 0 : 2)
      guard used + needed <= columns else { break }
      used += needed
      chosen.append(candidate)
    }
    return chosen.sorted { $0.offset < $1.offset }.map(\.element)
  }

  /// What read-only forbids for good.
  func isForbidden(_ action: Action) -> Bool {
    state.settings.isReadOnly && [.start, .clone, .cancel].contains(action)
  }

  /// What is forbidden is no hint; what is off just now stays in its place, dim.
  private func isGone(_ action: Action) -> Bool {
    if let dialog = state.dialog { return dialog.isOff(action) }
    return isForbidden(action) || state.list.rows.isEmpty && state.reasonDisabled(action) != nil
  }

  /// The table's words, but for a key that means what is open.
  private func words(for entry: Keymap.Entry) -> String {
    entry.action == .quit && state.details != nil ? "close" : entry.hint
  }

  fileprivate func hintSpans(_ entry: Keymap.Entry) -> [Span] {
    let key = keyName(entry)
    let isOff = state.reasonDisabled(entry.action) != nil
    return [
      Span(key, isOff ? .hintDisabled : .hintKey),
      Span(" \(words(for: entry))", isOff ? .hintDisabled : .hintText),
    ]
  }

  fileprivate func leavingWords() -> [Span] {
    var waits: [String] = []
    let cancels = state.canceling.count
    let starts = state.acting.count - cancels
    if cancels > 0 { waits.append(counted(cancels, "cancel", "cancels")) }
    if starts > 0 { waits.append(counted(starts, "start", "starts")) }
    let what = waits.isEmpty ? "an answer" : "AWS's answer to \(waits.joined(separator: " and "))"
    return [
      Span("leaving: waiting for \(what), 5 s at most", .textStrong),
      Span("  C-c", .hintKey), Span(" leave at once", .hintText),
    ]
  }

  /// The first key of an action in a place, as the screen writes it.
  func keyName(_ action: Action, in place: Place) -> String {
    state.keymap.entry(for: action, in: place).map(keyName) ?? ""
  }

  /// The first key of an entry, as the screen writes it.
  func keyName(_ entry: Keymap.Entry) -> String {
    entry.keys.first?.name(unicode: signs.unicode) ?? ""
  }
}
