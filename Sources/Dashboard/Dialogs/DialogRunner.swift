import Canvas
import Ground

/// Which change of what an open question asks is on the screen: a yes counts for that one alone.
struct QuestionChange: Sendable {
  /// How often it has changed.
  var number = 0
  /// The last one that was drawn.
  var shown = 0
  /// Since it was drawn, there was time to read it (monotonic).
  var countsAfter: Duration?

  func isRead(at moment: Moment) -> Bool {
    shown == number && countsAfter.map { moment.monotonic > $0 } ?? true
  }
}

/// Runs the open dialog. The rules that hold for all dialogs are here:
/// * Keys and pastes that were read before it was drawn are dropped. For a question, so are those
///   that come right after.
/// * A yes that was given before a change of what is asked was drawn, or right after, is dropped.
/// * A key that means nothing to a question closes it, and does nothing else.
extension State {
  /// Nobody can read a question and answer it faster than this.
  static let hesitation = Duration.milliseconds(100)

  /// Puts a dialog on the screen.
  mutating func put(_ dialog: (any Dialog)?, at moment: Moment) {
    self.dialog = dialog
    dialogHearsAfter = moment.monotonic
    questionChange = QuestionChange()
  }

  /// Shows an open question with something else in it. What was typed goes on: only a yes that was
  /// meant for what stood there before is dropped.
  mutating func change(_ question: any Dialog, at moment: Moment) {
    dialog = question
    questionChange.number += 1
  }

  /// Opens a dialog that a key of the list asked for.
  mutating func open(_ dialog: any Dialog, at moment: Moment) {
    put(dialog, at: moment)
    touch(at: moment)
  }

  /// Tells the state that a frame of it is on the screen. Only then does a dialog count as open: a
  /// key that was pressed before is not for it.
  ///
  /// - Parameters:
  ///   - turn: The moment of the messages that the frame was drawn after (monotonic).
  ///   - instant: When the frame was on the screen (monotonic).
  public mutating func wasShown(after turn: Duration, at instant: Duration) {
    guard let dialog else { return }
    let end = dialog.isQuestion ? instant + Self.hesitation : instant
    if dialogHearsAfter == turn { dialogHearsAfter = end }
    if questionChange.shown != questionChange.number {
      questionChange.shown = questionChange.number
      questionChange.countsAfter = end
    }
  }

  mutating func press(_ key: Key, in open: any Dialog, at moment: Moment) -> [Effect] {
    guard moment.monotonic > dialogHearsAfter else { return [] }
    var dialog = open
    let action = keymap.action(for: key, in: dialog.place)
    if action == .confirm || action == .enqueue, !questionChange.isRead(at: moment) { return [] }
    switch dialog.take(key, action, Facts(self, at: moment), at: moment) {
    case .stay:
      self.dialog = dialog
    case .unknown:
      if dialog.isQuestion { put(dialog.below, at: moment) }
    case .close:
      put(dialog.below, at: moment)
    case .replace(let next):
      put(next, at: moment)
    case .run(let effects):
      self.dialog = dialog
      return effects
    case .decide(let decision):
      self.dialog = dialog
      return carryOut(decision, at: moment)
    case .end(let decision):
      put(dialog.below, at: moment)
      return carryOut(decision, at: moment)
    }
    return []
  }

  mutating func paste(_ text: String, into open: any Dialog, at moment: Moment) {
    guard moment.monotonic > dialogHearsAfter else { return }
    var dialog = open
    dialog.paste(text)
    if var form = dialog as? StartForm, let site = form.picker.map({ _ in form.site }) {
      form.picker?.refresh(lookups, at: site)
      dialog = form
    }
    self.dialog = dialog
  }

  mutating func carryOut(_ decision: Decision, at moment: Moment) -> [Effect] {
    switch decision {
    case .perform(let action): return press(nil, action, onPageAt: moment)
    case .sort(let column):
      sortAnew(by: column, at: moment)
      return []
    case .takeThemeBack(let name):
      themeProblem = nil
      return name.map { [.useTheme($0)] } ?? []
    case .copy(let action, let id): return copy(action, of: id, at: moment)
    case .cancel(let tasks, let shown, let hasWord):
      return cancel(tasks, shown: shown, hasWord: hasWord, at: moment)
    case .start(let form, let hasWord): return start(form, hasWord: hasWord, at: moment)
    case .startAll(let batch, let hasWord):
      return startAll(batch, hasWord: hasWord, at: moment)
    case .repeatNewest(let isNewest):
      takeNewestOfSeveral(isNewest, at: moment)
      return []
    case .enterField: return enterField(at: moment)
    case .enterList: return enterList(at: moment)
    case .submit: return submitForm(at: moment)
    case .fillFromSource: return fillFromSource(at: moment)
    case .bringFormBack: return bringFormBack(at: moment)
    case .check(let form): return ask(for: form, at: moment)
    case .askAgain: return askAgain(at: moment)
    case .keep(let form):
      keep(form)
      return []
    case .answer(let number, let answer):
      questions.removeAll { $0.number == number }
      return [.answer(question: number, answer)]
    case .watch(let request, let region): return watchAlso(request, in: region, at: moment)
    case .openAddress(let address): return [.open(address)]
    case .enqueue(let form, let hasWord): return enqueue(form, hasWord: hasWord, at: moment)
    case .queue(let edit, let entries, let hasWord):
      return carryOut(edit, on: entries, hasWord: hasWord, at: moment)
    case .leave: return leave(at: moment)
    case .acknowledge: return acknowledgeAlerts(at: moment)
    case .acknowledgeOne(let alert): return acknowledge(alert)
    case .mute:
      toggleMute(at: moment)
      return []
    case .show(let id):
      goToTask(id, at: moment)
      return []
    }
  }
}
