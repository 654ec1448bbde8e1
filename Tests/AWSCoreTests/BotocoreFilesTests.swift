import Foundation
import Support
import Testing

@testable import AWSCore

/// What is in the shared files, by botocore's own loader: names in every spelling, comments and
/// blanks everywhere, and lines that break the rules in profiles that aren't asked for.
@Suite(.enabled(if: Judge.hasPython)) struct BotocoreFilesTests {
  struct Case: Codable {
    var config: String
    var credentials: String
    var profile: String
  }

  private struct Ruling: Codable, Equatable {
    /// `found`, `missing` or `error`.
    var verdict: String
    /// Of the profile.
    var settings: [String: String] = [:]
    var session: [String: String] = [:]
    /// Of its services, by service.
    var services: [String: [String: String]] = [:]
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `generated files say what they say to botocore`(seed: Seed) async throws {
    var generator = ProfileFileGenerator(random: seed.generator("profile files"))
    let cases = (0..<1200).map { _ in generator.next() }
    let theirs = try await ask(cases.map(\.whole))
    var leftOut = 0
    for (test, theirs) in zip(cases, theirs) {
      if theirs.verdict == "error" {
        leftOut += 1
        continue
      }
      #expect(ruling(test.whole) == theirs, "\(Self.shown(test.whole))")
      // A line that breaks the rules stops who uses its section, not the others.
      #expect(ruling(test.broken) == theirs, "broken: \(Self.shown(test.broken))")
    }
    #expect(leftOut < cases.count / 20, "\(leftOut) of \(cases.count)")
    #expect(theirs.count { $0.verdict == "missing" } > cases.count / 20)
    #expect(theirs.count { $0.verdict == "found" } > cases.count / 2)
    Judge.report("shared files", cases: cases.count - leftOut, leftOut: leftOut)
  }

  /// Each of these alone, as it stands in somebody's file.
  @Test func `files of every kind that was seen say what they say to botocore`() async throws {
    let key = "aws_access_key_id = K\naws_secret_access_key = s\n"
    let cases = [
      Case(
        config: "[profile x]\ncredential_process = sh -c 'a ; b # c'\n", credentials: "",
        profile: "x"),
      Case(
        config: "[profile \"Team Laptop\"]\nregion = eu-west-1\n",
        credentials: "[Team Laptop]\n\(key)", profile: "Team Laptop"),
      Case(config: "[profile 'x']\nregion = a\n", credentials: "", profile: "x"),
      Case(config: "[profile büro]\nregion = a\n", credentials: "[büro]\n\(key)", profile: "büro"),
      Case(config: "[profile a\\ b]\nregion = a\n", credentials: "", profile: "a b"),
      Case(config: "[profile x] # note\nregion = a\n", credentials: "", profile: "x"),
      Case(config: "[profile x] note\nregion = a\n", credentials: "", profile: "x"),
      Case(config: "[prod]\nregion = a\n", credentials: "", profile: "prod"),
      Case(config: "", credentials: "[profile x]\n\(key)", profile: "x"),
      Case(config: "", credentials: "[profile x]\n\(key)", profile: "profile x"),
      Case(config: "", credentials: "[\"x\"]\n\(key)", profile: "\"x\""),
      Case(
        config: "[profile x]\n  # top\nregion = a\n  # under a value\ns3 =\n  # in a block\n"
          + "  max_queue_size = 1\n  ; in it\n\n  a = b\n# at its left\n  c = d\n",
        credentials: "", profile: "x"),
      Case(
        config: " [profile x]\n  region = a\n  output = b\n   more\n [profile y]\n region = z\n",
        credentials: "", profile: "x"),
      Case(
        config: "[profile x]\nregion: a\noutput : b\nsso_start_url: https://x?a=b\n",
        credentials: "", profile: "x"),
      Case(config: "[profile x]\rregion = a\routput = b\r", credentials: "", profile: "x"),
      Case(
        config: "[profile x]\nregion =\u{A0}a\noutput\u{A0}= b\n", credentials: "", profile: "x"),
      Case(
        config: "[profile x]\nregion = a\n[profile \"x\"]\noutput = b\n", credentials: "",
        profile: "x"),
      Case(
        config: "[DEFAULT]\nregion = q\n[profile x]\noutput = b\n",
        credentials: "[DEFAULT]\n\(key)[x]\nmfa_serial = 1\n", profile: "x"),
      Case(config: "[DEFAULT]\nregion = q\n", credentials: "", profile: "default"),
      Case(
        config:
          "[profile x]\nsso_session = my corp\nservices = at home\n[sso-session \"my corp\"]\n"
          + "sso_region = r\n[services 'at home']\nrds =\n  endpoint_url = http://h\n",
        credentials: "", profile: "x"),
    ]
    for (test, theirs) in zip(cases, try await ask(cases)) {
      #expect(ruling(test) == theirs, "\(Self.shown(test))")
    }
    Judge.report("shared files that were seen", cases: cases.count)
  }

  private static func shown(_ test: Case) -> String {
    "\(test.profile)\n\(test.config.debugDescription)\n\(test.credentials.debugDescription)"
  }

  private func ruling(_ test: Case) -> Ruling {
    let files = ProfileFiles(
      environment: .home(),
      files: FakeFiles.shared(config: test.config, credentials: test.credentials))
    guard let set = try? files.load(), let profile = set.profile(named: test.profile) else {
      return Ruling(verdict: "missing")
    }
    guard profile.errors.isEmpty else { return Ruling(verdict: "error") }
    var ruling = Ruling(verdict: "found")
    for name in Self.names { ruling.settings[name] = profile.value(name) }
    if let session = profile.value("sso_session").flatMap({ set.ssoSessions[ProfileName($0)] }) {
      for name in Self.names { ruling.session[name] = session.value(name) }
    }
    if let services = profile.value("services").flatMap({ set.services[ProfileName($0)] }) {
      for name in ["rds", "s3"] {
        ruling.services[name] = services.properties[name].map(\.subproperties)
      }
    }
    return ruling
  }

  private func ask(_ cases: [Case]) async throws -> [Ruling] {
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script],
      environment: ["HOME": "/nonexistent", "PYTHONUTF8": "1"],
      input: try JSONEncoder().encode(cases))
    #expect(result.status == 0, "\(result.errors)")
    let rulings = try JSONDecoder().decode([Ruling].self, from: Data(result.output.utf8))
    #expect(rulings.count == cases.count)
    return rulings
  }

  fileprivate static let names = [
    "region", "output", "role_arn", "source_profile", "sso_session", "sso_start_url", "sso_region",
    "services", "aws_access_key_id", "aws_secret_access_key", "mfa_serial", "external_id",
    "credential_process",
  ]

  /// The common rules of the SDKs, which the published cases are for, end a value before a comment.
  private static let script = #"""
    import json, os, re, sys, tempfile
    import botocore.session, botocore.exceptions

    names = """
    \#(names.joined(separator: " "))
    """.split()

    def said(value):
        first, *more = value.split("\n")
        first = re.split(r"\s[#;]", " " + first, maxsplit=1)[0].strip()
        return "\n".join([first] + [line for line in more if line])

    def command(value):
        first, *more = value.split("\n")
        first = re.match(r"""(?:'[^']*'|"[^"]*"|\s(?![#;])|[^\s'"])*""", first)[0].strip()
        return "\n".join([first] + [line for line in more if line])

    def texts(section):
        found = {name: (command if name == "credential_process" else said)(section[name])
                 for name in names
                 if isinstance(section.get(name), str)}
        return {name: value for name, value in found.items() if value}

    def rule(case):
        for name in list(os.environ):
            if name.startswith("AWS"):
                del os.environ[name]
        with tempfile.TemporaryDirectory() as folder:
            for name in ("config", "credentials"):
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(case[name].encode())
            os.environ["AWS_CONFIG_FILE"] = os.path.join(folder, "config")
            os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(folder, "credentials")
            nothing = {"settings": {}, "session": {}, "services": {}}
            try:
                session = botocore.session.Session(profile=case["profile"])
                scoped, whole = session.get_scoped_config(), session.full_config
            except botocore.exceptions.ProfileNotFound:
                return {"verdict": "missing", **nothing}
            except Exception:
                return {"verdict": "error", **nothing}
            settings = texts(scoped)
            sso = whole.get("sso_sessions", {}).get(settings.get("sso_session"), {})
            services = whole.get("services", {}).get(settings.get("services"), {})
            return {"verdict": "found", "settings": settings, "session": texts(sso),
                    "services": {name: {k: re.split(r"\s[#;]", v)[0] for k, v in block.items()}
                                 for name, block in services.items()
                                 if name in ("rds", "s3") and isinstance(block, dict)}}
    print(json.dumps([rule(case) for case in json.load(sys.stdin)]))
    """#
}
