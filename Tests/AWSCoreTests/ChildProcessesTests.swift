import AWSCore
import Dispatch
import Foundation
import Glibc
import Ground
import Support
import Testing

/// Real little programs: scripts in a folder of the test's own.
@Suite(.timeLimit(.minutes(15))) struct ChildProcessesTests {
  private let folder = ScratchFolder()
  private let environment = Environment(variables: ["PATH": "/usr/bin:/bin", "MARK": "a  b"])
  private let minute = Duration.seconds(60)

  private func run(
    _ arguments: [String], environment: Environment? = nil, within limit: Duration? = nil
  ) async throws(ChildProcessError) -> ChildProcessOutcome {
    while true {
      do throws(ChildProcessError) {
        return try await ChildProcesses().run(
          arguments, environment: environment ?? self.environment, within: limit ?? minute)
      } catch .notStarted(_, "Text file busy") {
        // Another test's child had a script's descriptor for the moment before its exec.
        continue
      }
    }
  }

  private func shell(_ script: String, _ arguments: String...) -> [String] {
    ["/bin/sh", "-c", script, "sh"] + arguments
  }

  @Test func `arguments arrive as they are`() async throws {
    let path = try folder.script("show \"it\"", "for word; do printf '<%s>' \"$word\"; done")
    let arguments = ["a b", "", "\"quoted\"", "it's", "$HOME", "*", "~", "\\", "tab\tline\n", "é👍"]
    let outcome = try await run([path] + arguments)
    #expect(outcome.text == arguments.map { "<\($0)>" }.joined())
    #expect(outcome.status == 0)
  }

  @Test func `the environment is the one that is given, and nothing else`() async throws {
    let outcome = try await run(["env"])
    #expect(Set(outcome.text.split(separator: "\n")) == ["PATH=/usr/bin:/bin", "MARK=a  b"])
  }

  @Test func `exit code, both streams, and a signal`() async throws {
    let outcome = try await run(shell("echo out; echo err >&2; exit 3"))
    #expect(outcome.status == 3)
    #expect(outcome.text == "out\n")
    #expect(outcome.errors == "err\n")
    #expect(try await run(shell("kill -9 $$")).status == 137)
  }

  @Test func `what it is given to read arrives whole, however long it is`() async throws {
    for size in [1, 4096, 65_536, 65_537, 700_000] {
      let input = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
      let outcome = try await ChildProcesses().run(
        ["cat"], environment: environment, input: input, within: minute)
      #expect(outcome.status == 0)
      #expect(outcome.output == input, "\(size) bytes")
    }
  }

  @Test func `one that reads nothing ends all the same`() async throws {
    let input = [UInt8](repeating: 7, count: 700_000)
    for script in ["exit 3", "exec 0<&-; echo out; exit 3", "head -c 1 >/dev/null; exit 3"] {
      let outcome = try await ChildProcesses().run(
        shell(script), environment: environment, input: input, within: minute)
      #expect(outcome.status == 3)
    }
  }

  @Test func `one that never reads ends when its time is up`() async throws {
    let input = [UInt8](repeating: 7, count: 700_000)
    await #expect(throws: ChildProcessError.self) {
      try await ChildProcesses().run(
        shell("exec sleep 1000"), environment: environment, input: input,
        within: .milliseconds(200))
    }
  }

  @Test func `nothing to read, a session of its own, no terminal`() async throws {
    let outcome = try await run(
      shell("cat; ps -o pid=,sid=,pgid=,tty= -p $$; readlink /proc/$$/fd/0"))
    let lines = outcome.text.split(separator: "\n")
    let words = try #require(lines.first).split(separator: " ")
    #expect(words.count == 4)
    #expect(words[1] == words[0] && words[2] == words[0])
    #expect(words[3] == "?")
    #expect(lines.last == "/dev/null")
  }

  @Test func `no signal is blocked or ignored, and no descriptor is open`() async throws {
    // One that a careless library would leave: not close-on-exec.
    let careless = dup(STDERR_FILENO)
    defer { close(careless) }
    let before = signal(SIGUSR2, SIG_IGN)
    defer { signal(SIGUSR2, before) }
    // cat, because a shell may ignore signals of its own.
    let status = try await run(["cat", "/proc/self/status"]).text
    for name in ["SigBlk", "SigIgn"] {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
      // What glibc keeps for itself (32, 33) can't be reset.
      let mask = try #require(line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) })
      #expect(mask & ~0x1_8000_0000 == 0, "\(name) \(String(mask, radix: 16))")
    }
    let open = try await run(["ls", "/proc/self/fd"]).text.split(separator: "\n")
    #expect(open.starts(with: ["0", "1", "2"]))
    #expect(!open.contains("\(careless)"))
  }

  @Test func `programs are found along PATH, past what can't be run`() async throws {
    let (first, second) = (try folder.makeFolder("first"), try folder.makeFolder("second"))
    try Data("no program".utf8).write(to: URL(fileURLWithPath: "\(first)/tool"))
    _ = try folder.script("second/tool", "echo second")
    let path = "/absent:\(first):\(folder.path)/first/tool:\(second)"
    #expect(try await run(["tool"], environment: path.asPath).text == "second\n")
    await #expect(
      throws: ChildProcessError.notStarted(program: "tool", reason: "Permission denied")
    ) {
      try await run(["tool"], environment: first.asPath)
    }
    let reason = "it isn't in any folder of PATH"
    await #expect(throws: ChildProcessError.notStarted(program: "tool", reason: reason)) {
      try await run(["tool"], environment: "/absent".asPath)
    }
    #expect(try await run(["echo", "x"], environment: Environment()).text == "x\n")
  }

  @Test func `what can't be started is told in the system's words`() async throws {
    func reason(_ arguments: [String]) async -> String? {
      do {
        _ = try await run(arguments)
        return nil
      } catch {
        guard case .notStarted(_, let reason) = error else { return "\(error)" }
        return reason
      }
    }
    let plain = try folder.file("plain", "#!/bin/sh\n", mode: 0o600)
    #expect(await reason([plain]) == "Permission denied")
    #expect(await reason([folder.path]) == "Permission denied")
    #expect(await reason(["\(folder.path)/absent"]) == "No such file or directory")
    let headless = try folder.file("headless", "echo x\n", mode: 0o700)
    #expect(await reason([headless])?.hasPrefix("Exec format error") == true)
    let orphan = try folder.file("orphan", "#!/absent/interpreter\n", mode: 0o700)
    #expect(await reason([orphan]) == "the interpreter that its first line names isn't there")
    #expect(await reason([]) == "no program is named")
    #expect(await reason([""]) == "no program is named")
    #expect(await reason(["echo", "a\0b"]) == "an argument or a variable holds a NUL byte")
  }

  @Test func `output beyond a megabyte ends it`() async throws {
    let whole = try await run(shell("head -c 1048576 /dev/zero"))
    #expect(whole.output.count == 1 << 20)
    await #expect(throws: ChildProcessError.tooMuchOutput(program: "/bin/sh")) {
      try await run(shell("head -c 1048577 /dev/zero"))
    }
    await #expect(throws: ChildProcessError.tooMuchOutput(program: "yes")) {
      try await run(["yes"])
    }
  }

  @Test func `of the standard error the end is kept, from a whole character on`() async throws {
    let outcome = try await run(
      shell("i=0; while [ $i -lt 3000 ]; do echo 'éééééé'; i=$((i+1)); done >&2; echo last >&2"))
    #expect(outcome.errors.hasSuffix("é\nlast\n"))
    #expect((8100...8192).contains(outcome.errors.utf8.count))
    #expect(!outcome.errors.contains("\u{FFFD}"))
  }

  @Test func `the limit ends it and whom it has started`() async throws {
    let clock = HandCrankedTimekeeper()
    let pids = "\(folder.path)/pids"
    let arguments = shell(
      "echo waiting >&2; sleep 600 & echo $! $$ > '\(pids).new'; mv '\(pids).new' '\(pids)'; wait")
    let environment = environment
    let task = Task {
      try await ChildProcesses(timekeeper: clock).run(
        arguments, environment: environment, within: .seconds(60))
    }
    try await eventually { FileManager.default.fileExists(atPath: pids) }
    try await clock.advance(by: .seconds(60))
    await #expect(
      throws: ChildProcessError.timeout(
        program: "/bin/sh", limit: .seconds(60), errors: "waiting\n")
    ) {
      try await task.value
    }
    try await expectAllGone(in: pids)
  }

  @Test func `who doesn't listen to SIGTERM is killed`() async throws {
    let clock = HandCrankedTimekeeper()
    let pids = "\(folder.path)/pids"
    let script =
      "trap '' TERM; sleep 600 & echo $! $$ > '\(pids).new'; mv '\(pids).new' '\(pids)'; "
      + "for n in 1 2 3 4 5 6 7 8 9; do sleep 60; done"
    let arguments = shell(script)
    let environment = environment
    let task = Task {
      try await ChildProcesses(timekeeper: clock).run(
        arguments, environment: environment, within: .seconds(60))
    }
    try await eventually { FileManager.default.fileExists(atPath: pids) }
    task.cancel()
    try await eventually { clock.appointments == 2 }
    try await clock.advance(by: .seconds(2))
    await #expect(throws: ChildProcessError.cancelled) { try await task.value }
    #expect(clock.appointments == 0)
    try await expectAllGone(in: pids)
  }

  @Test func `a cancelled caller's child ends, one that was cancelled before never begins`()
    async throws
  {
    let pids = "\(folder.path)/pids"
    let arguments = shell("echo $$ > '\(pids).new'; mv '\(pids).new' '\(pids)'; exec sleep 600")
    let task = Task { try await run(arguments) }
    try await eventually { FileManager.default.fileExists(atPath: pids) }
    task.cancel()
    await #expect(throws: ChildProcessError.cancelled) { try await task.value }
    try await expectAllGone(in: pids)
    let mark = "\(folder.path)/mark"
    let late = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await run(["touch", mark])
    }
    await #expect(throws: ChildProcessError.cancelled) { try await late.value }
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test func `when the program leaves all end, and none begins`() async throws {
    let children = ChildProcesses()
    let environment = environment
    let tasks = ["", "trap '' TERM;"].enumerated().map { number, trap in
      let pids = "\(folder.path)/pids-\(number)"
      let arguments = shell(
        "\(trap) sleep 600 & echo $! $$ > '\(pids).new'; mv '\(pids).new' '\(pids)'; "
          + "for n in 1 2 3 4 5 6 7 8 9; do sleep 60; done")
      return (
        pids,
        Task { try await children.run(arguments, environment: environment, within: .seconds(60)) }
      )
    }
    for (pids, _) in tasks {
      try await eventually { FileManager.default.fileExists(atPath: pids) }
    }
    await children.endAll()
    for (pids, task) in tasks {
      await #expect(throws: ChildProcessError.cancelled) { try await task.value }
      try await expectAllGone(in: pids)
    }
    await #expect(throws: ChildProcessError.cancelled) {
      try await children.run(["true"], environment: environment, within: .seconds(60))
    }
    await children.endAll()
  }

  @Test func `whom it has started is killed too when it goes first`() async throws {
    let pids = "\(folder.path)/pids"
    let arguments = shell(
      "(trap '' TERM; exec sleep 600) & echo $! $$ > '\(pids).new'; mv '\(pids).new' '\(pids)'; wait"
    )
    let task = Task { try await run(arguments) }
    try await eventually { FileManager.default.fileExists(atPath: pids) }
    task.cancel()
    await #expect(throws: ChildProcessError.cancelled) { try await task.value }
    try await expectAllGone(in: pids)
  }

  @Test func `a grandchild that keeps the output open holds nobody up, and lives on`() async throws
  {
    let pids = "\(folder.path)/pids"
    let outcome = try await run(shell("sleep 600 & echo $! > '\(pids)'; echo done"))
    #expect(outcome.text == "done\n")
    let text = try String(contentsOfFile: pids, encoding: .utf8)
    let pid = try #require(pid_t(text.trimmed))
    #expect(kill(pid, 0) == 0)
    kill(pid, SIGKILL)
  }

  @Test func `what comes just after the end is still read`() async throws {
    let outcome = try await run(shell("(sleep 0.05; echo late) & echo early"))
    #expect(outcome.text == "early\nlate\n")
  }

  @Test func `a hundred at once leave no zombie and no descriptor`() async throws {
    let before = try openDescriptors()
    let children = (0..<100).map { number in
      Task { try await run(shell("exit $1", "\(number)")).status }
    }
    for (number, child) in children.enumerated() {
      #expect(try await child.value == Int32(number))
    }
    // Other suites open and close descriptors beside this one.
    try await eventually { try openDescriptors() <= before + 20 }
    // Those of other tests are reaped in a moment; one that nobody reaps stays.
    let zombies = try await run(["ps", "-o", "pid=,stat=", "--ppid", "\(getpid())"]).text
      .split(separator: "\n").filter { $0.contains("Z") }
      .compactMap { $0.split(separator: " ").first.flatMap { pid_t(String($0)) } }
    for pid in zombies {
      try await eventually("the end of \(pid)") { kill(pid, 0) != 0 }
    }
  }

  @Test func `nothing waits on the background queue`() async throws {
    let running = Task { try await run(shell("exec sleep 600")) }
    await withCheckedContinuation { continuation in
      BackgroundQueue.shared.queue.async { continuation.resume() }
    }
    running.cancel()
    await #expect(throws: ChildProcessError.cancelled) { try await running.value }
  }

  @Test func `no description shows the standard output`() {
    let outcome = ChildProcessOutcome(status: 0, output: Array("hush".utf8), errors: "")
    var dumped = "\(outcome) \(String(reflecting: outcome))"
    dump(outcome, to: &dumped)
    #expect(!dumped.contains("hush") && !dumped.contains("104"))
  }

  private func openDescriptors() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
  }

  private func expectAllGone(in path: String) async throws {
    let pids = try String(contentsOfFile: path, encoding: .utf8)
      .split { !$0.isNumber }.compactMap { pid_t(String($0)) }
    #expect(!pids.isEmpty)
    for pid in pids {
      // Orphans are reaped by the system, or by nobody in a container: a zombie has ended too.
      try await eventually {
        guard kill(pid, 0) == 0 else { return true }
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        return stat?.contains(") Z ") ?? true
      }
    }
  }
}

extension ChildProcessOutcome {
  fileprivate var text: String { String(decoding: output, as: UTF8.self) }
}

extension String {
  fileprivate var asPath: Environment { Environment(variables: ["PATH": self]) }
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
