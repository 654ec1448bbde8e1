import FoundationEssentials
import RDSExports
import Tracking
import Words

/// Something that happened and that a person is to be told, once.
public struct Alert: Hashable, Sendable {
  public enum Subject: Hashable, Sendable {
    case task(TaskID)
    case context(ContextID)
    /// A run that is due, of a series.
    case run(SiteID, SeriesName)
  }

  public var kind: AlertKind
  public var subject: Subject
  /// Nil where it isn't known yet.
  public var site: Site?
  /// When it happened, by the server's clock.
  public var at: Date
  /// A time that every dashboard knows alike, where `at` is when this one saw it; else `at`.
  public var sharedTime: Date
  /// What the context is called: it tells apart tasks of the same name.
  public var context: String
  /// A few words for a line that has no room for the sentence: the task, or the context.
  public var name: String
  /// What happened, in one sentence.
  public var sentence: String
  /// Whatever else is the same for everybody who sees it happen.
  public var mark: String

  /// The task that it is about; nil where it is about something else.
  public var task: TaskID? { if case .task(let id) = subject { id } else { nil } }

  /// Tells alerts apart over all dashboards and restarts: whoever claims it first tells it.
  public var key: AlertKey? {
    site.map { AlertKey(site: $0, subject: name + mark, kind: kind.rawValue, at: sharedTime) }
  }
}

extension Alert {
  /// A task has ended, or has stalled.
  init(_ kind: AlertKind, _ task: TrackedTask, _ snapshot: Snapshot, known: Date) {
    self.kind = kind
    subject = .task(task.id)
    site = snapshot.site
    context = snapshot.label.shortName
    name = Format.line(task.identifier)
    // Without a time of its own, the day since when it stands: two who saw it begin agree on it.
    sharedTime =
      task.taskEndTime ?? task.taskStartTime
      ?? Self.day(of: task.progress.lastMovement ?? known)
    at = kind == .stalled ? task.progress.lastMovement ?? known : task.taskEndTime ?? known
    mark = kind == .stalled ? " \(task.percentProgress ?? 0) % \(task.status?.word ?? "")" : ""
    sentence = Self.sentence(kind, task, known: known)
  }

  private static func day(of date: Date) -> Date {
    Date(timeIntervalSince1970: (date.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
  }

  private static func sentence(_ kind: AlertKind, _ task: TrackedTask, known: Date) -> String {
    switch kind {
    case .failed, .warnings:
      let cause =
        task.explanation?.headline ?? (kind == .failed ? task.failureCause : task.warningMessage)
      return cause.map { Format.line($0, limit: 300) } ?? task.sentence(at: known)
    default: return task.sentence(at: known)
    }
  }

  /// A context has lost its credentials, or its answers stay away.
  init(_ kind: AlertKind, _ snapshot: Snapshot, since: Date, sentence: String) {
    self.kind = kind
    subject = .context(snapshot.context)
    site = snapshot.site
    context = snapshot.label.shortName
    name = snapshot.label.shortName
    at = since
    // Each dashboard has its own moment: within ten minutes, it is the same for all.
    sharedTime = Date(
      timeIntervalSinceReferenceDate: (since.timeIntervalSinceReferenceDate / 600).rounded(.down)
        * 600)
    mark = ""
    self.sentence = sentence
  }
}

extension ContextLabel {
  /// The user's name for it, else profile and region.
  var shortName: String {
    if let name { return Format.line(name) }
    return Format.line(region.isEmpty ? profile : "\(profile) \(region)")
  }
}
