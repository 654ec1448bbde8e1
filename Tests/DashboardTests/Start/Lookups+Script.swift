import Ground
import Planning
import Tracking

@testable import Dashboard

extension Script {
  /// AWS's answer to a lookup that was asked; nothing where it wasn't.
  mutating func found(_ lookup: Lookup, _ found: Found, isLast: Bool = true) {
    guard let ticket = ticket(of: lookup) else { return }
    wait(.milliseconds(100))
    send(.found(ticket: ticket, .success(FoundPage(found, isLast: isLast))))
  }

  mutating func failed(_ lookup: Lookup, _ kind: LookupProblem.Kind, _ summary: String = "no") {
    guard let ticket = ticket(of: lookup) else { return }
    wait(.milliseconds(100))
    send(.found(ticket: ticket, .failure(LookupProblem(kind, summary))))
  }

  /// How often a lookup was asked.
  func times(_ lookup: Lookup) -> Int { looks.values.count { $0 == lookup } }

  private func ticket(of lookup: Lookup) -> Int? {
    looks.filter { $0.value == lookup }.map(\.key).max()
  }

  var screen: String {
    let frame = view(state, at: moment).frame
    return (0..<frame.size.rows).map { frame.text(row: $0) }.joined(separator: "\n")
  }
}

/// A snapshot of a database, so many hours old.
func snapshot(
  _ name: String, of database: String, hours: Double, engine: String = "postgres",
  status: String = "available"
) -> ExportSource {
  ExportSource(
    kind: .dbSnapshot, arn: "arn:aws:rds:eu-west-1:123456789012:snapshot:\(name)",
    identifier: name, database: database, engine: engine, engineVersion: "16.3", status: status,
    snapshotType: name.hasPrefix("rds:") ? "automated" : "manual",
    createdAt: Script.start.addingTimeInterval(-3600 * hours), allocatedStorage: 212)
}
