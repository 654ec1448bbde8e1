import ArgumentParser
import Listing

/// An option of one command alone: it has no variable and no key in `config.toml`.
struct CommandOption<Value: Sendable>: DeclaredOption {
  let flag: String
  let valueName: String
  let sentence: String
  let isAnyText = false
  /// What applies where it isn't given.
  let fallback: Value
  let parse: @Sendable (String) throws(SettingProblem) -> Value

  func check(_ text: String) throws(SettingProblem) { _ = try parse(text) }

  /// The value that was given, or else its default.
  func value(_ given: GivenText?) throws(ValidationError) -> Value {
    guard let given else { return fallback }
    do throws(SettingProblem) {
      if let problem = given.problem { throw problem }
      return try parse(given.text)
    } catch {
      throw ValidationError("\(flag): \(error.message)")
    }
  }
}

/// What stands for an option on the command line, and what is wrong with it.
struct GivenText {
  var text: String
  var problem: SettingProblem?

  init(_ option: some DeclaredOption, _ text: String) {
    self.text = text
    problem = option.problem(with: text)
  }
}

extension CommandOption where Value == Int {
  static func wholeNumber(
    _ flag: String, _ range: ClosedRange<Int>, of valueName: String = "number", fallback: Int,
    help: String
  ) -> CommandOption {
    let values =
      range.upperBound == .max
      ? "a whole number from \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    return CommandOption(
      flag: flag, valueName: valueName, sentence: "\(help) (\(values); default: \(fallback))",
      fallback: fallback
    ) { text throws(SettingProblem) in
      guard let number = Int(text), range.contains(number) else {
        throw SettingProblem(message: "`\(text)` won't do: give \(values)")
      }
      return number
    }
  }
}

extension CommandOption where Value == Double {
  static func number(
    _ flag: String, _ range: ClosedRange<Double>, fallback: Double, help: String
  ) -> CommandOption {
    let values = "\(words(range.lowerBound)) to \(words(range.upperBound))"
    return CommandOption(
      flag: flag, valueName: "number", sentence: "\(help) (\(values); default: \(words(fallback)))",
      fallback: fallback
    ) { text throws(SettingProblem) in
      guard let number = Double(text), range.contains(number) else {
        throw SettingProblem(message: "`\(text)` won't do: give a number from \(values)")
      }
      return number
    }
  }

  /// Without a fraction where there is none.
  private static func words(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}

extension CommandOption where Value == Filter {
  /// Everything, where it isn't given.
  static func filter(_ flag: String, help: String) -> CommandOption {
    CommandOption(flag: flag, valueName: "filter", sentence: help, fallback: .all) {
      text throws(SettingProblem) in
      do throws(FilterProblem) {
        return try Filter.parse(text)
      } catch {
        throw SettingProblem(message: "\(error.message) (character \(error.offset + 1))")
      }
    }
  }
}

extension CommandOption where Value: CaseIterable {
  static func choice(
    _ flag: String, of valueName: String, fallback: Value, help: String
  ) -> CommandOption {
    let names = Value.allCases.map { "\($0)" }.joined(separator: ", ")
    return CommandOption(
      flag: flag, valueName: valueName, sentence: "\(help) (\(names); default: \(fallback))",
      fallback: fallback
    ) { text throws(SettingProblem) in try SettingForm.choice(text) }
  }
}
