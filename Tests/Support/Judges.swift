import Foundation

/// The independent judges that tests call on. One that is absent is a visible skip, and a failure
/// where `CI` is set.
public enum Judge {
  /// The root of the checkout that these tests were built from.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  public static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }

  /// The folder of published test vectors: `EXPORTDECK_CONFORMANCE`, or `../shared/conformance`.
  public static let conformance: URL = {
    if let named = ProcessInfo.processInfo.environment["EXPORTDECK_CONFORMANCE"] {
      return URL(fileURLWithPath: named)
    }
    return root.deletingLastPathComponent().appendingPathComponent("shared/conformance")
  }()

  /// For `.enabled(if:)`: present, or demanded by CI.
  public static var hasConformance: Bool {
    isCI || FileManager.default.fileExists(atPath: conformance.path)
  }

  /// The interpreter with boto3, awscli and moto that `scripts/test` sets up, else the system's.
  public static let python: String? = {
    let own = root.appendingPathComponent(".build/judges/bin/python3").path
    for candidate in [own, "/usr/bin/python3", "/usr/local/bin/python3"] + pathCandidates("python3")
    where canImportJudges(candidate) {
      return candidate
    }
    return nil
  }()

  public static var hasPython: Bool { isCI || python != nil }

  /// Whether botocore can renew what `aws login` keeps (`botocore[crt]`).
  public static let hasCRT: Bool = {
    guard let python else { return isCI }
    return isCI || (try? ProcessRunner.run(python, ["-c", "import awscrt"]))?.status == 0
  }()

  public static let tmux: String? = pathCandidates("tmux").first

  public static var hasTmux: Bool { isCI || tmux != nil }

  /// A program beside the judges' interpreter (`aws`, `moto_server`), or on the path.
  public static func program(_ name: String) -> String? {
    let own = root.appendingPathComponent(".build/judges/bin/\(name)").path
    if FileManager.default.isExecutableFile(atPath: own) { return own }
    return pathCandidates(name).first
  }

  private static func pathCandidates(_ name: String) -> [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(name)" }
      .filter { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func canImportJudges(_ interpreter: String) -> Bool {
    guard FileManager.default.isExecutableFile(atPath: interpreter) else { return false }
    let result = try? ProcessRunner.run(interpreter, ["-c", "import boto3, moto, awscli"])
    return result?.status == 0
  }

  /// Says how many cases a judge ruled on; `scripts/test` adds these lines up.
  public static func report(_ judge: String, cases: Int, leftOut: Int = 0) {
    print("judge: \(judge): \(cases) cases\(leftOut > 0 ? ", \(leftOut) left out" : "")")
  }
}
