/// A user's two shared files: where they are according to the environment, and what is in them.
public struct ProfileFiles: Sendable {
  private let files: any FileReading
  private let parsed: ParsedProfiles
  private let home: String?
  /// Nil where neither a variable nor a home folder says where it is.
  public let configPath: String?
  public let credentialsPath: String?

  /// Those of a process, which are parsed once for all of its contexts.
  public init(_ surroundings: Surroundings) {
    self.init(
      environment: surroundings.environment, files: surroundings.files,
      parsed: surroundings.profiles)
  }

  public init(environment: Environment, files: any FileReading) {
    self.init(environment: environment, files: files, parsed: ParsedProfiles())
  }

  private init(environment: Environment, files: any FileReading, parsed: ParsedProfiles) {
    self.files = files
    self.parsed = parsed
    home = environment["HOME"]
    configPath = Self.path("AWS_CONFIG_FILE", else: ".aws/config", environment)
    credentialsPath = Self.path(
      "AWS_SHARED_CREDENTIALS_FILE", else: ".aws/credentials", environment)
  }

  /// Both files, for people: `~/.aws/credentials and ~/.aws/config`.
  public var places: String {
    let paths = [credentialsPath, configPath].compactMap(\.self).map(shown)
    return paths.isEmpty ? "the shared files (HOME is not set)" : paths.joined(separator: " and ")
  }

  /// Reads and merges both; an absent file is an empty one. At its standard place, so is a
  /// file in somebody else's home folder, such as `/root` in a container that runs as another user,
  /// and a folder in its place, which Docker makes of a bind mount that is missing: botocore skips
  /// them, and the environment may have all that is needed.
  ///
  /// A line that breaks the rules is among the errors of its section.
  /// - Throws: `AWSError.configuration` with the file's name where it can't be read.
  public func load() throws(AWSError) -> ProfileSet {
    let readings = [
      try read(configPath, as: .config, standard: ".aws/config"),
      try read(credentialsPath, as: .credentials, standard: ".aws/credentials"),
    ]
    return parsed.profiles(in: readings.compactMap(\.self))
  }

  private func read(
    _ path: String?, as kind: ProfileFileKind, standard: String
  ) throws(AWSError) -> ParsedProfiles.Reading? {
    guard let path else { return nil }
    var reading = ParsedProfiles.Reading(kind: kind, place: shown(path))
    do {
      reading.bytes = try files.contents(of: path)
    } catch {
      let isStandard = path == home.map { "\($0)/\(standard)" }
      if !isStandard || !(error.isOutOfReach || error.isNoFile) {
        throw .configuration(place: shown(path), message: "can't be read: \(error.reason)")
      }
      if error.isNoFile {
        reading.remark = ProfileRemark(
          path: shown(path), reason: "counts as absent, it is no file: \(error.reason)")
      }
    }
    return reading
  }

  /// With `~` for the home folder.
  func shown(_ path: String) -> String {
    guard let home, path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  private static func path(
    _ variable: String, else standard: String, _ environment: Environment
  ) -> String? {
    let home = environment["HOME"]
    guard let named = environment[variable] else { return home.map { "\($0)/\(standard)" } }
    let path = expanded(named, environment)
    guard path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst(1)
  }

  /// With the values of the variables that it names, as `$HOME` or `${HOME}`: where no shell has put
  /// them in, botocore does. One that isn't set stays as it is.
  private static func expanded(_ path: String, _ environment: Environment) -> String {
    var result = ""
    var rest = path[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      let isBraced = rest.first == "{"
      let name =
        isBraced
        ? rest.dropFirst().prefix { $0 != "}" }
        : rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
      let end =
        isBraced && name.endIndex < rest.endIndex ? rest.index(after: name.endIndex) : name.endIndex
      guard let value = environment.variables[String(name)] else {
        result += "$"
        continue
      }
      result += value
      rest = rest[end...]
    }
    return result + rest
  }
}
