import Support

/// Makes a pair of shared files as people write them, or nearly, and a name to ask for.
///
/// It keeps away from where the SDKs' published cases are known to want something else than
/// botocore: blanks right after the opening bracket, two sections or settings that are spelled
/// alike, `[default]` beside `[profile default]`.
struct ProfileFileGenerator {
  struct Made {
    var whole: BotocoreFilesTests.Case
    /// The same with lines that break the rules in sections that aren't asked for.
    var broken: BotocoreFilesTests.Case
  }

  private struct Section {
    var header: String
    /// Under this name the section may be asked for.
    var names: Set<String>
    var lines: [String]
  }

  var random: SeededGenerator

  private static let names = [
    "dev", "ops/eu", "Team Laptop", "büro", "日本 語", "a#b", "x;y", "v1.2+3", "it's", "default",
  ]
  private static let comments = ["# c", "; c = d", "#", ";;x", "  # c", "\t; c", "    #[x]"]

  private var isIndented = false

  init(random: SeededGenerator) {
    self.random = random
  }

  mutating func next() -> Made {
    isIndented = chance(8)
    let config = sections(3 + roll(4)) { $0.configHeader() } + blocks()
    let credentials = chance(60) ? sections(1 + roll(3)) { $0.credentialsHeader() } : []
    let all = Array((config + credentials).flatMap(\.names)).sorted()
    let likely = all.filter(Self.names.contains)
    let profile = pick(chance(80) && !likely.isEmpty ? likely : all + Self.names)
    let ending = pick(["\n", "\n", "\n", "\r\n", "\r"])
    func text(_ sections: [Section], _ lines: (Section) -> [String]) -> String {
      sections.flatMap { [$0.header] + lines($0) }.map { $0 + ending }.joined()
    }
    let noise = (0..<config.count + credentials.count).map { _ in brokenLine() }
    let tail = chance(50) ? "[profile gone\(ending)region = lost\(ending)" : ""
    // A section that is indented may belong to the value above it, which may be what is asked for.
    let isFlat = config.allSatisfy { $0.header.hasPrefix("[") }
    var number = 0
    func broken(_ section: Section) -> [String] {
      number += 1
      let isAsked = !isFlat || section.names.contains(profile) || section.names.isEmpty
      return isAsked ? section.lines : section.lines + [noise[number - 1]]
    }
    return Made(
      whole: BotocoreFilesTests.Case(
        config: text(config, \.lines), credentials: text(credentials, \.lines), profile: profile),
      broken: BotocoreFilesTests.Case(
        config: text(config, broken) + tail, credentials: text(credentials, broken),
        profile: profile))
  }

  private mutating func sections(
    _ count: Int, _ header: (inout Self) -> (text: String, names: Set<String>)
  ) -> [Section] {
    var sections: [Section] = []
    var inner: Set<String> = []
    var hasDefault = false
    for _ in 0..<count {
      let (text, names) = header(&self)
      let isDefault = names.contains("default")
      // What stands between the brackets must not come twice.
      let spelling = String(text.drop { $0 != "[" }.prefix { $0 != "]" })
      guard inner.insert(spelling).inserted, !(isDefault && hasDefault) else { continue }
      hasDefault = hasDefault || isDefault
      sections.append(Section(header: text, names: names, lines: body()))
    }
    return sections
  }

  private mutating func configHeader() -> (text: String, names: Set<String>) {
    let name = pick(Self.names)
    let escaped = name.replacing("'", with: "\\'").replacing(" ", with: "\\ ")
    let inner = pick([
      "profile \(name)", "profile \(name)", "profile \(name)", "profile \"\(name)\"",
      "profile \"\(name)\"", "profile \"\(name)\"", "profile \"\(name)\"", "profile '\(name)'",
      "profile '\(name)'", "profile  \(name)", "profile\t\(name)", "profile \(name) ",
      "profile \(escaped)", "profile \"\(name)\"x", "profile \(name) more", "\(name)",
      "Profile \(name)", "profiles \(name)", "profile", "profile \"\(name)", "plugins", "DEFAULT",
      "sso-sesion \(name)", "default",
    ])
    let after = pick(["", "", "", " # c", "; c", "#c", " words", "\t;c "])
    return (
      (isIndented && chance(40) ? pick([" ", "\t"]) : "") + "[\(inner)]\(after)",
      inner == "DEFAULT" ? [] : [name, "\(name)x", inner]
    )
  }

