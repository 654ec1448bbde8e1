import Foundation
import Tracking

@testable import Dashboard

/// A dashboard of several contexts, each of a site of its own.
enum Several {
  static let names = ["prod", "staging", "dev", "lab", "audit"]

  static func label(_ number: Int) -> ContextLabel {
    let name = number <= names.count ? names[number - 1] : "account-\(number)"
    return ContextLabel(profile: name, region: number.isMultiple(of: 2) ? "us-east-1" : "eu-west-1")
  }

  static func place(_ number: Int) -> Site {
    let region = label(number).region
    return Site(
      endpoint: "https://rds.\(region).amazonaws.com", region: region, partition: "aws",
      account: String(String(number).last ?? "0").repeated(12))
  }

  /// Contexts 1…count, each with these many running tasks and one that failed.
  static func script(
    _ count: Int, running: Int = 2, rows: Int = 24, columns: Int = 120,
    change: (inout Watched) -> Void = { _ in }
  ) -> Script {
    var script = Script(rows: rows, columns: columns)
    script.state.watch = WatchSet(
      (1...count).map { number in
        var watched = Watched(id: ContextID(number), label: label(number))
        change(&watched)
        return watched
      })
    // What an alert's band says of the same is not what is judged here.
    script.state.alerts.watch.rules = []
    for number in 1...count { script.answer(number, running: running) }
    return script
  }
}

extension Script {
  /// A context answers: its tasks are `r0-NUMBER`, `r1-NUMBER`, … and `failed-NUMBER`.
  mutating func answer(
    _ number: Int, running: Int = 2, trouble: Trouble? = nil,
    feed change: (inout Feed) -> Void = { _ in }
  ) {
    let context = ContextID(number)
    let tasks =
      (0..<running).map { task("r\($0)-\(number)", percent: 50 - number - $0, context: context) }
      + [task("failed-\(number)", .failed, ended: -Double(number), context: context)]
    data(
      tasks, context: context, site: Several.place(number), label: Several.label(number),
      trouble: trouble, feed: change)
  }

  /// A context stands by for another that polls the same site.
  mutating func standBy(
    _ number: Int, behind leader: Int, of site: Int, trouble: Trouble? = nil
  ) {
    data(
      [], context: ContextID(number), id: SiteID(site), site: Several.place(site),
      label: Several.label(number), hasSwept: false, trouble: trouble
    ) {
      $0.standsBehind = ContextID(leader)
      $0.lastAnswer = nil
    }
  }

  func rows() -> [String] {
    let frame = view(state, at: moment).frame
    return (0..<frame.size.rows).map(frame.text(row:))
  }
}

extension String {
  fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
