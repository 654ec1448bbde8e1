/// A user's two shared files: where they are according to the environment, and what is in them.
public struct ProfileFiles: Sendable {
  private let files: any FileReading
  private let home: String?
  private let isConfigNamed: Bool
  private let isCredentialsNamed: Bool
  /// Nil where neither a variable nor a home folder says where it is.
  public let configPath: String?
  public let credentialsPath: String?

  public init(environment: Environment, files: any FileReading) {
    self.files = files
    home = environment["HOME"]
    isConfigNamed = environment["AWS_CONFIG_FILE"] != nil
    isCredentialsNamed = environment["AWS_SHARED_CREDENTIALS_FILE"] != nil
    configPath = Self.path(
      environment["AWS_CONFIG_FILE"], else: ".aws/config", home: environment["HOME"])
    credentialsPath = Self.path(
      environment["AWS_SHARED_CREDENTIALS_FILE"], else: ".aws/credentials",
      home: environment["HOME"])
  }

  /// Both files, for people: `~/.aws/credentials and ~/.aws/config`.
  public var places: String {
    let paths = [credentialsPath, configPath].compactMap(\.self).map(shown)
    return paths.isEmpty ? "the shared files (HOME is not set)" : paths.joined(separator: " and ")
  }

  /// Reads and merges both; an absent file is an empty one. So is a file in somebody else's home
  /// folder, such as `/root` in a container that runs as another user: botocore skips it, and the
  /// environment may have all that is needed.
  /// - Throws: `AWSError.configuration` with `file:line` for a line that breaks the rules, or with
  ///   the file's name where it can't be read.
  public func load() throws(AWSError) -> ProfileSet {
    var profiles = try load(configPath, as: .config, isNamed: isConfigNamed)
    profiles.merge(
      try load(credentialsPath, as: .credentials, isNamed: isCredentialsNamed))
    return profiles
  }

  private func load(
    _ path: String?, as kind: ProfileFileKind, isNamed: Bool
  ) throws(AWSError) -> ProfileSet {
    guard let path else { return ProfileSet() }
    let bytes: [UInt8]?
    do {
      bytes = try files.contents(of: path)
    } catch {
      if error.isOutOfReach, !isNamed { return ProfileSet() }
      throw .configuration(place: shown(path), message: "can't be read: \(error.reason)")
    }
    guard let bytes else { return ProfileSet() }
    do {
      return try ProfileParser.parse(bytes, as: kind, path: shown(path))
    } catch {
      throw .configuration(place: "\(shown(path)):\(error.line)", message: error.message)
    }
  }

  /// With `~` for the home folder.
  func shown(_ path: String) -> String {
    guard let home, path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  private static func path(_ named: String?, else standard: String, home: String?) -> String? {
    guard let named else { return home.map { "\($0)/\(standard)" } }
    guard named.hasPrefix("~/"), let home else { return named }
    return home + named.dropFirst(1)
  }
}
