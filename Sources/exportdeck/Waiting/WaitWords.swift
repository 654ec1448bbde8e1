import Ground
import Listing
import Tracking
import Words

/// How a task that is waited for is told, in the words of the list.
struct WaitWords: Sendable {
  let asof: Asof
  let aim: WaitAim

  /// `running, 64 %, 212 GB, 1 h 12 m so far, 39 m to go`
  func state(of task: TrackedTask) -> String {
    var words = [status(of: task)]
    let progress = ColumnSpec(.progress).cell(task, asof)
    if progress.fraction != nil { words.append(progress.text) }
    if let data = text(ColumnSpec(.data).cell(task, asof)) { words.append(data) }
    if let elapsed = ColumnSpec.elapsedCell(task, asof)?.text {
      words.append(task.taskEndTime == nil ? "\(elapsed) so far" : "took \(elapsed)")
    }
    if let eta = ColumnSpec.etaCell(task, asof)?.text { words.append("\(eta) to go") }
    return words.joined(separator: ", ")
  }

  /// How the wait for a task ended, and what is to be said of it.
  func end(of waited: WaitedTask) -> String {
    switch waited.end {
    case .missing?:
      return waited.task == nil
        ? "there is no export task of that identifier" : "AWS no longer lists it"
    case .timeout?:
      return waited.task.map { "\(state(of: $0)): the time is up, it goes on" }
        ?? "not seen: the time is up"
    case .complete?, .warnings?, .canceled?, .failed?, nil:
      guard let task = waited.task else { return "not listed yet" }
      let cause = task.explanation?.headline ?? task.failureCause ?? task.warning
      let isTold = waited.end == .failed || waited.end == .warnings
      return state(of: task) + (isTold ? cause.map { ": \(Format.line($0))" } ?? "" : "")
    }
  }

  /// The status without its sign, which would be noise in a log.
  func status(of task: TrackedTask) -> String {
    let cell = ColumnSpec.statusCell(task, asof).text
    return cell.split(separator: " ", maxSplits: 1).last.map(String.init) ?? cell
  }

  private func text(_ cell: CellText) -> String? { cell.meaning == .absent ? nil : cell.text }
}
