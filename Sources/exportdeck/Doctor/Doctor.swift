import AWSCore
import FoundationEssentials
import RDSExports

/// Goes from the profile to a page of tasks step by step, and reports what it finds at each.
struct Doctor {
  let surroundings: Surroundings
  let configuration: Configuration
  /// What the terminal is like, which only the program can see.
  let terminal: Diagnosis.Finding

  /// Beyond this many seconds a clock is wrong: AWS refuses its signatures.
  private static let clockTolerance = 300.0

  var overrides: SettingsOverrides { configuration.overrides }

  /// - Parameter tell: Called with what is going on, for a user who is waiting.
  func examine(_ tell: (String) -> Void = { _ in }) async -> Diagnosis {
    var findings = [configurationFinding]
    let settings = Result { () throws(AWSError) in
      try AWSSettings.resolve(surroundings, overrides: overrides)
    }
    tell("looking for credentials")
    let survey = await CredentialsChain(surroundings, overrides: overrides).survey()
    findings += settingsFindings(settings, survey)
    findings.append(credentials(survey, settings))
    tell("asking AWS")
    // An unreachable host takes long to fail; asking both at once costs that time only once.
    async let identity = identity(settings, survey)
    async let page = firstPage(settings, survey)
    let asked = exports(await page)
    findings.append(Self.shortened(await identity, beside: asked[0]))
    findings += asked
    findings.append(terminal)
    findings.append(DoctorFiles(surroundings).finding)
    return Diagnosis(
      headline: headline(findings, settings, survey),
      isReady: !findings.contains { $0.verdict == .failed }, findings: findings)
  }

  /// Nil where there is nothing to ask with.
  private func firstPage(
    _ settings: Result<ResolvedSettings, AWSError>, _ survey: CredentialsSurvey
  ) async -> Result<(page: ExportTaskPage, seconds: Double), ExportTasksError>? {
    guard case .success = settings, survey.error == nil else { return nil }
    let start = surroundings.timekeeper.monotonic
    do throws(ExportTasksError) {
      let client: any ExportTasksClient
      do throws(AWSError) {
        client = try await LiveContext(surroundings, overrides: overrides).visit().client
      } catch {
        throw .call(error)
      }
      let page = try await client.describeExportTasks(DescribeExportTasksRequest(maxRecords: 20))
      let passed = surroundings.timekeeper.monotonic - start
      return .success((page, passed.seconds))
    } catch {
      return .failure(error)
    }
  }

  private func credentials(
    _ survey: CredentialsSurvey, _ settings: Result<ResolvedSettings, AWSError>
  ) -> Diagnosis.Finding {
    let lines = survey.entries.flatMap(Self.lines)
    if case .failure(let error) = settings, error == survey.error {
      return Diagnosis.Finding(
        check: "credentials", verdict: .skipped, summary: "the same is in their way", details: lines
      )
    }
    guard let error = survey.error else {
      if case .taken(let taken)? = survey.taken?.verdict, let doubt = taken.doubts.first {
        return Diagnosis.Finding(
          check: "credentials", verdict: .warning, summary: doubt, details: lines)
      }
      if let remark = survey.taken?.remarks.first {
        return Diagnosis.Finding(
          check: "credentials", verdict: .warning, summary: remark, details: lines)
      }
      return Diagnosis.Finding(
        check: "credentials", verdict: .ok, summary: survey.taken?.source ?? "", details: lines)
    }
    return Diagnosis.Finding(
      check: "credentials", verdict: .failed, summary: error.summary, details: lines,
      advice: error.advice)
  }

  private static func lines(_ entry: CredentialsSurvey.Entry) -> [String] {
    switch entry.verdict {
    // The finding itself has its error.
    case .failed: return [entry.headline] + entry.steps.map { "  \($0)" }
    case .passedOver where entry.details.count == 1:
      return ["\(entry.headline): \(entry.details[0])"]
    case .taken, .passedOver, .notReached:
      return [entry.headline] + entry.details.map { "  \($0)" }
    }
  }

  /// Who AWS says the user is. The dashboard doesn't need this, so a refusal is only a warning.
  private func identity(
    _ settings: Result<ResolvedSettings, AWSError>, _ survey: CredentialsSurvey
  ) async -> Diagnosis.Finding {
    func finding(_ verdict: Diagnosis.Verdict, _ summary: String, _ advice: String? = nil)
      -> Diagnosis.Finding
    {
      Diagnosis.Finding(
        check: "identity", verdict: verdict, summary: summary, advice: advice)
    }
    guard case .success(let settings) = settings, survey.error == nil else {
      return finding(.skipped, "not asked without a region and credentials")
    }
    do throws(AWSError) {
      let client = try STSClient(surroundings, overrides: overrides)
      guard !settings.isCustomEndpoint || client.isCustomEndpoint else {
        return finding(
          .skipped,
          "not asked: RDS has an endpoint of its own, STS has none (AWS_ENDPOINT_URL_STS)")
      }
      let identity = try await client.callerIdentity()
      return finding(.ok, "account \(identity.account), \(identity.arn)")
    } catch {
      return finding(.warning, error.summary, error.advice)
    }
  }

  /// A failure that stops both calls is reported only for the exports, where it matters.
  private static func shortened(
    _ identity: Diagnosis.Finding, beside exports: Diagnosis.Finding
  ) -> Diagnosis.Finding {
    guard exports.verdict == .failed, identity.summary == exports.summary else { return identity }
    return Diagnosis.Finding(
      check: identity.check, verdict: .skipped,
      summary: "the same was in its way as in the exports'")
  }

  private func exports(
    _ page: Result<(page: ExportTaskPage, seconds: Double), ExportTasksError>?
  ) -> [Diagnosis.Finding] {
    switch page {
    case nil:
      return [
        Diagnosis.Finding(
          check: "exports", verdict: .skipped,
          summary: "not asked without a region and credentials")
      ]
    case .failure(let error):
      return [
        Diagnosis.Finding(
          check: "exports", verdict: .failed, summary: error.summary, advice: error.advice)
      ]
    case .success(let (page, seconds)):
      let count = page.tasks.count
      let tasks = "\(count) export task\(count == 1 ? "" : "s")"
      let more = page.marker == nil ? "" : " on the first page, and more"
      let exports = Diagnosis.Finding(
        check: "exports", verdict: .ok,
        summary: "\(tasks)\(more), in \(Int((seconds * 1000).rounded())) ms")
      return [exports, clock(page.observation.serverAhead)]
    }
  }

  private func clock(_ ahead: TimeInterval?) -> Diagnosis.Finding {
    guard let ahead else {
      return Diagnosis.Finding(
        check: "clock", verdict: .skipped, summary: "the server didn't say what time it is")
    }
    let off = abs(ahead) < 1 ? "less than a second" : duration(abs(ahead))
    let side = ahead > 0 ? "behind" : "ahead of"
    let summary = "this machine's clock is \(off) \(side) the server's"
    guard abs(ahead) > Self.clockTolerance else {
      return Diagnosis.Finding(check: "clock", verdict: .ok, summary: summary)
    }
    return Diagnosis.Finding(
      check: "clock", verdict: .warning, summary: summary,
      advice: "Set it right (for instance with NTP): AWS refuses such signatures, and exportdeck "
        + "gets along only by signing with the server's time.")
  }

  private func duration(_ seconds: TimeInterval) -> String {
    seconds < 120 ? "\(Int(seconds.rounded())) s" : "\(Int((seconds / 60).rounded())) min"
  }
}
