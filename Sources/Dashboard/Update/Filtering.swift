import Canvas
import Ground
import Listing

extension State {
  static let historyLimit = 50

  mutating func openFilter() {
    filter.editing = TextField(filter.text)
    filter.before = filter.text
    filter.problem = nil
    filter.historyIndex = nil
    filter.draft = ""
    filter.lack = nil
    filter.placeBefore = list.selectedIndex.map {
      ListPlace(selected: list.rows[$0].id, line: $0 - list.top)
    }
    list.isUntouched = false
  }

  mutating func editFilter(_ key: Key?, _ action: Action?, at moment: Moment) {
    guard var field = filter.editing else { return }
    switch action {
    case .confirm: keepFilter(at: moment)
    case .closeOne: takeFilterBack(at: moment)
    case .olderText: leafHistory(by: -1, at: moment)
    case .newerText: leafHistory(by: 1, at: moment)
    case .complete: completeFilter(at: moment)
    default:
      let before = field.text
      guard let key, field.apply(key) else { return }
      filter.editing = field
      if field.text != before { takeTyped(field) }
    }
  }

  /// Puts a text into the filter line; it is in force once no more keys are waiting.
  mutating func takeTyped(_ field: TextField) {
    filter.editing = field
    filter.historyIndex = nil
    filter.isBehind = true
  }

  /// Whether a message only edits the filter's text: then applying the text can wait for the next
  /// message.
  func isTypedIntoFilter(_ message: Message) -> Bool {
    guard dialog == nil, filter.editing != nil, case .input(.key(let key)) = message else {
      return false
    }
    return keymap.action(for: key, in: place) == nil
  }

  /// Applies what has been typed.
  mutating func catchUpWithTyping(at moment: Moment) {
    guard filter.isBehind, let field = filter.editing else { return }
    applyFilter(field.text, at: moment)
  }

  mutating func pasteIntoFilter(_ text: String, at moment: Moment) {
    guard var field = filter.editing else { return }
    if !field.paste(text) { tellOfCutPaste(at: moment) }
    filter.editing = field
    filter.historyIndex = nil
    applyFilter(field.text, at: moment)
  }

  /// A text that lost its end is not what was copied.
  mutating func tellOfCutPaste(at moment: Moment) {
    notify(
      .warning, "the paste was cut: a field holds \(TextField.limit >> 10) KB of text", at: moment)
  }

  mutating func clearFilter(at moment: Moment) {
    applyFilter("", at: moment)
    holdOrder(at: moment)
  }

  /// Puts a filter in force; one that does not parse leaves the last good one there.
  private mutating func applyFilter(_ text: String, at moment: Moment) {
    filter.isBehind = false
    filter.problem = nil
    filter.lack = nil
    do throws(FilterProblem) {
      let isBlank = text.allSatisfy(\.isWhitespace)
      let parsed = isBlank ? Filter.all : try Filter.parse(text)
      let sieve = sieve(parsed, at: moment)
      let picked = list.arrangement.pick(sieve)
      filter.active = parsed
      filter.text = isBlank ? "" : text
      list.heldUntil = nil
      relist(at: moment, tellsWhatIsGone: false) { $0.list(picked, sieve) }
    } catch {
      if error.isUnfinished { filter.lack = error } else { filter.problem = error }
    }
  }

  /// A text that does not parse stays open: it is not what is in force.
  private mutating func keepFilter(at moment: Moment) {
    if let lack = filter.lack {
      (filter.problem, filter.lack) = (lack, nil)
    }
    if filter.problem != nil { return }
    closeFilter()
    holdOrder(at: moment)
    // The list is what was filtered, so it gets the keys, even if the details had them.
    details?.hasFocus = false
    if filter.text.isEmpty { return }
    filter.history.removeAll { $0 == filter.text }
    filter.history.append(filter.text)
    if filter.history.count > Self.historyLimit { filter.history.removeFirst() }
  }

  private mutating func takeFilterBack(at moment: Moment) {
    applyFilter(filter.before, at: moment)
    closeFilter()
    holdOrder(at: moment)
  }

  private mutating func closeFilter() {
    filter.editing = nil
    filter.placeBefore = nil
    list.arrangement.endTyping()
  }

  private mutating func leafHistory(by step: Int, at moment: Moment) {
    let newest = filter.history.count
    let index = (filter.historyIndex ?? newest) + step
    guard (0...newest).contains(index), let field = filter.editing else { return }
    if filter.historyIndex == nil { filter.draft = field.text }
    filter.historyIndex = index == newest ? nil : index
    let text = index == newest ? filter.draft : filter.history[index]
    filter.editing = TextField(text)
    applyFilter(text, at: moment)
  }
}
