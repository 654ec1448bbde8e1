import Foundation
import Support
import Testing

@testable import AWSCore

/// What becomes of a laptop that no metadata service answers, and of a key whose service fails.
@Suite struct InstanceMetadataOutageTests {
  private let nobody = CredentialsFinding.passedOver([
    SearchedPlace(
      place: "EC2 instance metadata (http://169.254.169.254)",
      finding: "no metadata service answers (not on EC2?)")
  ])

  // MARK: Nobody answers

  @Test(arguments: [ConnectionFailure.Kind.refused, .connectTimeout, .nameNotFound, .other])
  func `a machine without the service is told so after one request`(kind: ConnectionFailure.Kind)
    async throws
  {
    let instance = ScriptedInstance()
    instance.change { $0.silence = kind }
    #expect(try await instance.look() == nobody)
    #expect(instance.log.count == 1)
  }

  @Test func `a service that is silent is asked again after rests that grow to five minutes`()
    async throws
  {
    let instance = ScriptedInstance()
    instance.change { $0.silence = .connectTimeout }
    for (number, rest) in [30, 60, 120, 240, 300, 300].enumerated() {
      #expect(try await instance.look() == nobody)
      #expect(instance.log.count == number + 1)
      // A poll each five seconds pays nothing meanwhile.
      instance.clock.drift(by: .seconds(5))
      #expect(try await instance.look() == nobody)
      instance.clock.drift(by: .seconds(rest - 6))
      #expect(try await instance.look() == nobody)
      #expect(instance.log.count == number + 1)
      instance.clock.drift(by: .seconds(1))
    }
    // An answer, though of no use, begins the rests anew.
    instance.change { ($0.silence, $0.names) = (nil, []) }
    #expect(try await instance.passedOver().finding == "the instance has no role")
    instance.emptyCache()
    instance.change { $0.silence = .connectTimeout }
    #expect(try await instance.look() == nobody)
    let asked = instance.log.count
    instance.clock.drift(by: .seconds(29))
    #expect(try await instance.look() == nobody)
    #expect(instance.log.count == asked)
    instance.clock.drift(by: .seconds(1))
    #expect(try await instance.look() == nobody)
    #expect(instance.log.count == asked + 1)
  }

  @Test func `a request for a token that nobody answers is followed by a short one without`()
    async throws
  {
    let instance = ScriptedInstance()
    instance.change { $0.silence = .timeout }
    #expect(try await instance.look() == nobody)
    #expect(instance.transport.limits == [.seconds(1), .milliseconds(300)])
    let forbidden = ScriptedInstance(["AWS_EC2_METADATA_V1_DISABLED": "true"])
    forbidden.change { ($0.silenceOfTokens, $0.wantsToken) = (.timeout, false) }
    #expect(try await forbidden.look() == nobody)
    #expect(forbidden.log.count == 1)
  }

  @Test(arguments: [
    (ConnectionFailure.Kind.timeout, Duration.milliseconds(300)), (.closed, .seconds(1)),
  ])
  func `an instance that keeps its tokens from containers is asked for one once`(
    kind: ConnectionFailure.Kind, limit: Duration
  ) async throws {
    let instance = ScriptedInstance()
    instance.change { ($0.silenceOfTokens, $0.wantsToken) = (kind, false) }
    _ = try await instance.found()
    #expect(instance.log.map { $0.prefix(3) } == ["PUT", "GET", "GET"])
    #expect(instance.transport.limits == [.seconds(1), limit, .seconds(1)])
    instance.expireKey(after: .seconds(299))
    _ = try await instance.found()
    #expect(instance.log.count { $0.hasPrefix("PUT") } == 1)
    // A minute later it may hand them out, and want them.
    instance.change { ($0.silenceOfTokens, $0.wantsToken) = (nil, true) }
    instance.expireKey(after: .seconds(60))
    _ = try await instance.found()
    #expect(instance.tokens == 1)
  }

  @Test func `a limit of the user's holds for both requests`() async throws {
    let instance = ScriptedInstance(["AWS_METADATA_SERVICE_TIMEOUT": "2"])
    instance.change { $0.silence = .timeout }
    _ = try await instance.look()
    #expect(instance.transport.limits == [.seconds(2), .seconds(2)])
  }

  // MARK: Static stability

  @Test(arguments: [(0.0, 600.0), (0.5, 750.0), (1.0, 900.0)])
  func `an expired key of the service is used on for ten to fifteen minutes`(
    random: Double, seconds: Double
  ) async throws {
    let instance = ScriptedInstance(random: random)
    instance.change { $0.body = InstanceKey.text("AKOLD", end: "2026-11-22T11:00:00Z") }
    let lent = try await instance.found()
    #expect(lent.accessKeyID == "AKOLD")
    let end = try #require(lent.expiration)
    #expect(end.timeIntervalSince(instance.clock.wall) == seconds)
    let asked = instance.log.count
    for _ in 0..<3 { _ = try await instance.found() }
    #expect(instance.log.count == asked)
  }

  @Test func `a fresh key takes the place of one that was lent time`() async throws {
    let instance = ScriptedInstance()
    instance.change { $0.body = InstanceKey.text("AKOLD", end: "2026-11-22T11:00:00Z") }
    _ = try await instance.found()
    instance.change { $0.body = InstanceKey.text("AKNEW", end: "2026-11-22T18:00:00Z") }
    instance.clock.drift(by: .seconds(751))
    #expect(try await instance.found().accessKeyID == "AKNEW")
  }

