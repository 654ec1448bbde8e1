import FoundationEssentials
import Planning
import RDSExports
import Tracking

/// An entry as it is stored; the columns of its row have the rest.
struct QueueRecord: Codable {
  struct Request: Codable {
    var sourceArn, s3BucketName, iamRoleArn, kmsKeyId: String
    var s3Prefix: String?
    var exportOnly: [String]
  }

  struct Schedule: Codable {
    var start, latest: Date
    var zone: String
  }

  enum State: Codable {
    case waiting
    case heldByUser
    case missed
    case refused(String)
    case clash(String)
    case sending(since: Date, by: String)
    case started(at: Date)
  }

  struct Setback: Codable {
    var kind: QueueSetback.Kind
    /// Nil where it was written before this was kept.
    var since: Date?
    var at: Date
    var words: String
    var count: Int
  }

  var request: Request
  var addedAt: Date
  var schedule: Schedule?
  var state: State
  var sends: Int
  var firstSent: Date?
  var mayHaveArrived: Bool
  var setback: Setback?
}

extension QueueRecord {
  /// - Parameter mask: Takes secrets out of what AWS said.
  init(_ entry: QueueEntry, mask: (String) -> String) {
    let request = entry.request
    self.request = Request(
      sourceArn: request.sourceArn, s3BucketName: request.s3BucketName,
      iamRoleArn: request.iamRoleArn, kmsKeyId: request.kmsKeyId, s3Prefix: request.s3Prefix,
      exportOnly: request.exportOnly)
    addedAt = entry.addedAt
    schedule = entry.schedule.map { Schedule(start: $0.start, latest: $0.latest, zone: $0.zone) }
    state =
      switch entry.state {
      case .waiting: .waiting
      case .held(.byUser): .heldByUser
      case .held(.missed): .missed
      case .held(.refused(let words)): .refused(mask(words))
      case .held(.clash(let words)): .clash(mask(words))
      case .sending(let since, let sender): .sending(since: since, by: sender)
      case .started(let at): .started(at: at)
      }
    sends = entry.sending.count
    firstSent = entry.sending.first
    mayHaveArrived = entry.sending.mayHaveArrived
    setback = entry.setback.map {
      Setback(
        kind: $0.kind, since: $0.since, at: $0.at, words: mask($0.words), count: $0.count)
    }
  }

  func entry(id: Int, place: Int, site: Site, identifier: String) -> QueueEntry {
    QueueEntry(
      id: id, place: place, site: site,
      request: StartExportTaskRequest(
        exportTaskIdentifier: identifier, sourceArn: request.sourceArn,
        s3BucketName: request.s3BucketName, iamRoleArn: request.iamRoleArn,
        kmsKeyId: request.kmsKeyId, s3Prefix: request.s3Prefix, exportOnly: request.exportOnly),
      addedAt: addedAt,
      schedule: schedule.map { QueueSchedule(start: $0.start, zone: $0.zone, latest: $0.latest) },
      state: entryState,
      sending: SendHistory(count: sends, first: firstSent, mayHaveArrived: mayHaveArrived),
      setback: setback.map {
        QueueSetback(
          kind: $0.kind, since: $0.since, at: $0.at, words: $0.words, count: $0.count)
      })
  }

  private var entryState: QueueEntry.State {
    switch state {
    case .waiting: .waiting
    case .heldByUser: .held(.byUser)
    case .missed: .held(.missed)
    case .refused(let words): .held(.refused(words))
    case .clash(let words): .held(.clash(words))
    case .sending(let since, let sender): .sending(since: since, by: sender)
    case .started(let at): .started(at: at)
    }
  }
}
