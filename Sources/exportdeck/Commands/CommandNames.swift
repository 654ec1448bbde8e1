import ArgumentParser
import Words

/// The commands by name, for words that are none of them.
enum CommandNames {
  private static let help = "help"

  /// Follows the words with which a command line begins to the command that they name, and looks
  /// behind the options that follow for a word that was meant to be one.
  ///
  /// The parser itself would give a word that is no command to the default command, and would show
  /// the nearest help there is where it was asked for help.
  /// - Throws: What is wrong with the first word that names no command.
  static func check(_ arguments: [String]) throws(ValidationError) {
    var words = arguments[...]
    let isHelp = words.first == help
    if isHelp { words.removeFirst() }
    var path: [any ParsableCommand.Type] = [ExportdeckCommand.self]
    while let word = words.first, !word.hasPrefix("-") {
      let inner = path[path.count - 1].configuration.subcommands
      if let next = inner.first(where: { $0._commandName == word }) {
        path.append(next)
        words.removeFirst()
      } else if !inner.isEmpty {
        throw stray(word, in: path)
      } else if isHelp {
        throw ValidationError("`\(shown(path))` has no commands of its own, such as `\(word)`.")
      } else {
        return
      }
    }
    if !path[path.count - 1].configuration.subcommands.isEmpty, let word = word(behind: words) {
      throw stray(word, in: path)
    }
  }

  /// The first word that is no option and no option's value; nil where there is none, and where it
  /// comes after an option that is not known.
  private static func word(behind arguments: ArraySlice<String>) -> String? {
    let declared = Configuration.declared.all
    let toggles = declared.filter(\.form.isToggle).map(\.flag)
    let alone = toggles + toggles.map { $0.replacing("--", with: "--no-", maxReplacements: 1) }
    let others = ["-h", "--help", "--version"]
    let valued = declared.filter { !$0.form.isToggle }.map(\.flag)
    var rest = arguments
    while let word = rest.popFirst() {
      if word == "--" { return rest.first }
      if !word.hasPrefix("-") { return word }
      let flag = String(word.prefix { $0 != "=" })
      if valued.contains(flag) {
        if flag == word, rest.first?.hasPrefix("--") == false { rest.removeFirst() }
      } else if !alone.contains(flag), !others.contains(flag) {
        return nil
      }
    }
    return nil
  }

  /// What is wrong with a word in the place of a command.
  /// - Parameter path: The command that would have it, from the root on.
  private static func stray(
    _ word: String, in path: [any ParsableCommand.Type]
  ) -> ValidationError {
    let names = path[path.count - 1].configuration.subcommands.map { $0._commandName }
    let outer = shown(path)
    if names.contains(word) {
      return ValidationError("`\(word)` goes before all options: `\(outer) \(word) …`.")
    }
    if word == help {
      let inner = path.dropFirst().map { " \($0._commandName)" }.joined()
      return ValidationError("`\(word)` goes first: `\(path[0]._commandName) \(help)\(inner)`.")
    }
    let said = word.isEmpty ? "An empty word" : "`\(word)`"
    let place = path.count > 1 ? " of `\(outer)`" : ""
    let guess = Spelling.nearest(to: word, among: names)
    return ValidationError(
      "\(said) is no command\(place)"
        + (guess.map { ": did you mean `\($0)`?" }
          ?? "; there are \(names.joined(separator: ", "))."))
  }

  private static func shown(_ path: [any ParsableCommand.Type]) -> String {
    path.map { $0._commandName }.joined(separator: " ")
  }
}

extension SettingForm {
  fileprivate var isToggle: Bool {
    if case .toggle = self { true } else { false }
  }
}
