import Ground
import Planning
import RDSExports
import Tracking
import Words

extension State {
  /// Warnings about what AWS will refuse, or is likely to, for reasons that the form alone does not
  /// show: other tasks, and the site.
  func warnings(for form: StartForm) -> [String] {
    let request = form.request
    let tasks = snapshot(of: form.site)?.tasks ?? TrackedTasks()
    let wanted = request.exportTaskIdentifier
    var warnings: [String] = []
    let active = tasks.counts.active
    let sameSource = tasks.open.lazy.map { tasks[$0] }.last {
      $0.phase.isActive && !request.sourceArn.isEmpty && $0.sourceArn == request.sourceArn
    }
    if !wanted.isEmpty, tasks.contains(where: { $0.identifier.equalsIgnoringCase(wanted) }) {
      warnings.append(
        "\(Format.line(wanted)) exists already: AWS takes an identifier only once.")
    }
    if active >= settings.slots {
      warnings.append("\(active) of \(settings.slots) slots are taken: AWS refuses one more.")
    }
    if let sameSource {
      warnings.append(
        "This source is being exported already, by \(Format.line(sameSource.identifier)).")
    }
    if let wrong = nameOfAnotherDay(request, at: form.site) { warnings.append(wrong.sentence) }
    return warnings + sourceWarnings(for: form) + keyWarnings(for: form)
      + form.notes.map { Format.line($0.message) }
  }

  /// Where a pasted command would have started an export, where that isn't where this form does.
  func remarks(onPastedInto form: StartForm) -> [String] {
    let (way, shown) = (form.pastedWay, form.shown)
    var remarks: [String] = []
    if let profile = way.profile, !contexts(of: form.site).contains(where: { $0.isOf(profile) }) {
      let own = snapshot(of: form.site)?.label.profile ?? "another context"
      remarks.append("The command is for the profile \(profile); this export starts with \(own).")
    }
    if let region = way.region, !shown.region.isEmpty, region != shown.region {
      remarks.append("The command is for \(region); this export starts in \(shown.region).")
    }
    if let endpoint = way.endpointURL, endpoint != shown.endpoint {
      remarks.append("The command is for \(endpoint); this export starts at \(shown.endpoint).")
    }
    return remarks.map { Format.line($0) }
  }

  /// The contexts that lead to a site.
  private func contexts(of site: SiteID) -> [ContextLabel] {
    snapshots.values.filter { $0.id == site }.map(\.label)
  }

  /// Where the name says another day than the source, as far as that is known.
  private func nameOfAnotherDay(
    _ request: StartExportTaskRequest, at site: SiteID
  ) -> NameOfAnotherDay? {
    let source = lookups.shelf(.sources, at: site)?.source(of: request.sourceArn)
    return NameOfAnotherDay(
      identifier: request.exportTaskIdentifier, sourceArn: request.sourceArn,
      createdAt: source?.kind == .dbCluster ? nil : source?.createdAt)
  }

  private func sourceWarnings(for form: StartForm) -> [String] {
    guard let arn = ARN(form.request.sourceArn), let type = arn.resourceType else { return [] }
    var warnings = [regionWarning("source", arn, for: form)].compactMap(\.self)
    if type == "cluster", !form.request.exportOnly.isEmpty {
      warnings.append(
        "AWS's guide: a cluster's partial export is charged for the whole cluster.")
    }
    return warnings
  }

  private func keyWarnings(for form: StartForm) -> [String] {
    let key = form.request.kmsKeyId
    let arn = ARN(key)
    var warnings = [arn.flatMap { regionWarning("key", $0, for: form) }].compactMap(\.self)
    let alias = arn.map { String($0.resource) } ?? key
    if alias.hasPrefix("alias/aws/") {
      warnings.append(
        "\(Format.line(alias)) is a key that AWS manages: its policy can't be changed, and an "
          + "export needs one whose policy allows it.")
    }
    return warnings
  }

  /// An export, its source and its key are all in one region.
  private func regionWarning(_ what: String, _ arn: ARN, for form: StartForm) -> String? {
    let region = form.shown.region
    guard !region.isEmpty, !arn.region.isEmpty, arn.region != region else { return nil }
    return "The \(what) is in \(Format.line(String(arn.region))), not in \(region)."
  }
}

extension ContextLabel {
  fileprivate func isOf(_ profile: String) -> Bool { isProfile && self.profile == profile }
}

extension String {
  /// Identifiers are ASCII, so different lengths mean different texts, without any lower-casing.
  fileprivate func equalsIgnoringCase(_ other: String) -> Bool {
    utf8.count == other.utf8.count && lowercased() == other.lowercased()
  }
}
