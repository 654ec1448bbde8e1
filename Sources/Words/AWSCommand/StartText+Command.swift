import RDSExports

extension StartText {
  private static let operation = "start-export-task"

  /// Reads the words of an AWS command.
  mutating func read(command words: [String]) throws(StartTextProblem) {
    var words = words[...]
    if words.first == "$" { words.removeFirst() }
    readVariables(&words)
    guard let program = words.popFirst(), program.split(separator: "/").last == "aws" else {
      throw StartTextProblem(
        "a command `aws rds \(Self.operation) …` is wanted, or the JSON of a task")
    }
    var names: [String] = []
    var document: StartText?
    while let word = words.popFirst() {
      guard word.hasPrefix("--") else {
        names.append(word)
        continue
      }
      let sign = word.firstIndex(of: "=")
      let option = String(word[..<(sign ?? word.endIndex)])
      let given = sign.map { String(word[word.index(after: $0)...]) }
      if option == "--cli-input-json" {
        let text = try Self.value(of: option, given, &words)
        document = StartText(empty: ())
        try document?.read(json: text)
      } else {
        try read(option, given, &words)
      }
    }
    guard names == ["rds", Self.operation] else { throw Self.wrong(names) }
    if let document {
      remarks += document.remarks
      values.merge(document.values) { ofOption, _ in ofOption }
    }
  }

  private init(empty: Void) {}

  private static func wrong(_ names: [String]) -> StartTextProblem {
    let said = names.prefix(2).joined(separator: " ")
    if names.starts(with: ["rds", operation]) {
      return StartTextProblem(
        "\(shown(names[2])) is no option: options begin with --, and texts with blanks need quotes")
    }
    return StartTextProblem(
      "\(shown("aws \(said)")) starts no export: `aws rds \(operation) …` does")
  }

  /// `AWS_PROFILE=prod aws …`
  private mutating func readVariables(_ words: inout ArraySlice<String>) {
    while let word = words.first, let sign = word.firstIndex(of: "="),
      word[..<sign].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    {
      words.removeFirst()
      let value = String(word[word.index(after: sign)...])
      switch word[..<sign] {
      case "AWS_PROFILE", "AWS_DEFAULT_PROFILE": way.profile = value
      case "AWS_REGION", "AWS_DEFAULT_REGION": way.region = value
      case "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_RDS": way.endpointURL = value
      // Not its value, which may be a secret.
      default: remark("The variable \(Self.shown(String(word[..<sign]))) is passed over.")
      }
    }
  }

  // MARK: Options

  private static let flags: Set<String> = [
    "--debug", "--no-verify-ssl", "--no-paginate", "--no-sign-request", "--no-cli-pager",
    "--cli-auto-prompt", "--no-cli-auto-prompt", "--v2-debug",
  ]
  private static let valued: Set<String> = [
    "--output", "--query", "--color", "--ca-bundle", "--cli-read-timeout", "--cli-connect-timeout",
    "--cli-binary-format", "--cli-error-format",
  ]

  private mutating func read(
    _ option: String, _ given: String?, _ words: inout ArraySlice<String>
  ) throws(StartTextProblem) {
    if let field = FieldProblem.Field(rawValue: String(option.dropFirst(2))) {
      set(
        field,
        field == .exportOnly
          ? try Self.list(of: option, given, &words) : [try Self.value(of: option, given, &words)])
    } else if option == "--profile" {
      way.profile = try Self.value(of: option, given, &words)
    } else if option == "--region" {
      way.region = try Self.value(of: option, given, &words)
    } else if option == "--endpoint-url" {
      way.endpointURL = try Self.value(of: option, given, &words)
    } else if Self.flags.contains(option) {
      remark("The option \(option) is passed over.")
    } else if Self.valued.contains(option) {
      _ = try Self.value(of: option, given, &words)
      remark("The option \(option) is passed over.")
    } else {
      let known =
        FieldProblem.Field.allCases.map { "--\($0.rawValue)" }
        + ["--profile", "--region", "--endpoint-url"]
      throw StartTextProblem(
        "`aws rds \(Self.operation)` has no option \(Self.shown(option))"
          + Spelling.hint(for: option, among: known))
    }
  }

  private static func value(
    of option: String, _ given: String?, _ words: inout ArraySlice<String>
  ) throws(StartTextProblem) -> String {
    if let given { return try checked(given, of: option) }
    guard let next = words.first, !next.hasPrefix("--") else {
      throw StartTextProblem("\(option): its value is missing")
    }
    words.removeFirst()
    return try checked(next, of: option)
  }

  /// Several words, or one that is a JSON list.
  private static func list(
    of option: String, _ given: String?, _ words: inout ArraySlice<String>
  ) throws(StartTextProblem) -> [String] {
    var parts: [String] = []
    if let given { parts.append(try checked(given, of: option)) }
    while given == nil, let next = words.first, !next.hasPrefix("--") {
      parts.append(try checked(next, of: option))
      words.removeFirst()
    }
    guard !parts.isEmpty else { throw StartTextProblem("\(option): its values are missing") }
    guard parts.count == 1, parts[0].first(where: { !$0.isWhitespace }) == "[" else { return parts }
    guard case .list(let elements) = try JSONText.value(parts[0]).kind else { return parts }
    var texts: [String] = []
    for element in elements {
      guard case .text(let text) = element.kind else {
        throw StartTextProblem("\(option): a list of texts is wanted, and one is \(element.words)")
      }
      texts.append(text)
    }
    return texts
  }

  private static func checked(
    _ value: String, of option: String
  ) throws(StartTextProblem) -> String {
    for scheme in ["file://", "fileb://"] where value.hasPrefix(scheme) {
      throw StartTextProblem(
        "\(option): \(shown(value)) is a file that the AWS CLI would read: write what is in it")
    }
    return value
  }
}
