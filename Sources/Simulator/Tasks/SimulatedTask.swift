import FoundationEssentials

/// The API's words for an export's status.
enum TaskStatus: String, CaseIterable, Sendable {
  case starting = "STARTING"
  case inProgress = "IN_PROGRESS"
  case canceling = "CANCELING"
  case complete = "COMPLETE"
  case failed = "FAILED"
  case canceled = "CANCELED"

  var isFinal: Bool { self == .complete || self == .failed || self == .canceled }
}

/// An accepted export: what it was asked for, and everything that will come of it.
struct SimulatedTask: Sendable {
  /// How it ends if nobody cancels it.
  enum Ending: Sendable, Hashable {
    case complete(warning: String?)
    case failed(cause: String)
  }

  var identifier: String
  var sourceARN: String
  var isCluster: Bool
  var exportOnly: [String]
  var snapshotTime: Date?
  var bucket: String
  var prefix: String
  var roleARN: String
  var keyARN: String
  /// How much there is to extract.
  var sizeInGB: Double

  /// When it was accepted.
  var created: Date
  var curve: Curve
  var ending: Ending
  var cancelRequested: Date?
  /// How long a cancellation leaves it CANCELING, in seconds of the simulator's clock.
  var cancelTakes: TimeInterval

  /// When it is over, as things stand.
  var end: Date { cancelRequested.map { $0 + cancelTakes } ?? created + curve.duration }

  /// Its state at a moment: a pure function.
  func state(at now: Date) -> TaskState {
    if let cancelRequested, now >= cancelRequested {
      return state(asOf: cancelRequested, now >= end ? .canceled : .canceling)
    }
    guard now >= created + curve.duration else {
      return state(asOf: now, hasBegun(by: now) ? .inProgress : .starting)
    }
    switch ending {
    case .complete(let warning):
      var state = state(asOf: end, .complete)
      state.warning = warning
      return state
    case .failed(let cause):
      var state = state(asOf: end, .failed)
      state.failureCause = cause
      return state
    }
  }

  private func hasBegun(by moment: Date) -> Bool {
    curve.extracting > 0 && moment >= created + curve.restoring
  }

  private func state(asOf moment: Date, _ status: TaskStatus) -> TaskState {
    let done = curve.done(after: moment.timeIntervalSince(created))
    // Only COMPLETE shows 100; the tiny addition undoes 0.29 × 100 = 28.999….
    let percent = Int(done * 100 + 1e-9)
    return TaskState(
      status: status, percent: status == .complete ? 100 : min(percent, 99),
      gigabytes: Int(sizeInGB * done + 1e-9),
      started: hasBegun(by: moment) ? created + curve.restoring : nil,
      ended: status.isFinal ? end : nil)
  }
}

/// An export's state at one moment.
struct TaskState: Sendable, Hashable {
  var status: TaskStatus
  /// 0…100.
  var percent: Int
  /// Whole gigabytes.
  var gigabytes: Int
  var started: Date?
  var ended: Date?
  var failureCause: String?
  var warning: String?
}
