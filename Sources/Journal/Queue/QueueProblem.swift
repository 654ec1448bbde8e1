import Planning

/// Why something could not be done with the queue.
public enum QueueProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with its file; what waits in it is left as it is.
  case file(JournalProblem)
  /// Nothing is to be left behind on this machine, so nothing can wait in it.
  case switchedOff
  /// Another program has been writing for long.
  case busy(path: String)
  /// An export of this identifier is in it already.
  case queuedAlready(identifier: String, id: Int)
  /// Nothing has this number, or no longer.
  case gone(id: Int)
  case refused(QueueEditRefusal, identifier: String)
  /// So many wait already.
  case tooMany(most: Int)
  /// Nobody knows for whose account it would wait.
  case accountUnknown
  /// An entry that this version can't read.
  case unreadable(id: Int)

  /// What happened and what to do, in one sentence.
  public var description: String {
    switch self {
    case .file(let problem): "the queue can't be used now: \(problem)"
    case .switchedOff:
      "there is no queue, because memory-size is 0 and nothing may be left behind: set it higher"
    case .busy(let path): "another program is writing to \(path): try again"
    case .queuedAlready(let identifier, let id):
      "\(identifier) is in the queue already, as number \(id): choose another identifier, or remove "
        + "that one"
    case .gone(let id): "nothing in the queue has the number \(id): look at `exportdeck queue list`"
    case .refused(.sending, let identifier):
      "\(identifier) is being sent to AWS just now: try again in a moment"
    case .refused(.started, let identifier):
      "\(identifier) has been started: to end it, cancel the export"
    case .refused(.startedMeanwhile, let identifier):
      "\(identifier) has been started meanwhile, and was not removed: to end it, cancel the export"
    case .refused(.sentMeanwhile, let identifier):
      "\(identifier) has been sent to AWS meanwhile, and was not removed: look at it again"
    case .refused(.heldMeanwhile, let identifier):
      "\(identifier) is held for another reason by now, and was not released: look at it again"
    case .refused(.notHeld, let identifier): "\(identifier) is not held: it waits for its turn"
    case .refused(.held, let identifier): "\(identifier) is held already"
    case .tooMany(let most): "\(most) exports wait already, and that is the most: remove some"
    case .accountUnknown:
      "the credentials don't say whose account this is, and nobody else does: nothing can wait for "
        + "it; allow sts:GetCallerIdentity"
    case .unreadable(let id):
      "number \(id) of the queue was written by another version of exportdeck, or is damaged: "
        + "remove it with `exportdeck queue remove \(id)`"
    }
  }
}
