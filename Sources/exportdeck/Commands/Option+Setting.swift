import ArgumentParser

// Options and flags for what is declared: name, help, values and checks come from the declaration.

/// An option with a value, as the command line has it.
protocol DeclaredOption: Sendable {
  /// For instance `--interval`.
  var flag: String { get }
  /// What it does, its possible values and its default.
  var sentence: String { get }
  /// What stands for the value in its help.
  var valueName: String { get }
  /// Whether any text can be a value, so that a text with a dash is more likely the next option.
  var isAnyText: Bool { get }
  func check(_ text: String) throws(SettingProblem)
}

extension DeclaredOption {
  /// What is wrong with a value; nil where nothing is.
  func problem(with text: String) -> SettingProblem? {
    // `--speed --tasks 5`: a value that begins with one dash may be a negative number.
    if !isAnyText, text.hasPrefix("--") {
      return SettingProblem(message: "its value is missing before `\(text)`")
    }
    do throws(SettingProblem) {
      try check(text)
      return nil
    } catch {
      return error
    }
  }

  fileprivate var optionName: NameSpecification { .customLong(String(flag.dropFirst(2))) }
  fileprivate var optionHelp: ArgumentHelp { ArgumentHelp(sentence, valueName: valueName) }
}

extension Option {
  /// An option that is given once; if repeated, the last one counts.
  init<Declared>(_ declared: KeyPath<DeclaredSettings, Setting<Declared>>) where Value == Given? {
    let setting = Configuration.declared[keyPath: declared]
    self.init(
      wrappedValue: nil, name: setting.optionName,
      parsing: setting.isAnyText ? .next : .unconditional,
      help: setting.optionHelp, completion: setting.completion, transform: setting.given)
  }

  /// An option that may be repeated.
  init<Declared>(_ declared: KeyPath<DeclaredSettings, Setting<Declared>>) where Value == [Given] {
    let setting = Configuration.declared[keyPath: declared]
    self.init(
      wrappedValue: [], name: setting.optionName, help: setting.optionHelp,
      completion: setting.completion,
      transform: setting.given)
  }

  /// An option of one command alone.
  init<Declared>(_ option: CommandOption<Declared>) where Value == GivenText? {
    self.init(
      wrappedValue: nil, name: option.optionName, parsing: .unconditional, help: option.optionHelp,
      transform: { GivenText(option, $0) })
  }
}

extension Flag where Value == Bool {
  /// A flag that only switches on.
  init(_ declared: KeyPath<DeclaredSettings, Setting<Bool>>) {
    let setting = Configuration.declared[keyPath: declared]
    self.init(
      wrappedValue: false, name: setting.optionName, help: ArgumentHelp(stringLiteral: setting.help)
    )
  }
}

extension Flag where Value == Bool? {
  /// A flag and its opposite: `--ascii`, `--no-ascii`.
  init(_ declared: KeyPath<DeclaredSettings, Setting<Bool>>) {
    let setting = Configuration.declared[keyPath: declared]
    self.init(
      name: setting.optionName, inversion: .prefixedNo,
      help: ArgumentHelp(stringLiteral: setting.help))
  }
}

extension Given {
  /// What a flag says about a setting; nil where it was not given.
  init?(_ declared: KeyPath<DeclaredSettings, Setting<Bool>>, _ isOn: Bool?) {
    guard let isOn else { return nil }
    self.init(Configuration.declared[keyPath: declared], "\(isOn)")
  }

  /// What a flag that only switches on says; nil where it was not given.
  init?(_ declared: KeyPath<DeclaredSettings, Setting<Bool>>, _ isGiven: Bool) {
    self.init(declared, isGiven ? true : nil)
  }
}

extension [Given] {
  /// Refuses the command for the first value that can't be accepted.
  func check() throws(ValidationError) {
    for given in self {
      if let problem = given.problem {
        throw ValidationError("\(given.flag): \(problem.message)")
      }
    }
  }
}

extension Setting: DeclaredOption {
  var valueName: String {
    switch form {
    case .wholeNumber(_, let unit): unit
    case .text(let name), .path(let name, _, _): name
    // `--log-level <level>`
    case .choice, .toggle: flag.split(separator: "-").last.map(String.init) ?? key
    }
  }

  var isAnyText: Bool {
    switch form {
    case .text, .path: true
    case .wholeNumber, .choice, .toggle: false
    }
  }

  fileprivate var completion: CompletionKind? {
    switch form {
    case .choice(let names): .list(names)
    case .path(_, let extensions, _): .file(extensions: extensions)
    case .toggle, .wholeNumber, .text: nil
    }
  }

  fileprivate var given: @Sendable (String) throws -> Given {
    { text in Given(self, text, problem: problem(with: text)) }
  }
}
