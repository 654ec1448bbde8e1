import Canvas
import Planning
import RDSExports
import Support
import Testing
import Tracking

@testable import Dashboard

/// Ordinary text at every speed in every place starts, cancels and writes nothing. The same is typed
/// against the simulator in `EndToEndTests`; here it is every text in every place.
@Suite struct TypedTextTests {
  private static let places: [(String, [Key])] = [
    ("list", []), ("filtered list", [.character("/"), .character("e"), .enter]),
    ("overview", [.enter]), ("json", [.character("J")]), ("events", [.enter, .character("3")]),
    ("list with details", [.enter, .enter]), ("filter", [.character("/")]),
    ("filter from the details", [.enter, .character("/")]), ("help", [.character("?")]),
    ("sort", [.character("s")]), ("themes", [.character("t")]), ("actions", [.character("a")]),
    ("copy", [.character("y")]), ("form", [.character("n")]), ("clone", [.character("c")]),
    ("start", [.character("c"), .control("s")]),
    ("list of a field", [.character("n"), .tab, .down]),
    ("list of an empty field", [.character("n"), .tab, .control("u")]),
    ("repeat", [.character("G"), .character(" "), .character("c")]),
    ("cancel", [.character("x")]),
    ("marks", [.character(" "), .character(" ")]), ("range", [.character("V"), .down]),
    ("cancel of two", [.character(" "), .character(" "), .character("x")]),
    ("leaving", [.character("n"), .character("z"), .control("c")]), ("question", []),
    ("board", [.character("B")]), ("contexts", [.character("P")]),
    ("another context", [.character("P"), .character("+")]),
    ("timeline", [.character("T")]), ("timeline's search", [.character("T"), .character("/")]),
    ("alerts", [.character("M")]), ("all events", [.character("E")]),
    ("queue", [.character("Q")]), ("queue's hold", [.character("Q"), .character("H")]),
    ("queue's removal", [.character("Q"), .character("x")]),
    ("queue in the list", Self.toWaiting),
    ("queue's removal of two", [.character("*"), .character("x")]),
    ("queue's next export", Self.toWaiting + [.character("n")]),
    ("queue's clone to start", Self.toWaiting + [.character("c"), .control("s")]),
    ("queue that is left", [.control("c")]),
  ]

  /// To the rows of what waits, where nothing else is listed.
  private static let toWaiting =
    [Key.character("/")] + "status=waiting".map(Key.character) + [.enter]

  private static let texts =
    OrdinaryText.lines + Keymap.standard.entries.map(\.help) + OrdinaryText.aboutExports

  /// So many of the places hear every text.
  private static let wholePlaces = 25

  private static let speeds: [Duration] = [
    .zero, .milliseconds(30), .milliseconds(120), .seconds(1),
  ]

  private static let tasks =
    ["export-daily", "nightly-orders", "yes", "cancel"].enumerated().map {
      index, name in
      task(name, percent: 90 - index) {
        $0.s3Bucket = "lake-raw"
        $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
        $0.kmsKeyId = "alias/export"
      }
    } + [
      task("ended-daily", .failed) {
        $0.s3Bucket = "lake-raw"
        $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
        $0.kmsKeyId = "alias/export"
      }
    ]

  /// Two exports that wait, and that nobody else starts.
  private static let queue = QueueReport(
    entries: ["yes", "export-again"].enumerated().map { index, name in
      var request = Script.request
      request.exportTaskIdentifier = name
      return QueueEntry(
        id: index + 1, place: index + 1, site: Script.place, request: request,
        addedAt: Script.start)
    })

  /// Every text in every place, each time at another of the speeds.
  @Test(arguments: places.indices)
  func `text is no command that acts outside the screen`(index: Int) {
    let (name, keys) = Self.places[index]
    for (turn, text) in Self.texts.enumerated() where isTyped(turn, in: index) {
      let isProduction = (turn / Self.speeds.count + index).isMultiple(of: 2)
      var script = Script(Self.tasks, settings: Settings(), isProduction: isProduction)
      if name.hasPrefix("queue") { script.send(.queue(Self.queue)) }
      if name == "question" {
        script.send(.question(AskedQuestion(number: 1, text: "MFA code", reason: "")))
      }
      for key in keys { script.press(key) }
      type(text, every: Self.speeds[(turn + index) % Self.speeds.count], into: &script)
      #expect(script.state.acting.isEmpty, "\(text)")
    }
  }

  /// What a page shows below a dialog hears few keys: a quarter of the texts will do there, each place
  /// another one.
  private func isTyped(_ turn: Int, in place: Int) -> Bool {
    place < Self.wholePlaces || turn % 4 == place % 4
  }

  /// Types until the program is left, which text may do from the bare list.
  private func type(_ text: String, every pause: Duration, into script: inout Script) {
    for character in text + "\n" {
      let place = script.state.place
      let isBare = place == .list && script.state.details == nil
      script.wait(pause)
      script.send(.input(.key(character == "\n" ? .enter : .character(character))))
      for effect in script.effects {
        switch effect {
        case .act, .queue, .enqueue, .answer, .suspend, .open:
          Issue.record("\(effect) by \(text) in \(place)")
        case .copy:
          // Y does again what the menu did.
          #expect(place == .copy || character == "Y", "\(text)")
        case .quit:
          #expect(isBare, "left from \(place) by \(text)")
          return
        case .refresh, .pause, .setInterval, .watch, .unwatch, .findProfiles, .look, .stopLooking,
          .remember,
          .recall,
          .lookForAcknowledged, .noteAlerts,
          .useTheme, .bell, .redraw, .tell, .acknowledge, .notification:
          break
        }
      }
      if pause > .zero {
        script.state.wasShown(
          after: script.moment.monotonic, at: script.moment.monotonic + .milliseconds(4))
      }
    }
  }
}
