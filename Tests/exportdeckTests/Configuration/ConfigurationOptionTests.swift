import ArgumentParser
import Foundation
import Testing

@testable import exportdeck

/// Every setting that is declared has all its names, and its command takes it.
@Suite struct ConfigurationOptionTests {
  private static let declared = Configuration.declared.all

  @Test func `the list of settings holds every one that is declared`() {
    let declared = Mirror(reflecting: Configuration.declared).children
      .compactMap { ($0.value as? any DeclaredSetting)?.key }
    #expect(declared.count == Mirror(reflecting: Configuration.declared).children.count)
    #expect(declared.sorted() == Self.declared.map(\.key).sorted())
  }

  @Test func `names are alike, and no two settings share one`() {
    for setting in Self.declared {
      #expect(setting.key.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil)
      #expect(setting.flag.wholeMatch(of: /--[a-z]+(-[a-z]+)*/) != nil)
      #expect(setting.variable.wholeMatch(of: /EXPORTDECK(_[A-Z]+)+/) != nil)
      #expect(setting.help.hasSuffix("."), "\(setting.key): its help is no sentence")
    }
    #expect(Set(Self.declared.map(\.key)).count == Self.declared.count)
    #expect(Set(Self.declared.map(\.variable)).count == Self.declared.count)
  }

  /// The options that a command was given, and its help.
  private static func given(_ setting: any DeclaredSetting, _ words: [String]) throws -> [Given] {
    switch setting.key {
    case "list-output": return [try ListCommand.parse(words).output].compactMap(\.self)
    case "doctor-output": return [try DoctorCommand.parse(words).output].compactMap(\.self)
    case "queue-slots": return [try QueueCommand.Run.parse(words).queueSlots].compactMap(\.self)
    default:
      let command = try DashboardCommand.parse(words)
      return command.connection.given + command.screen.given + command.polling.given
    }
  }

  private static func help(_ setting: any DeclaredSetting) -> String {
    let help =
      switch setting.key {
      case "list-output": ListCommand.helpMessage(columns: 1000)
      case "doctor-output": DoctorCommand.helpMessage(columns: 1000)
      case "queue-slots": QueueCommand.Run.helpMessage(columns: 1000)
      default: DashboardCommand.helpMessage(columns: 1000)
      }
    return help
  }

  @Test(arguments: declared.map(\.key))
  func `its command has the option, which arrives with its origin, and its help`(key: String) throws
  {
    let setting = try #require(Self.declared.first { $0.key == key })
    let (words, text): ([String], String) =
      switch setting.form {
      case .toggle: ([setting.flag], "true")
      case .wholeNumber: ([setting.flag, "17"], "17")
      case .choice(let names): ([setting.flag, try #require(names.last)], names.last ?? "")
      case .text("hh:mm"): ([setting.flag, "06:00"], "06:00")
      case .text, .path: ([setting.flag, "x"], "x")
      }
    let given = try Self.given(setting, words)
    #expect(given == [Given(setting, text)])
    let configuration = Configuration.of(given: given)
    #expect(
      configuration.text(of: setting) == Sourced(value: text, origin: .flag(setting.flag)))
    #expect(Self.help(setting).contains(setting.help))
    // Without it nothing arrives.
    #expect(try Self.given(setting, []).isEmpty)
  }

  @Test(arguments: [
    (["--tonight", "noon"], "`noon` is no time of day: write it as in 18:00"),
    (["--interval", "0"], "give 1 to 3600 seconds"),
    (["--interval", "x"], "give 1 to 3600 seconds"),
    (["--log-level", "debgu"], "did you mean `debug`?"), (["--endpoint-url", ""], "is empty"),
  ])
  func `a wrong value is a wrong use`(words: [String], reason: String) {
    do {
      _ = try DashboardCommand.parse(words)
      Issue.record("\(words) was taken")
    } catch {
      #expect(DashboardCommand.exitCode(for: error) == .validationFailure)
      #expect(ExitCode.validationFailure.rawValue == 64)
      #expect(DashboardCommand.message(for: error).contains(reason))
    }
  }

  @Test func `profile and region may be repeated, and ascii taken back`() throws {
    let command = try DashboardCommand.parse(
      ["--profile", "a", "--region", "x", "--profile", "b", "--no-ascii"])
    #expect(command.connection.given.map(\.text) == ["a", "b", "x"])
    let configuration = Configuration.of(
      "ascii = true", given: command.connection.given + command.screen.given)
    #expect(configuration.contexts.count == 2)
    #expect(!configuration.ascii.value)
  }

  @Test func `what is shown is aligned, and says who set what`() throws {
    let configuration = Configuration.of(
      "interval = 9\nendpoint = \"https://me:secret@host\"",
      variables: ["EXPORTDECK_THEME": "nord"], given: [Given(\.readOnly, text: "true")])
    let report = ConfigurationReport(
      configuration, settings: Self.declared, mask: .init(environment: .init()))
    let lines = report.text.split(separator: "\n")
    let column = try #require(lines[0].range(of: "ORIGIN")).lowerBound.utf16Offset(in: lines[0])
    for line in lines {
      let rest = line.dropFirst(column)
      #expect(line.dropFirst(column - 2).hasPrefix("  ") && rest.first != " ", "\(line)")
    }
    #expect(report.text.contains("interval"))
    #expect(!report.text.contains("secret"))
    #expect(!report.json.contains("secret"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    let settings = try #require(json["settings"] as? [[String: Any]])
    #expect(settings.count == Self.declared.count)
    let interval = try #require(settings.first { $0["key"] as? String == "interval" })
    #expect(interval["value"] as? Int == 9)
    #expect(interval["origin"] as? String == "~/.config/exportdeck/config.toml:1")
    let readOnly = try #require(settings.first { $0["key"] as? String == "read-only" })
    #expect(readOnly["value"] as? Bool == true)
    #expect(readOnly["origin"] as? String == "option --read-only")
  }
}
