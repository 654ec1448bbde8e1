import AWSCore
import Dashboard
import Foundation
import Ground
import Support
import Synchronization
import Testing

@testable import exportdeck

@Suite struct BrowserTests {
  private static let page = "https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-west-1#x"

  @Test func `the page is one argument, and no key of AWS's is passed on`() async {
    let seen = Mutex<[(arguments: [String], environment: Environment)]>([])
    let environment = Environment(variables: [
      "DISPLAY": ":0", "AWS_SECRET_ACCESS_KEY": "secret", "PATH": "/usr/bin",
    ])
    let browser = Browser(environment) { arguments, environment in
      seen.withLock { $0.append((arguments, environment)) }
      return true
    }
    let message = await browser.open(Self.page)
    guard case .notice(.info, let words, nil) = message else {
      Issue.record("\(message)")
      return
    }
    #expect(words.contains(Self.page))
    let calls = seen.withLock { $0 }
    #expect(calls.count == 1)
    #expect(calls.first?.arguments.last == Self.page)
    #expect(calls.first?.environment["AWS_SECRET_ACCESS_KEY"] == nil)
    #expect(calls.first?.environment["DISPLAY"] == ":0")
  }

  @Test func `where there is none, that is said`() async {
    let message = await Browser(Environment()) { _, _ in false }.open(Self.page)
    guard case .notice(.warning, let words, nil) = message else {
      Issue.record("\(message)")
      return
    }
    #expect(words.contains("y u"))
  }

  @Test func `a page that is none is not opened`() async {
    let isRun = Mutex(false)
    _ = await Browser(Environment()) { _, _ in
      isRun.withLock { $0 = true }
      return true
    }.open("--help")
    #expect(!isRun.withLock { $0 })
  }

  @Test func `a real program gets the page, outlives the call and writes nothing here`()
    async throws
  {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let opener = folder.appendingPathComponent("xdg-open")
    try Data(
      "#!/bin/sh\necho noise\nprintf '%s' \"$1\" > '\(folder.path)/part'\nmv '\(folder.path)/part' '\(folder.path)/page'\n"
        .utf8
    )
    .write(to: opener)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: opener.path)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let processes = ChildProcesses(timekeeper: SystemTimekeeper())
    let browser = Browser(
      Environment(variables: ["PATH": "\(folder.path):\(path)", "DISPLAY": ":0"]), processes)
    _ = await browser.open(Self.page)
    try await eventually("the page is opened") {
      (try? String(contentsOf: folder.appendingPathComponent("page"), encoding: .utf8)) == Self.page
    }
    await processes.endAll()
  }
}
