import Canvas
import Foundation
import Ground
import RDSExports
import Tracking

@testable import Dashboard
@testable import Listing

extension Scene {
  static let all =
    lists + feeds + details + dialogs + starts + setups + texts + alerts + overviews + contexts
    + Scene.events
    + timelines + boards + queues

  static let ordinary = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)]

  private static let lists = [
    Scene("list") { $0.list.selected = Fleet.active[1].id },
    Scene("list-wide") { $0.list.isWide = true },
    Scene("list-scrolled", sizes: ordinary) {
      $0.list.top = 200
      $0.list.selected = $0.list.rows[204].task.id
    },
    Scene("list-held", sizes: ordinary + [Size(columns: 40, rows: 10)]) {
      $0.list.heldUntil = .seconds(1003)
      $0.list.letWait(2)
      $0.list.marks = [Fleet.active[0].id, Fleet.active[2].id]
      $0.list.letLeave(3)
      $0.acting = [1: Fleet.cancel(Fleet.active[2])]
      $0.list.sort = Sort(column: .source, ascending: true)
    },
    Scene("list-changed", sizes: [ordinary[0], Size(columns: 40, rows: 10)]) {
      let events = Fleet.active[1...3].map {
        Event(site: Fleet.place, task: $0.identifier, at: Fleet.wall, kind: .appeared)
      }
      $0.list.changed.add(Changes(events: events), of: Fleet.site, at: .seconds(980))
      $0.list.marks = [Fleet.active[2].id]
      $0.list.selected = Fleet.active[3].id
    },
    Scene("ascii", abilities: Abilities(unicode: false, colours: .mono)) {
      $0.list.marks = [Fleet.active[2].id]
      $0.details = DetailsState(hasFocus: false)
    },
    Scene(
      "list-usual", sizes: ordinary + [Size(columns: 60, rows: 24), Size(columns: 200, rows: 60)],
      from: Fleet.state(Fleet.nightly + Fleet.history)),
    Scene("filter-typed") {
      $0.filter.editing = TextField("status=running,failed bucket~lake")
      $0.list.keep(0..<3)
    },
    Scene("filter-error") {
      $0.filter.editing = TextField("status=runing or progress>50")
      $0.filter.problem = FilterProblem(
        offset: 7, message: "`runing` is no status: running, starting, failed …")
    },
    Scene("filter-kept", sizes: ordinary) {
      $0.filter.text = "status=failed"
      $0.list.keep(1..<2)
      $0.list.selected = Fleet.active[1].id
    },
    Scene("filter-nothing", sizes: ordinary) {
      $0.filter.text = "status=failed orders"
      $0.list.keep(0..<0)
      $0.list.selected = nil
    },
  ]

  private static let feeds = [
    Scene("stale", from: Fleet.state(feed: staleFeed)),
    Scene("stale-filtered", sizes: ordinary, from: Fleet.state(feed: staleFeed)) {
      $0.filter.text = "orders"
    },
    Scene("stale-long", from: Fleet.state(feed: expiredFeed)),
    Scene("trouble", from: Fleet.state(feed: expiredFeed)) {
      _ = update(&$0, .input(.key(.character("!"))), at: Fleet.moment)
    },
    Scene("waiting", from: Fleet.state(feed: waitingFeed)),
    Scene("waiting-first", from: Fleet.state([], feed: Feed(waiting: waitingFeed.waiting))),
    Scene("paused", sizes: ordinary, from: Fleet.state(feed: Fleet.feed { $0.isPaused = true })),
    Scene("throttled-sweeping", sizes: ordinary, from: Fleet.state(feed: slowFeed)),
  ]

  private static let staleFeed = Fleet.feed {
    $0.lastAnswer = Fleet.minutesAgo(2.2)
    $0.nextPoll = .seconds(1008)
    $0.trouble = Fleet.trouble(.unreachable)
  }

  private static let expiredFeed = Fleet.feed {
    $0.lastAnswer = Fleet.minutesAgo(2.2)
    $0.nextPoll = .seconds(1008)
    $0.trouble = Trouble(
      kind: .expired,
      summary: "ExpiredToken: The security token included in the request is expired.",
      advice: "The credentials have expired: get new ones where these came from (`aws sso login` "
        + "for SSO, `aws login`, or the keys in the environment and ~/.aws/credentials).",
      since: Fleet.minutesAgo(2))
  }

  private static let waitingFeed = Fleet.feed {
    $0.waiting = Waiting(
      what: "the credential_process `aws-vault …` of profile \"prod\"", since: .seconds(985),
      limit: .seconds(60))
  }

  private static let slowFeed = Fleet.feed {
    $0.isThrottled = true
    $0.interval = .seconds(20)
    $0.sweeping = 1200
    $0.filtersIgnored = true
  }

  private static let details =
    DetailsState.Page.allCases.map { page in
      Scene("details-\(page)") {
        $0.list.selected = Fleet.active[1].id
        $0.details = DetailsState(page: page)
        $0.events = Fleet.events
      }
    } + [
      Scene("details-running", sizes: ordinary) { $0.details = DetailsState(hasFocus: false) },
      Scene("zoom") {
        $0.list.selected = Fleet.history[0].id
        _ = update(&$0, .input(.key(.character("Z"))), at: Fleet.moment)
      },
      Scene("details-starting", sizes: ordinary) {
        $0.list.selected = Fleet.active[3].id
        $0.details = DetailsState()
      },
      Scene("details-stalled", sizes: ordinary) {
        $0.list.selected = Fleet.active[4].id
        $0.details = DetailsState()
      },
      Scene("details-slow", sizes: ordinary, from: Fleet.state(Fleet.nightly + Fleet.history)) {
        $0.details = DetailsState()
      },
      Scene("details-usual", sizes: ordinary, from: Fleet.state(Fleet.nightly + Fleet.history)) {
        $0.list.selected = Fleet.nightly[1].id
        $0.details = DetailsState()
      },
      Scene("details-charts", from: Fleet.state(Fleet.nights)) { $0.details = DetailsState() },
      Scene(
        "details-charts-ascii", sizes: ordinary + [Size(columns: 200, rows: 60)],
        abilities: Abilities(unicode: false, colours: .mono), from: Fleet.state(Fleet.nights)
      ) { $0.details = DetailsState() },
      Scene(
        "zoom-charts", sizes: ordinary + [Size(columns: 200, rows: 60)],
        from: Fleet.state(Fleet.nights)
      ) {
        _ = update(&$0, .input(.key(.character("Z"))), at: Fleet.moment)
      },
      Scene("details-after", sizes: ordinary) {
        $0.list.selected = Fleet.history[0].id
        $0.details = DetailsState()
      },
      Scene("details-warning", sizes: ordinary) {
        $0.list.selected = Fleet.active[6].id
        $0.details = DetailsState(scroll: 3)
      },
    ]

  private static let setups = [
    Scene(
      "no-credentials",
      from: Fleet.state([], feed: Feed(trouble: Fleet.trouble(.noCredentials)))),
    Scene(
      "no-region",
      from: Fleet.state(
        [], feed: Feed(nextPoll: .seconds(1027), trouble: Fleet.trouble(.noRegion)),
        label: ContextLabel(profile: "prod", region: ""), site: nil)),
    Scene("empty", from: Fleet.state([])),
    Scene("first-load", sizes: ordinary, from: Fleet.state([], feed: Feed())),
    Scene(
      "too-small",
      sizes: [
        Size(columns: 39, rows: 20), Size(columns: 80, rows: 7), Size(columns: 12, rows: 1),
        Size(columns: 1, rows: 1),
      ]),
  ]

  private static let texts = [
    Scene("identifiers", from: Fleet.state(Fleet.hostile)) {
      $0.details = DetailsState(hasFocus: false)
      $0.notices = [
        Notice(kind: .info, text: "copied \u{1B}[31mred\u{07} 夜間注文", until: .seconds(1004))
      ]
    }
  ]
}

