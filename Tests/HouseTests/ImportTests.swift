import Foundation
import Testing

/// SwiftPM lets a target import what it never declared, so the walls of the house are checked here:
/// every `import` line of every part against the table of who may look at whom.
@Suite struct `The house keeps its walls` {
  /// Our own parts that a part may import; any may import Ground.
  static let parts: [String: Set<String>] = [
    "Ground": [],
    "AWSCore": [],
    "RDSExports": ["AWSCore"],
    "Tracking": ["RDSExports"],
    "Monitor": ["Tracking", "RDSExports", "AWSCore"],
    "Inventory": ["Planning", "AWSCore"],
    "Journal": ["CSQLite", "Planning", "Tracking", "RDSExports"],
    "Canvas": [],
    "Planning": ["Tracking", "RDSExports"],
    "Words": ["Planning", "Tracking", "RDSExports"],
    "Listing": ["Words", "Planning", "Tracking", "RDSExports"],
    "Dashboard": ["Canvas", "Listing", "Words", "Planning", "Tracking", "RDSExports"],
    "Terminal": ["Canvas", "CNcurses", "CTerminal"],
    "Simulator": ["RDSExports"],
    "exportdeck": [
      "AWSCore", "RDSExports", "Tracking", "Planning", "Words", "Listing", "Journal", "Monitor",
      "Inventory", "Canvas", "Dashboard", "Terminal", "Simulator",
    ],
  ]

  /// Where alone a library may be imported, as the beginnings of paths below Sources.
  static let libraries: [String: [String]] = [
    "AsyncHTTPClient": ["AWSCore/Transport/"],
    "NIOCore": ["AWSCore/Transport/", "Simulator/"],
    "NIOPosix": ["AWSCore/Transport/", "Simulator/"],
    "NIOHTTP1": ["AWSCore/Transport/", "Simulator/"],
    "NIOSSL": ["AWSCore/Transport/", "Simulator/"],
    "NIOFoundationCompat": [],
    "Crypto": ["AWSCore/", "Simulator/"],
    "TOMLKit": ["exportdeck/Configuration/"],
    "ArgumentParser": ["exportdeck/Commands/"],
    "Logging": ["AWSCore/Transport/"],
  ]

  /// What comes with the toolchain, and where it is out of bounds.
  static let toolchain: Set<String> = [
    "Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Glibc",
    // The C library's other names, behind `#if canImport`.
    "Musl", "Darwin",
  ]
  static let forbidden: [String: Set<String>] = [
    "Ground": ["Foundation"],
    "Canvas": toolchain,
    "Dashboard": ["Foundation", "Dispatch", "Synchronization"],
    "Words": ["Foundation", "Dispatch", "Glibc", "Synchronization"],
    "Listing": ["Foundation", "Dispatch", "Synchronization"],
    "Tracking": ["Foundation", "Dispatch", "Glibc", "Synchronization"],
    "Planning": ["Foundation", "Dispatch", "Glibc", "Synchronization"],
    "RDSExports": ["Foundation"],
    "AWSCore": ["Foundation"],
    "Monitor": ["Foundation"],
    "Journal": ["Foundation"],
    "Inventory": ["Foundation"],
    "Simulator": ["Foundation"],
    "Terminal": ["Foundation", "Dispatch"],
    "exportdeck": ["Foundation"],
  ]

  struct Import: CustomStringConvertible {
    var path: String
    var line: Int
    var module: String
    var part: String { String(path.prefix { $0 != "/" }) }
    var description: String { "Sources/\(path):\(line): import \(module)" }
  }

  static let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

  static func swiftFiles() throws -> [(path: String, text: String)] {
    let walker = FileManager.default.enumerator(atPath: sources.path)
    let paths = (walker?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }
    return try paths.sorted().map {
      ($0, try String(contentsOf: sources.appendingPathComponent($0), encoding: .utf8))
    }
  }

