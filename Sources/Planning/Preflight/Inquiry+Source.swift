import Ground
import RDSExports

extension PreflightInquiry {
  mutating func checkSource() {
    let isExportOnlyWell = isWellFormed(.exportOnly, .exportOnlyForm)
    guard isWellFormed(.sourceArn, .sourceForm), let arn = ARN(request.sourceArn),
      isHere(arn), let lookup = lookup(of: arn)
    else { return }
    let wanted = request.sourceArn.lowercased()
    let reply = ask(lookup) { found -> ExportSource? in
      guard case .sources(let sources) = found else { return nil }
      return sources.first { $0.arn.lowercased() == wanted }
    }
    if case .value(let source) = reply, source.kind != .dbCluster {
      checkDate(createdAt: source.createdAt)
    } else {
      checkDate(createdAt: nil)
    }
    switch reply {
    case .pending: wait(.sourceFound)
    case .unknown(let reason): skip(.sourceFound, because: reason)
    case .missing:
      fail(
        .sourceFound, "There is no such \(kindWords(arn)) in this account and region.",
        fix: "Check the name; a snapshot may have expired, and a cluster's are cluster-snapshots.")
    case .value(let source):
      checkState(of: source)
      checkOwner(of: arn)
      checkKey(of: source)
      if isExportOnlyWell { checkExportOnly(source) }
    }
    checkIdle()
    guard isExportOnlyWell, !request.exportOnly.isEmpty else { return }
    switch reply {
    case .value: break
    case .pending: wait(.exportOnlyEngine)
    case .missing, .unknown: skip(.exportOnlyEngine, because: "the source's engine isn't known")
    }
  }

  private mutating func isHere(_ arn: ARN) -> Bool {
    if arn.partition != place.partition {
      fail(
        .sourceRegion,
        "The source is in the partition \(arn.partition), and this is \(place.partition).",
        fix: "Start the export with credentials of that partition.")
      return false
    }
    if arn.region != place.region {
      fail(
        .sourceRegion, "The source is in \(arn.region), and this is \(place.region).",
        fix: "Start the export in \(arn.region), or copy the snapshot to \(place.region) first.")
      return false
    }
    return true
  }

  /// The account's own by their names; those that others share by their ARNs.
  private func lookup(of arn: ARN) -> Lookup? {
    let isOwn = place.account != nil && arn.accountNumber == place.account
    let name = isOwn ? arn.resourceID.map(String.init) : request.sourceArn
    switch arn.resourceType {
    case "snapshot": return .dbSnapshots(named: name)
    case "cluster-snapshot": return .dbClusterSnapshots(named: name)
    case "cluster": return .dbClusters(named: name)
    default: return nil
    }
  }

  private func kindWords(_ arn: ARN) -> String {
    switch arn.resourceType {
    case "cluster-snapshot": "DB cluster snapshot"
    case "cluster": "DB cluster"
    default: "DB snapshot"
    }
  }

  private mutating func checkState(of source: ExportSource) {
    pass(.sourceFound, "The source exists.")
    let status = Self.shown(source.status)
    if source.status.lowercased() == "available" {
      pass(.sourceAvailable, "The source is available.")
    } else {
      let done = source.percentProgress.map { " (\($0) %)" } ?? ""
      fail(
        .sourceAvailable, "The source is \(status)\(done), not available.",
        fix: "Wait until it is available.")
    }
    var ready = source
    ready.status = "available"
    if let reason = ready.reasonNotExportable {
      fail(
        .sourceExportable, "The source can't be exported: \(Self.shown(reason)).",
        fix: "Choose another source.")
    } else {
      pass(.sourceExportable, "\(Self.shown(source.engine)) can be exported.")
    }
  }

  private mutating func checkOwner(of arn: ARN) {
    guard let owner = arn.accountNumber, let account = place.account, owner != account else {
      return
    }
    warn(
      .sourceOwner, "The source is account \(owner)'s, which shares it with this one.",
      fix: "Where AWS refuses it, copy it into this account and export the copy.")
  }

  private mutating func checkIdle() {
    let source = request.sourceArn
    if let other = known.running.first(where: { $0.sourceArn == source }) {
      fail(
        .sourceIdle,
        "\(Self.shown(other.exportTaskIdentifier)) is exporting this source, and AWS makes one"
          + " export of a source at a time.",
        fix: "Wait until it has ended.")
    } else if known.isRunningKnown {
      pass(.sourceIdle, "No other export of the source is running.")
    } else {
      skip(.sourceIdle, because: "it isn't known what is running")
    }
  }

  // MARK: The key of the source

  private mutating func checkKey(of source: ExportSource) {
    guard source.isEncrypted else {
      return pass(.sourceKey, "The source isn't encrypted.")
    }
    guard let key = source.kmsKeyID, !key.isEmpty else {
      return skip(.sourceKey, because: "RDS doesn't say which key the source is encrypted with")
    }
    if let owner = ARN(key)?.accountNumber, let account = place.account, owner != account {
      return warn(
        .sourceKey, "The source is encrypted by a key of account \(owner).",
        fix: "That key's policy must let this account use it; a copy has a key of your own.")
    }
    switch askForKey(key) {
    case .pending: wait(.sourceKey)
    case .unknown(let reason): skip(.sourceKey, because: reason)
    case .missing:
      fail(
        .sourceKey, "The key that the source is encrypted with doesn't exist any more.",
        fix: "Choose another source: without its key nobody can read this one.")
    case .value(let key) where key.state == "Enabled":
      pass(.sourceKey, "The key that the source is encrypted with is enabled.")
    case .value(let key):
      fail(
        .sourceKey, "The key that the source is encrypted with is \(Self.shown(key.state)).",
        fix: key.stateFix)
    }
  }

  // MARK: Parts

  private mutating func checkExportOnly(_ source: ExportSource) {
    guard !request.exportOnly.isEmpty else { return }
    let engine = source.engine.lowercased()
    let hasSchemas = engine.contains("postgres")
    let hasTables = engine == "aurora" || engine.contains("mysql") || engine.contains("mariadb")
    guard hasSchemas || hasTables else {
      return skip(
        .exportOnlyEngine,
        because: "it isn't known which parts of \(Self.shown(source.engine)) can be named")
    }
    let most = hasSchemas ? 3 : 2
    let forms =
      hasSchemas
      ? "database, database.schema or database.schema.table" : "database or database.table"
    let wrong = request.exportOnly.filter { $0.split(separator: ".").count > most }
    guard let first = wrong.first else {
      return pass(.exportOnlyEngine, "The parts to export fit \(Self.shown(source.engine)).")
    }
    let more = wrong.count > 1 ? " and \(wrong.count - 1) more" : ""
    fail(
      .exportOnlyEngine,
      "\(Self.shown(first))\(more) can't be a part of \(Self.shown(source.engine)).",
      fix: "Write \(forms).")
  }
}
