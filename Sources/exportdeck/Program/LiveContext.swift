import AWSCore
import RDSExports
import Synchronization
import Tracking

/// A watched context: profile, region, endpoint and credentials are looked up anew before each call,
/// so that what a user mends outside is found without a restart.
final class LiveContext: Sendable {
  private let surroundings: Surroundings
  private let overrides: SettingsOverrides
  private let name: String?
  /// Retry quota and clock correction belong to an endpoint and outlive the calls.
  private let memories = Mutex<[String: EndpointMemory]>([:])

  /// - Parameter name: What the context is called on the screen; by default its profile.
  init(
    _ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides(),
    name: String? = nil
  ) {
    self.surroundings = surroundings
    self.overrides = overrides
    self.name = name
  }

  /// The transport serves the whole process, so proxies and the certificates to trust are looked up
  /// once.
  static func transportOptions(
    environment: Environment, overrides: SettingsOverrides, files: any FileReading = SystemFiles()
  ) -> TransportOptions {
    AWSSettings.transportOptions(environment: environment, overrides: overrides, files: files)
  }

  /// What the context is called before anything is known of it.
  var firstLabel: ContextLabel {
    ContextLabel(
      profile: name
        ?? AWSSettings.profileName(
          environment: surroundings.environment, overrides: overrides),
      region: overrides.region ?? "")
  }

  /// - Throws: `AWSError.noRegion`, or `AWSError.configuration` naming the place.
  func client() async throws(AWSError) -> (any ExportTasksClient, ContextLabel) {
    let settings = try AWSSettings.resolve(surroundings, overrides: overrides)
    let key = "\(settings.endpoint) \(settings.region)"
    let memory = memories.withLock { memories in
      let memory = memories[key] ?? EndpointMemory()
      memories[key] = memory
      return memory
    }
    let client = AWSClient(
      settings: settings, transport: surroundings.transport,
      timekeeper: surroundings.timekeeper, memory: memory, product: surroundings.product,
      version: surroundings.version)
    let label = ContextLabel(
      profile: name ?? settings.profileName, region: settings.region,
      endpoint: settings.isCustomEndpoint && name == nil ? settings.endpoint : nil)
    return (RDSExportsClient(client), label)
  }
}

/// No files at all: the demo looks at none of its user's.
struct NoFiles: FileAccess {
  func contents(of path: String) throws(FileReadingError) -> [UInt8]? { nil }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    throw FileReadingError(reason: "nothing is written here")
  }
}
