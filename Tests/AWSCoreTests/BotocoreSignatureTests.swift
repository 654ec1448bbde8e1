import Foundation
import Support
import Testing

@testable import AWSCore

/// botocore signs the same requests: its signatures must be ours.
@Suite struct BotocoreSignatureTests {
  private struct Case: Codable {
    var url: String
    var headers: [String: String]
    var body: String
    var region: String
    var secret: String
    var token: String?
    var seconds: Int
  }

  private static let script = """
    import botocore.auth, datetime, json, sys
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
    answers = []
    for case in json.load(sys.stdin):
        now = datetime.datetime.fromtimestamp(case["seconds"], datetime.timezone.utc)
        botocore.auth.get_current_datetime = lambda *a, **k: now.replace(tzinfo=None)
        request = AWSRequest("POST", case["url"], case["headers"], case["body"].encode())
        key = Credentials("AKIDEXAMPLE", case["secret"], case.get("token"))
        kind = botocore.auth.S3SigV4Auth if sys.argv[1] == "s3" else botocore.auth.SigV4Auth
        kind(key, sys.argv[1], case["region"]).add_auth(request)
        answers.append(request.headers["Authorization"])
    json.dump(answers, sys.stdout)
    """

  private static let cases: [Case] = (0..<120).map { number in
    let hosts = ["rds.eu-west-1.amazonaws.com", "127.0.0.1:4566", "h.example:8443", "h.example"]
    let paths = ["/", "/base", "/a%20b/", "/?Marker=abc%3D%3D&A=1", "/?b=2&a=1&a=0", "/x/?q=a%2Bb"]
    let bodies = [
      "Action=DescribeExportTasks&Version=2014-10-31", "", "Marker=a%3D%3D&S3Prefix=p%2F%C3%A9+x",
      "ExportOnly.member.1=ünïcode",
    ]
    return Case(
      url: "https://\(hosts[number % hosts.count])\(paths[number % paths.count])",
      headers: [
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "X-Spaced": "  a   b\(number)  ", "User-Agent": "never/signed",
      ],
      body: bodies[number / 7 % bodies.count], region: ["eu-west-1", "us-gov-west-1"][number % 2],
      secret: "wJalrXUtnFEMI/K7MDENG+\(number)",
      token: number % 3 == 0 ? "tok/en+\(number)==" : nil,
      seconds: 1_440_938_160 + number * 86_399)
  }

  /// Anything that a URL and a header may hold.
  private static func generated(_ count: Int, _ seed: Seed) -> [Case] {
    var random = seed.generator("signatures")
    let letters = Array("abcXYZ019-._~ /!*'()é輸%+=&?:@,;")
    func text(_ longest: Int) -> String {
      String((0..<Int.random(in: 0...longest, using: &random)).map { _ in random.pick(letters) })
    }
    func encoded(_ longest: Int) -> String { PercentEncoding.encode(text(longest).utf8) }
    return (0..<count).map { _ in
      let host = random.pick(["rds.eu-west-1.amazonaws.com", "h:8443", "H.Example", "[::1]:4566"])
      let segments = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        random.pick([encoded(8) + "x", encoded(8) + "y", "", ".", ".."])
      }
      let query = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        "\(random.pick(["a", "b", "Marker", encoded(5)]))=\(encoded(10))"
      }
      var headers = ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"]
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let name = random.pick([
          "X-A", "x-b", "X-Amz-Meta-C", "X-Amz-Target", "User-Agent", "Expect", "X-Amzn-Trace-Id",
        ])
        let words = (0..<Int.random(in: 0...4, using: &random)).map { _ in
          random.pick(["a", "b=c", "d,e", "\"q\"", "1/2"])
        }
        headers[name] = words.joined(separator: random.pick([" ", "  ", "   "]))
      }
      let last = random.pick([encoded(3) + "z", encoded(3) + "z", "", ".", "..", "./", "../", "/"])
      let path = (segments + [last]).joined(separator: "/")
      return Case(
        url: "https://\(host)/\(path)" + (query.isEmpty ? "" : "?\(query.joined(separator: "&"))"),
        headers: headers, body: text(200),
        region: random.pick(["eu-west-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"]),
        secret: "wJalrXUtnFEMI/K7MDENG+\(random.next())",
        token: random.chance(0.5) ? "tok/en+\(random.next())==" : nil,
        seconds: Int.random(in: 0...4_000_000_000, using: &random))
    }
  }

  @Test(.enabled(if: Judge.hasPython), .tags(.generated), arguments: Seed.run())
  func `botocore signs alike`(seed: Seed) async throws {
    try await compare(Self.cases + Self.generated(400, seed), service: "rds", .standard)
  }

  /// A key may hold dots, slashes and escapes of every kind: S3 signs the path as it is sent.
  @Test(.enabled(if: Judge.hasPython), .tags(.generated), arguments: Seed.run())
  func `botocore signs alike for S3`(seed: Seed) async throws {
    try await compare(Self.generated(200, seed), service: "s3", .s3)
  }

  private func compare(_ cases: [Case], service: String, _ rules: SigningRules) async throws {
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script, service],
      input: JSONEncoder().encode(cases))
    #expect(result.status == 0, "\(result.errors)")
    let answers = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    for (example, theirs) in zip(cases, answers) {
      let request = HTTPRequest(
        url: example.url, headers: example.headers.map { HTTPHeader($0, $1) },
        body: Array(example.body.utf8))
      let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: example.secret, sessionToken: example.token)
      var signer = SigV4Signer(region: example.region, service: service)
      signer.rules = rules
      let signed = signer.sign(
        request, with: credentials, at: Date(timeIntervalSince1970: Double(example.seconds)))
      #expect(signed.header("Authorization") == theirs, "\(example)")
    }
    #expect(answers.count == cases.count)
    Judge.report("botocore signatures of \(service)", cases: answers.count)
  }
}
