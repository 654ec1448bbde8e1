import Ground

/// What is needed to find settings and credentials: the user's variables and files, the network,
/// the clock, child processes and the user. There is one for the whole process, or for one test:
/// all of its copies share what it remembers.
public struct Surroundings: Sendable {
  public var environment: Environment
  public var files: any FileAccess
  /// Where files are read, because their disk may not answer; nil where nothing else would be held
  /// up. Each watched context has its own.
  public var fileQueue: BlockingQueue?
  public var transport: any HTTPTransport
  public var timekeeper: any Timekeeper
  /// From 0 to 1.
  public var random: @Sendable () -> Double
  public var processes: any ProcessRunning
  public var ask: any Ask
  /// Temporary credentials, kept between calls and renewed before they expire.
  public var cache: CredentialsCache
  /// Retry quotas and clock corrections outlive the clients that credentials are fetched with.
  public let memories = EndpointMemories()
  /// What the shared files said when they were last read.
  public let profiles = ParsedProfiles()
  /// Which account keys belong to, as far as it is known.
  public let accounts = AccountMemory()
  /// The program, as it introduces itself to the services that credentials come from.
  public var product: String
  public var version: String
  /// What is known of instance metadata services.
  public let instanceMetadata = InstanceMetadataMemory()
  /// What the profiles share about their logins at IAM Identity Center.
  public let ssoSessions = SSOSessions()
  /// What the profiles share about the logins of `aws login`.
  public let loginSessions = LoginSessions()

  public init(
    environment: Environment, files: any FileAccess = SystemFiles(),
    transport: any HTTPTransport, timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    processes: (any ProcessRunning)? = nil,
    ask: any Ask = AskNobody(reason: "there is no terminal to ask at"),
    cache: CredentialsCache? = nil, product: String = "exportdeck", version: String = "0"
  ) {
    self.environment = environment
    self.files = files
    self.transport = transport
    self.timekeeper = timekeeper
    self.random = random
    self.processes = processes ?? ChildProcesses(timekeeper: timekeeper)
    self.ask = ask
    self.cache = cache ?? CredentialsCache(timekeeper: timekeeper, random: random)
    self.product = product
    self.version = version
  }

  /// Ends all rests of sources that failed, so that the next call asks them now. A refresh by hand
  /// does this.
  public func forgetFailures() {
    cache.forgetFailures()
    ssoSessions.forgetRefusals()
    loginSessions.forgetFailures()
    instanceMetadata.forgetSilence()
    accounts.forgetFailures()
  }

  /// Runs an operation that reads files where nothing else has to wait for their disk.
  /// - Throws: What the operation throws; `AWSError.configuration` naming a file whose disk doesn't
  ///   answer; `AWSError.cancelled`.
  public func lookingAtFiles<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws(AWSError) -> Value
  ) async throws(AWSError) -> Value {
    guard files.mayWait, let fileQueue else { return try await operation() }
    let wait: @Sendable () -> Wait? = { fileQueue.running.map { Wait($0) } }
    return try await WaitBoard.noting(wait) { () async throws(AWSError) in
      try await fileQueue.run(
        cancelled: .cancelled, stuck: AWSError.silentDisk(at:), operation)
    }
  }

  func userAgent(_ settings: ResolvedSettings) -> UserAgent {
    UserAgent(
      product: product, version: version, applicationID: settings.applicationID,
      retries: true, isCustomEndpoint: settings.isCustomEndpoint)
  }
}

extension Wait {
  fileprivate init(_ job: BlockingQueue.Job) {
    self.init(.disk(job.place), since: job.began, limit: job.patience)
  }
}
