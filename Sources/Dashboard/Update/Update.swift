import Canvas
import Ground
import Listing

/// Applies a message to the state and returns what the program has to do about it.
///
/// It is pure: it knows the time only from `moment`, and returns everything that has an effect
/// outside.
/// - Parameter isMoreThere: Whether another message is already waiting: a word that was read in one
///   piece then costs one look at the tasks, not one for each letter.
public func update(
  _ state: inout State, _ message: Message, isMoreThere: Bool = false, at moment: Moment
) -> [Effect] {
  let before = state.shownRows
  let lookedUp = state.sitesLookedUp
  let (listRows, wasInSight) = (state.layout.listRows, state.isSelectionInSight)
  if !state.isTypedIntoFilter(message) { state.catchUpWithTyping(at: moment) }
  let due = state.expire(at: moment)
  if due.contains(.quit) { return due }
  var effects = state.apply(message, at: moment)
  effects += state.reviewRepeat(at: moment)
  state.reviewQueueQuestion(at: moment)
  if !isMoreThere { state.catchUpWithTyping(at: moment) }
  state.askNext(at: moment)
  effects += state.stopLooking(before: lookedUp)
  // What is said of the feeds takes lines from the list and gives them back.
  if state.layout.listRows != listRows {
    if state.list.isAtTop, !state.list.isHeld {
      state.list.top = state.restingTop(for: state.list.selectedIndex)
    } else if wasInSight {
      state.keepSelectionVisible()
    }
  }
  if case .snapshots = message {
    state.measureColumns()
  } else if state.shownRows != before {
    state.measureColumns()
  }
  state.keepRemarks()
  state.keepColumnPlan()
  state.keepTally(at: moment)
  if !isMoreThere { state.keepOpenRows(at: moment) }
  effects += state.followTheme(at: moment)
  state.keepPage(at: moment)
  state.detailText = Facts(state, at: moment).openDetailText
  return due + effects + state.takeMemoryEffects()
}

extension State {
  /// Which rows are on the screen, as far as keys and sizes can change them.
  fileprivate var shownRows: ShownRows {
    ShownRows(form: listForm, top: list.top, count: list.rows.count)
  }

  fileprivate struct ShownRows: Hashable {
    var form: ListForm
    var top: Int
    var count: Int
  }

  mutating func apply(_ message: Message, at moment: Moment) -> [Effect] {
    switch message {
    case .input(let input): return handle(input, at: moment)
    case .snapshots(let arrivals):
      let effects = receive(arrivals, at: moment)
      updateQueue(at: moment)
      return effects
    case .queue(let report):
      take(report, at: moment)
      return []
    case .claimed(let alert):
      return alerts.isMuted ? [] : [.notification("\(alert.headline) · \(alert.context)")]
    case .recalledAlerts(let site, let memory):
      return recallAlerts(of: site, memory, at: moment)
    case .acknowledged(let keys):
      alerts.acknowledge(keys)
      return []
    case .watched(let watched):
      takeWatched(watched, at: moment)
      return []
    case .foundProfiles(let found, let problem):
      takeProfiles(found, problem, at: moment)
      return []
    case .acted(let ticket, let result, let witness):
      takeActed(ticket, result, witness, at: moment)
      let next = sendNextStart(at: moment)
      return next + leaveIfAnswered(at: moment)
    case .enqueued(let ticket, let answer):
      takeEnqueued(ticket, answer, at: moment)
      return leaveIfAnswered(at: moment)
    case .found(let ticket, let result):
      return takeFound(result, ticket: ticket, at: moment)
    case .theme(let name, let problem):
      takeTheme(name, problem, at: moment)
      return []
    case .question(let question):
      receive(question, at: moment)
      return []
    case .questionOver(let number):
      withdrawQuestion(number, at: moment)
      return []
    case .copied(let text, let reach):
      tellOfCopy(text, reach, at: moment)
      return []
    case .recalled(let events):
      recall(events)
      return []
    case .forgetful(let reason):
      memory.problem = reason
      notify(
        .warning, "what happens now is forgotten when exportdeck ends: \(reason)",
        until: moment.monotonic + Self.forgetfulNoticeLasts)
      return []
    case .notice(let kind, let text, nil):
      notify(kind, text, at: moment)
      return []
    case .notice(let kind, let text, let time?):
      notify(kind, text, until: moment.monotonic + time)
      return []
    }
  }

  /// The events page says it for as long as it is so.
  private static let forgetfulNoticeLasts = Duration.seconds(20)

  /// Ends what the time has ended. Any message brings the time along, not only `.due`.
  mutating func expire(at moment: Moment) -> [Effect] {
    notices.removeAll { $0.until <= moment.monotonic }
    list.changed.expire(at: moment.monotonic)
    if dialog == nil, let heldUntil = list.heldUntil, heldUntil <= moment.monotonic {
      releaseOrder(at: moment)
    }
    turnTonight(at: moment)
    turnExpected(at: moment)
    turnFilter(at: moment)
    if let leavingBy, leavingBy <= moment.monotonic {
      self.leavingBy = nil
      return [.quit]
    }
    return []
  }
}
