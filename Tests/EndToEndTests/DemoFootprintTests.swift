import Foundation
import Support
import Testing

/// The demo is for looking around: afterwards all is as it was.
@Suite(.enabled(if: Judge.hasTmux), .timeLimit(.minutes(15))) struct `The demo` {
  @Test func `leaves nothing behind, and takes nothing of its user's`() async throws {
    let broken = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-broken-\(UUID().uuidString)")
    try "no configuration at all".write(to: broken, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: broken) }
    let terminal = try TmuxTerminal(
      columns: 100, rows: 30,
      environment: [
        "AWS_CONFIG_FILE": broken.path, "AWS_RETRY_MODE": "nonsense",
        "AWS_CA_BUNDLE": "/nowhere.pem", "HTTP_PROXY": "http://127.0.0.1:1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
      ])
    try terminal.type("\(ProcessRunner.exportdeck) demo; echo left $?")
    try terminal.press("Enter")
    try await terminal.waitFor("▶ running")
    try terminal.press("q")
    try await terminal.waitFor("left 0")
    let left = try FileManager.default.subpathsOfDirectory(atPath: terminal.home.path)
    #expect(left.filter { !$0.hasSuffix(".bash_history") }.isEmpty)
  }
}
