import FoundationEssentials

/// The calls of `StartExportTask` that reached the account, the oldest first; bounded.
struct StartCalls: Sendable {
  private static let most = 10_000

  private(set) var all: [SimulatorServer.StartCall] = []

  mutating func add(_ call: SimulatorServer.StartCall) {
    if all.count == Self.most { all.removeFirst() }
    all.append(call)
  }
}

extension SimulatorServer {
  /// One call of `StartExportTask`.
  public struct StartCall: Hashable, Sendable {
    public var identifier: String
    public var sourceArn: String
    public var at: Date
    /// The wire code of the refusal; nil where the export was started.
    public var refusal: String?
    /// How many exports ran then, with this one where it was started.
    public var running: Int
  }

  /// What the first account was asked to start since the simulator began.
  public var startCalls: [StartCall] { service.state.withLock { $0.startCalls.all } }
}

extension ServiceState {
  mutating func start(_ request: StartRequest, now: Date) throws(Refusal) -> Int {
    var call = SimulatorServer.StartCall(
      identifier: request.identifier, sourceArn: request.sourceARN, at: now, running: 0)
    defer {
      call.running = account.active.count
      startCalls.add(call)
    }
    do throws(Refusal) {
      return try account.start(request, now: now)
    } catch {
      call.refusal = error.code
      throw error
    }
  }
}
