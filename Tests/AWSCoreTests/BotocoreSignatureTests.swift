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
        botocore.auth.SigV4Auth(key, "rds", case["region"]).add_auth(request)
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

  @Test(.enabled(if: Judge.hasPython)) func `botocore signs alike`() async throws {
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], input: JSONEncoder().encode(Self.cases))
    #expect(result.status == 0, "\(result.errors)")
    let answers = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    for (example, theirs) in zip(Self.cases, answers) {
      let request = HTTPRequest(
        url: example.url, headers: example.headers.map { HTTPHeader($0, $1) },
        body: Array(example.body.utf8))
      let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: example.secret, sessionToken: example.token)
      let signed = SigV4Signer(region: example.region, service: "rds").sign(
        request, with: credentials, at: Date(timeIntervalSince1970: Double(example.seconds)))
      #expect(signed.header("Authorization") == theirs, "\(example.url)")
    }
    #expect(answers.count == Self.cases.count)
    Judge.report("botocore signatures", cases: answers.count)
  }
}
