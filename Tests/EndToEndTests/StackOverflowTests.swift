import Foundation
import Glibc
import Support
import Testing

private enum StackOverflow {
  static let compiler = Judge.program("clang") ?? Judge.program("cc")
  /// Under a sanitizer, threads have the sanitizer's own start.
  static var isPossible: Bool {
    ProcessRunner.sanitizerSettings.isEmpty && (Judge.isCI || compiler != nil)
  }
}

/// Too deep a recursion on any thread: the handler has a stack of its own, and gives the terminal
/// back.
@Suite(.serialized, .enabled(if: StackOverflow.isPossible), .timeLimit(.minutes(10)))
struct `A stack that is full` {
  @Test(arguments: ["pthread", "dispatch"])
  func `leaves the terminal as it was, whichever thread's it is`(kind: String) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-overflow-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let library = folder.appendingPathComponent("overflow.so").path
    let start = folder.appendingPathComponent("start")
    let compiled = try ProcessRunner.run(
      try #require(StackOverflow.compiler),
      [
        "-shared", "-fPIC", "-O0", "-o", library,
        Judge.root.appendingPathComponent("Tests/Preloaded/StackOverflow.c").path,
      ])
    try #require(compiled.status == 0, "\(compiled.errors)")
    let program = try TerminalProgram(
      ProcessRunner.exportdeck, ["demo"],
      environment: [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
        "HOME": folder.path, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
        "LD_PRELOAD": library, "OVERFLOW_AT": start.path, "OVERFLOW_ON": kind,
      ])
    try await program.shows(" exports")
    #expect(program.isInAlternateScreen)
    #expect(!program.isSetAsBefore)
    try Data().write(to: start)
    #expect(try await program.end() == -SIGSEGV)
    #expect(program.isSetAsBefore)
    #expect(!program.isInAlternateScreen)
    #expect(program.shown.contains("the terminal is as it was before"))
    Judge.report("a full stack on another thread", cases: 1)
  }
}
