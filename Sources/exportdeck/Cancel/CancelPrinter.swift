import Glibc
import RDSExports
import Synchronization
import Words

/// Says of each task what a cancel has come to: a line each.
final class CancelPrinter: Sendable {
  private let isJSON: Bool
  private let complaints: Complaints
  /// The system's error of the first write that failed, else 0.
  private let failure = Atomic<Int32>(0)

  init(isJSON: Bool, complaints: Complaints) {
    self.isJSON = isJSON
    self.complaints = complaints
  }

  var problem: Int32 { failure.load(ordering: .relaxed) }

  func tell(_ outcome: TaskCancel.Outcome) {
    guard problem == 0 else { return }
    let text = isJSON ? Self.json(outcome) : Self.text(outcome)
    failure.store(ThisProcess.write(text + "\n", to: STDOUT_FILENO), ordering: .relaxed)
  }

  static func text(_ outcome: TaskCancel.Outcome) -> String {
    "\(Format.line(outcome.identifier)): \(words(outcome))"
  }

  private static func words(_ outcome: TaskCancel.Outcome) -> String {
    let status = outcome.task?.status.map { Format.line($0.word) } ?? "no status"
    return switch outcome.kind {
    case .canceling: outcome.task?.status == .canceled ? "canceled" : "AWS is canceling it"
    case .ended:
      outcome.task?.status?.isFinal == true
        ? "not canceled: it has ended (\(status))" : "not canceled: it has ended meanwhile"
    case .missing: "not canceled: there is no export task of that identifier"
    case .refused(let error): "not canceled: \(Format.line(error.summary)) \(error.advice)"
    case .declined: "not canceled"
    }
  }

  static func json(_ outcome: TaskCancel.Outcome) -> String {
    var line = JSONLine()
    line.add("exportTaskIdentifier", outcome.identifier)
    switch outcome.kind {
    case .canceling: line.add("outcome", "canceling")
    case .ended: line.add("outcome", "ended")
    case .missing: line.add("outcome", "missing")
    case .declined: line.add("outcome", "declined")
    case .refused(let error):
      line.add("outcome", "refused")
      line.add("error", CommandError(error).json)
    }
    line.add("words", words(outcome))
    if let task = outcome.task { line.add("task", json: ExportTaskJSON.line(task)) }
    return line.text
  }
}
