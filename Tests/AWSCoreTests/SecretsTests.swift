import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct SecretsTests {
  private let credentials = Credentials(
    accessKeyID: "AKIDEXAMPLE", secretAccessKey: "hush-secret/K7MDENG",
    sessionToken: "hush-token/AoGAPWVL")

  @Test func `no description of credentials shows the secret or the token`() {
    var dumped = ""
    dump(credentials, to: &dumped)
    dump(CredentialsFinding.found(credentials), to: &dumped)
    let texts = [
      "\(credentials)", String(reflecting: credentials), dumped,
      "\(CredentialsFinding.found(credentials))", "\(Optional(credentials) as Any)",
      "\([credentials])",
      String(reflecting: ["key": credentials]), "\(StaticCredentials(credentials))",
      String(reflecting: StaticCredentials(credentials)),
    ]
    for text in texts {
      #expect(!text.contains("hush"))
      #expect(text.contains("AKIDEXAMPLE"))
    }
  }

  @Test func `no description of settings or of a signed request shows a secret`() throws {
    let settings = try AWSSettings.resolve(
      environment: .home([
        "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "hush-1",
      ]))
    let profiles = ProfileParser.parse(
      Array("[default]\naws_secret_access_key = hush-2\n".utf8), as: .credentials, path: "c")
    let signed = SigV4Signer(region: "eu-west-1", service: "rds").sign(
      HTTPRequest(url: "https://h.example/", headers: [], body: []), with: credentials, at: Date())
    let signature = try #require(signed.header("Authorization")?.split(separator: "=").last)
    var dumped = "\(settings) \(profiles) \(signed)"
    dump(settings, to: &dumped)
    dump(profiles, to: &dumped)
    dump(signed, to: &dumped)
    #expect(!dumped.contains("hush"))
    #expect(!dumped.contains(signature))
    #expect(dumped.contains("X-Amz-Date"))
  }

  @Test func `no secret of a request comes back in the error about it`() async throws {
    let transport = ScriptedTransport { request, _ in
      let echo = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
      return .fault(403, "SignatureDoesNotMatch", "No match. hush-secret/K7MDENG \(echo)")
    }
    let client = AWSClient(
      region: "eu-west-1", endpoint: "https://rds.eu-west-1.amazonaws.com",
      credentials: StaticCredentials(credentials), transport: transport,
      timekeeper: HandCrankedTimekeeper(), userAgent: UserAgent(product: "t", version: "1"))
    let error = await #expect(throws: AWSError.self) {
      try await client.call(AWSCall(action: "X", body: []))
    }
    guard case .service(let fault)? = error else { return }
    let authorization = try #require(transport.requests.first?.header("Authorization"))
    let signature = try #require(authorization.split(separator: "=").last)
    var dumped = ""
    dump(fault, to: &dumped)
    for text in [fault.message, "\(fault)", dumped] {
      #expect(!text.contains("hush"))
      #expect(!text.contains(signature))
    }
    #expect(fault.message.contains("No match."))
  }

  @Test(arguments: ["text/plain", "application/xml"])
  func `a secret that is cut off with the message it stands in is hidden all the same`(
    form: String
  ) async throws {
    let token = (0..<120).map { "part\($0)hush" }.joined()
    let transport = ScriptedTransport { request, _ in
      let echo = "X-Amz-Security-Token: \(request.header("X-Amz-Security-Token") ?? "")"
      let filler = String(repeating: "x ", count: form == "text/plain" ? 10 : 600)
      return form == "text/plain"
        ? HTTPResponse(status: 403, body: Array("refused: \(filler)\(echo)".utf8))
        : .fault(403, "SignatureDoesNotMatch", filler + echo)
    }
    let client = AWSClient(
      region: "eu-west-1", endpoint: "https://rds.eu-west-1.amazonaws.com",
      credentials: StaticCredentials(
        Credentials(accessKeyID: "AKID", secretAccessKey: "s", sessionToken: token)),
      transport: transport, timekeeper: HandCrankedTimekeeper(),
      userAgent: UserAgent(product: "t", version: "1"))
    let error = await #expect(throws: AWSError.self) {
      try await client.call(AWSCall(action: "X", body: []))
    }
    guard case .service(let fault)? = error else { return }
    #expect(fault.message.contains("x x") && fault.message.contains("(hidden)"))
    #expect(!fault.message.contains("hush"))
  }

  @Test func `a mismatched signature's canonical request is not repeated`() {
    let fault = ServiceFault(
      code: "SignatureDoesNotMatch",
      message: "It does not match.\n\nThe Canonical String for this request should have been\n'x'",
      status: 403)
    #expect(fault.summary == "SignatureDoesNotMatch: It does not match.")
  }
}
