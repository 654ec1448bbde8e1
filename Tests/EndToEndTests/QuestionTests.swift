import Foundation
import Support
import Testing

/// A role that wants an MFA code, from the dialog to the rows, in a real terminal.
@Suite(.enabled(if: Judge.hasTmux), .timeLimit(.minutes(15))) struct `An MFA code` {
  private static let session = """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/ops/x</Arn>
    <AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser><Credentials>
    <AccessKeyId>ASIASESSION</AccessKeyId>
    <SecretAccessKey>secret-of-the-session</SecretAccessKey>
    <SessionToken>session-token-of-the-tests</SessionToken>
    <Expiration>2199-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>
    <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>
    """

  private static let nothing = """
    <DescribeExportTasksResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
    <DescribeExportTasksResult><ExportTasks/></DescribeExportTasksResult>
    <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DescribeExportTasksResponse>
    """

  private func terminal(_ sts: LoopbackServer, _ rds: LoopbackServer) throws -> TmuxTerminal {
    let config = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-mfa-\(UUID().uuidString)")
    try """
    [default]
    region = eu-west-1
    role_arn = arn:aws:iam::123456789012:role/ops
    source_profile = base
    mfa_serial = arn:aws:iam::123456789012:mfa/ana
    [profile base]
    aws_access_key_id = AKIDBASE
    aws_secret_access_key = secret-of-the-base
    """.write(to: config, atomically: true, encoding: .utf8)
    return try TmuxTerminal(
      columns: 100, rows: 30,
      environment: [
        "AWS_CONFIG_FILE": config.path, "AWS_ENDPOINT_URL_STS": sts.url,
        "AWS_ENDPOINT_URL_RDS": rds.url,
      ])
  }

  @Test func `is asked for once on the screen, and opens the list`() async throws {
    let sts = try LoopbackServer(always: [.answer(body: Self.session)])
    let rds = try LoopbackServer(always: [.answer(body: Self.nothing)])
    let terminal = try terminal(sts, rds)
    try terminal.type(ProcessRunner.exportdeck)
    try terminal.press("Enter")
    try await terminal.waitFor("MFA code for arn:aws:iam::123456789012:mfa/ana")
    #expect(sts.requests.isEmpty)
    // The dialog takes nothing that was typed before a person could read it.
    for _ in 0..<500 where try !terminal.screen().contains("> 1") { try terminal.type("1") }
    try terminal.press("C-u")
    try terminal.type("123456")
    try await terminal.waitFor("> 123456 ")
    try terminal.press("Enter")
    try await terminal.waitFor("no exports yet")
    let request = try #require(sts.requests.first)
    #expect(request.body.contains("TokenCode=123456"))
    #expect(sts.requests.count == 1)
    #expect(rds.requests.first?.header("x-amz-security-token") == "session-token-of-the-tests")
    try await terminal.press("q", untilGone: "no exports yet")
  }

  @Test func `that is left is not asked for again, until R`() async throws {
    let sts = try LoopbackServer(always: [.answer(body: Self.session)])
    let rds = try LoopbackServer(always: [.answer(body: Self.nothing)])
    let terminal = try terminal(sts, rds)
    try terminal.type(ProcessRunner.exportdeck)
    try terminal.press("Enter")
    try await terminal.waitFor("AWS asks for a code")
    try await terminal.press("Escape", untilGone: "AWS asks for a code")
    try await terminal.waitFor("Press R to be asked again")
    try terminal.press("R")
    try await terminal.waitFor("AWS asks for a code")
    #expect(sts.requests.isEmpty)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGALRM, SIGSEGV, SIGPWR, 40])
  func `leaves the terminal with its echo where a signal ends the command`(
    number: Int32
  ) async throws {
    let sts = try LoopbackServer(always: [.answer(body: Self.session)])
    let rds = try LoopbackServer(always: [.answer(body: Self.nothing)])
    let terminal = try terminal(sts, rds)
    // An interactive shell would put the terminal right by itself.
    let script = "stty -g > before; \(ProcessRunner.exportdeck) list; echo died=$?; stty -g > after"
    try terminal.type("cd; sh -c '\(script)'; cmp before after && echo modes-are-the-same")
    try terminal.press("Enter")
    try await terminal.waitFor("MFA code for")
    let shell = try #require(try terminal.child(named: "sh"))
    let found = try ProcessRunner.run("/usr/bin/pgrep", ["-P", "\(shell)", "-x", "exportdeck"])
    kill(try #require(pid_t(found.output.trimmingCharacters(in: .whitespacesAndNewlines))), number)
    try await terminal.waitFor("died=\(128 + number)")
    try await terminal.waitFor("^modes-are-the-same")
  }
}
