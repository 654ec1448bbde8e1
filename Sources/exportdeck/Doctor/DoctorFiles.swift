import AWSCore

/// The files that the program reads and writes, and whether they are there.
struct DoctorFiles {
  private let surroundings: Surroundings

  init(_ surroundings: Surroundings) { self.surroundings = surroundings }

  var finding: Diagnosis.Finding {
    let environment = surroundings.environment
    let shared = ProfileFiles(environment: environment, files: surroundings.files)
    var lines = [("AWS credentials", shared.credentialsPath), ("AWS config", shared.configPath)]
      .map { name, path in path.map { "\(name): \($0), \(state($0))" } ?? "\(name): HOME is not set"
      }
    lines += Self.passedOver(in: shared)
    if let home = environment["HOME"] {
      let logins = LoginCredentials.folder(environment)
      let folder = logins.hasPrefix("~") ? home + logins.dropFirst() : logins
      lines.append("logins: \(home)/.aws/sso/cache, \(folder)")
    }
    if let folder = SessionLog.folder(environment) { lines.append("log: \(folder)/") }
    let themes = ThemeFolders.candidates(environment: environment, program: ThisProcess.path)
    lines += themes.map { "themes: \($0)/" }
    return Diagnosis.Finding(
      check: "files", verdict: .ok, summary: shared.places, details: lines)
  }

  /// What in AWS's files isn't read as it may be meant.
  private static func passedOver(in shared: ProfileFiles) -> [String] {
    let remarks = ((try? shared.load()) ?? ProfileSet()).remarks
    let told = remarks.prefix(mostRemarks).map { "  passed over: \($0)" }
    return remarks.count > mostRemarks
      ? told + ["  and \(remarks.count - mostRemarks) more"] : told
  }

  private static let mostRemarks = 20

  private func state(_ path: String) -> String {
    do {
      guard let contents = try surroundings.files.contents(of: path) else { return "absent" }
      return "\(contents.count) bytes"
    } catch {
      return "can't be read: \(error.reason)"
    }
  }
}
