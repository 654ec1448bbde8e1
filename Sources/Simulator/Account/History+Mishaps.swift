import FoundationEssentials

extension History {
  /// Makes something happen to some of the past exports: failures whose causes name the task's own
  /// role and bucket, warnings, cancellations. Mishaps only ever shorten an export.
  func befall(_ task: inout SimulatedTask, number: Int, _ random: inout SeededRandom) {
    let turn = (number + Int(seed % 7)) % 23
    switch turn {
    case 5, 16: fail(&task, &random)
    case 2: warn(&task, Warning.nothing)
    case 9: warn(&task, number < Self.longWarnings ? Warning.manyTables : Warning.noTableList)
    case 19:
      let share = random.between(0.1, 0.6)
      task.cancelRequested =
        task.created + task.curve.restoring * min(1, share * 3) + task.curve.extracting * share
    default: break
    }
  }

  /// Only among so many past exports there is a long warning: a large account's answers would grow.
  private static let longWarnings = 23

  private func warn(_ task: inout SimulatedTask, _ warning: String) {
    if case .complete(nil) = task.ending { task.ending = .complete(warning: warning) }
  }

  private func fail(_ task: inout SimulatedTask, _ random: inout SeededRandom) {
    let restoring = task.curve.restoring
    switch random.index(below: 6) {
    case 0:
      task.curve = Curve(failingAfter: restoring * 0.8)
      task.ending = .failed(cause: FailureCause.roleNotAssumed(task.roleARN))
    case 1:
      task.curve = Curve(failingAfter: restoring * 0.9)
      task.ending = .failed(cause: FailureCause.keyCheck)
    case 2:
      task.curve = Curve(failingAfter: restoring * 0.9)
      task.ending = .failed(cause: FailureCause.bucketCheck)
    case 3:
      failWhileExtracting(&task, &random)
      task.ending = .failed(cause: FailureCause.metadata(bucket: task.bucket))
    case 4:
      failWhileExtracting(&task, &random)
      task.ending = .failed(cause: FailureCause.unknown)
    default:
      failWhileExtracting(&task, &random)
      task.ending = .failed(
        cause: FailureCause.notAuthorized(
          task.roleARN, action: "s3:PutObject", bucket: task.bucket))
    }
  }

  private func failWhileExtracting(_ task: inout SimulatedTask, _ random: inout SeededRandom) {
    let share = random.between(0.15, 0.9)
    task.curve = Curve(
      .even, restoring: task.curve.restoring, extracting: task.curve.extracting * share,
      reach: share, random: &random)
  }
}
