import AWSCore
import Foundation
import Ground
import Planning
import Simulator
import Support
import Synchronization
import Testing

@testable import exportdeck

/// A context looks up what new exports need, with the settings and credentials of its own.
@Suite(.timeLimit(.minutes(3))) struct LookingTests {
  private static func pages(
    _ looking: any LookingUp, _ lookup: Lookup
  ) async throws(LookupProblem) -> [FoundPage] {
    let pages = Mutex<[FoundPage]>([])
    try await looking.look(lookup) { page in pages.withLock { $0.append(page) } }
    return pages.withLock { $0 }
  }

  private static func problem(
    _ looking: any LookingUp, _ lookup: Lookup
  ) async -> LookupProblem? {
    do throws(LookupProblem) {
      _ = try await pages(looking, lookup)
      return nil
    } catch {
      return error
    }
  }

  private static func context(
    _ transport: any HTTPTransport, _ variables: [String: String],
    _ overrides: SettingsOverrides = SettingsOverrides()
  ) -> LiveContext {
    LiveContext(
      Surroundings(
        environment: Environment(
          variables: [
            "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey, "AWS_MAX_ATTEMPTS": "1",
          ].merging(variables) { $1 }), files: DemoFiles(), transport: transport,
        timekeeper: SystemTimekeeper()), overrides: overrides)
  }

  @Test func `every service is asked where the settings say, and signed with the same keys`()
    async throws
  {
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 0), timekeeper: SystemTimekeeper())
    let transport = AsyncHTTPTransport(timekeeper: SystemTimekeeper())
    let context = Self.context(transport, ["AWS_ENDPOINT_URL": server.endpoint])
    let (visit, looking) = try await context.visitLooking()
    #expect(await visit.withAccount().site.account == "123456789012")
    for lookup: Lookup in [
      .dbSnapshots(), .dbClusterSnapshots(), .dbClusters(), .buckets, .bucket("acme-lake-raw"),
      .roles, .role(named: "rds-s3-export"), .keyAliases, .keys, .key("alias/lake"), .caller,
    ] {
      let pages = try await Self.pages(looking, lookup)
      #expect(pages.last?.isLast == true, "\(lookup)")
    }
    let place = try await Self.pages(looking, .bucket("acme-lake-raw")).first?.found
    #expect(
      place
        == .bucket(
          BucketPlace(
            name: "acme-lake-raw", region: "eu-west-1", isAccessible: true, isOwn: true)))
    await server.stop()
    await transport.shutdown()
  }

  /// Says what it was asked, and nothing else.
  private final class Listening: HTTPTransport {
    let urls = Mutex<[String]>([])

    func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
      urls.withLock { $0.append(request.url) }
      return HTTPResponse(status: 403)
    }
  }

  @Test func `a service's own endpoint is its own, and that of RDS alone is no other's`()
    async throws
  {
    let transport = Listening()
    let own = Self.context(
      transport,
      [
        "AWS_ENDPOINT_URL_S3": "http://s3.test:1", "AWS_ENDPOINT_URL_KMS": "http://kms.test:2",
        "AWS_ENDPOINT_URL_IAM": "http://iam.test:3", "AWS_ENDPOINT_URL_STS": "http://sts.test:4",
      ], SettingsOverrides(endpointURL: "http://rds.test:5"))
    let (_, looking) = try await own.visitLooking()
    for lookup: Lookup in [.dbSnapshots(), .buckets, .keys, .roles, .caller] {
      _ = await Self.problem(looking, lookup)
    }
    #expect(
      transport.urls.withLock { $0 } == [
        "http://rds.test:5/", "http://s3.test:1/?max-buckets=1000", "http://kms.test:2/",
        "http://iam.test:3/", "http://sts.test:4/",
      ])
  }

  @Test func `AWS never sees the keys of a server of the user's`() async throws {
    let transport = Listening()
    let context = Self.context(
      transport, [:], SettingsOverrides(endpointURL: "http://rds.test:5"))
    let (_, looking) = try await context.visitLooking()
    for (lookup, variable) in [
      (Lookup.buckets, "AWS_ENDPOINT_URL_S3"), (.roles, "AWS_ENDPOINT_URL_IAM"),
      (.keys, "AWS_ENDPOINT_URL_KMS"), (.caller, "AWS_ENDPOINT_URL_STS"),
    ] {
      let problem = await Self.problem(looking, lookup)
      #expect(problem?.kind == .failed)
      #expect(problem?.summary.contains("option --endpoint-url") == true)
      #expect(problem?.summary.contains(variable) == true)
    }
    #expect(transport.urls.withLock { $0 }.isEmpty)
    // Whoever sets no endpoint asks AWS.
    let (_, atAWS) = try await Self.context(transport, [:]).visitLooking()
    for lookup: Lookup in [.buckets, .roles, .keys] { _ = await Self.problem(atAWS, lookup) }
    #expect(
      transport.urls.withLock { $0 } == [
        "https://s3.eu-west-1.amazonaws.com/?max-buckets=1000", "https://iam.amazonaws.com/",
        "https://kms.eu-west-1.amazonaws.com/",
      ])
  }
}
