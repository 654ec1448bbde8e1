import FoundationEssentials
import RDSExports
import Tracking

/// An export that waits in the local queue for its turn.
///
/// Its request, and so its identifier, is fixed from the beginning: whatever is sent for it, however
/// often, can start one export at most.
public struct QueueEntry: Hashable, Sendable {
  /// Never used again for another entry.
  public let id: Int
  /// The smaller, the earlier its turn.
  public var place: Int
  /// Where it is to be started, and nowhere else.
  public let site: Site
  public let request: StartExportTaskRequest
  public let addedAt: Date
  /// Nil for as soon as there is a slot.
  public let schedule: QueueSchedule?
  public var state: State
  /// What has been sent for it.
  public var sending: SendHistory
  /// What the last attempt to start it met; nil where it met nothing.
  public var setback: QueueSetback?

  public enum State: Hashable, Sendable {
    case waiting
    /// It stays where it is until a person releases it.
    case held(HoldReason)
    /// A request was, or is about to be, on its way: this is noted before anything is sent.
    case sending(since: Date, by: String)
    /// AWS has it.
    case started(at: Date)
  }

  public enum HoldReason: Hashable, Sendable {
    case byUser
    /// It could not start by its latest start.
    case missed
    /// AWS will not start it as it is: what AWS said, in one line.
    case refused(String)
    /// Its identifier belongs to another export: what tells the two apart, in one line.
    case clash(String)
  }

  public init(
    id: Int, place: Int, site: Site, request: StartExportTaskRequest, addedAt: Date,
    schedule: QueueSchedule? = nil, state: State = .waiting, sending: SendHistory = SendHistory(),
    setback: QueueSetback? = nil
  ) {
    self.id = id
    self.place = place
    self.site = site
    self.request = request
    self.addedAt = addedAt
    self.schedule = schedule
    self.state = state
    self.sending = sending
    self.setback = setback
  }
}

extension QueueEntry {
  public var isWaiting: Bool { state == .waiting }

  public var isHeld: Bool { if case .held = state { true } else { false } }

  public var isSending: Bool { if case .sending = state { true } else { false } }

  public var isStarted: Bool { if case .started = state { true } else { false } }

  /// Whether it may still be started.
  public var isOpen: Bool { !isStarted }
}

/// From when until when an entry may start.
public struct QueueSchedule: Hashable, Sendable {
  public var start: Date
  /// What the clock was called by which the user named the start: `CET`.
  public var zone: String
  /// After this it is missed, and held: nobody wants last night's export at noon.
  public var latest: Date

  /// Seconds after the start.
  public static let usualGrace: TimeInterval = 4 * 3600

  /// - Parameter latest: Nil for four hours after the start.
  public init(start: Date, zone: String, latest: Date? = nil) {
    self.start = start
    self.zone = zone
    self.latest = latest ?? start.addingTimeInterval(Self.usualGrace)
  }
}

/// What has been sent to start an entry.
public struct SendHistory: Hashable, Sendable {
  /// How often something was sent, or about to be.
  public var count = 0
  /// When that was for the first time.
  public var first: Date?
  /// Whether a request may have reached AWS whose answer nobody has seen: an export of this
  /// identifier may then be this entry's.
  public var mayHaveArrived = false

  public init(count: Int = 0, first: Date? = nil, mayHaveArrived: Bool = false) {
    self.count = count
    self.first = first
    self.mayHaveArrived = mayHaveArrived
  }
}

/// Why an entry was not started when it was tried, and can be tried again.
public struct QueueSetback: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// AWS says that as many exports run as may.
    case noSlot
    /// AWS says that the source can't be exported now.
    case source
    /// AWS could not be asked, or its answer was lost.
    case failed
    /// AWS will not start it as it is; whether an earlier request arrived is still to be asked.
    case refused
    /// AWS refused it, and nobody knows whether it would do so again.
    case unsure
  }

  public var kind: Kind
  /// When it happened for the first time of those that are counted.
  public var since: Date
  public var at: Date
  /// What happened, in one line.
  public var words: String
  /// How often it has happened since anything else did.
  public var count: Int

  /// - Parameter since: Nil for the moment itself.
  public init(kind: Kind, since: Date? = nil, at: Date, words: String, count: Int = 1) {
    self.kind = kind
    self.since = since ?? at
    self.at = at
    self.words = words
    self.count = count
  }

  /// Until when nothing is tried again: longer each time, five minutes at most.
  public var restsUntil: Date {
    let first: Double = kind == .failed || kind == .refused ? 5 : 15
    return at.addingTimeInterval(min(300, first * Double(1 << min(count - 1, 6))))
  }

  /// Whether the site's other entries would meet the same.
  public var isOfSite: Bool { kind == .noSlot || kind == .failed }
}
