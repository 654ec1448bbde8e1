import AWSCore
import Dashboard
import Support
import Synchronization
import Testing

@testable import exportdeck

@Suite struct ClipboardTests {
  /// Programs that only note what they are started with.
  private final class Programs: Sendable {
    struct Start: Hashable {
      var arguments: [String]
      var variables: [String: String]
      var input: String
    }

    private let noted = Mutex<[Start]>([])
    let working: Set<String>

    init(working: Set<String>) {
      self.working = working
    }

    var starts: [Start] { noted.withLock { $0 } }

    func run(_ arguments: [String], _ environment: Environment, _ input: [UInt8]) -> Bool {
      noted.withLock {
        $0.append(
          Start(
            arguments: arguments, variables: environment.variables,
            input: String(decoding: input, as: UTF8.self)))
      }
      return working.contains(arguments.joined(separator: " "))
    }
  }

  private struct Outcome: Equatable {
    var reach: CopyReach
    /// The command lines that were tried, in order.
    var tried: [String]
  }

  private let wl = "wl-copy --type text/plain"
  private let xclip = "xclip -selection clipboard"
  private let xsel = "xsel --clipboard --input"
  private let tmux = "tmux load-buffer -w -"
  private let oldTmux = "tmux load-buffer -"

  private func copied(
    _ variables: [String: String], working: Set<String> = [], isWithTerminal: Bool = true
  ) async throws -> Outcome {
    let programs = Programs(working: working)
    let secrets = [
      "AWS_SECRET_ACCESS_KEY": "s3cr3t", "PATH": "/bin", "HOME": "/home/x", "LANG": "C.UTF-8",
    ]
    let clipboard = Clipboard(Environment(variables: secrets.merging(variables) { $1 })) {
      programs.run($0, $1, $2)
    }
    let told = Mutex<[CopyReach]>([])
    clipboard.copy("orders\n1122\u{1B}", isWithTerminal: isWithTerminal) { reach in
      told.withLock { $0.append(reach) }
    }
    try await eventually("the end of copying") { told.withLock { !$0.isEmpty } }
    for start in programs.starts {
      #expect(start.input == "orders 1122")
      #expect(!start.arguments.contains { $0.contains("orders") })
      #expect(start.variables["AWS_SECRET_ACCESS_KEY"] == nil)
      #expect(start.variables["PATH"] == "/bin")
    }
    let reaches = told.withLock { $0 }
    #expect(reaches.count == 1)
    return Outcome(
      reach: try #require(reaches.first),
      tried: programs.starts.map { $0.arguments.joined(separator: " ") })
  }

  @Test func `without tmux and a display there is the terminal alone`() async throws {
    for variables in [[:], ["TERM": "xterm-256color"], ["SSH_CONNECTION": "1"], ["TMUX": " "]] {
      #expect(
        try await copied(variables) == Outcome(reach: .terminal(isBehindTmux: false), tried: []))
    }
    #expect(try await copied([:], isWithTerminal: false).reach == .nowhere)
  }

  @Test func `a tmux that is out of reach is known by TERM`() async throws {
    for term in ["tmux-256color", "tmux", "screen-256color", "screen"] {
      #expect(try await copied(["TERM": term]).reach == .terminal(isBehindTmux: true))
    }
    let screen = ["TERM": "screen.xterm-256color", "STY": "1.pts-0.host"]
    #expect(try await copied(screen).reach == .terminal(isBehindTmux: false))
  }

  private let inTmux = ["TMUX": "/tmp/tmux-0/default,1,0", "TMUX_PANE": "%1"]

  @Test func `inside tmux its buffer gets it`() async throws {
    #expect(
      try await copied(inTmux, working: [tmux])
        == Outcome(reach: .tmux(isSentOn: true), tried: [tmux]))
    #expect(
      try await copied(inTmux, working: [oldTmux])
        == Outcome(reach: .tmux(isSentOn: false), tried: [tmux, oldTmux]))
    #expect(
      try await copied(inTmux)
        == Outcome(reach: .terminal(isBehindTmux: true), tried: [tmux, oldTmux]))
    #expect(try await copied(inTmux, isWithTerminal: false).reach == .nowhere)
  }

  @Test func `a desktop's program is asked where there is a display`() async throws {
    let wayland = ["WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"]
    #expect(
      try await copied(wayland, working: [wl, xclip]) == Outcome(reach: .clipboard, tried: [wl]))
    #expect(
      try await copied(wayland, working: [xsel])
        == Outcome(reach: .clipboard, tried: [wl, xclip, xsel]))
    let x11 = ["DISPLAY": ":0"]
    #expect(
      try await copied(x11, working: [xclip]) == Outcome(reach: .clipboard, tried: [xclip]))
    #expect(
      try await copied(x11)
        == Outcome(reach: .terminal(isBehindTmux: false), tried: [xclip, xsel]))
  }

  @Test func `tmux and the desktop both get it`() async throws {
    let both = inTmux.merging(["DISPLAY": ":0"]) { $1 }
    #expect(
      try await copied(both, working: [tmux, xclip])
        == Outcome(reach: .clipboard, tried: [tmux, xclip]))
    #expect(
      try await copied(both, working: [tmux])
        == Outcome(reach: .tmux(isSentOn: true), tried: [tmux, xclip, xsel]))
  }

  @Test func `of two texts the later one stays`() async throws {
    let order = Mutex<[String]>([])
    let clipboard = Clipboard(Environment(variables: ["DISPLAY": ":0"])) { _, _, input in
      let text = String(decoding: input, as: UTF8.self)
      // The first is slower than all others together.
      for _ in 0..<(text == "0" ? 1000 : 1) { await Task.yield() }
      order.withLock { $0.append(text) }
      return true
    }
    for number in 0..<20 { clipboard.copy("\(number)", isWithTerminal: true) { _ in } }
    try await eventually("all are copied") { order.withLock { $0.count == 20 } }
    #expect(order.withLock { $0 } == (0..<20).map(String.init))
  }
}
