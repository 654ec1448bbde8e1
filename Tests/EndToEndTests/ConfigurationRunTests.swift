import AWSCore
import Foundation
import Ground
import Simulator
import Support
import Testing

/// The real program with a configuration, right and broken.
@Suite(.timeLimit(.minutes(15))) final class `With a configuration` {
  private let home = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-config-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: home) }

  private static let broken = """
    region = "eu-west-1"
    intervall = 3
    log-level = "debgu"
    list-output = "json"
    """

  private static func write(_ text: String, below home: URL) throws {
    let folder = home.appendingPathComponent(".config/exportdeck")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appendingPathComponent("config.toml"))
  }

  private func run(
    _ arguments: String..., variables: [String: String] = [:]
  ) async throws -> ProcessRunner.Result {
    var all = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": home.path, "LC_ALL": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true",
    ]
    all.merge(variables) { $1 }
    return try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck, arguments, environment: all)
  }

  private static func account(_ server: SimulatorServer) -> [String: String] {
    [
      "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
      "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey,
      "AWS_ENDPOINT_URL": server.endpoint,
    ]
  }

  private static func server() async throws -> SimulatorServer {
    try await SimulatorServer.start(
      SimulatorOptions(tasks: 30, seed: 1), timekeeper: SystemTimekeeper())
  }

  @Test func `a broken file is told on standard error, and its rest is in force`() async throws {
    try Self.write(Self.broken, below: home)
    let server = try await Self.server()
    let list = try await run("list", variables: Self.account(server))
    #expect(list.status == 0)
    // As the output is JSON, so are they.
    let told = try list.errors.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])
    }
    #expect(
      told.map { $0["place"] } == [2, 3].map { "~/.config/exportdeck/config.toml:\($0)" })
    #expect(told.first?["message"] == "unknown key `intervall`: did you mean `interval`?")
    // The region and the output are the file's.
    #expect(list.output.hasPrefix("{"))
    let table = try await run(
      "list", variables: Self.account(server).merging(["EXPORTDECK_LIST_OUTPUT": "table"]) { $1 })
    #expect(
      table.errors == """
        exportdeck: ~/.config/exportdeck/config.toml:2: unknown key `intervall`: did you mean \
        `interval`?
        exportdeck: ~/.config/exportdeck/config.toml:3: `debgu` is none of off, error, info, \
        debug: did you mean `debug`?

        """)
    #expect(!table.output.hasPrefix("{"))
    let option = try await run(
      "list", "--output", "json",
      variables: Self.account(server).merging(["EXPORTDECK_LIST_OUTPUT": "table"]) { $1 })
    #expect(option.output.hasPrefix("{"))

    let doctor = try await run("doctor", variables: Self.account(server))
    #expect(doctor.status == 0)
    #expect(doctor.output.contains("config.toml:2: unknown key `intervall`"))
    #expect(doctor.output.contains("region = eu-west-1 (~/.config/exportdeck/config.toml:1)"))
    #expect(doctor.output.contains("eu-west-1 (~/.config/exportdeck/config.toml:1)"))
    #expect(doctor.errors.contains("config.toml:3: "))
    await server.stop()
  }

  @Test func `what names nothing is told with the place that named it`() async throws {
    try Self.write("[[contexts]]\nprofile = \"gone\"\nregion = \"eu west\"\n", below: home)
    let missing = try await run("list")
    #expect(missing.status == 1)
    #expect(missing.errors.contains("~/.config/exportdeck/config.toml:2: there is no profile"))
    let region = try await run("list", "--profile", "default")
    #expect(region.errors.contains("option --profile: there is no profile"))
  }

  @Test func `config shows, finds and begins a file`() async throws {
    let path = home.path + "/.config/exportdeck/config.toml"
    let absent = try await run("config", "path")
    #expect(absent.status == 0)
    #expect(absent.output == path + "\n")
    #expect(absent.errors.contains("there is no such file yet"))

    #expect(try await run("config", "init").status == 0)
    let again = try await run("config", "init")
    #expect(again.status == 1)
    #expect(again.errors == "exportdeck: \(path) is there already, and stays as it is\n")
    #expect(try await run("config", "path").errors.isEmpty)

    try Self.write(Self.broken, below: home)
    let show = try await run(
      "config", "show", "--interval", "9", variables: ["EXPORTDECK_THEME": "nord"])
    #expect(show.status == 0)
    #expect(show.errors.split(separator: "\n").count == 2)
    for line in [
      #"region +eu-west-1 +~/\.config/exportdeck/config\.toml:1"#, "interval +9 +option --interval",
      "theme +nord +environment variable EXPORTDECK_THEME", "ascii +false +default",
      "profile +– +left open: AWS_PROFILE",
    ] {
      let isThere = try show.output.contains(Regex("(?m)^\(line)"))
      #expect(isThere, "\(line) in \(show.output)")
    }
    let json = try await run("config", "--output", "json")
    #expect(json.output.contains("\"problems\" : ["))
  }

  @Test(.enabled(if: Judge.hasTmux))
  func `a broken file keeps no dashboard from opening`() async throws {
    let server = try await Self.server()
    let terminal = try TmuxTerminal(
      columns: 80, rows: 24,
      environment: Self.account(server).merging(["AWS_REGION": "eu-west-1"]) { $1 })
    try Self.write(
      "[[contexts]]\nname = \"Billing\"\nprodution = true\n",
      below: terminal.home)
    try await terminal.waitFor(#"ready\$ ?$"#)
    try terminal.type(ProcessRunner.exportdeck)
    try terminal.press("Enter")
    try await terminal.waitFor(#"30 exports"#)
    let screen = try terminal.screen()
    #expect(screen.contains("Billing"))
    #expect(screen.contains("config.toml:3: unknown key `prodution`"))
    #expect(screen.contains("`production`?"))
    try terminal.press("q")
    // It is still to be read when the screen has gone.
    try await terminal.waitFor(#"^exportdeck: ~/\.config/exportdeck/config\.toml:3: unknown key"#)

    try Self.write("interval = \n", below: terminal.home)
    try terminal.type("clear; \(ProcessRunner.exportdeck)")
    try terminal.press("Enter")
    try await terminal.waitFor(#"30 exports"#)
    #expect(try terminal.screen().contains("read-only"))
    #expect(try terminal.screen().contains("config.toml:1: "))
    try terminal.press("q")
    try await terminal.waitFor(#"ready\$ ?$"#)
    await server.stop()
    Judge.report("a real terminal (tmux): a broken configuration", cases: 2)
  }

  @Test(.enabled(if: Judge.hasTmux)) func `the demo knows nothing of it`() async throws {
    let terminal = try TmuxTerminal(
      columns: 120, rows: 40,
      environment: [
        "EXPORTDECK_READ_ONLY": "true", "EXPORTDECK_THEME": "none", "EXPORTDECK_ASCII": "true",
      ])
    try Self.write("interval = \nread-only = true\n", below: terminal.home)
    try await terminal.waitFor(#"ready\$ ?$"#)
    try terminal.type("\(ProcessRunner.exportdeck) demo --tasks 12")
    try terminal.press("Enter")
    try await terminal.waitFor(#"\d+ exports"#)
    let screen = try terminal.screen()
    #expect(!screen.contains("read-only"))
    #expect(!screen.contains("config.toml"))
    #expect(!screen.contains("EXPORTDECK"))
    #expect(screen.contains("▶"))
    try terminal.press("q")
    try await terminal.waitFor(#"ready\$ ?$"#)
    #expect(try !terminal.screen().contains("config.toml"))
    Judge.report("a real terminal (tmux): the demo and a configuration", cases: 1)
  }
}
