import FoundationEssentials
import Ground
import RDSExports

/// What a simulated account has in it and how it behaves.
public struct SimulatorOptions: Sendable, Hashable {
  /// How many tasks there are at the start, finished ones included: 0…1,000,000.
  public var tasks: Int
  public var seed: UInt64
  /// How many times faster than in reality the tasks move: 0.5…100,000.
  public var speed: Double
  /// 0 lets the system choose.
  public var port: Int
  public var region: String
  /// Whether new exports arrive by themselves; they leave one slot free.
  public var arrivals: Bool
  /// Twelve digits.
  public var account: String
  /// The access key that the account accepts.
  public var accessKeyID: String
  /// Whose exports there are; nil for a shop's. With one, `tasks` and `arrivals` don't count.
  public var night: Night?
  /// The actions that the caller isn't allowed.
  public var denied: Set<String> = []
  /// How many more there are than in an ordinary account: DB snapshots, roles and buckets.
  public var moreSnapshots = 0
  public var moreRoles = 0
  public var moreBuckets = 0

  public init(
    tasks: Int = 40, seed: UInt64 = 1, speed: Double = 1, port: Int = 0,
    region: String = "eu-west-1", arrivals: Bool = false,
    account: String = SimulatorServer.accountID,
    accessKeyID: String = SimulatorServer.accessKeyID, night: Night? = nil
  ) {
    self.tasks = tasks
    self.seed = seed
    self.speed = speed
    self.port = port
    self.region = region
    self.arrivals = arrivals
    self.account = account
    self.accessKeyID = accessKeyID
    self.night = night
  }
}

extension SimulatorOptions {
  /// What a caller may be denied who can still start, watch and cancel exports.
  public static let lookups: Set = [
    "DescribeDBSnapshots", "DescribeDBClusterSnapshots", "DescribeDBClusters", "ListBuckets",
    "HeadBucket", "GetPublicAccessBlock", "GetObjectLockConfiguration", "ListRoles", "GetRole",
    "SimulatePrincipalPolicy", "ListAliases", "ListKeys", "DescribeKey",
  ]

  func check() throws(SimulatorError) {
    guard (0...1_000_000).contains(tasks) else {
      throw .invalidOption("There can be 0 to 1,000,000 tasks, not \(tasks).")
    }
    // Any slower, a night's exports would not be over by the next night.
    guard (0.5...100_000).contains(speed) else {
      throw .invalidOption("The speed must be from 0.5 to 100,000, not \(speed).")
    }
    guard (0...65_535).contains(port) else {
      throw .invalidOption("The port must be from 0 to 65535, not \(port).")
    }
    let isName = region.utf8.allSatisfy {
      $0 == 0x2d || (0x30...0x39).contains($0) || (0x61...0x7a).contains($0)
    }
    guard isName, !region.isEmpty else {
      throw .invalidOption("'\(region)' is not the name of a region.")
    }
  }
}

/// An RDS on loopback that any AWS client can use: the three operations on export tasks, and what a
/// caller looks up for them: snapshots and clusters, and what S3, IAM, KMS and STS say of the account.
/// All services are behind one port, told apart by what a request is signed for.
///
/// `GET /_simulator` shows its state as JSON, unsigned; `POST /_simulator` with a form or a flat
/// JSON object sets faults, as in
/// `curl -d throttling=3 -d filters=ignored $AWS_ENDPOINT_URL/_simulator`. Names are those of
/// `Faults`' members; doses are `always`, `never`, a number of calls or a percentage; `reset=1`
/// removes all faults first.
public final class SimulatorServer: Sendable {
  /// The access key that the simulated account accepts, unless its options name another.
  public static let accessKeyID = "AKIDEXPORTDECKDEMO"
  public static let secretAccessKey = "exportdeck-demo-secret-that-opens-nothing"
  public static let accountID = "123456789012"

  static let userName = "demo"
  static let userID = "AIDAEXPORTDECKDEMO"

  public let port: Int
  /// `http://127.0.0.1:PORT`
  public var endpoint: String { "http://127.0.0.1:\(port)" }

  let services: Services
  var service: Service { services.all[0] }
  private let listener: Listener

  private init(services: Services, listener: Listener) {
    port = listener.port
    self.services = services
    self.listener = listener
  }

  /// Listens on 127.0.0.1 and answers until `stop`.
  /// - Throws: `SimulatorError` where an option makes no sense or the port can't be opened.
  public static func start(
    _ options: SimulatorOptions, timekeeper: any Timekeeper
  ) async throws -> SimulatorServer {
    try await start([options], timekeeper: timekeeper)
  }

  /// The same with several accounts and regions behind the first one's port.
  /// - Parameter options: Not empty. Each has an access key of its own, or the key of another account
  ///   in another region.
  public static func start(
    _ options: [SimulatorOptions], timekeeper: any Timekeeper
  ) async throws -> SimulatorServer {
    guard let first = options.first else {
      throw SimulatorError.invalidOption("No account is given.")
    }
    for options in options { try options.check() }
    let services = Services(options.map { Service(options: $0, timekeeper: timekeeper) })
    let listener = try await Listener.open(port: first.port, services: services)
    return SimulatorServer(services: services, listener: listener)
  }

  /// Closes the port and every connection.
  public func stop() async { await listener.close() }
}

extension SimulatorServer {
  /// How a task will end, which no client can know.
  public struct Truth: Sendable, Hashable {
    /// When it is over.
    public var end: Date
    /// The status that it will end with.
    public var status: ExportTaskStatus
  }

  /// A task's hidden end, as things stand; nil for an unknown identifier.
  public func truth(of identifier: String) -> Truth? {
    service.state.withLock { state in
      guard let position = state.account.position(of: identifier) else { return nil }
      let task = state.account.tasks[position]
      return Truth(
        end: task.end, status: ExportTaskStatus(task.state(at: task.end).status.rawValue))
    }
  }

  /// Sets what goes wrong from now on, in the first account.
  public func set(_ faults: Faults) { service.state.withLock { $0.faults = faults } }

  /// Sets what goes wrong from now on in one of several accounts; nothing where there is no such.
  public func set(_ faults: Faults, in account: String, _ region: String) {
    services.service(of: account, in: region)?.state.withLock { $0.faults = faults }
  }

  /// How often an action was called in one of several accounts.
  public func calls(of action: String, in account: String, _ region: String) -> Int {
    services.service(of: account, in: region)?.state.withLock { $0.calls[action] ?? 0 } ?? 0
  }

  /// What goes wrong now; calls so far are counted off `next` doses.
  public var faults: Faults { service.state.withLock { $0.faults } }

  /// How often an action was called since the start, refused calls included.
  public func calls(of action: String) -> Int {
    service.state.withLock { $0.calls[action] ?? 0 }
  }

  /// The lines that make a shell's AWS clients use this simulator.
  public var exports: [String] {
    [
      "export AWS_ACCESS_KEY_ID=\(Self.accessKeyID)",
      "export AWS_SECRET_ACCESS_KEY=\(Self.secretAccessKey)",
      "export AWS_REGION=\(service.options.region)",
      "export AWS_DEFAULT_REGION=\(service.options.region)",
      "export AWS_ENDPOINT_URL=\(endpoint)",
      "unset AWS_SESSION_TOKEN AWS_PROFILE",
    ]
  }
}
