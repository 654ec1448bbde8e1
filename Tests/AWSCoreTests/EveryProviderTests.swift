import Foundation
import Support
import Testing

@testable import AWSCore

/// Rules that hold for every provider of credentials.
@Suite(.timeLimit(.minutes(3))) struct EveryProviderTests {
  @Test func `no provider is missing from the table`() async throws {
    let folder = Judge.root.appendingPathComponent("Sources/AWSCore/Credentials")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let keeping = try names.filter { name in
      try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        .contains("cache.credentials(")
    }.map { String($0.dropLast(".swift".count)) }
    #expect(keeping.count >= 6)
    let known = Set(ProviderCase.all.filter { $0.effort != nil }.map(\.file))
    #expect(known == Set(keeping))
    var features: Set<CredentialsFeature> = []
    for example in ProviderCase.all {
      let found = try await CredentialsChain(ProviderWorld(example).surroundings()).credentials()
      features.formUnion(found.features)
    }
    #expect(features == Set(CredentialsFeature.allCases))
  }

  @Test(arguments: ProviderCase.all)
  func `what AWS refuses is dropped at once`(example: ProviderCase) async throws {
    let world = ProviderWorld(example)
    let surroundings = world.surroundings()
    func look() async throws -> Credentials {
      try await AWSSettings.resolve(surroundings).credentials.credentials()
    }
    let first = try await look()
    #expect(try await look() == first)
    let asked = world.asked
    try AWSSettings.resolve(surroundings).credentials.refused(first)
    let second = try await look()
    guard example.effort != nil else { return #expect(world.asked == 0) }
    #expect(world.asked > asked)
    #expect(second.accessKeyID != first.accessKeyID)
    // Refused again and again, even a program isn't asked at every poll.
    for _ in 0..<720 {
      try AWSSettings.resolve(surroundings).credentials.refused(try await look())
      try await world.clock.advance(by: .seconds(5))
    }
    #expect((asked + 5...asked + 40).contains(world.asked), "\(world.asked) tries in an hour")
  }

  @Test(arguments: ProviderCase.all)
  func `what fails is asked again after rests that grow, and R asks at once`(
    example: ProviderCase
  ) async throws {
    let world = ProviderWorld(example)
    let surroundings = world.surroundings()
    func failure() async -> AWSError? {
      do {
        _ = try await AWSSettings.resolve(surroundings).credentials.credentials()
        return nil
      } catch {
        return error
      }
    }
    world.fail("no")
    guard let effort = example.effort else {
      _ = await failure()
      return #expect(world.asked == 0)
    }
    // The source of a role is asked too.
    var last = try #require(await failure())
    let once = world.asked
    for _ in 0..<720 {
      last = try #require(await failure())
      try await world.clock.advance(by: .seconds(5))
    }
    let most = effort == .programOrPerson ? 20 : 95
    #expect(world.asked >= 10 && world.asked <= most * once, "\(world.asked) tries in an hour")
    guard case .resting(_, let end) = last else {
      Issue.record("\(last)")
      return
    }
    #expect(end > .seconds(3500))
    let asked = world.asked
    surroundings.forgetFailures()
    _ = await failure()
    #expect(world.asked == asked + once)
    world.fail(nil)
    surroundings.forgetFailures()
    #expect(await failure() == nil)
  }

  @Test(arguments: ProviderCase.all)
  func `no secret that a server or a program prints comes to light`(
    example: ProviderCase
  ) async throws {
    // STS speaks of what it was asked, and that is known; a long word of its own stays.
    let isSTS = ["AssumeRoleCredentials", "WebIdentityCredentials"].contains(example.file)
    for (form, text) in MarkedSecrets.forms where !isSTS || form != "text" {
      let world = ProviderWorld(example)
      world.fail(text)
      let chain = CredentialsChain(world.surroundings())
      let survey = await chain.survey()
      var dumped = ""
      dump(survey, to: &dumped)
      var texts = ["\(survey)", dumped]
      do {
        _ = try await chain.credentials()
        #expect(example.effort == nil)
      } catch {
        var dumped = ""
        dump(error, to: &dumped)
        texts += ["\(error)", error.summary, error.advice, dumped]
      }
      for text in texts { #expect(MarkedSecrets.leak(in: text) == nil, "\(form): \(text)") }
    }
  }
}
