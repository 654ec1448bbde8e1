import Foundation
import Ground
import Support
import Testing

@testable import AWSCore

/// moto's STS gives out keys, and checks every signature made with them.
@Suite(.serialized, .enabled(if: Judge.hasPython)) struct STSMotoTests {
  private let ops = "arn:aws:iam::210987654321:role/ops"

  @Test func `moto accepts the identity of a key, a role and a web identity`() async throws {
    let moto = try await MotoServer()
    let transport = AsyncHTTPTransport(timekeeper: SystemTimekeeper())
    func surroundings(secret: String? = nil) -> Surroundings {
      let world = RoleWorld(
        config: """
          [profile one]
          role_arn = arn:aws:iam::123456789012:role/first
          source_profile = base
          role_session_name = one
          duration_seconds = 900
          [profile two]
          role_arn = \(ops)
          source_profile = one
          role_session_name = ana@example.org
          external_id = é &x=1+2/3
          [profile pod]
          role_arn = \(ops)
          web_identity_token_file = /var/token
          role_session_name = pod
          """,
        credentials: """
          [base]
          aws_access_key_id = \(moto.accessKeyID)
          aws_secret_access_key = \(secret ?? moto.secretAccessKey)
          """)
      world.write("a.web.token", to: "/var/token")
      return Surroundings(
        environment: .home(["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": moto.endpoint]),
        files: world, transport: transport, timekeeper: SystemTimekeeper())
    }
    func identity(_ profile: String, secret: String? = nil) async throws -> CallerIdentity {
      try await STSClient(
        surroundings(secret: secret), overrides: SettingsOverrides(profile: profile)
      ).callerIdentity()
    }

    #expect(try await identity("base").arn == "arn:aws:iam::123456789012:user/exporter")
    #expect(
      try await identity("one").arn == "arn:aws:sts::123456789012:assumed-role/first/one")
    let error = await #expect(throws: AWSError.self) {
      try await identity("base", secret: "a-wrong-secret-of-forty-characters-in-all")
    }
    guard case .service(let fault)? = error else { return }
    #expect(fault.code == "SignatureDoesNotMatch")
    let refused = await #expect(throws: AWSError.self) {
      try await identity("one", secret: "a-wrong-secret-of-forty-characters-in-all")
    }
    #expect(refused?.summary.contains("for profile \"one\" (~/.aws/config:2)") == true)
    #expect("\(String(describing: refused))".contains("a-wrong-secret") == false)

    let survey = await CredentialsChain(
      surroundings(), overrides: SettingsOverrides(profile: "one")
    ).survey()
    guard case .taken(let taken)? = survey.taken?.verdict else {
      Issue.record("\(survey)")
      return
    }
    #expect(taken.accountID == "123456789012")
    let left = try #require(taken.expiration).timeIntervalSinceNow
    #expect((800...900).contains(left))
    try makeRole(moto)
    let two = try await ProfileCredentials(
      surroundings(), overrides: SettingsOverrides(profile: "two")
    ).credentials()
    #expect(two.accountID == "210987654321")

    // moto has no answer to what isn't signed while it checks signatures.
    _ = try await transport.send(
      HTTPRequest(
        url: moto.endpoint + "/moto-api/reset-auth",
        headers: [HTTPHeader("Content-Type", "text/plain")],
        body: Array("100".utf8)), within: .seconds(30))
    let pod = try await ProfileCredentials(
      surroundings(), overrides: SettingsOverrides(profile: "pod")
    ).credentials()
    #expect(pod.accountID == "210987654321")
    await transport.shutdown()
    Judge.report("moto's STS", cases: 7)
  }

  /// The role that assumes another one: moto looks its policy up.
  private func makeRole(_ moto: MotoServer) throws {
    let script = """
      import boto3, json, sys
      iam = boto3.client("iam", endpoint_url=sys.argv[1], region_name="eu-west-1",
                         aws_access_key_id=sys.argv[2], aws_secret_access_key=sys.argv[3])
      def policy(**statement):
          return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
      iam.create_role(RoleName="first", AssumeRolePolicyDocument=policy(
          Action="sts:AssumeRole", Principal={"AWS": "arn:aws:iam::123456789012:user/exporter"}))
      iam.put_role_policy(RoleName="first", PolicyName="all",
                          PolicyDocument=policy(Action="sts:*", Resource="*"))
      """
    let result = try ProcessRunner.run(
      try #require(Judge.python),
      ["-c", script, moto.endpoint, moto.accessKeyID, moto.secretAccessKey])
    #expect(result.status == 0, "\(result.errors)")
  }
}
