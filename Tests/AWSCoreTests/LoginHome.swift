import Foundation

@testable import AWSCore

/// A home folder on disk with a config file and cached logins.
struct LoginHome {
  private let folder: URL
  private let now: Date

  init(_ cases: [SSOCase], now: Date = Date()) throws {
    self.now = now
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-home-\(UUID().uuidString)")
    let cache = folder.appendingPathComponent(".aws/sso/cache")
    try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
    try cases.map(\.section).joined(separator: "\n")
      .write(to: folder.appendingPathComponent(".aws/config"), atomically: true, encoding: .utf8)
    for example in cases {
      try example.file(now: now)?
        .write(to: path(of: example), atomically: true, encoding: .utf8)
    }
  }

  func environment(_ endpoint: String) -> [String: String] {
    [
      "HOME": folder.path, "AWS_ENDPOINT_URL_SSO": endpoint, "AWS_ENDPOINT_URL_SSO_OIDC": endpoint,
      "AWS_EC2_METADATA_DISABLED": "true",
    ]
  }

  /// What the file holds, with the end of the token in seconds from now.
  func token(of example: SSOCase) throws -> [String: String]? {
    guard let data = try? Data(contentsOf: path(of: example)),
      var members = try? JSONDecoder().decode([String: String].self, from: data)
    else { return nil }
    let end = members["expiresAt"].flatMap(CachedTime.date)
    members["expiresAt"] = end.map { "\(Int($0.timeIntervalSince(now))) s" }
    return members
  }

  /// Writes the login anew, with another refresh token.
  func write(_ example: SSOCase, refreshToken: String) throws {
    let text = (example.file(now: Date()) ?? "").replacing(
      "refresh-of-\(example.name)-", with: refreshToken)
    try text.write(to: path(of: example), atomically: true, encoding: .utf8)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  private func path(of example: SSOCase) -> URL {
    folder.appendingPathComponent(".aws/sso/cache")
      .appendingPathComponent(SSOTokenFile.name(for: example.settings) + ".json")
  }
}

/// Files on disk, replaced by Foundation's means.
struct DiskFiles: FileAccess {
  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    try SystemFiles().contents(of: path)
  }

  func hold(_ path: String) -> FileHold { SystemFiles().hold(path) }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    do {
      try Data(contents).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw FileReadingError(reason: "\(error)")
    }
  }
}
