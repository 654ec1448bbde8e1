import AWSCore
import RDSExports
import Synchronization
import Tracking

/// A watched context: profile, region, endpoint and credentials are looked up anew before each call,
/// so that what a user mends outside is found without a restart.
final class LiveContext: Sendable {
  private let environment: Environment
  private let overrides: SettingsOverrides
  private let files: any FileReading
  private let transport: any HTTPTransport
  private let timekeeper: any Timekeeper
  private let name: String?
  /// Retry quota and clock correction belong to an endpoint and outlive the calls.
  private let memories = Mutex<[String: EndpointMemory]>([:])

  /// - Parameter name: What the context is called on the screen; by default its profile.
  init(
    environment: Environment, overrides: SettingsOverrides = SettingsOverrides(),
    files: any FileReading = SystemFiles(), transport: any HTTPTransport,
    timekeeper: any Timekeeper, name: String? = nil
  ) {
    self.environment = environment
    self.overrides = overrides
    self.files = files
    self.transport = transport
    self.timekeeper = timekeeper
    self.name = name
  }

  /// The transport serves the whole process, so the certificates to trust are looked up once.
  static func transportOptions(
    environment: Environment, overrides: SettingsOverrides, files: any FileReading = SystemFiles()
  ) -> TransportOptions {
    let settings = try? AWSSettings.resolve(
      environment: environment, overrides: overrides, files: files)
    return TransportOptions(
      certificateBundle: settings?.certificateBundle ?? environment["AWS_CA_BUNDLE"])
  }

  /// What the context is called before anything is known of it.
  var firstLabel: ContextLabel {
    ContextLabel(
      profile: name ?? AWSSettings.profileName(environment: environment, overrides: overrides),
      region: overrides.region ?? "")
  }

  /// - Throws: `AWSError.noRegion`, or `AWSError.configuration` naming the place.
  func client() async throws(AWSError) -> (any ExportTasksClient, ContextLabel) {
    let settings = try AWSSettings.resolve(
      environment: environment, overrides: overrides, files: files)
    let key = "\(settings.endpoint) \(settings.region)"
    let memory = memories.withLock { memories in
      let memory = memories[key] ?? EndpointMemory()
      memories[key] = memory
      return memory
    }
    let client = AWSClient(
      settings: settings, transport: transport, timekeeper: timekeeper, memory: memory,
      product: "exportdeck", version: ExportdeckCommand.version)
    let label = ContextLabel(
      profile: name ?? settings.profileName, region: settings.region,
      endpoint: settings.isCustomEndpoint && name == nil ? settings.endpoint : nil)
    return (RDSExportsClient(client), label)
  }
}

/// No files at all: the demo looks at none of its user's.
struct NoFiles: FileReading {
  func contents(of path: String) throws(FileReadingError) -> [UInt8]? { nil }
}
