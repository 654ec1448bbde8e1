import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What holds for every dialog, by every key.
@Suite struct DialogRunnerTests {
  /// The ways into each dialog, from the list.
  static let dialogs: [(name: String, keys: [Key], isProduction: Bool)] = [
    ("help", [.character("?")], false), ("actions", [.character("a")], false),
    ("sort", [.character("s")], false), ("themes", [.character("t")], false),
    ("copy", [.character("y")], false), ("cancel", [.character("x")], false),
    ("cancel in production", [.character("x")], true),
    ("cancel of two", [.character(" "), .character(" "), .character("x")], false),
    ("form", [.character("n")], false), ("clone", [.character("c")], false),
    ("start", [.character("c"), .control("s")], false),
    ("start in production", [.character("c"), .control("s")], true),
    ("repeat", [.character("G"), .character(" "), .character("c")], false),
    ("repeat in production", [.character("G"), .character(" "), .character("c")], true),
    ("leaving", [.character("n"), .character("z"), .control("c")], false),
  ]

  static let keys: [Key] =
    (32...126).map { .character(Character(Unicode.Scalar(UInt8($0)))) }
    + "abcdefghijklmnopqrstuvwxyz@\\]^_".map { .control($0) }
    + "abcdefghijklmnopqrstuvwxyz<>".map { .alt($0) } + (1...12).map { .function($0) }
    + [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .escape, .tab, .backTab,
      .backspace, .delete, .insert, .character("é"), .character("夜"),
    ]

  static func opened(_ index: Int) -> Script {
    let dialog = dialogs[index]
    let ended = task("ended", .failed) {
      $0.s3Bucket = "lake-raw"
      $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
      $0.kmsKeyId = "alias/export"
    }
    let complete = task("orders", percent: 90) {
      $0.s3Bucket = "lake-raw"
      $0.s3Prefix = "rds"
      $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
      $0.kmsKeyId = "alias/export"
    }
    var script = Script(
      [complete, task("b", percent: 80), ended],
      isProduction: dialog.isProduction)
    for key in dialog.keys { script.press(key) }
    return script
  }

  @Test(arguments: dialogs.indices)
  func `every way leads to its dialog`(index: Int) {
    let script = Self.opened(index)
    #expect(script.state.dialog != nil)
    #expect(script.effects == [])
  }

  /// The word is there where one is wanted, so that nothing but the key can be what is missing.
  @Test(arguments: dialogs.indices)
  func `C-y alone starts and cancels, and C-o alone lets it wait instead`(index: Int) {
    var confirmed: [Key] = []
    for key in Self.keys {
      var script = Self.opened(index)
      script.typeWord(Self.word(of: script.state.dialog) ?? "")
      script.press(key)
      if script.effects.contains(where: \.actsInAWS) { confirmed.append(key) }
      let isCopying = script.effects.contains { if case .copy = $0 { true } else { false } }
      #expect(!isCopying || Self.dialogs[index].name == "copy", "\(key)")
    }
    let isQuestion = [
      "cancel", "cancel in production", "cancel of two", "start", "start in production",
      "repeat", "repeat in production",
    ]
    .contains(Self.dialogs[index].name)
    // Its source is being exported.
    let mayWait = Self.dialogs[index].name.hasPrefix("start")
    let queueing: [Key] = mayWait ? [.control("o")] : []
    #expect(confirmed == (isQuestion ? queueing + [.control("y")] : []))
  }

