import Tracking

/// The queue at one moment.
public struct QueueReport: Hashable, Sendable {
  /// In the order of their turns.
  public var entries: [QueueEntry]
  /// Who starts the entries of a site; a site that is not named is nobody's.
  public var runners: [Site: QueueRunnerName]
  /// Which other program would start the entries of a site, soon after nobody else does.
  public var standbys: [Site: QueueRunnerName]
  /// Why this program starts nothing at a site although somebody should, in one line.
  public var obstacles: [Site: String]
  /// Why there is no queue, in one line; nil where there is one.
  public var problem: String?

  public init(
    entries: [QueueEntry] = [], runners: [Site: QueueRunnerName] = [:],
    standbys: [Site: QueueRunnerName] = [:], obstacles: [Site: String] = [:], problem: String? = nil
  ) {
    self.entries = entries
    self.runners = runners
    self.standbys = standbys
    self.obstacles = obstacles
    self.problem = problem
  }
}

extension QueueReport {
  /// Those that have not been started, in the order of their turns.
  public var open: [QueueEntry] { entries.filter(\.isOpen) }

  /// Who starts the entries of a site, else who takes them up soon; nil for nobody.
  public func starter(at site: Site) -> QueueRunnerName? { runners[site] ?? standbys[site] }

  /// The sites that something waits for.
  public var openSites: Set<Site> { Set(open.map(\.site)) }
}

/// Whose slots are counted together.
public enum SlotScope: String, Hashable, Sendable, CaseIterable {
  /// Each region's of an account by themselves, as AWS does.
  case region
  /// Those of all regions of an account that are watched.
  case account

  /// Whether two sites share their slots.
  public func joins(_ one: Site, _ other: Site) -> Bool {
    switch self {
    case .region: one == other
    case .account:
      one == other
        || one.account != nil && one.account == other.account && one.partition == other.partition
    }
  }
}

extension SlotScope {
  /// The same for sites that share their slots, and for no others.
  public func name(ofSlotsAt site: Site) -> String {
    guard self == .account, let account = site.account else {
      return "\(site.endpoint) \(site.region) \(site.account ?? "")"
    }
    return "\(site.partition) \(account)"
  }
}

/// A program that starts the entries of a site, each of which has one at most.
public struct QueueRunnerName: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case dashboard
    /// `exportdeck queue run`
    case command = "queue run"
  }

  public var kind: Kind
  /// Nil where nobody can tell which program it is.
  public var pid: Int32?
  /// Whether it is this program.
  public var isThis: Bool
  /// Whether it starts nothing there yet, but will within moments.
  public var isStandby: Bool

  public init(kind: Kind, pid: Int32?, isThis: Bool, isStandby: Bool = false) {
    self.kind = kind
    self.pid = pid
    self.isThis = isThis
    self.isStandby = isStandby
  }
}
