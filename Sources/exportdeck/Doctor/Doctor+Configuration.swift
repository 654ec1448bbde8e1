import AWSCore

extension Doctor {
  /// The program's own settings: which are set, by what, and what is wrong with them.
  var configurationFinding: Diagnosis.Finding {
    let mask = SecretMask(environment: surroundings.environment)
    let set = Configuration.declared.all.compactMap { setting in
      configuration.text(of: setting).map {
        "\(setting.key) = \(mask.masked($0.value)) (\($0.origin))"
      }
    }
    let place = configuration.file?.shownPath ?? "no home folder is known"
    let problems = configuration.problems.map(\.description)
    let details = set + configuration.remarks.map(\.description)
    guard let first = problems.first else {
      return Diagnosis.Finding(
        check: "config", verdict: .ok,
        summary: set.isEmpty ? "nothing is set (\(place))" : "\(set.count) set (\(place))",
        details: details)
    }
    return Diagnosis.Finding(
      check: "config", verdict: .warning, summary: first,
      details: problems.dropFirst() + details,
      advice: "Mend it; `exportdeck config show` says what is in force.")
  }
}