  private mutating func credentialsHeader() -> (text: String, names: Set<String>) {
    let name = pick(Self.names)
    let inner = pick([
      name, name, name, "\"\(name)\"", "profile \(name)", "DEFAULT", "sso-session \(name)",
    ])
    return (
      "[\(inner)]" + pick(["", "", " # c", ";c"]), inner == "DEFAULT" ? [] : [name, inner]
    )
  }

  /// What a profile may refer to.
  private mutating func blocks() -> [Section] {
    [
      Section(
        header: pick(["[sso-session corp]", "[sso-session \"corp\"]"]), names: [], lines: body()),
      Section(header: "[sso-session 'my corp']", names: [], lines: body()),
      Section(
        header: "[services \"at home\"]", names: [],
        lines: [
          "rds =", comment(), "  endpoint_url = http://127.0.0.1:1", comment(), "  x = y # z",
        ]),
    ]
  }

  private mutating func comment() -> String { chance(60) ? pick(Self.comments) : "" }

  private mutating func body() -> [String] {
    let indent = chance(75) ? "" : pick(["  ", "\t", " "])
    var lines: [String] = []
    var left = Self.values.keys.sorted()
    for _ in 0..<roll(6) {
      if chance(25) { lines.append(pick(Self.comments)) }
      if chance(10) { lines.append(pick(["", "  "])) }
      let name = left.remove(at: roll(left.count))
      let spelled = chance(10) ? name.uppercased() : name
      let delimiter = pick([" = ", " = ", "=", ": ", " : ", "\t=\t", " =\u{A0}"])
      let value = pick(Self.values[name] ?? [])
      lines.append(
        indent + spelled + delimiter + value + pick(["", "", "", " ", "\t", " # c", "\t; c"]))
      if chance(15) { lines.append(pick(Self.comments)) }
      if chance(12) {
        lines.append(indent + "  " + pick(["more", "more # c", "[profile lost]", "a = b", "a: b"]))
      }
    }
    if chance(20) {
      lines += [indent + "s3 =", comment(), indent + "  a = b", comment(), indent + " c=d"]
    }
    return lines
  }

  private static let values: [String: [String]] = [
    "region": ["eu-west-1", "us-east-1", "\"eu-west-1\""],
    "output": ["json", "text#x", "a;b"], "role_arn": ["arn:aws:iam::1:role/a=b"],
    "source_profile": ["dev", "Team Laptop", "büro"],
    "sso_session": ["corp", "my corp", "\"corp\""],
    "sso_start_url": ["https://x.awsapps.com/start?a=b#/", "https://y"],
    "sso_region": ["eu-west-2"],
    "services": ["at home", "lost"], "aws_access_key_id": ["AKIAONE", "'AKIATWO'"],
    "aws_secret_access_key": ["s/+=x"], "mfa_serial": ["arn:aws:iam::1:mfa/ä"],
    "external_id": ["a b", "ü"], "credential_process": ["/bin/x \"a b\" 'c'", "sh -c 'a ; b #c'"],
  ]

  private mutating func brokenLine() -> String {
    pick(["oops", "= value", ": value", "key : value", "  oops", "[", "[profile gone2"])
  }

  private mutating func roll(_ sides: Int) -> Int { .random(in: 0..<sides, using: &random) }
  private mutating func chance(_ percent: Int) -> Bool { roll(100) < percent }
  private mutating func pick(_ texts: [String]) -> String { texts[roll(texts.count)] }
}
