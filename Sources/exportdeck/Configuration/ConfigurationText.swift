import Listing

/// The file that `exportdeck config init` writes: every setting with what it does and its default,
/// commented out, so that nothing changes until somebody removes a `#`.
struct ConfigurationText {
  let settings: [any DeclaredSetting]

  private static let columns = 78

  var text: String {
    var lines = Self.comment(
      "What exportdeck is set to. An option on the command line goes before an EXPORTDECK_* "
        + "variable, that before this file, and this before the default. `exportdeck config show` "
        + "says what is in force and who set it. Secrets have no place here: credentials are "
        + "where the AWS command line has them.")
    for setting in settings {
      lines += [""] + Self.comment(setting.sentence)
      lines += Self.comment("\(setting.flag), \(setting.variable)")
      lines.append("#\(setting.key) = \(setting.valueInFile)")
    }
    lines.append("")
    lines += Self.comment(
      "What to watch. Each context may have settings of its own; what it leaves open is as above, "
        + "and else as AWS's own settings have it. All of them are shown in one list. --profile and "
        + "--region, which may be repeated, take the place of all of them.")
    lines += ["#[[contexts]]", "#name = \"production\""]
    lines += settings.filter { $0.scope == .context }.map { "#\($0.key) = \($0.valueInFile)" }
    lines.append("")
    lines += Self.comment(
      "What is told of what happens while nobody looks. Each rule is for some kinds "
        + "(\(AlertKind.allCases.map(\.rawValue).joined(separator: ", "))), for the tasks that "
        + "pass a filter, and for some contexts, by name or profile; left out, for all. A command "
        + "gets the event as JSON on its standard input. Rules that are written here take the "
        + "place of the standard one, which shows everything but `complete`.")
    lines += [
      "#[[alerts]]", "#kinds = [\"failed\", \"stalled\"]", "#filter = \"nightly\"",
      "#contexts = [\"production\"]", "#ways = [\"toast\", \"bell\", \"notification\"]",
      "#command = [\"/usr/local/bin/page\", \"dba\"]",
    ]
    lines.append("")
    lines += Self.comment(
      "What has to run, and until when it has to be through. `series` is what the exports are called, "
        + "with * for what differs. `every` is some days or weeks, or hours that divide a day; "
        + "left out, each day, or on these weekdays. What runs as a rule is on the board without "
        + "it; what is written here is missing from its deadline on.")
    lines += [
      "#[[expected]]", "#series = \"nightly-orders-*\"", "#by = \"06:00\"", "#every = \"1d\"",
      "#on = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]", "#contexts = [\"production\"]",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func comment(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= columns {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append("# \(word)")
      }
    }
    return lines
  }
}

extension DeclaredSetting {
  /// What it does, its possible values and its default.
  var sentence: String { "\(help) (\(details))" }

  private var details: String {
    [form.values, "default: \(fallbackWords.words)"].compactMap(\.self).joined(separator: "; ")
  }

  /// Its default, or an example where that is left to others, as written in `config.toml`.
  var valueInFile: String {
    let value =
      switch fallbackWords {
      case .value(let value): value
      case .leftOpen(_, let example): example
      }
    switch form {
    case .toggle, .wholeNumber: return value
    case .text, .choice, .path: return "\"\(value)\""
    }
  }
}

extension FallbackWords {
  var words: String {
    switch self {
    case .value(let value): value
    case .leftOpen(let words, _): words
    }
  }
}

extension SettingForm {
  /// The possible values, where they can be listed; for a protective toggle, what that means.
  var values: String? {
    switch self {
    case .toggle(let protects): protects ? "once on, no other source switches it off" : nil
    case .wholeNumber(let range, _): "\(range.lowerBound) to \(range.upperBound)"
    case .choice(let names): names.joined(separator: ", ")
    case .text, .path: nil
    }
  }
}
