import Canvas
import Foundation
import Tracking

@testable import Dashboard
@testable import Listing

extension Scene {
  static let contexts = [
    Scene("contexts-list", from: Fleet.several()),
    Scene("contexts-details", sizes: ordinary + [wide], from: Fleet.several()) {
      $0.details = DetailsState(hasFocus: false)
    },
    Scene("contexts", from: Fleet.several()) { press("P", &$0) },
    Scene(
      "contexts-ascii", sizes: ordinary, abilities: Abilities(unicode: false, colours: .mono),
      from: Fleet.several()
    ) { press("P", &$0) },
    Scene("contexts-trouble", sizes: ordinary, from: Fleet.several()) { press("!", &$0) },
    Scene("contexts-add", sizes: ordinary, from: Fleet.several()) {
      press("P", &$0)
      press("+", &$0)
      _ = update(
        &$0,
        .foundProfiles(
          [
            WatchRequest(profile: "audit", region: "eu-north-1"),
            WatchRequest(profile: "data-platform-production", region: "eu-west-1"),
            WatchRequest(profile: "sandbox"),
          ], problem: nil), at: Fleet.moment)
    },
  ]

  private static let wide = Size(columns: 200, rows: 60)

  private static func press(_ key: Character, _ state: inout State) {
    _ = update(&state, .input(.key(.character(key))), at: Fleet.moment)
  }
}

extension Fleet {
  private static func place(_ region: String, _ account: String) -> Site {
    Site(
      endpoint: "https://rds.\(region).amazonaws.com", region: region, partition: "aws",
      account: account)
  }

  private static func moved(_ tasks: [TrackedTask], to site: Int) -> [TrackedTask] {
    tasks.map { known in
      TrackedTask(
        id: TaskID(site: SiteID(site), identifier: known.identifier), task: known.task,
        observedAt: known.observedAt, progress: known.progress, isListed: known.isListed)
    }
  }

  /// Five contexts: two that are live, one that is stale, one that never answered and one that
  /// stands by.
  static func several() -> State {
    var state = State(
      settings: Settings(themeNames: ["default", "light"]), size: Size(columns: 80, rows: 24))
    let labels = [
      label, ContextLabel(profile: "prod", region: "us-east-1"),
      ContextLabel(name: "Billing", profile: "billing-prod", region: "eu-west-1"),
      ContextLabel(profile: "staging", region: "eu-central-1"),
      ContextLabel(profile: "prod-admin", region: "eu-west-1"),
    ]
    state.watch = WatchSet(
      labels.enumerated().map { Watched(id: ContextID($0.offset + 1), label: $0.element) })
    state.watch[ContextID(3)]?.isProduction = true
    state.alerts.watch.rules = []
    let stale = feed {
      $0.lastAnswer = minutesAgo(6.2)
      $0.nextPoll = .seconds(1008)
      $0.trouble = Trouble(
        kind: .expired, summary: "ExpiredToken: the security token has expired.",
        advice: "Get new credentials: `aws sso login --profile billing-prod`.",
        since: minutesAgo(6))
    }
    let silent = Feed(nextPoll: .seconds(1020), trouble: trouble(.unreachable))
    var standby = Feed()
    standby.standsBehind = ContextID(1)
    let all: [(tasks: [TrackedTask], site: Int, place: Site?, feed: Feed)] = [
      (active + history, 1, place, feed),
      (moved(Array(active.prefix(4)), to: 2), 2, place("us-east-1", "123456789012"), feed),
      (moved(Array(active[4...7]), to: 3), 3, place("eu-west-1", "210987654321"), stale),
      ([], 4, nil, silent),
      ([], 1, place, standby),
    ]
    for (index, (tasks, site, place, feed)) in all.enumerated() {
      let snapshot = Snapshot(
        context: ContextID(index + 1), label: labels[index], id: SiteID(site), site: place,
        version: index + 1, tasks: TrackedTasks(tasks), feed: feed)
      _ = update(&state, .snapshot(snapshot, Changes(isWhole: true)), at: moment)
    }
    return state
  }
}