  static func imports() throws -> [Import] {
    let pattern =
      /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|internal|private|package|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
    return try swiftFiles().flatMap { file in
      file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
        line, text in
        text.firstMatch(of: pattern).map {
          Import(path: file.path, line: line + 1, module: String($0.1))
        }
      }
    }
  }

  @Test func `every import is drawn in the design`() throws {
    let all = try Self.imports()
    #expect(all.count > 50, "the scan found too few imports to be believed")
    for one in all {
      let allowed = try #require(Self.parts[one.part], "\(one): not a part of the house")
      if Self.parts[one.module] != nil || one.module.hasPrefix("C") && one.module != "Crypto" {
        let isDrawn = allowed.contains(one.module) || one.module == "Ground"
        #expect(isDrawn, "\(one): \(one.part) may not look at it")
      } else if let places = Self.libraries[one.module] {
        #expect(places.contains { one.path.hasPrefix($0) }, "\(one): only in \(places)")
      } else {
        #expect(Self.toolchain.contains(one.module), "\(one): no reason for it in Package.swift")
        let isForbidden = Self.forbidden[one.part]?.contains(one.module) ?? false
        #expect(!isForbidden, "\(one): out of bounds in \(one.part)")
      }
    }
  }

  /// What is released is linked without Foundation, which some libraries bring into sight of every
  /// file that imports them: a mere `text.contains("/")` is Foundation's there, and the link fails.
  @Test func `no part needs Foundation's own texts or types`() throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let products = URL(fileURLWithPath: tests).deletingLastPathComponent()
    let folders = Self.parts.keys.map { products.appendingPathComponent("\($0).build").path }
    let objects = try folders.flatMap { try FileManager.default.subpathsOfDirectory(atPath: $0) }
    #expect(objects.count { $0.hasSuffix(".swift.o") } > 300, "too few objects to be believed")
    let (grep, output) = (Process(), Pipe())
    grep.executableURL = URL(fileURLWithPath: "/bin/grep")
    // How the compiler spells what belongs to the module, and what it adds to other modules' types.
    grep.arguments = ["-rlaE", "--include=*.swift.o", "10Foundation(E|[0-9])"] + folders
    grep.standardOutput = output
    try grep.run()
    let found = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    grep.waitUntilExit()
    #expect(grep.terminationStatus <= 1)
    #expect(found == "", "each of these uses something of Foundation's")
  }

  @Test func `no file escapes the compiler's checks`() throws {
    let escapes = ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency", "try!", "as!"]
    for file in try Self.swiftFiles() {
      for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        for escape in escapes {
          #expect(!line.contains(escape), "Sources/\(file.path):\(number + 1): \(escape)")
        }
      }
    }
  }

  @Test func `only the program reads the process's environment`() throws {
    for file in try Self.swiftFiles() where !file.path.hasPrefix("exportdeck/") {
      for word in ["ProcessInfo", "CommandLine.", "getenv("] {
        #expect(!file.text.contains(word), "Sources/\(file.path): \(word)")
      }
    }
  }

  @Test func `no typealias carries a type over a wall`() throws {
    let declaration =
      /\b(?:struct|class|enum|protocol|actor)\s+([A-Z]\w*)/
    var homes: [String: Set<String>] = [:]
    let files = try Self.swiftFiles()
    for file in files {
      for match in file.text.matches(of: declaration) {
        homes[String(match.1), default: []].insert(String(file.path.prefix { $0 != "/" }))
      }
    }
    #expect(homes.count > 200, "the scan found too few types to be believed")
    for file in files {
      let part = String(file.path.prefix { $0 != "/" })
      for match in file.text.matches(of: /\btypealias\s+(\w+)\s*=\s*(?:any\s+)?(\w+)/) {
        let aimed = String(match.2)
        #expect(Self.parts[aimed] == nil, "Sources/\(file.path): typealias \(match.1) = \(aimed).…")
        guard let homes = homes[aimed] else { continue }
        #expect(
          homes.contains(part), "Sources/\(file.path): typealias \(match.1) is \(homes)'s \(aimed)")
      }
    }
  }

  @Test func `files hold one idea`() throws {
    for file in try Self.swiftFiles() {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 400, "Sources/\(file.path) has \(lines) lines")
    }
    for (path, text) in try `Tests give the same answer in every run`.tests() {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 400, "Tests/\(path) has \(lines) lines")
    }
  }
}
