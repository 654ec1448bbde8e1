import Foundation
import Support
import Testing

/// `scripts/prepare` on machines that lack this or that: every program that it asks is a stand-in.
@Suite struct PrepareTests {
  /// Runs what scripts/demo begins with, on a machine that has these packages.
  private func prepare(
    _ commands: String = "need git; echo ready", installed: [String] = [],
    user: Int = 0, hasSudo: Bool = true, hasNetwork: Bool = true, version: String? = "6.3.1",
    unknownLibrary: String = ""
  ) throws -> (result: ProcessRunner.Result, calls: String) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-prepare-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["bin", "toolchain"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    for tool in ["bash", "env", "grep", "sed", "sort", "dirname", "readlink", "cat"] {
      let place = try #require(
        ["/bin", "/usr/bin"].map { "\($0)/\(tool)" }
          .first { FileManager.default.fileExists(atPath: $0) })
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/bin/\(tool)", withDestinationPath: place)
    }
    // The shell writes the programs: a file that this process had open may be busy in a child of
    // another test, and can't be run until that has begun.
    var programs = ""
    func write(_ path: String, _ lines: String) {
      programs += """
        /bin/cat >'\(folder.path)/\(path)' <<'END'
        #!/bin/bash
        here='\(folder.path)'
        \(lines)
        END
        /bin/chmod +x '\(folder.path)/\(path)'

        """
    }
    try Data(installed.map { "\($0)\n" }.joined().utf8)
      .write(to: folder.appendingPathComponent("installed"))
    try Data().write(to: folder.appendingPathComponent("calls"))
    write("bin/id", "echo \(user)")
    write(
      "bin/dpkg-query", #"grep -qxF "${!#}" "$here/installed" && printf 'install ok installed'"#)
    write(
      "bin/apt-get",
      """
      echo "apt-get $*" >>"$here/calls"
      \(hasNetwork ? "" : "exit 100")
      if [ "$1" = install ]; then printf '%s\\n' "$@" >>"$here/installed"; fi
      """)
    if hasSudo { write("bin/sudo", #"echo sudo >>"$here/calls"; exec "$@""#) }
    let lacks = #"! grep -qxF libsqlite3-0 "$here/installed""#
    write(
      "bin/ldd",
      """
      [ "${1##*/}" = swift ] || exit 1
      if \(lacks); then printf '\\tlibsqlite3.so.0 => not found\\n'; fi
      printf '\\tlibc.so.6 => /lib/libc.so.6 (0x1)\\n'
      """)
    if let version {
      write(
        "toolchain/swift",
        """
        missing=\(unknownLibrary)
        if \(lacks); then missing=libsqlite3.so.0; fi
        if [ -n "$missing" ]; then
          echo "swift: error while loading shared libraries: $missing: cannot open" >&2
          exit 127
        fi
        echo 'Swift version \(version) (swift-RELEASE)'
        """)
    }
    let script = """
      \(programs)
      set -euo pipefail
      source '\(Judge.root.path)/scripts/prepare'
      swift_places=('' '\(folder.path)/toolchain/swift')
      \(commands)
      """
    let result = try ProcessRunner.run(
      "/bin/bash", ["-c", script],
      environment: ["PATH": folder.path + "/bin", "HOME": folder.path])
    let calls = try String(contentsOf: folder.appendingPathComponent("calls"), encoding: .utf8)
    return (result, calls)
  }

  private let install = "apt-get install -y -qq --no-install-recommends"

  @Test func `what Swift lacks is installed with the rest, as root`() throws {
    let (result, calls) = try prepare()
    #expect(result.status == 0 && result.output == "ready\n", "\(result.errors)")
    #expect(calls.contains("\(install) git libsqlite3-0\n"), "\(calls)")
    #expect(!calls.contains("sudo"))
  }

  @Test func `and with sudo as a user`() throws {
    let (result, calls) = try prepare(user: 1000)
    #expect(result.status == 0 && result.output == "ready\n", "\(result.errors)")
    #expect(calls.contains("sudo\n\(install) git libsqlite3-0\n"), "\(calls)")
  }

  @Test func `a user without sudo is told what to install, all of it at once`() throws {
    let (result, calls) = try prepare(user: 1000, hasSudo: false)
    #expect(result.status == 1)
    #expect(
      result.errors.contains(
        "as root, please run: apt-get install --no-install-recommends git libsqlite3-0\n"),
      "\(result.errors)")
    #expect(calls == "")
  }

  @Test func `where all is there nothing is asked of apt-get`() throws {
    let (result, calls) = try prepare(installed: ["git", "libsqlite3-0"], user: 1000)
    #expect(result.status == 0 && result.output == "ready\n", "\(result.errors)")
    #expect(calls == "")
  }

  @Test func `without a network that is said`() throws {
    let (result, _) = try prepare(hasNetwork: false)
    #expect(result.status == 1)
    #expect(result.errors.contains("is there a network"), "\(result.errors)")
    #expect(result.errors.contains("git libsqlite3-0"), "\(result.errors)")
  }

  @Test func `a Swift that does not run is named with its own words`() throws {
    let (result, _) = try prepare(unknownLibrary: "libmoon.so.7")
    #expect(result.status == 1)
    #expect(result.errors.contains("toolchain/swift does not run"), "\(result.errors)")
    #expect(result.errors.contains("libmoon.so.7: cannot open"), "\(result.errors)")
  }

  @Test(arguments: ["5.10", "6.2.4", "6", "a riddle"])
  func `a Swift that is too old is named with its version`(version: String) throws {
    let (result, calls) = try prepare(installed: ["libsqlite3-0"], version: version)
    #expect(calls == "", "nothing is installed for a Swift that will not do")
    #expect(result.status == 1)
    #expect(result.errors.contains("toolchain/swift is "), "\(result.errors)")
    #expect(result.errors.contains("Swift 6.3 or later is needed"), "\(result.errors)")
  }

  @Test(arguments: ["6.3", "6.10.1", "7.0"])
  func `a newer Swift serves`(version: String) throws {
    let (result, _) = try prepare(version: version)
    #expect(result.status == 0 && result.output == "ready\n", "\(result.errors)")
  }

  @Test func `without any Swift it is said where Swift comes from`() throws {
    let (result, calls) = try prepare(installed: ["libsqlite3-0"], version: nil)
    #expect(calls == "")
    #expect(result.status == 1)
    #expect(result.errors.contains("https://www.swift.org/install/linux/"), "\(result.errors)")
  }

  @Test func `a command that fails without a word is named with its place`() throws {
    let (result, _) = try prepare("work() {\n  [ -e /nowhere ]\n}\nwork")
    #expect(result.status == 1)
    #expect(
      result.errors.contains("this failed (exit code 1): [ -e /nowhere ]"), "\(result.errors)")
  }
}
