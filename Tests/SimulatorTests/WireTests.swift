import Foundation
import FoundationNetworking
import RDSExports
import Support
import Synchronization
import Testing

@testable import Simulator

@Suite struct `the simulator's socket` {
  let timekeeper = HandCrankedTimekeeper(wall: Date())

  func server() async throws -> SimulatorServer {
    try await .start(SimulatorOptions(tasks: 5), timekeeper: timekeeper)
  }

  func get(_ server: SimulatorServer) async throws -> (Data, HTTPURLResponse) {
    let url = try #require(URL(string: server.endpoint + "/"))
    let session = URLSession(configuration: .ephemeral)
    let (data, response) = try await session.data(from: url)
    return (data, try #require(response as? HTTPURLResponse))
  }

  @Test func `refuses what isn't signed, with a request's identifier and the time`() async throws {
    let server = try await server()
    let (data, response) = try await get(server)
    #expect(response.statusCode == 403)
    #expect(String(decoding: data, as: UTF8.self).contains("MissingAuthenticationToken"))
    #expect(response.value(forHTTPHeaderField: "x-amzn-RequestId")?.count == 36)
    #expect(response.value(forHTTPHeaderField: "Content-Type") == "text/xml")
    let date = CivilTime(timekeeper.wall).httpDate
    #expect(response.value(forHTTPHeaderField: "Date") == date)
    await server.stop()
  }

  @Test func `answers late by the timekeeper's clock`() async throws {
    let server = try await server()
    var faults = Faults()
    faults.latencyMilliseconds = 250
    server.set(faults)
    async let answer = get(server)
    try await eventually("an appointment") { timekeeper.appointments == 1 }
    #expect(timekeeper.nextDue == .milliseconds(250))
    try await timekeeper.advance(by: .milliseconds(249))
    #expect(timekeeper.appointments == 1)
    try await timekeeper.advance(by: .milliseconds(1))
    #expect(try await answer.1.statusCode == 403)
    await server.stop()
  }

  @Test func `drips a body in pieces`() async throws {
    let server = try await server()
    let whole = try await get(server).0.count
    var faults = Faults()
    faults.dripMilliseconds = 100
    server.set(faults)
    let isAnswered = Mutex(false)
    let answer = Task {
      defer { isAnswered.withLock { $0 = true } }
      return try await get(server)
    }
    var pieces = 0
    while !isAnswered.withLock({ $0 }) {
      try await eventually("piece \(pieces + 1)") {
        timekeeper.appointments == 1 || isAnswered.withLock { $0 }
      }
      if timekeeper.appointments == 1 { pieces += 1 }
      try await timekeeper.advance(by: .milliseconds(100))
    }
    let (data, response) = try await answer.value
    #expect(pieces >= 10, "the body came in \(pieces) pieces")
    #expect(data.count == whole)
    #expect(response.statusCode == 403)
    await server.stop()
  }

  @Test func `lets go of a client that waits when it stops`() async throws {
    let server = try await server()
    var faults = Faults()
    faults.latencyMilliseconds = 60_000
    server.set(faults)
    let waiting = Task { try await get(server) }
    try await eventually("an appointment") { timekeeper.appointments == 1 }
    await server.stop()
    await #expect(throws: (any Error).self) { try await waiting.value }
    #expect(timekeeper.appointments == 0)
    await server.stop()
  }

  @Test func `can't listen on a port that is taken, and says so`() async throws {
    let server = try await server()
    await #expect(throws: SimulatorError.self) {
      try await SimulatorServer.start(
        SimulatorOptions(port: server.port), timekeeper: timekeeper)
    }
    await server.stop()
  }

  @Test(arguments: [
    SimulatorOptions(tasks: -1), SimulatorOptions(tasks: 1_000_001), SimulatorOptions(speed: 0),
    SimulatorOptions(speed: .nan), SimulatorOptions(speed: .infinity),
    SimulatorOptions(port: 65_536), SimulatorOptions(region: ""),
    SimulatorOptions(region: "eu west<1>"),
  ])
  func `doesn't start with options that make no sense`(_ options: SimulatorOptions) async {
    await #expect(throws: SimulatorError.self) {
      try await SimulatorServer.start(options, timekeeper: timekeeper)
    }
  }

  @Test func `tells what to export to use it`() async throws {
    let server = try await server()
    #expect(server.exports.contains("export AWS_ENDPOINT_URL=http://127.0.0.1:\(server.port)"))
    #expect(server.exports.contains("export AWS_ACCESS_KEY_ID=AKIDEXPORTDECKDEMO"))
    #expect(server.exports.contains("export AWS_REGION=eu-west-1"))
    #expect(server.truth(of: "no-such-task") == nil)
    await server.stop()
  }

  /// Raw bytes, by an HTTP peer that sends what no client of AWS sends.
  @Test(.enabled(if: Judge.hasPython))
  func `answers pipelined requests in order, bounds bodies and survives nonsense`() async throws {
    let server = try await server()
    let cases = try await Foreigner.boto3(
      """
      import socket
      def talk(data):
          peer = socket.create_connection(("127.0.0.1", \(server.port)), timeout=300)
          peer.sendall(data)
          answer = b""
          while True:
              try: piece = peer.recv(65536)
              except ConnectionResetError: break
              if not piece: break
              answer += piece
          return answer
      last = b"GET /_simulator HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n"
      first = b"GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n"
      answer = talk(first * 9 + last)
      case("ten answers", answer.count(b"HTTP/1.1 ") == 10, answer)
      case("in order", answer.rfind(b"MissingAuth") < answer.find(b'"running"'))
      case("head", talk(b"HEAD / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
          .endswith(b"\\r\\n\\r\\n"))
      case("http/1.0", b"MissingAuth" in talk(b"GET / HTTP/1.0\\r\\n\\r\\n"))
      long = b"POST / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nContent-Length: 3000000"
      case("too long", b" 413 " in talk(long + b"\\r\\n\\r\\n" + b"a" * 3000000))
      fits = b"POST / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nContent-Length: 2097152"
      case("long enough", b" 403 " in talk(fits + b"\\r\\n\\r\\n" + b"a" * 2097152))
      case("nonsense", b"200" not in talk(b"\\x16\\x03\\x01\\x00\\r\\n\\r\\n"))
      case("method", b" 405 " in talk(last.replace(b"GET", b"PUT")))
      case("alive", b'"running"' in talk(last))
      """, against: server)
    Judge.report("raw HTTP against the simulator", cases: cases)
    await server.stop()
  }
}
