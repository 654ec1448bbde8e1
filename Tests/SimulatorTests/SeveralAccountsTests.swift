import AWSCore
import Foundation
import RDSExports
import Support
import Testing

@testable import Simulator

/// Several accounts and regions behind one port, as at AWS: whose key signs, and for which region.
@Suite(.timeLimit(.minutes(5))) struct SeveralAccountsTests {
  private let clock = HandCrankedTimekeeper()

  private func client(
    _ server: SimulatorServer, _ transport: AsyncHTTPTransport, key: String, region: String
  ) throws -> RDSExportsClient {
    let surroundings = Surroundings(
      environment: Environment(variables: [
        "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey,
        "AWS_REGION": region, "AWS_ENDPOINT_URL": server.endpoint, "AWS_MAX_ATTEMPTS": "1",
      ]), transport: transport, timekeeper: clock)
    let settings = try AWSSettings.resolve(surroundings)
    return RDSExportsClient(
      AWSClient(
        settings: settings, transport: transport, timekeeper: clock, product: "exportdeck",
        version: "0"))
  }

  @Test func `the key and the region tell which account answers`() async throws {
    let server = try await SimulatorServer.start(
      [
        SimulatorOptions(tasks: 30, seed: 1),
        SimulatorOptions(
          tasks: 3, seed: 2, region: "us-east-1", account: "222222222222", accessKeyID: "AKIDTWO"),
        SimulatorOptions(
          tasks: 5, seed: 3, region: "eu-west-1", account: "222222222222", accessKeyID: "AKIDTWO"),
      ], timekeeper: clock)
    let transport = AsyncHTTPTransport(timekeeper: clock)
    func count(_ key: String, _ region: String) async throws -> (Int, String?) {
      let page = try await client(server, transport, key: key, region: region)
        .describeExportTasks(DescribeExportTasksRequest())
      return (page.tasks.count, page.tasks.first?.kmsKeyId)
    }
    let first = try await count(SimulatorServer.accessKeyID, "eu-west-1")
    #expect(first.0 == 30 && first.1?.contains(":123456789012:") == true)
    let second = try await count("AKIDTWO", "us-east-1")
    #expect(second.0 == 3 && second.1?.contains(":us-east-1:222222222222:") == true)
    #expect(try await count("AKIDTWO", "eu-west-1").0 == 5)
    #expect(server.calls(of: "DescribeExportTasks", in: "222222222222", "us-east-1") == 1)
    #expect(server.calls(of: "DescribeExportTasks") == 1)
    var faults = Faults()
    faults.accessDenied = .always
    server.set(faults, in: "222222222222", "us-east-1")
    await #expect(throws: ExportTasksError.self) { _ = try await count("AKIDTWO", "us-east-1") }
    #expect(try await count("AKIDTWO", "eu-west-1").0 == 5)
    await #expect(throws: ExportTasksError.self) { _ = try await count("AKIDNONE", "eu-west-1") }
    await transport.shutdown()
    await server.stop()
  }
}
