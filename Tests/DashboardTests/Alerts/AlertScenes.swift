import Canvas
import Foundation
import Ground
import Tracking

@testable import Dashboard
@testable import Listing

extension Scene {
  static let alerts = [
    Scene("alert-one") { $0.alerts.note([alert(.failed, 1)]) },
    Scene("alert-many") {
      $0.alerts.note([
        alert(.complete, 7), alert(.stalled, 3), alert(.failed, 1), lost, alert(.warnings, 5),
      ])
    },
    Scene("alert-ascii", sizes: ordinary, abilities: Abilities(unicode: false, colours: .mono)) {
      $0.alerts.note([alert(.stalled, 3), alert(.failed, 1)])
    },
    Scene("alerts-menu") {
      $0.alerts.note([alert(.complete, 7), lost, alert(.stalled, 3), alert(.failed, 1)])
      $0.dialog = AlertsMenu(selected: 1)
    },
    Scene("alerts-none", sizes: [Size(columns: 80, rows: 24)]) {
      $0.alerts.isMuted = true
      $0.dialog = AlertsMenu()
    },
  ]

  private static func alert(_ kind: AlertKind, _ index: Int) -> Alert {
    let snapshot = Snapshot(
      context: Fleet.context, label: Fleet.label, id: Fleet.site, site: Fleet.place, version: 1,
      tasks: TrackedTasks(), feed: Feed())
    return Alert(kind, Fleet.active[index], snapshot, known: Fleet.wall)
  }

  private static let lost = Alert(
    kind: .credentials, subject: .context(Fleet.context), site: Fleet.place,
    at: Fleet.minutesAgo(90), sharedTime: Fleet.minutesAgo(90), context: "staging eu-central-1",
    name: "staging eu-central-1",
    sentence: "The login of profile staging has ended.", mark: "")
}
