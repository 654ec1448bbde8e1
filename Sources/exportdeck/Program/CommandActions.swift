import AWSCore
import FoundationEssentials
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Tracking

/// The one way in which a command changes an account: what the configuration forbids is refused
/// here, and what is done is written down, with what came of it.
struct CommandActions: Sendable {
  /// What takes the actions.
  let means: ActionRecord.Means
  let guardRails: GuardRails
  /// Where it is written down; nil for nowhere.
  let memory: (any Remembering)?
  let timekeeper: any Timekeeper

  /// Carries out one action.
  /// - Parameters:
  ///   - visit: With a client of the settings as they are now.
  ///   - shown: The site that the user agreed to.
  ///   - known: The task as it was seen before, of a cancel.
  /// - Throws: `ExportTasksError.call` where the context is read-only, `.otherSite` where the
  ///   settings lead elsewhere by now: nothing was sent then.
  func carryOut(
    _ action: ExportAction, by visit: SiteVisit, shown: Site, known: ExportTask? = nil
  ) async throws(ExportTasksError) -> ExportActionAnswer {
    let visit = try await allowed(visit, at: shown)
    var record = ActionRecord(action, by: means, known: known)
    write(action.sent, of: action, at: visit.site, record)
    let outcome: Result<ExportActionAnswer, ExportTasksError>
    do throws(ExportTasksError) {
      outcome = .success(try await visit.client.carryOut(action))
    } catch {
      outcome = .failure(error)
    }
    record.caller = await visit.caller()
    switch outcome {
    case .success(let answer):
      record.requestID = answer.requestID
      write(action.accepted(answer.task.status?.word), of: action, at: visit.site, record)
      return answer
    case .failure(let error):
      record.requestID = error.requestID
      write(action.refused(because: error.summary), of: action, at: visit.site, record)
      throw error
    }
  }

  /// Lets an export wait in the queue, and writes down who wanted that.
  /// - Throws: `ExportTasksError` where nothing may be started there, and so nothing may wait there;
  ///   `QueueProblem`.
  func enqueue(
    _ draft: QueueDraft, in store: QueueStore, by visit: SiteVisit
  ) async throws -> QueueEntry {
    let visit = try await allowed(visit, at: draft.site)
    let entry = try await store.add([draft])[0]
    let event = entry.event(
      .added(number: entry.id), by: means, caller: await visit.caller(), at: timekeeper.wall)
    memory?.write([], [event])
    return entry
  }

  /// The visit with its account, if something may be done there.
  private func allowed(
    _ visit: SiteVisit, at shown: Site
  ) async throws(ExportTasksError) -> SiteVisit {
    if let refusal = guardRails.refusal { throw .call(refusal) }
    let visit = await visit.withAccount()
    guard visit.site == shown else {
      let (asked, now) = Site.words(shown, visit.site)
      throw .otherSite(asked: asked, now: now)
    }
    return visit
  }

  /// Tells news of a wait, and writes down how the tasks ended.
  func noting(_ tell: @escaping @Sendable (TaskWait.News) throws -> Void)
    -> @Sendable (TaskWait.News) throws -> Void
  {
    { [memory] news in
      if case .looked(_, let events, _) = news, !events.isEmpty { memory?.write([], events) }
      try tell(news)
    }
  }

  private func write(
    _ kind: Event.Kind, of action: ExportAction, at site: Site, _ record: ActionRecord
  ) {
    let event = Event(
      site: site, task: action.exportTaskIdentifier, at: timekeeper.wall, kind: kind,
      action: record)
    memory?.write([], [event])
  }
}

/// What a configuration allows to be changed.
struct GuardRails: Sendable {
  /// Who has switched starting and canceling off, in words; nil where they are on.
  var readOnly: String?
  /// Whether what is done has to be confirmed by a word.
  var isProduction = false
  /// How many tasks one action may touch.
  var most = 20

  /// Why nothing may be changed.
  var refusal: AWSError? {
    readOnly.map {
      .configuration(place: "read-only (\($0))", message: "starting and canceling are off")
    }
  }

  /// What is wrong with an action that touches more tasks than it may.
  var tooMany: AWSError {
    .configuration(place: "max-actions", message: "one action may touch \(most) tasks")
  }

  /// - Throws: Where one action would touch more tasks than it may.
  func check(count: Int) throws(CommandError) {
    guard count > most else { return }
    throw CommandError(
      name: "TooManyTasks", message: "one action may touch \(most) tasks, not \(count)",
      advice: "Name fewer, or raise max-actions.", place: "max-actions")
  }
}

extension Configuration {
  /// What a command may change.
  var guardRails: GuardRails {
    let readOnly = self.readOnly
    return GuardRails(
      readOnly: readOnly.value ? "\(readOnly.origin)" : nil,
      isProduction: self.production.value, most: self.maxActions.value)
  }
}

extension CommandSurroundings {
  /// Runs an operation that changes an account, and writes down what it does.
  /// - Parameter means: What takes the actions.
  func act<Value: Sendable>(
    _ means: ActionRecord.Means, _ configuration: Configuration, complaints: Complaints,
    whenLeaving farewell: String? = nil,
    for operation: @escaping @Sendable (Surroundings, CommandActions) async throws -> Value
  ) throws -> Value {
    let environment = surroundings.environment
    let guardRails = configuration.guardRails
    let size = configuration.memorySize.value
    return try wait(telling: complaints.remark, whenLeaving: farewell) { surroundings in
      let journal = Journal(
        .ofUser(environment, size: size), timekeeper: surroundings.timekeeper,
        mask: SecretMask(environment: environment).masked
      ) { complaints.remark("what is done here isn't written down: \($0)") }
      let actions = CommandActions(
        means: means, guardRails: guardRails, memory: journal,
        timekeeper: surroundings.timekeeper)
      do {
        let value = try await operation(surroundings, actions)
        await journal.end()
        return value
      } catch {
        await journal.end()
        throw error
      }
    }
  }
}
