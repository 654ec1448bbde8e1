import Ground
import Support
import Synchronization
import Testing

@testable import AWSCore

/// Two hundred contexts read the same two files before each poll.
@Suite struct ParsedProfilesTests {
  private final class Home: FileAccess {
    let texts = Mutex<[String: String]>([:])
    let failure = Mutex<String?>(nil)

    func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
      if let reason = failure.withLock({ $0 }) { throw FileReadingError(reason: reason) }
      return texts.withLock { $0[path] }.map { Array($0.utf8) }
    }

    func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {}

    func write(config: String? = nil, credentials: String? = nil) {
      texts.withLock {
        $0["/home/me/.aws/config"] = config
        $0["/home/me/.aws/credentials"] = credentials
      }
    }
  }

  private static func config(_ region: String) -> String {
    (0..<50).map { "[profile p\($0)]\nregion = \(region)\n" }.joined()
  }

  private static let credentials = (0..<50).map {
    "[p\($0)]\naws_access_key_id = AKID\($0)\naws_secret_access_key = secret\n"
  }.joined()

  private let home = Home()
  private let surroundings: Surroundings

  init() {
    surroundings = Surroundings(
      environment: .home(), files: home,
      transport: ScriptedTransport { _, _ in throw CancellationError() },
      timekeeper: HandCrankedTimekeeper())
  }

  /// The regions and the keys of all fifty, as each is found before a poll.
  private func visit() async throws -> Set<String> {
    var found: Set<String> = []
    for number in 0..<50 {
      let overrides = SettingsOverrides(profile: "p\(number)")
      let settings = try AWSSettings.resolve(surroundings, overrides: overrides)
      let signatory = try await Signatory(
        settings, surroundings: surroundings, overrides: overrides)
      #expect(signatory.keyID == "AKID\(number)")
      found.insert(settings.region)
    }
    return found
  }

  @Test
  func `files of fifty profiles are parsed once for fifty contexts, and again when they change`()
    async throws
  {
    home.write(config: Self.config("eu-west-1"), credentials: Self.credentials)
    for _ in 0..<3 { #expect(try await visit() == ["eu-west-1"]) }
    #expect(surroundings.profiles.parses == 1)
    home.write(config: Self.config("eu-west-2"), credentials: Self.credentials)
    #expect(try await visit() == ["eu-west-2"])
    #expect(surroundings.profiles.parses == 2)
  }

  @Test func `a file that can't be read any more is not taken for what it was`() async throws {
    home.write(config: Self.config("eu-west-1"), credentials: Self.credentials)
    _ = try await visit()
    home.failure.withLock { $0 = "Input/output error" }
    let error = #expect(throws: AWSError.self) { try ProfileFiles(surroundings).load() }
    #expect("\(error.map(\.summary) ?? "")".contains("Input/output error"))
    home.failure.withLock { $0 = nil }
    home.write()
    #expect(try ProfileFiles(surroundings).load() == ProfileSet())
  }

  @Test func `what is kept of them is not told by printing it`() async throws {
    let reading = ParsedProfiles.Reading(
      kind: .credentials, place: "~/.aws/credentials", bytes: Array("secret".utf8))
    var told = ""
    dump(reading, to: &told)
    #expect(!told.contains("115") && !"\(reading)".contains("115"))
  }
}
