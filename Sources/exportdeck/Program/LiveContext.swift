import AWSCore
import RDSExports
import Tracking

/// A watched context: profile, region, endpoint and credentials are looked up anew before each call,
/// so that what a user mends outside is found without a restart.
final class LiveContext: Sendable {
  private let surroundings: Surroundings
  private let overrides: SettingsOverrides
  private let name: String?

  /// - Parameter name: What the context is called on the screen; by default its profile.
  init(
    _ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides(),
    name: String? = nil
  ) {
    self.surroundings = surroundings
    self.overrides = overrides
    self.name = name
  }

  /// What the context is called before anything is known of it.
  var firstLabel: ContextLabel {
    ContextLabel(
      profile: name
        ?? AWSSettings.profileName(
          environment: surroundings.environment, overrides: overrides
        ).name,
      region: overrides.region ?? "")
  }

  /// - Throws: `AWSError.noRegion`, or `AWSError.configuration` naming the place.
  func client() async throws(AWSError) -> (any ExportTasksClient, ContextLabel) {
    let settings = try AWSSettings.resolve(surroundings, overrides: overrides)
    let memory = surroundings.memories.memory(of: settings.endpoint, region: settings.region)
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
