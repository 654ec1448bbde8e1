import FoundationEssentials
import Ground
import Planning
import RDSExports
import Synchronization
import Tracking
import Words

/// Looks for the newest snapshot of a database that can be exported.
struct NewestSnapshot: Sendable {
  /// The ARN of another snapshot of the database.
  let arn: String
  private let looking: any LookingUp

  init(like arn: String, asking looking: any LookingUp) {
    self.arn = arn
    self.looking = looking
  }

  /// - Throws: `CommandError` where there is none, or nobody may look.
  func source() async throws(CommandError) -> ExportSource {
    let lookup = try lookup
    let sources = Mutex<[ExportSource]>([])
    do throws(LookupProblem) {
      try await looking.look(lookup) { page in
        if case .sources(let found) = page.found { sources.withLock { $0 += found } }
      }
    } catch {
      throw CommandError(
        name: error.kind == .denied ? "AccessDenied" : "NewestSnapshotUnknown",
        message: "The newest snapshot can't be looked up: \(Format.line(error.summary))",
        advice: "Name the source, or leave --newest-snapshot out: then it stays what it was.",
        place: "--newest-snapshot")
    }
    let all = sources.withLock { $0 }
    guard let newest = StartPlan.newestSource(like: arn, among: all) else {
      throw CommandError(
        name: "NoSnapshot",
        message: "No snapshot of the database of \(Self.name(arn)) is there that can be exported.",
        advice: "Name the source: --source-arn.", place: "--newest-snapshot")
    }
    return newest
  }

  private var lookup: Lookup {
    get throws(CommandError) {
      switch ExportSource.Kind(ofArn: arn) {
      case .dbSnapshot: return .dbSnapshots()
      case .dbClusterSnapshot: return .dbClusterSnapshots()
      case .dbCluster:
        throw .misuse(
          "the source is a cluster, not a snapshot: it is exported as it is now",
          advice: "Leave --newest-snapshot out.", place: "--newest-snapshot")
      case nil:
        throw .misuse(
          "there is no snapshot to go by", advice: "Use it with --from-task or --from-file.",
          place: "--newest-snapshot")
      }
    }
  }

  /// A source's name without what all sources have in common.
  fileprivate static func name(_ arn: String) -> String {
    Format.line(ARN(arn)?.resourceID.map(String.init) ?? arn)
  }
}

extension ExportSource {
  /// That it takes the place of an older one.
  func words(insteadOf arn: String) -> String {
    let time = createdAt.map { ", of \($0.utcSecond)" } ?? ""
    return "the source is the newest snapshot, \(NewestSnapshot.name(self.arn))\(time), instead of "
      + NewestSnapshot.name(arn)
  }
}

extension ExportTask {
  /// That repeating it exports old data again; nil where it doesn't.
  var oldSourceWords: String? {
    guard let arn = sourceArn, let kind = ExportSource.Kind(ofArn: arn), kind != .dbCluster else {
      return nil
    }
    let time = snapshotTime.map { ", of \($0.utcSecond)" } ?? ""
    return "the source is the snapshot of that export, \(NewestSnapshot.name(arn))\(time): "
      + "--newest-snapshot takes the newest of its database"
  }
}