extension Fleet {
  static let events = [
    event(1300, .appeared), event(1290, .turned(from: "STARTING", to: "IN_PROGRESS")),
    event(1176, .turned(from: "IN_PROGRESS", to: "FAILED")),
  ]

  private static func event(_ minutes: Double, _ kind: Event.Kind) -> Event {
    Event(site: place, task: active[1].identifier, at: minutesAgo(minutes), kind: kind)
  }

  static let hostile = [
    task(
      "夜間-注文-エクスポート-二〇二六年十一月二十二日-全テーブル-最終版-2026-11-22", .inProgress, percent: 1, gigabytes: 0,
      source: "注文-本番", started: 0.4),
    task("emoji-🚀🚀-👩‍👩‍👧-🇪🇪-2026-11-22", .inProgress, percent: 99, gigabytes: 12_345, started: 45_000),
    task(
      "combining-e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}-a\u{308}", .complete, percent: 100,
      gigabytes: 999, started: 900, ended: 30),
    task(
      "escape-\u{1B}[2J\u{1B}]0;owned\u{07}-bell-\u{08}\u{9B}31m", .failed, percent: 100,
      cause: "line one\r\nline two\u{1B}[0m\u{202E}desrever", warning: nil),
    task("rds-export-of-a-very-long-cluster-name-in-production-2026-11-22-0400", .starting),
    task("", .unknown("")),
    task("percent-out-of-range", .inProgress, percent: 250, gigabytes: -3, started: -5),
  ]
}
