import Foundation
import Simulator
import Support
import Testing

/// Marked secrets go in by every door, and every byte that the program leaves behind is searched for
/// them: what it prints, its log at the most talkative level, its screen, its state folder, and the
/// folder that a crash would leave its memory in.
@Suite(.timeLimit(.minutes(15))) struct `Secrets that went in` {
  /// No two of them share a part, and none of them is a word of anything else.
  private enum Mark: String, CaseIterable {
    case secretAccessKey = "MARKsecretKEYqX7vT0aZ3LmW9pRk5YcB2dNfH4"
    case sessionToken = "MARKsessionTOKENuJ8sE1oG6hQ2xVb7KtZ4wPn5Cy"
    case processSecret = "MARKprocessSECRETgD3kS9fB1nM6jLq0RzX8tHe4"
    case ssoToken = "MARKssoTOKENyW2cU7iO5pA9vKd1FhJ6mTn3EgZ8b"
    case refreshToken = "MARKrefreshTOKENhN4rV8xC0zQ6wSy2GjLk5BtPf"
    case clientSecret = "MARKclientSECRETkZ1mX9bT7nD3eRu5YiOa8FsHg"
    case webIdentity = "MARKwebIDENTITYeQ6tP2lJ9vK4cWx8NzGd1MyBh"
    case metadataToken = "MARKmetadataTOKENpB5rK2vW8sLx0GyQ3ZtJ6nUc9Di=="
    case metadataSecret = "MARKmetadataSECRETzE7mY1oC4hF6wNa8RkTq3LpVb0Gd"
    case containerToken = "MARKcontainerTOKENfJ9xS2uH5bMi7PeQ4WgZ1rKt6Vy"
    case roleSecret = "MARKroleSECRETdQ8nX3cL6tBk1ZvGy5RjWm0HsUf2Pa"
    case loginSecret = "MARKloginSECRETwR6kT1vN8pXa3QzB5yLd9JcMs2Hf"
    case loginRefreshToken = "MARKloginREFRESHbY7nK4tW1qZ8vXs5RjGd2MpLc3Ha"
    case proxyPassword = "MARKproxyPASSWORDa7S5f3D9g1H2j4K6l8Z0x"
  }

  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-secrets-\(UUID().uuidString)")

  private let loginKey = LoginKey()

  private func write(_ text: String, to name: String) throws {
    let file = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  /// Everything under the folder that the program may have written.
  private func left(except inputs: Set<String>) throws -> [(String, String)] {
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return files.filter { !inputs.contains($0) }.compactMap { name in
      let path = folder.appendingPathComponent(name).path
      return FileManager.default.contents(atPath: path)
        .map { (name, String(decoding: $0, as: UTF8.self)) }
    }
  }

  private func expectNoMark(_ text: String, _ place: String) {
    for mark in Mark.allCases {
      // A part is as bad as the whole.
      for part in [mark.rawValue, String(mark.rawValue.dropFirst(4).prefix(16))] {
        #expect(!text.contains(part), "\(mark) in \(place)")
      }
    }
    for line in loginKey.pem.split(separator: "\n") where !line.hasPrefix("-") {
      #expect(!text.contains(line.prefix(16)), "the login's key in \(place)")
    }
  }

  /// The services on the machine itself: instance metadata, a container's credentials, and an STS.
  private func services() throws -> LoopbackServer {
    let document = """
      {"Code":"Success","AccessKeyId":"ASIAMARKED","Token":"\(Mark.sessionToken.rawValue)",
       "SecretAccessKey":"\(Mark.metadataSecret.rawValue)","Expiration":"2199-01-01T00:00:00Z"}
      """
    let role = """
      <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>
      <SecretAccessKey>\(Mark.roleSecret.rawValue)</SecretAccessKey>
      <SessionToken>\(Mark.sessionToken.rawValue)</SessionToken>
      <Expiration>2199-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>
      </AssumeRoleResponse>
      """
    return try LoopbackServer { request, _ in
      let path = request.target
      if path == "/latest/api/token" {
        let head = ["x-aws-ec2-metadata-token-ttl-seconds": "21600"]
        return [.answer(headers: head, body: Mark.metadataToken.rawValue)]
      }
      if path.hasSuffix("/marked-role") || path == "/container" { return [.answer(body: document)] }
      if path.contains("security-credentials-extended") { return [.answer(404)] }
      return [.answer(body: path.hasPrefix("/latest/") ? "marked-role" : role)]
    }
  }

  @Test func `are nowhere in what the program leaves behind`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // It knows none of these keys, so that every call is refused, with all that it was sent.
    let server = try LoopbackServer { request, _ in
      let echo = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: " ")
      return [
        .answer(
          403,
          body: "<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code>"
            + "<Message>The Canonical String was \(echo) \(request.body)</Message></Error>"
            + "<RequestId>r</RequestId></ErrorResponse>")
      ]
    }
    try write(
      """
      [default]
      region = eu-west-1
      endpoint_url = \(server.url)
      aws_access_key_id = AKIDMARKED
      aws_secret_access_key = \(Mark.secretAccessKey.rawValue)
      aws_session_token = \(Mark.sessionToken.rawValue)
      [profile process]
      region = eu-west-1
      endpoint_url = \(server.url)
      credential_process = cat \(folder.path)/process.json
      [profile broken]
      region = eu-west-1
      endpoint_url = \(server.url)
      credential_process = /bin/sh -c 'cat \(folder.path)/process.json; cat \(folder.path)/process.json >&2; exit 1'
      [profile sso]
      region = eu-west-1
      endpoint_url = \(server.url)
      sso_session = corp
      sso_account_id = 123456789012
      sso_role_name = ops
      [sso-session corp]
      sso_start_url = https://d-1.awsapps.com/start
      sso_region = eu-west-1
      [profile web]
      region = eu-west-1
      endpoint_url = \(server.url)
      role_arn = arn:aws:iam::123456789012:role/web
      web_identity_token_file = \(folder.path)/web.token
      [profile role]
      region = eu-west-1
      endpoint_url = \(server.url)
      role_arn = arn:aws:iam::123456789012:role/ops
      source_profile = default
      [profile assumed]
      region = eu-west-1
      endpoint_url = \(server.url)
      role_arn = arn:aws:iam::123456789012:role/ops
      source_profile = default
      [profile login]
      region = eu-west-1
      endpoint_url = \(server.url)
      login_session = arn:me
      [profile bare]
      region = eu-west-1
      endpoint_url = \(server.url)
      """, to: ".aws/config")
    try write(
      #"{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"\#(Mark.processSecret.rawValue)"}"#,
      to: "process.json")
    try write(Mark.webIdentity.rawValue, to: "web.token")
    // The name is the SHA-1 of the session's name, `corp`.
    let login = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
    try write(
      """
      {"accessToken":"\(Mark.ssoToken.rawValue)","expiresAt":"2020-01-01T00:00:00Z",
       "refreshToken":"\(Mark.refreshToken.rawValue)","clientId":"c",
       "clientSecret":"\(Mark.clientSecret.rawValue)",
       "registrationExpiresAt":"2199-01-01T00:00:00Z","startUrl":"https://d-1.awsapps.com/start",
       "region":"eu-west-1"}
      """, to: login)
    // The name is the SHA-256 of the session's name, `arn:me`.
    let ownLogin =
      ".aws/login/cache/545571cfa93b7f589504ef846805e040f577bbf468827bf924b3b42c243ad70d.json"
    try write(
      """
      {"accessToken":{"accessKeyId":"ASIAMARKED","secretAccessKey":"\(Mark.loginSecret.rawValue)",
       "sessionToken":"\(Mark.sessionToken.rawValue)","expiresAt":"2020-01-01T00:00:00Z"},
       "clientId":"c","refreshToken":"\(Mark.loginRefreshToken.rawValue)",
       "dpopKey":"\(loginKey.pem.replacing("\n", with: "\\n"))"}
      """, to: ownLogin)
    let inputs: Set = [".aws/config", "process.json", "web.token", login, ownLogin]
    let proxy =
      "http://ana:\(Mark.proxyPassword.rawValue)@127.0.0.1:\(try LoopbackServer.freePort())"
    let variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": folder.path, "LC_ALL": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true",
      "XDG_STATE_HOME": folder.appendingPathComponent("state").path, "AWS_MAX_ATTEMPTS": "1",
    ]
    var runs: [([String], [String: String])] = []
    for profile in ["default", "process", "broken", "sso", "login", "web", "role"] {
      runs.append((["list", "--profile", profile], variables))
      runs.append((["doctor", "--profile", profile], variables))
    }
    runs.append(
      (
        ["doctor", "--profile", "default", "--output", "json"],
        variables.merging(["HTTP_PROXY": proxy, "http_proxy": proxy, "HTTPS_PROXY": proxy]) { $1 }
      ))
    let services = try services()
    for (profile, variable, value) in [
      ("bare", "AWS_EC2_METADATA_V1_DISABLED", "true"),
      ("bare", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "\(services.url)/container"),
      ("assumed", "AWS_ENDPOINT_URL_STS", services.url),
    ] {
      let added = [
        variable: value, "AWS_EC2_METADATA_DISABLED": "false",
        // Never the one of the machine that the tests run on.
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": services.url,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": Mark.containerToken.rawValue,
      ]
      for command in ["list", "doctor"] {
        runs.append(([command, "--profile", profile], variables.merging(added) { $1 }))
      }
    }
    for (arguments, environment) in runs {
      let result = try await ProcessRunner.runBeside(
        ProcessRunner.exportdeck, arguments + ["--log-level", "debug"], environment: environment)
      #expect(result.status == 1, "\(arguments)")
      expectNoMark(result.output, "the output of \(arguments)")
      expectNoMark(result.errors, "the errors of \(arguments)")
    }
    let terminal = try TmuxTerminal(columns: 120, rows: 40, environment: variables)
    try terminal.type("cd \(folder.path); ulimit -S -c hard; ")
    try terminal.type("\(ProcessRunner.exportdeck) --profile default --log-level debug")
    try terminal.press("Enter")
    try await terminal.waitFor("SignatureDoesNotMatch")
    expectNoMark(try terminal.screen(), "the screen")
    kill(try #require(try terminal.child(named: "exportdeck")), SIGSEGV)
    try await terminal.waitFor("Segmentation fault")
    expectNoMark(try terminal.screen(), "the screen after a crash")
    let log = try left(except: inputs)
    #expect(log.contains { $0.0.hasSuffix("calls.log") && $0.1.contains("debug") })
    for (name, text) in log { expectNoMark(text, name) }
    #expect(server.requests.count > 10)
    let asked = Set(services.requests.map(\.target))
    #expect(asked.isSuperset(of: ["/latest/api/token", "/container", "/"]))
  }

  @Test func `are in no trace of a crash without a screen`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["output", "errors"] { try write("", to: name) }
    let output = folder.appendingPathComponent("output").path
    let errors = folder.appendingPathComponent("errors").path
    let child = try ProcessRunner.start(
      "/bin/bash",
      [
        "-c", #"cd "$0"; ulimit -S -c hard; exec "$1" simulate"#, folder.path,
        ProcessRunner.exportdeck,
      ],
      // A shell complains of a locale that isn't installed.
      environment: ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LC_") },
      output: output, errors: errors)
    try await eventually("the simulator's address") {
      FileManager.default.contents(atPath: output)?.isEmpty == false
    }
    kill(child.pid, SIGSEGV)
    do {
      try await eventually("its end", limit: .seconds(300)) {
        let status = FileManager.default.contents(atPath: "/proc/\(child.pid)/status") ?? Data()
        return String(decoding: status, as: UTF8.self).contains("State:\tZ")
      }
    } catch {
      child.kill()
      throw error
    }
    #expect(child.wait() == 128 + SIGSEGV)
    #expect(try left(except: []).map(\.0).sorted() == ["errors", "output"])
    #expect(FileManager.default.contents(atPath: errors) == Data())
  }
}
