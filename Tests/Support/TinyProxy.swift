import Foundation

/// tinyproxy, a forward proxy that people use, on loopback.
public final class TinyProxy {
  private let process: ProcessRunner.Child
  private let folder: URL
  public let port: Int

  public static var program: String? {
    Judge.program("tinyproxy")
      ?? ["/usr/bin/tinyproxy", "/usr/sbin/tinyproxy"].first {
        FileManager.default.isExecutableFile(atPath: $0)
      }
  }

  /// For `.enabled(if:)`: present, or demanded by CI.
  public static var isAvailable: Bool { Judge.isCI || program != nil }

  /// - Parameters:
  ///   - login: `user` and `password` that it wants to see.
  ///   - tunnels: The ports that CONNECT may lead to; nil for all.
  public init(login: (user: String, password: String)? = nil, tunnels: [Int]? = nil) async throws {
    guard let program = Self.program else {
      throw NeverHappened(description: "tinyproxy is not installed")
    }
    let port = try LoopbackServer.freePort()
    self.port = port
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-proxy-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var lines = [
      "Port \(port)", "Listen 127.0.0.1", "Timeout 60", "Allow 127.0.0.1", "LogLevel Connect",
    ]
    if let login { lines.append("BasicAuth \(login.user) \(login.password)") }
    for tunnel in tunnels ?? [] { lines.append("ConnectPort \(tunnel)") }
    let settings = folder.appendingPathComponent("tinyproxy.conf")
    try (lines.joined(separator: "\n") + "\n").write(
      to: settings, atomically: true, encoding: .utf8)
    let log = folder.appendingPathComponent("log")
    process = try ProcessRunner.start(
      program, ["-d", "-c", settings.path], output: log.path, errors: log.path)
    try await eventually("tinyproxy's port", limit: .seconds(300)) {
      LoopbackServer.isListening(port)
    }
  }

  /// What it says of each connection.
  public var log: String {
    (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? ""
  }

  deinit {
    process.kill()
    try? FileManager.default.removeItem(at: folder)
  }
}
