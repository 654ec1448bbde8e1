import ArgumentParser

// Options and flags for declared settings: name, help, values and checks come from the declaration.

extension Option {
  /// An option that is given once; if repeated, the last one counts.
  init<Declared>(_ declared: KeyPath<DeclaredSettings, Setting<Declared>>) where Value == Given? {
    let setting = Configuration.declared[keyPath: declared]
    self.init(
      wrappedValue: nil, name: setting.optionName, help: setting.optionHelp,
      completion: setting.completion, transform: setting.given)
  }

  /// An option that may be repeated.
  init<Declared>(_ declared: KeyPath<DeclaredSettings, Setting<Declared>>) where Value == [Given] {
    let setting = Configuration.declared[keyPath: declared]
    self.init(
      wrappedValue: [], name: setting.optionName, help: setting.optionHelp,
      completion: setting.completion,
      transform: setting.given)
  }
}

extension Flag where Value == Bool {
  /// A flag that only switches on.
  init(_ declared: KeyPath<DeclaredSettings, Setting<Bool>>) {
    let setting = Configuration.declared[keyPath: declared]
    self.init(wrappedValue: false, name: setting.optionName, help: setting.optionHelp)
  }
}

extension Flag where Value == Bool? {
  /// A flag and its opposite: `--ascii`, `--no-ascii`.
  init(_ declared: KeyPath<DeclaredSettings, Setting<Bool>>) {
    let setting = Configuration.declared[keyPath: declared]
    self.init(name: setting.optionName, inversion: .prefixedNo, help: setting.optionHelp)
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

extension Setting {
  fileprivate var optionName: NameSpecification { .customLong(String(flag.dropFirst(2))) }

  fileprivate var optionHelp: ArgumentHelp {
    switch form {
    case .toggle: ArgumentHelp(stringLiteral: help)
    case .wholeNumber(_, let unit): ArgumentHelp(sentence, valueName: unit)
    case .text(let name), .path(let name, _, _): ArgumentHelp(sentence, valueName: name)
    case .choice: ArgumentHelp(sentence, valueName: "word")
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
    { text in
      try check(text)
      return Given(self, text)
    }
  }
}