  @Test(arguments: [(0.0, 300), (0.5, 330), (1.0, 360)])
  func `the service is left alone for five to six minutes after an expired key`(
    random: Double, seconds: Int
  ) async throws {
    let instance = ScriptedInstance(random: random)
    instance.change { $0.body = InstanceKey.text("AKOLD", end: "2026-11-22T11:00:00Z") }
    let lent = try await instance.found()
    instance.change { $0.body = InstanceKey.text("AKNEW", end: "2026-11-22T18:00:00Z") }
    let asked = instance.log.count
    instance.emptyCache()
    instance.clock.drift(by: .seconds(seconds - 1))
    #expect(try await instance.found() == lent)
    #expect(instance.log.count == asked)
    instance.emptyCache()
    instance.clock.drift(by: .seconds(1))
    #expect(try await instance.found().accessKeyID == "AKNEW")
  }

  @Test func `a key that comes with little time left is asked for again after a minute`()
    async throws
  {
    let instance = ScriptedInstance()
    instance.change { $0.body = InstanceKey.text("AKOLD", end: "2026-11-22T12:14:59Z") }
    let short = try await instance.found()
    #expect(short.expiration == Date(timeIntervalSince1970: 1_795_349_699))
    instance.change { $0.body = InstanceKey.text("AKNEW", end: "2026-11-22T12:16:01Z") }
    instance.emptyCache()
    instance.clock.drift(by: .seconds(59))
    #expect(try await instance.found() == short)
    instance.emptyCache()
    instance.clock.drift(by: .seconds(1))
    #expect(try await instance.found().accessKeyID == "AKNEW")
    // That one came with time enough.
    instance.change { $0.body = InstanceKey.text("AKNEXT", end: "2026-11-22T18:00:00Z") }
    instance.emptyCache()
    #expect(try await instance.found().accessKeyID == "AKNEXT")
  }

  @Test func `a key that still lasts is the cache's to use on`() async throws {
    let instance = ScriptedInstance()
    _ = try await instance.found()
    instance.change { $0.silence = .refused }
    #expect(try await instance.found().accessKeyID == "AKID")
    instance.emptyCache()
    #expect(try await instance.look() == nobody)
  }

  @Test(arguments: [ConnectionFailure.Kind.refused, .timeout, .connectTimeout])
  func `a key whose service falls silent is used on, and the service looked for again`(
    kind: ConnectionFailure.Kind
  ) async throws {
    let instance = ScriptedInstance()
    _ = try await instance.found()
    instance.expireKey()
    instance.change { $0.silence = kind }
    for _ in 0..<4 {
      let lent = try await instance.found()
      #expect(lent.accessKeyID == "AKID")
      let end = try #require(lent.expiration)
      #expect(end > instance.clock.wall)
      instance.clock.drift(by: .seconds(800))
    }
    instance.change {
      $0.silence = nil
      $0.body = InstanceKey.text("AKNEW", end: "2026-11-23T18:00:00Z")
    }
    #expect(try await instance.found().accessKeyID == "AKNEW")
  }

  @Test func `a key whose service fails is used on`() async throws {
    let instance = ScriptedInstance()
    _ = try await instance.found()
    instance.expireKey()
    instance.change { ($0.failuresOfKey, $0.extendedStatus) = (99, 500) }
    #expect(try await instance.found().accessKeyID == "AKID")
  }

  @Test func `a key that is refused by the service's word is not used on`() async throws {
    let instance = ScriptedInstance()
    _ = try await instance.found()
    instance.expireKey()
    instance.change { $0.body = #"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "no"}"# }
    await #expect(throws: AWSError.self) { try await instance.look() }
  }

  @Test func `a role that was taken away takes its key along`() async throws {
    let instance = ScriptedInstance()
    _ = try await instance.found()
    instance.expireKey()
    instance.change { $0.names = [] }
    #expect(try await instance.passedOver().finding == "the instance has no role")
  }

  @Test func `what is remembered of one service is kept from another`() {
    let memory = InstanceMetadataMemory()
    memory.keep(token: "t", until: .seconds(10), of: "http://a")
    memory.learnOpen("http://a", until: .seconds(10))
    memory.learnSilence(of: "http://a", at: .zero)
    memory.learnLegacyPathsOnly("http://a")
    #expect(memory.token(of: "http://a", at: .seconds(9)) == "t")
    #expect(memory.isOpen("http://a", at: .seconds(9)))
    #expect(memory.isSilent("http://a", at: .seconds(9)))
    #expect(memory.knowsLegacyPathsOnly("http://a"))
    #expect(memory.token(of: "http://b", at: .zero) == nil)
    #expect(!memory.isOpen("http://b", at: .zero))
    #expect(!memory.isSilent("http://b", at: .zero))
    #expect(!memory.knowsLegacyPathsOnly("http://b"))
    memory.forgetAccess(to: "http://a")
    #expect(memory.token(of: "http://a", at: .zero) == nil)
    #expect(!memory.isOpen("http://a", at: .zero))
  }

  @Test func `what is remembered shows no secret`() async throws {
    let memory = InstanceMetadataMemory()
    memory.keep(
      Credentials(accessKeyID: "AKID", secretAccessKey: "hush", sessionToken: "hush"),
      as: CredentialsKey(["x"]), notAgainBefore: .zero)
    memory.keep(token: "hush-token", until: .seconds(1), of: "http://h")
    var dumped = "\(memory) \(String(reflecting: memory))"
    dump(memory, to: &dumped)
    #expect(!dumped.contains("hush"))
  }
}