  @Test(arguments: dialogs.indices)
  func `a question closes on whatever key it does not know`(index: Int) {
    for key in Self.keys {
      var script = Self.opened(index)
      guard let dialog = script.state.dialog, dialog.isQuestion else { return }
      let known = Keymap.standard.action(for: key, in: dialog.place)
      let isText =
        Self.word(of: dialog) != nil && known == nil && (key == .enter || TextField.takes(key))
      script.press(key)
      if known == nil, !isText {
        #expect(script.state.place != dialog.place, "\(key)")
        #expect(script.effects == [], "\(key)")
        #expect(script.said == [], "\(key)")
      }
      if isText { #expect(script.state.place == dialog.place, "\(key)") }
    }
  }

  /// What has to be typed before the confirming key.
  private static func word(of dialog: (any Dialog)?) -> String? {
    (dialog as? CancelDialog)?.word.wanted ?? (dialog as? StartQuestion)?.word.wanted
      ?? (dialog as? RepeatQuestion)?.word.wanted
  }

  @Test(arguments: dialogs.indices)
  func `what was read before it was drawn is not for it`(index: Int) {
    let dialog = Self.dialogs[index]
    let always: Set<Action> = [.leave, .suspend, .redraw]
    for key in Self.keys
    where !(Keymap.standard.action(for: key, in: .list).map(always.contains) ?? false) {
      var script = Self.opened(index)
      let drawn = script.state.dialog
      script = Script(
        script.state.list.rows.map(\.task), isProduction: dialog.isProduction)
      for key in dialog.keys.dropLast() { script.press(key) }
      script.wait(.milliseconds(150))
      for input in [
        Input.key(dialog.keys[dialog.keys.count - 1]), .key(key), .paste("cancel 2"),
        .key(.control("y")),
      ] {
        script.send(.input(input))
        #expect(script.effects == [], "\(key)")
      }
      #expect(Self.gist(of: script.state.dialog) == Self.gist(of: drawn), "\(key)")
    }
  }

  /// What a dialog is and holds, in one order.
  private static func gist(of dialog: (any Dialog)?) -> String {
    // What it still has to look up is another matter once it has been asked for.
    if let question = dialog as? RepeatQuestion {
      return "\(question.entries) \(question.word) \(question.insists) \(question.takesNewest)"
    }
    let below = (dialog as? LeavingQuestion)?.below as? StartForm
    guard let dialog,
      let form = dialog as? StartForm ?? (dialog as? StartQuestion)?.form ?? below
    else { return String(describing: dialog) }
    let texts = StartForm.order.map { form.fields[$0]?.text ?? "" }
    return "\(type(of: dialog)) \(texts) \(form.focus)"
  }

  @Test func `a question hears nothing until it has been on the screen for a moment`() {
    var script = Script(running("a"))
    script.press(.character("x"))
    // Drawing took long: what came meanwhile was typed at what stood there before.
    script.state.wasShown(
      after: script.moment.monotonic, at: script.moment.monotonic + .milliseconds(300))
    script.wait(.milliseconds(350))
    script.send(.input(.key(.control("y"))))
    #expect(script.effects == [])
    script.wait(.milliseconds(60))
    script.send(.input(.key(.control("y"))))
    #expect(script.cancels == [id("a")])
  }

  @Test func `a yes counts for what is on the screen alone, however long that takes to draw`() {
    var script = Script(running("a"))
    script.press(.character("x"))
    let open = script.state.dialog!
    script.wait(.seconds(1))
    script.state.change(open, at: script.moment)
    // It was not drawn for long, and what is drawn last is of the first change alone.
    script.wait(.seconds(9))
    script.send(.input(.key(.control("y"))))
    #expect(script.effects == [])
    script.state.wasShown(after: .zero, at: script.moment.monotonic)
    script.wait(.milliseconds(90))
    script.send(.input(.key(.control("y"))))
    #expect(script.effects == [], "nobody has read it yet")
    script.wait(.milliseconds(20))
    script.state.change(open, at: script.moment)
    script.send(.input(.key(.control("y"))))
    #expect(script.effects == [], "that was another one")
    script.state.wasShown(after: .zero, at: script.moment.monotonic)
    script.wait(.milliseconds(110))
    script.send(.input(.key(.control("y"))))
    #expect(script.cancels == [id("a")])
  }

  @Test func `a menu hears as soon as it is on the screen`() {
    var script = Script(running("a"))
    script.press(.character("s"))
    script.state.wasShown(
      after: script.moment.monotonic, at: script.moment.monotonic + .milliseconds(5))
    script.wait(.milliseconds(6))
    script.send(.input(.key(.escape)))
    #expect(script.state.dialog == nil)
  }

  @Test(arguments: dialogs.indices)
  func `it lies on the screen, whatever the size`(index: Int) throws {
    let dialog = try #require(Self.opened(index).state.dialog)
    for (columns, rows) in [(40, 8), (59, 13), (80, 24), (200, 60)] {
      let layout = Layout(size: Size(columns: columns, rows: rows), hasDetails: false)
      let area = dialog.rect(in: layout)
      #expect(area.origin.column >= 0 && area.endColumn <= columns)
      #expect(area.origin.row >= 0 && area.endRow <= rows)
    }
  }
}

extension Effect {
  /// Whether it starts or cancels something.
  var actsInAWS: Bool {
    switch self {
    case .act, .enqueue: true
    case .queue, .refresh, .pause, .watch, .unwatch, .findProfiles, .look, .stopLooking, .remember,
      .recall,
      .lookForAcknowledged, .open, .noteAlerts, .setInterval,
      .answer, .copy, .useTheme, .bell, .suspend, .redraw, .quit, .tell, .acknowledge,
      .notification:
      false
    }
  }
}

extension TextField {
  /// Whether a key means something to a text field.
  static func takes(_ key: Key) -> Bool {
    var field = TextField("word")
    return field.apply(key)
  }
}
