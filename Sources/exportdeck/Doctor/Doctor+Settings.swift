import AWSCore

extension Doctor {
  /// The profile, the region, the endpoint and how it is reached.
  func settingsFindings(
    _ settings: Result<ResolvedSettings, AWSError>, _ survey: CredentialsSurvey
  ) -> [Diagnosis.Finding] {
    switch settings {
    case .success(let settings):
      return [
        profile(settings, survey),
        Diagnosis.Finding(
          check: "region", verdict: .ok,
          summary: settings.region + (settings.regionPlace.map { " (\($0))" } ?? "")),
        Diagnosis.Finding(
          check: "endpoint", verdict: .ok,
          summary: settings.endpoint + (settings.endpointPlace.map { " (\($0))" } ?? "")),
        way(to: settings),
      ]
        + settings.remarks.map {
          Diagnosis.Finding(check: "settings", verdict: .ok, summary: $0)
        }
    case .failure(let error):
      let choice = AWSSettings.profileName(
        environment: surroundings.environment, overrides: overrides)
      let profile = Diagnosis.Finding(
        check: "profile", verdict: .ok, summary: named(choice.name, choice.place))
      if case .configuration(choice.place, _) = error {
        return [
          Diagnosis.Finding(
            check: "profile", verdict: .failed, summary: error.summary, advice: error.advice)
        ]
      }
      if case .noRegion(let lookups) = error {
        return [
          profile,
          Diagnosis.Finding(
            check: "region", verdict: .failed, summary: error.summary,
            details: lookups.map(\.description), advice: error.advice),
        ]
      }
      return [
        profile,
        Diagnosis.Finding(
          check: "settings", verdict: .failed, summary: error.summary, advice: error.advice),
      ]
    }
  }

  private func way(to settings: ResolvedSettings) -> Diagnosis.Finding {
    var details: [String] = []
    if let bundle = settings.certificateBundle {
      details.append(
        "trusting \(bundle)\(settings.certificateBundlePlace.map { " (\($0))" } ?? "")")
    }
    do throws(AWSError) {
      let proxy = try ProxyRules(surroundings.environment).proxyName(for: settings.endpoint)
      return Diagnosis.Finding(
        check: "way", verdict: .ok, summary: proxy.map { "through the proxy \($0)" } ?? "direct",
        details: details)
    } catch {
      return Diagnosis.Finding(
        check: "way", verdict: .failed, summary: error.summary, advice: error.advice)
    }
  }

  /// Warns where the user named a profile that has credentials, but other credentials sign.
  private func profile(
    _ settings: ResolvedSettings, _ survey: CredentialsSurvey
  ) -> Diagnosis.Finding {
    let name = named(settings.profileName, settings.profilePlace)
    guard settings.profilePlace != nil, let signer = survey.taken?.source,
      let own = survey.entries.first(where: { $0.isProfile }), own.source != signer,
      !own.steps.isEmpty
    else { return Diagnosis.Finding(check: "profile", verdict: .ok, summary: name) }
    return Diagnosis.Finding(
      check: "profile", verdict: .warning,
      summary: "\(name) doesn't sign: \(signer) come first",
      advice: "Unset AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name the profile with "
        + "--profile.")
  }

  private func named(_ profile: String, _ place: String?) -> String {
    "\"\(profile)\" (\(place ?? "by default"))"
  }

  /// The first line: what is in the way, or whose credentials are ready for which region.
  func headline(
    _ findings: [Diagnosis.Finding], _ settings: Result<ResolvedSettings, AWSError>,
    _ survey: CredentialsSurvey
  ) -> String {
    if let failed = findings.first(where: { $0.verdict == .failed }) {
      guard case .noCredentials? = survey.error else { return "Not ready: \(failed.summary)" }
      let files = ProfileFiles(surroundings)
      let paths = [files.credentialsPath, files.configPath].compactMap(\.self)
      let areAbsent = paths.allSatisfy { path in
        ((try? surroundings.files.contents(of: path)) ?? nil) == nil
      }
      let places = files.places.replacing(" and ", with: " nor ")
      let missing = areAbsent ? " There is neither \(places)." : ""
      let other = failed.check == "credentials" ? "" : " \(failed.summary)"
      return "Not ready: \(survey.error?.summary ?? failed.summary)\(missing)\(other)"
    }
    guard case .success(let settings) = settings, let signer = survey.taken?.source else {
      return "Not ready."
    }
    // The source that signs, which a profile's name alone doesn't tell.
    let ready = "\(signer), \(settings.region)"
    if let warning = findings.first(where: { $0.verdict == .warning }) {
      return "Ready (\(ready)), but: \(warning.summary)"
    }
    return "Ready: \(ready)."
  }
}
